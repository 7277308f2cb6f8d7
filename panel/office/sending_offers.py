"""What can be done about a publication in the state in which it stands, and what would happen to how many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from channels.adapter import Kind
from delivery.office.correction import unfit as not_corrected
from delivery.office.withdrawal import unfit as not_withdrawn
from delivery.watching.status import lanes_of
from delivery.workplace import Workplace
from panel.office.account_names import account_name
from panel.office.sending_rows import Sending
from panel.office.spoken import counted, figure
from storage.ledger import Cause, origins
from storage.states import PublicationState as State

TWICE = "Diga qué fue de ellos. Si se envían otra vez, a quien ya le llegó le llega dos veces."
LIVE = (State.RUNNING, State.PAUSED, State.DONE_WITH_ERRORS)
"""In which what failed is tried again."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that can be done."""

    does: str
    """As the form says it."""
    button: str
    tells: Sequence[str]
    """What will happen, a sentence each."""
    dangerous: bool = False
    """It cannot be undone."""
    elsewhere: bool = False
    """To how many it goes has to be counted: it has a page of its own."""
    for_all: bool = True
    """It can be said of the message on all its accounts at once."""


def offers(connection: Connection, place: Workplace, sending: Sending) -> list[Offer]:
    """In the order in which they are most likely wanted."""
    stopped = _stopped(connection, place, sending)
    return [*_letting(sending, stopped), *_repairing(sending), *_after(place, sending), *_stopping(sending)]


def _stopped(connection: Connection, place: Workplace, sending: Sending) -> str:
    """Why the account rests by which it goes out; empty where it does not."""
    if not sending.row.sender or sending.row.state not in (State.RUNNING, State.PAUSED):
        return ""
    lanes = lanes_of(connection, place.tenant_id)
    return next((each.last_error for each in lanes if each.sender == sending.row.sender and each.stopped), "")


def _left(sending: Sending) -> str:
    """«los 1.200 que faltan», where it is known how many these are."""
    if sending.progress is None or sending.listing:
        return "lo que falta"
    return f"lo que falta ({figure(sending.progress.left)})"


def _letting(sending: Sending, stopped: str) -> Iterator[Offer]:
    state, rests = sending.row.state, [f"La cuenta está detenida: {stopped}"] if stopped else []
    if state == State.PAUSED:
        yield Offer("seguir", "Seguir enviando", [_goes_on(sending), *rests])
    elif stopped:
        again = "Se intenta otra vez con la cuenta. Arregle antes lo que la detuvo, o se detiene de nuevo."
        yield Offer("seguir", "Seguir enviando", [*rests, again])
    if state == State.WAITING:
        told = "Sale ya, sin esperar más. Si necesita aprobación, se pide igual."
        yield Offer("soltar", "Soltar ya", [told], elsewhere=True)
    if state == State.MISSED:
        yield Offer("enviar", "Enviar ahora", ["Sale ya, aunque pasó su hora."], elsewhere=True)


def _goes_on(sending: Sending) -> str:
    if sending.progress is not None:
        return f"Sale {_left(sending)}; a quien ya le salió no se le envía otra vez."
    return (
        "Sale a su hora. Si ya pasó y todavía está dentro de su tolerancia, sale enseguida; si no, queda como que no "
        "salió a su hora."
    )


def _repairing(sending: Sending) -> Iterator[Offer]:
    line = sending.line
    if line.uncertain:
        what = counted(line.uncertain, "envío salió", "envíos salieron")
        told = [f"No se sabe si {what}: se cortó la conexión en ese momento.", TWICE]
        yield Offer("dudosos", "Resolver los dudosos", told, for_all=False)
    if line.failed and sending.row.state in LIVE and not sending.by_hand:
        what = counted(line.failed, "envío que falló", "envíos que fallaron")
        told = [
            f"Se {'intenta' if line.failed == 1 else 'intentan'} otra vez {what}.",
            f"{_those_who_got_it(line.sent)} no se les envía de nuevo.",
        ]
        yield Offer("reintentar", "Intentar otra vez", told if line.sent else told[:1], for_all=False)


def _those_who_got_it(sent: int) -> str:
    return f"A los {figure(sent)} que ya salieron" if sent > 1 else "A los que ya salieron"


def _after(place: Workplace, sending: Sending) -> Iterator[Offer]:
    row, got = sending.row, sending.line.sent + sending.line.uncertain
    account = place.tenant.accounts.get(row.account)
    if not got or account is None:
        return
    public = row.kind == Kind.BROADCAST.value
    if not not_corrected(row, account):
        whom = "Sale por la misma cuenta." if public else _again(got)
        told = [whom, "Si el mensaje necesita aprobación, la corrección también."]
        yield Offer("corregir", "Corregir", told)
    if not sending.withdrawn and not not_withdrawn(row, account):
        what = "lo publicado" if public else counted(got, "mensaje", "mensajes")
        where = account_name(place.tenant, row.account)
        told = [f"Se borra {what} en «{where}», donde el servicio lo permita.", "No se puede deshacer."]
        yield Offer("retirar", "Retirar lo que salió", told, dangerous=True)


def _again(got: int) -> str:
    one, many = "persona que lo recibió, o lo pudo recibir", "personas que lo recibieron, o lo pudieron recibir"
    return f"{'Le' if got == 1 else 'Les'} llega a {counted(got, one, many)}, y a nadie más."


def _stopping(sending: Sending) -> Iterator[Offer]:
    state, begun, sent = State(sending.row.state), sending.progress is not None, figure(sending.line.sent)
    if state in origins(State.PAUSED, Cause.PAUSE):
        told = f"Deja de salir {_left(sending)}. Ya salieron {sent}." if begun else "No sale a su hora."
        yield Offer("pausar", "Poner en pausa", [told, "Espera hasta que alguien la deje seguir."])
    if state in origins(State.CANCELLED, Cause.CANCEL):
        told = f"No sale nunca {_left(sending)}. Lo que ya salió ({sent}) no se borra." if begun else "No sale nunca."
        name = "Cancelar lo que falta" if begun else "Cancelar"
        yield Offer("cancelar", name, [told, "No se puede deshacer."], dangerous=True)
