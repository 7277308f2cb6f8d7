"""What the office does about a publication: each as the terminal's verbs do it, with the same checks and sentences."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection
from starlette.responses import Response

from delivery.keys import BadKey, parse_key
from delivery.limits import exceeding
from delivery.office import office, settling, withdrawal
from delivery.office.by_hand import Hurry, send_missed
from delivery.office.correction import correct
from delivery.office.office import Outcome, Refused, key_of, publications_named
from delivery.office.reaching import recipients_now
from delivery.office.release import release
from delivery.workplace import Workplace
from panel.entrance.roles import Right
from panel.office.asked import NOT_THERE, Asked, Page
from panel.office.sending import NUMBER, SendingPages
from panel.office.sending_offers import Offer, offers
from panel.office.sending_rows import Sending, key_of_all, read_sending
from panel.office.sheets import Sheets
from storage.ledger import IllegalMove
from storage.states import DeliveryState

NOTES: Mapping[str, str] = {
    "envio-pausar": "Quedó en pausa.",
    "envio-seguir": "Sigue.",
    "envio-cancelar": "Quedó cancelado lo que faltaba por salir.",
    "envio-soltar": "Ya no espera más.",
    "envio-enviar": "Ya se está enviando.",
    "envio-reintentar": "Lo que falló se intenta otra vez.",
    "envio-dudosos": "Los dudosos quedaron resueltos.",
    "envio-entrega": "Quedó anotado qué fue de ese envío.",
    "envio-corregir": "La corrección quedó pedida: esta es su página.",
    "envio-retirar": "Se está retirando.",
}
NO_TEXT = "Escriba qué dice la corrección."
NO_WORD = "Diga qué fue de los envíos dudosos."
NOTHING = "No queda ninguno que intentar: alguien se adelantó, o ya salieron."
NO_DOUBT = "Ese envío ya no es dudoso: alguien se adelantó, o el servicio dijo qué fue de él."
LONGEST = 10_000
"""Signs of a correction."""


class Done(NamedTuple):
    """What came of it."""

    number: int
    """The publication whose page tells more."""
    told: list[str]
    """What went otherwise than asked, in Spanish; empty: nothing did."""


class Wrong(Exception):
    """What was typed will not do; the text is Spanish."""


Act = Callable[[Connection, Asked, str, int], Done]


class ActionPages:
    """Serves them."""

    def __init__(self, sheets: Sheets, sendings: SendingPages) -> None:
        """Both stay the caller's."""
        self._sheets, self._sendings = sheets, sendings

    @property
    def pages(self) -> list[Page]:
        """For whoever operates."""
        return [
            Page(f"{NUMBER}/hacer", Right.OPERATE, self.act, writes=True),
            Page(f"{NUMBER}/enviar", Right.OPERATE, self.confirm),
        ]

    async def act(self, asked: Asked) -> Response:
        """Do what a form asks."""
        number, does = asked.request.path_params["number"], asked.field("hacer")
        if asked.form is None:
            return asked.go(f"envios/{number}")
        if does not in ACTS:
            raise NOT_THERE
        try:
            done = await asked.write(partial(_act, asked=asked, number=number, does=does))
        except Wrong as error:
            return await self._sendings.show(asked, str(error), 422)
        except (Refused, IllegalMove, BadKey) as error:
            return await self._sendings.show(asked, str(error), 409)
        if done.told:
            return await self._sendings.show(asked, "\n".join(done.told))
        where = f"envios/{done.number}{'/destinatarios' if does == 'entrega' else ''}"
        return asked.go(where, f"envio-{does}")

    async def confirm(self, asked: Asked) -> Response:
        """To how many what waits or was missed goes, before it does."""
        number = asked.request.path_params["number"]

        def work(connection: Connection) -> tuple[Sending, Offer, int] | None:
            sending = read_sending(connection, asked.place, number)
            if sending is None:
                return None
            offered = [each for each in offers(connection, asked.place, sending) if each.elsewhere]
            count = recipients_now(connection, asked.place, sending.row) if offered else 0
            return (sending, offered[0], count) if offered else None

        found = await asked.read(work)
        if found is None:
            return asked.go(f"envios/{number}")
        sending, offer, count = found
        return self._sheets.page("enviar.html", asked, each=sending, offer=offer, count=count)


def _act(connection: Connection, asked: Asked, number: int, does: str) -> Done:
    sending = read_sending(connection, asked.place, number)
    if sending is None:
        raise NOT_THERE
    key = key_of_all(sending.row) if asked.field("todas") and sending.others else key_of(sending.row)
    return ACTS[does](connection, asked, key, number)


def _word(verb: Callable[[Connection, Workplace, str, str, datetime], list[Outcome]]) -> Act:
    def act(connection: Connection, asked: Asked, key: str, number: int) -> Done:
        outcomes = verb(connection, asked.place, key, asked.actor, asked.now)
        return Done(number, _exceeded(outcomes))

    return act


def _missed(connection: Connection, asked: Asked, key: str, number: int) -> Done:
    outcomes, look = send_missed(connection, asked.place, key, asked.actor, asked.now, _hurry(asked))
    held = [f"«{each}» no se envía. {reason}" for each, reason in look.held.items()]
    return Done(number, [*held, *_exceeded(outcomes)])


def _retried(connection: Connection, asked: Asked, key: str, number: int) -> Done:
    tried = settling.retry(connection, asked.place, key, asked.actor, asked.now)
    if not any(tried.values()):
        raise Refused(NOTHING)
    return Done(number, [])


def _settled(connection: Connection, asked: Asked, key: str, number: int) -> Done:
    settled = settling.settle_all(connection, asked.place, key, _to(asked), asked.actor, asked.now)
    if not any(settled.values()):
        raise Refused(NO_DOUBT)
    return Done(number, [])


def _one_settled(connection: Connection, asked: Asked, _key: str, number: int) -> Done:
    which = asked.field("entrega")
    if not which.isdecimal() or len(which) > len(str(2**63)) - 1:
        raise Wrong(NO_WORD)
    if not settling.settle(connection, asked.place, int(which), _to(asked), asked.actor, asked.now):
        raise Refused(NO_DOUBT)
    return Done(number, [])


def _corrected(connection: Connection, asked: Asked, key: str, number: int) -> Done:
    text = asked.field("texto").replace("\r\n", "\n")
    if not text or len(text) > LONGEST:
        raise Wrong(NO_TEXT)
    corrected = correct(connection, asked.place, key, text, asked.actor, asked.now, _hurry(asked))
    held = [f"«{each}» {reason}" for each, reason in corrected.held.items()]
    first = publications_named(connection, asked.place, parse_key(corrected.outcomes[0].key))
    return Done(first[0].id if first else number, [*held, *_exceeded(corrected.outcomes)])


def _withdrawn(connection: Connection, asked: Asked, key: str, number: int) -> Done:
    found = withdrawal.withdraw(connection, asked.place, key, asked.actor, asked.now)
    held = [f"«{each}» {reason}" for each, reason in found.held.items()]
    return Done(number, [*held, *([found.survey] if found.survey else [])])


ACTS: Mapping[str, Act] = {
    "pausar": _word(office.pause),
    "seguir": _word(office.resume),
    "cancelar": _word(office.cancel),
    "soltar": _word(release),
    "enviar": _missed,
    "reintentar": _retried,
    "dudosos": _settled,
    "entrega": _one_settled,
    "corregir": _corrected,
    "retirar": _withdrawn,
}
"""By what the form says that it does."""


def _to(asked: Asked) -> DeliveryState:
    said = asked.field("quedo")
    allowed = {state.value: state for state in (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.PENDING)}
    if said not in allowed:
        raise Wrong(NO_WORD)
    return allowed[said]


def _hurry(asked: Asked) -> Hurry:
    return Hurry(bool(asked.field("urgente")), asked.field("motivo"))


def _exceeded(outcomes: list[Outcome]) -> list[str]:
    """Of each that takes more of a budget than there was: it goes out all the same."""
    return [f"«{each.key}» {exceeding(each.exceeds)}." for each in outcomes if each.exceeds]
