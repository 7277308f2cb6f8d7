"""`confirm` and `postpone`: what the person in charge says of a task, checked before anything of it is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from campaigns.money import read_pesos
from campaigns.tenant import Tenant
from channels.keys import Key
from delivery.installation import var_folder
from delivery.money.affording import Owner
from delivery.money.funds import stocks
from delivery.publications.errands import Errand, errand
from delivery.publishing.freeze import media_folder
from delivery.staff import in_charge, not_theirs, people_behind
from delivery.tasks.evidence import NotEvidence, keep, looked_at
from storage import work_orders
from storage.errors import StorageError
from storage.ledger import IllegalMove
from storage.spending import used
from storage.states import OPEN_WORK_ORDER, WorkOrderState
from storage.tenants import find_tenant
from verbs.answer import Answer
from verbs.call import Call, Failure, WrongCall
from verbs.folder import acting, remembered, url
from verbs.place import NOBODY, moment, opened
from verbs.tasks import document
from verbs.words import TASKS, shown

WRONG: tuple[type[Exception], ...] = (NotEvidence,)
FAILED: tuple[type[Exception], ...] = (StorageError, IllegalMove, OSError)

END_OF_DAY = time(23, 59)
CONFIRMED = frozenset({*OPEN_WORK_ORDER, WorkOrderState.NOT_DONE})
"""Of what is so it may still be said that it was done."""


class Desk(NamedTuple):
    """One task of a municipality, in a transaction that writes; no keys are needed, nobody is written to."""

    connection: Connection
    tenant: Tenant
    tenant_id: int
    order: Errand
    now: datetime


def confirm(
    call: Call,
    number: int,
    count: int | None,
    more: bool,
    cost: str | None,
    evidence: tuple[Path, ...],
    not_done: bool,
    note: str,
) -> Answer:
    """A person says that it was done, or that it was not."""
    if not_done:
        return _refuse(call, number, note, said=count is not None or more or cost is not None or bool(evidence))
    if count == 0:
        raise WrongCall("Si no se hizo ninguna vez, dígalo con --not-done, y en --note por qué.")
    if not evidence and not note.strip():
        raise WrongCall("Adjunte con --evidence la foto, el audio o el acta; si no la hay, diga en --note por qué.")
    paid = None if cost is None else _pesos(cost)
    with _at_desk(call, number) as desk:
        if desk.order.state not in CONFIRMED:
            raise _too_late(desk.order)
        done = _counted(desk, count, more=more)
        folder = media_folder(var_folder(call.environment))
        kept = [keep(desk.connection, folder, each, desk.now) for each in looked_at(evidence)]
        said = work_orders.confirm(desk.connection, number, call.actor, desk.now, done, paid, kept, note)
        return _told(desk, said)


def postpone(call: Call, number: int, until: date, note: str) -> Answer:
    """Put off until the end of a day, by whoever answers for it and with a reason."""
    if not note.strip():
        raise WrongCall("Diga en --note por qué se aplaza.")
    with _at_desk(call, number) as desk:
        zone = ZoneInfo(desk.order.zone)
        end = datetime.combine(until, END_OF_DAY, zone)
        if end <= desk.now:
            raise WrongCall(f"El {until} ya pasó: escriba un día que venga.")
        if end <= desk.order.due:
            raise WrongCall(
                f"La tarea {number} tiene plazo hasta el {shown(desk.order.due, zone)}: aplazarla es darle más, y el "
                f"{until} no lo es."
            )
        _may_postpone(desk, call.actor)
        said = work_orders.postpone(desk.connection, number, call.actor, desk.now, end, note)
        return _told(desk, said)


def _refuse(call: Call, number: int, note: str, *, said: bool) -> Answer:
    if not note.strip():
        raise WrongCall("Diga en --note por qué no se hizo.")
    if said:
        raise WrongCall("--not-done no va con --count, --more, --cost ni --evidence: lo que no se hizo no se cuenta.")
    with _at_desk(call, number) as desk:
        return _told(desk, work_orders.refuse(desk.connection, number, call.actor, desk.now, note))


def _counted(desk: Desk, count: int | None, *, more: bool) -> int:
    """How often it was done. Raises `WrongCall` where that has to be said, or said again."""
    order = desk.order
    if count is None and order.planned > 1:
        raise WrongCall(f"Se planearon {order.planned}: diga en --count cuántas se hicieron.")
    done = order.planned if count is None else count
    # One meeting may have forty attendants; of fifteen spots there are seldom more than fifteen.
    if done > order.planned > 1 and not more:
        raise WrongCall(f"Se planearon {order.planned} y usted dice {done}. Si de verdad fueron más, añada --more.")
    for name, where, left in _stocks(desk):
        if done > left:
            raise WrongCall(
                f"Para esta tarea quedaban {left} de {name}, y usted dice {done}. Revise la cifra; si llegaron más, "
                f"suba «existencias» en {where}."
            )
    return done


def _stocks(desk: Desk) -> Iterator[tuple[str, str, int]]:
    """What the task takes from: its name, where it is written, and what is left of it for this task."""
    order, key = desk.order, Key.parse(desk.order.key)
    campaign, account = desk.tenant.campaigns.get(key.campaign), desk.tenant.accounts.get(key.account)
    if account is None:
        return
    message = campaign.message(key.message) if campaign is not None else None
    own = order.planned if order.state in OPEN_WORK_ORDER else 0
    for stock, span in stocks(Owner(desk.tenant, desk.tenant_id), campaign, message, account):
        yield stock.name, stock.where, max(stock.limit - used(desk.connection, span).promised + own, 0)


def _may_postpone(desk: Desk, actor: str) -> None:
    """Raises `WrongCall` for whoever neither does the task nor is in charge of all."""
    municipality = desk.tenant.municipality
    everywhere = [person for slug in in_charge(municipality) for person in people_behind(municipality, slug)]
    allowed = sorted({*people_behind(municipality, desk.order.responsible), *everywhere})
    if allowed and actor not in allowed:
        told = not_theirs(municipality, actor, "aplazarla", allowed)
        raise WrongCall(f"La tarea {desk.order.id} la aplaza quien responde por ella o el encargado. {told}")


@contextmanager
def _at_desk(call: Call, number: int) -> Iterator[Desk]:
    loaded = remembered(call)
    tenant = acting(call, loaded)
    with opened(url(call, loaded)) as database, database.write() as connection:
        tenant_id = find_tenant(connection, tenant.slug) or NOBODY
        yield Desk(connection, tenant, tenant_id, _order(connection, tenant_id, number), moment(connection))


def _order(connection: Connection, tenant_id: int, number: int) -> Errand:
    found = errand(connection, tenant_id, number)
    if found is None:
        raise WrongCall(f"No hay ninguna tarea {number}. «pregonero tasks» muestra las abiertas.")
    return found


def _pesos(text: str) -> Decimal:
    try:
        return read_pesos(text)
    except ValueError as error:
        raise WrongCall(f"--cost: {error}.") from error


def _told(desk: Desk, said: bool) -> Answer:
    order = _order(desk.connection, desk.tenant_id, desk.order.id)
    if not said:
        raise _too_late(order)
    return Answer([document(order)], [f"Tarea {order.id}: {TASKS[order.state]}."])


def _too_late(order: Errand) -> Failure:
    return Failure(f"La tarea {order.id} está {TASKS[order.state]}: eso ya no se puede decir de ella.")
