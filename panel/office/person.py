"""One person: all that is known, what they say to the office, and what they are handed."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection
from starlette.responses import Response

from audience.dossier import dossier
from audience.dossier_file import as_json, lines
from audience.dossier_words import VALUES
from audience.proof_of_consent import proof_of_consent
from audience.said_to_staff import Heard, grant, readmit, revoke, silence
from audience.whose import Holder, own_keys, subject_of
from campaigns.content.mailing import CLASSES
from panel.entrance.roles import Right
from panel.office.asked import Asked, Page
from panel.office.life import KIND_NAMES, look, way_of, whose
from panel.office.sheets import Sheets
from panel.office.wishes import offered, wish
from storage.audit import append

NOTES: Mapping[str, str] = {
    "persona-callada": "Queda anotado: ya no se le envía.",
    "persona-readmitida": "Queda anotado: se le vuelve a escribir. Sus temas y su consentimiento los da otra vez.",
    "persona-consiente": "Queda anotado su consentimiento.",
    "persona-retira": "Queda anotado que lo retira.",
    "persona-temas": "Sus temas quedaron como pidió.",
    "persona-igual": "Ya estaba así: no cambió nada.",
}
NO_REASON = "Escriba cómo lo pidió, como «Por teléfono, 10 de mayo». Es lo que lo prueba después."
NOT_HIS = "Escoja una dirección de esta persona."
NOT_SILENT = (
    "No está retirada por su palabra ni porque no le llegue: no hay nada que quitar. Abajo dice por qué no recibe."
)
UNKNOWN = "Solo puede dar su consentimiento quien está en una lista o se suscribió."
LONGEST = 500
"""Characters of a reason."""
TONES: Mapping[str, str] = {"sent": "bien", "failed": "malo", "uncertain": "ojo", "skipped": "ojo"}
"""The colour of a message's state, beside its words."""


class Wrong(Exception):
    """Nothing was done; the text says why, in Spanish."""


class _Asking(NamedTuple):
    """A word of somebody's, as it was typed here."""

    person: Holder
    heard: Heard


class PersonPages:
    """Serves them, also of whom only an address is kept."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets

    @property
    def pages(self) -> list[Page]:
        """The same for people of a list and for those behind an address alone."""
        return [
            page
            for way in ("personas/{number:int}", "personas/clave/{key}")
            for page in (
                Page(way, Right.PEOPLE, self.person),
                Page(f"{way}/anotar", Right.PEOPLE, self.note, writes=True),
                Page(f"{way}/entregar", Right.PEOPLE, self.hand, writes=True),
            )
        ]

    async def person(self, asked: Asked, said: str = "", code: int = 200) -> Response:
        """All that is known; that somebody looked is written down."""
        life = await asked.write(partial(look, asked=asked))
        values = {"life": life, "way": way_of(life.person), "topics": offered(asked.tenant), "kinds": KIND_NAMES}
        typed = {name: asked.field(name) for name in ("hacer", "direccion", "clase", "motivo")}
        values |= {"tones": TONES, "classes": CLASSES, "typed": typed, "reasons": VALUES["reason"]}
        return self._sheets.page("persona.html", asked, code, said=said, **values)

    async def note(self, asked: Asked) -> Response:
        """What the person says to the office."""
        does: Mapping[str, Callable[[Connection, Asked, _Asking], str]] = {
            "callar": _silence,
            "readmitir": _readmit,
            "consiente": _grant,
            "retira": _revoke,
            "temas": _topics,
        }
        done = does.get(asked.field("hacer"))
        if done is None:
            person = await asked.read(partial(whose, asked))
            return asked.go(way_of(person))

        def work(connection: Connection) -> tuple[str, str]:
            asking = _asking(connection, asked)
            return way_of(asking.person), done(connection, asked, asking)

        try:
            way, note = await asked.write(work)
        except Wrong as error:
            return await self.person(asked, str(error), 422)
        return asked.go(way, note)

    async def hand(self, asked: Asked) -> Response:
        """What is known, as a file for the person; or what proves their consents."""
        kind = asked.field("formato")
        if asked.form is None or kind not in _FILES:
            return asked.go(way_of(await asked.read(partial(whose, asked))))
        name, mime, make = _FILES[kind]

        def work(connection: Connection) -> str:
            person = whose(asked, connection)
            number, detail = asked.place.tenant_id, {"file": kind}
            append(connection, number, asked.actor, "export_person", subject_of(person), detail, asked.now)
            return make(connection, asked, person)

        text = await asked.write(work)
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
        return Response(text, media_type=mime, headers=headers)


def _asking(connection: Connection, asked: Asked) -> _Asking:
    """Who speaks, of which address and how. Raises `Turned`, `Wrong`."""
    person, how, key = whose(asked, connection), asked.field("motivo")[:LONGEST], asked.field("direccion")
    if not how:
        raise Wrong(NO_REASON)
    if key and key not in person.keys:
        raise Wrong(NOT_HIS)
    keys = (key,) if key else own_keys(connection, asked.place.tenant_id, person)
    return _Asking(person, Heard(asked.place.tenant_id, keys, how, asked.actor, asked.now))


def _silence(connection: Connection, asked: Asked, asking: _Asking) -> str:
    class_ = asked.field("clase")
    silence(connection, asking.heard, class_ if class_ in CLASSES else "")
    return "persona-callada"


def _readmit(connection: Connection, _: Asked, asking: _Asking) -> str:
    if not readmit(connection, asking.heard):
        raise Wrong(NOT_SILENT)
    return "persona-readmitida"


def _grant(connection: Connection, _: Asked, asking: _Asking) -> str:
    granted = grant(connection, asking.heard)
    if granted is None:
        raise Wrong(UNKNOWN)
    return "persona-consiente" if granted.words else "persona-igual"


def _revoke(connection: Connection, _: Asked, asking: _Asking) -> str:
    return "persona-retira" if revoke(connection, asking.heard).words else "persona-igual"


def _topics(connection: Connection, asked: Asked, asking: _Asking) -> str:
    if len(asking.heard.keys) != 1 or asking.person.contact == 0:
        raise Wrong(NOT_HIS)
    changed = wish(connection, asked.place, asking.person.contact, asking.heard, asked.fields("tema"))
    return "persona-temas" if changed else "persona-igual"


def _text(connection: Connection, asked: Asked, person: Holder) -> str:
    told = dossier(connection, asked.place.tenant_id, person)
    return "\ufeff" + "\r\n".join(lines(told, asked.tenant.municipality.zone)).replace("\r\n\n", "\r\n\r\n") + "\r\n"


def _json(connection: Connection, asked: Asked, person: Holder) -> str:
    return as_json(dossier(connection, asked.place.tenant_id, person))


def _proof(connection: Connection, asked: Asked, person: Holder) -> str:
    told = proof_of_consent(connection, asked.place.tenant_id, asked.tenant, person, asked.now)
    return "\ufeff" + "\r\n".join(told) + "\r\n"


_FILES: Mapping[str, tuple[str, str, Callable[[Connection, Asked, Holder], str]]] = {
    "texto": ("datos-de-la-persona.txt", "text/plain; charset=utf-8", _text),
    "json": ("datos-de-la-persona.json", "application/json; charset=utf-8", _json),
    "prueba": ("prueba-de-consentimiento.txt", "text/plain; charset=utf-8", _proof),
}
"""By what is asked for: the file's name, its kind, and who makes it."""
