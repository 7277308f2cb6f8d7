"""Enviar ahora: what would come of it, a button that is good once, and the emergency behind a choice of its own."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection, select
from starlette.responses import Response

from audience.people import max_contact_id
from campaigns.moment import Moment
from campaigns.purpose import MANAGEMENT
from campaigns.tenant import CampaignMessage
from delivery.keys import parse_key
from delivery.limits import exceeding
from delivery.office.by_hand import Hurry, send_now
from delivery.office.choosing import Choice, Spent
from delivery.office.foretelling import Foretold, foretell
from delivery.office.office import STATE_NAMES, Found, Refused, publications_named
from delivery.planning.preview import next_occurrence
from delivery.planning.prospect import Route
from delivery.planning.reach_of_message import routes_of
from delivery.publications.due import repeats
from delivery.sending.rest import rest_of
from panel.entrance.roles import Right
from panel.office.account_names import account_name
from panel.office.asked import Asked, Page, Turned
from panel.office.background import Background, Seen
from panel.office.named_message import MESSAGE, message_named, path_of
from panel.office.sheets import Sheets, local
from panel.office.shown import message_problems
from panel.office.went import TONES
from storage.ledger import IllegalMove
from storage.states import Mode, PublicationState
from storage.tables import publication

NOTES: Mapping[str, str] = {
    "envio-ahora": "Ya se está enviando.",
    "envio-luego": "Quedó para salir apenas se pueda. Aquí dice cuándo.",
    "envio-ya": "Ya se había enviado: no sale dos veces.",
}
NO_REASON = "No se envió nada: para enviarlo como emergencia, escriba por qué lo es. Queda en la auditoría."
CHANGED = "No se envió nada: el mensaje cambió mientras usted lo miraba. Revise lo que dice ahora y confirme otra vez."
UNCOUNTED = "No se pudo contar a cuántas personas les llega. Se puede enviar de todos modos."
LONGEST = 500
"""Characters of a reason."""
MOST = 40
"""Messages of which it is kept how many they reach."""
FRESH = timedelta(minutes=1)


class Sent(NamedTuple):
    """What came of it."""

    number: int
    """The publication whose page tells more."""
    note: str
    """Key of what that page says of it; empty: nothing, it tells itself why it did not go out."""
    told: list[str]
    """What went otherwise than asked, in Spanish; empty: nothing did."""


class Beside(NamedTuple):
    """What is found beside the page, for people are counted for it."""

    told: tuple[tuple[str, ...], ...]
    """What was known without them."""
    foretold: Foretold
    routes: Mapping[str, Route]


class SendNowPages:
    """Serves it."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets
        self.counting = Background[Beside](MOST, FRESH)

    @property
    def pages(self) -> list[Page]:
        """For whoever operates."""
        return [Page(f"{MESSAGE}/enviar", Right.OPERATE, self.send, writes=True)]

    async def send(self, asked: Asked) -> Response:
        """What would come of it; and do it, once it is meant."""
        message = message_named(asked)
        if asked.form is None:
            return await self._show(asked, message)
        hurry = Hurry(bool(asked.field("urgente")), asked.field("motivo")[:LONGEST] if _in_emergency(asked) else "")
        if _in_emergency(asked) and not hurry.emergency:
            return await self._show(asked, message, NO_REASON, 422)
        if asked.field("version") != _version(message):
            return await self._show(asked, message, CHANGED, 409)
        try:
            sent = await asked.write(partial(_send, asked=asked, message=message, hurry=hurry))
        except Spent as error:
            number = await asked.read(partial(_sent_before, asked=asked, message=message))
            if number is not None:
                return asked.go(f"envios/{number}", "envio-ya")
            return await self._show(asked, message, str(error), 409)
        except (Refused, IllegalMove) as error:
            return await self._show(asked, message, str(error), 409)
        if sent.told:
            return await self._show(asked, message, "\n".join(sent.told))
        return asked.go(f"envios/{sent.number}", sent.note)

    async def _show(self, asked: Asked, message: CampaignMessage, said: str = "", code: int = 200) -> Response:
        foretold = await asked.read(partial(_foretold, asked=asked, message=message, counts=False))
        seen, lost = Seen[Beside](None, None, busy=False), ""
        if foretold.ways:
            try:
                seen = await self._beside(asked, message, foretold)
            except Turned as error:
                # What cannot wait is sent though nobody can tell to how many.
                lost = f"{UNCOUNTED} {error.reason}"
        beside = seen.made if seen.made is not None and seen.made.told == foretold.told else None
        cap = asked.tenant.municipality.weekly_cap
        return self._sheets.page(
            "enviar_ahora.html",
            asked,
            code,
            campaign=asked.tenant.campaigns[message.campaign],
            message=message,
            said=said,
            foretold=beside.foretold if beside is not None else foretold,
            choice=foretold.choice,
            version=_version(message),
            begun=_begun(foretold),
            which=_which(asked, message, foretold.choice),
            reach=beside.routes if beside is not None else {},
            counting=seen.busy and beside is None,
            lost=lost,
            cap=cap if message.class_ == MANAGEMENT else None,
            problems=list(message_problems(asked.tenant, message)),
            in_emergency=_in_emergency(asked),
            longest=LONGEST,
            states=STATE_NAMES,
            tones=TONES,
            here_at=asked.url(path_of(message)),
        )

    async def _beside(self, asked: Asked, message: CampaignMessage, foretold: Foretold) -> Seen[Beside]:
        number = asked.place.tenant_id
        newest = await asked.read(partial(max_contact_id, tenant=number))
        work = partial(_counted, asked=asked, message=message, told=foretold.told)
        key, state = (number, message.reference), (asked.tenant.digest, newest, foretold.told)
        return await self.counting.look(key, state, asked.now, partial(asked.read, work))


def _in_emergency(asked: Asked) -> bool:
    return bool(asked.field("emergencia"))


def _version(message: CampaignMessage) -> str:
    """What somebody was shown: all that it says, and by which accounts it leaves the machine."""
    real = (each.name for each in message.accounts if each.mode == Mode.REAL.value)
    return " ".join((message.digest, *real))


def _foretold(connection: Connection, asked: Asked, message: CampaignMessage, *, counts: bool) -> Foretold:
    return foretell(connection, asked.place, message.campaign, message.id, asked.now, counts=counts)


def _counted(
    connection: Connection, asked: Asked, message: CampaignMessage, told: tuple[tuple[str, ...], ...]
) -> Beside:
    foretold = _foretold(connection, asked, message, counts=True)
    return Beside(told, foretold, routes_of(connection, asked.tenant, asked.place.tenant_id, message))


def _send(connection: Connection, asked: Asked, message: CampaignMessage, hurry: Hurry) -> Sent:
    """Raises `Refused`, `IllegalMove`."""
    outcomes, look = send_now(
        connection,
        asked.place,
        message.campaign,
        message.id,
        asked.actor,
        asked.now,
        hurry,
        shown=asked.field("vez") or "nada",
    )
    rows = [row for each in outcomes for row in publications_named(connection, asked.place, parse_key(each.key))]
    if not rows:
        raise Spent(f"Alguien se adelantó con «{message.reference}»: mire qué salió.")
    told = [f"No sale por {_name(asked, key)}. {reason}" for key, reason in look.held.items()]
    told += [f"Por {_name(asked, each.key)} {exceeding(each.exceeds)}." for each in outcomes if each.exceeds]
    if told:
        told.insert(0, f"Ya se mandó por {', '.join(_name(asked, each.key) for each in outcomes)}.")
    return Sent(rows[0].id, _note(connection, asked, rows), told)


def _name(asked: Asked, key: str) -> str:
    return account_name(asked.tenant, parse_key(key).account)


def _note(connection: Connection, asked: Asked, rows: Sequence[Found]) -> str:
    if any(row.state != PublicationState.RUNNING.value for row in rows):
        return ""
    rests = [rest_of(connection, asked.place, row, asked.now) for row in rows]
    return "envio-luego" if any(each is not None for each in rests) else "envio-ahora"


def _sent_before(connection: Connection, asked: Asked, message: CampaignMessage) -> int | None:
    """The publication that an earlier press of the same button made; None: there is none."""
    its, name = publication.c, asked.field("vez")
    same = its.occurrence == name
    if message.rule.until_lifted:
        same = its.occurrence.startswith(f"{name}.", autoescape=True)
    asked_for = select(its.id).where(
        its.tenant == asked.place.tenant_id,
        its.campaign == message.campaign,
        its.message == message.id,
        same,
        its.started_at.is_not(None),
    )
    found: int | None = connection.scalar(asked_for.order_by(its.id).limit(1))
    return found


def _begun(foretold: Foretold) -> list[object]:
    """What of it has gone out, or was stopped, on other accounts than those that are left."""
    left = {each.account.name for each in foretold.ways}
    return [row for row in foretold.choice.rows.values() if row.account not in left]


def _which(asked: Asked, message: CampaignMessage, choice: Choice) -> str:
    """What becomes of its hour in the calendar, in Spanish; empty: it has none."""
    if message.rule.until_lifted:
        return f"Sale ya, y se repite «{message.entry.when}»: la para quien levante la alerta."
    campaign, slot = asked.tenant.campaigns[message.campaign], choice.occurrence.slot
    if repeats(campaign, message):
        if slot.nominal is None or slot.nominal == slot.local:
            return "Hoy no tiene hora en el calendario: sale esta vez más, y las que vienen siguen igual."
        its = f"Es la de hoy {Moment(slot.nominal).at_time}: sale ya"
        return f"{its}, y a esa hora no sale otra vez." if slot.nominal > asked.now else f"{its}."
    hour = next_occurrence(asked.tenant, campaign, message, asked.now.astimezone(asked.tenant.municipality.zone))
    if message.rule.by_order or hour.slot.nominal is None or hour.slot.local is None:
        return ""
    if hour.slot.local > asked.now:
        return f"Estaba para el {local(asked.place, hour.slot.local)}: sale ya, y ese día no sale otra vez."
    return f"Su hora era el {local(asked.place, hour.slot.local)}."
