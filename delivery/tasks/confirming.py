"""What a person says of a task, checked before anything of it is kept: done, not done, looked at, put off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from campaigns.money import read_pesos
from channels.keys import Key
from delivery.money.affording import Owner
from delivery.money.funds import stocks
from delivery.staff import people_behind
from delivery.tasks.desk import END_OF_DAY, Desk, NotSaid, TooLate, only, speakers, too_late
from delivery.tasks.evidence import Evidence, keep
from storage import work_orders
from storage.checklists import checklists, leave, tick
from storage.spending import used
from storage.states import OPEN_WORK_ORDER, WorkOrderState

CONFIRMABLE = frozenset({*OPEN_WORK_ORDER, WorkOrderState.NOT_DONE})
"""Of what is so it may still be said that it was done."""


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody says who did it."""

    count: int | None
    """How often; None: as planned, where that was once."""
    more: bool = False
    """More often than planned, and that is no slip."""
    cost: str | None = None
    """In pesos, as it was typed; None: it is not said."""
    every: bool = False
    """All of the check-list was looked at."""
    note: str = ""
    looked_at: Sequence[int] = ()
    """Points of the check-list that were, besides those of which it was said before."""


def confirm(desk: Desk, said: Done, evidence: Sequence[Evidence] = ()) -> bool:
    """It was done. False where the task can no longer be confirmed; raises `NotSaid`, `TooLate`, `OSError`."""
    order, voice = desk.order, desk.voice
    if said.count is not None and said.count < 1:
        raise NotSaid(f"Si no se hizo ninguna vez, dígalo {voice.not_done}, y {voice.note} por qué.")
    paid = None if said.cost is None else _pesos(desk, said.cost)
    if order.state not in CONFIRMABLE:
        raise _confirmed(desk) if order.state == WorkOrderState.DONE else too_late(order)
    _shown(desk, evidence, said.note)
    _not_ones_own(desk)
    _all_looked_at(desk, said)
    done = counted(desk, said.count, more=said.more)
    kept = [keep(desk.connection, desk.folder, each, desk.now) for each in evidence]
    kept += [{"sha256": digest, "name": name} for name, digest in order.handed_in]
    still = [
        each.position
        for each in order.checklist
        if each.ticked_at is None and (said.every or each.position in said.looked_at)
    ]
    tick(desk.connection, order.id, still, desk.actor, desk.now)
    return work_orders.confirm(desk.connection, order.id, desk.actor, desk.now, done, paid, kept, said.note)


def refuse(desk: Desk, note: str) -> bool:
    """It was not done, and why. False where that can no longer be said; raises `NotSaid`."""
    if not note.strip():
        raise NotSaid(f"Diga {desk.voice.note} por qué no se hizo.")
    return work_orders.refuse(desk.connection, desk.order.id, desk.actor, desk.now, note)


def mark(desk: Desk, items: Sequence[int], without: Sequence[int], note: str) -> int:
    """Some of the check-list was looked at, or will not be; how many points are left. The task stays open.

    Raises `NotSaid`, `TooLate`.
    """
    number = desk.order.id
    if without and not note.strip():
        raise NotSaid(f"Diga {desk.voice.note} por qué no se cumple.")
    if desk.order.state not in OPEN_WORK_ORDER:
        raise too_late(desk.order)
    known = [each.position for each in desk.order.checklist]
    for position in (*items, *without):
        if position not in known:
            has = f"tiene {len(known)} puntos" if known else "no tiene lista"
            raise NotSaid(f"La tarea {number} {has}: no hay punto {position}.")
    tick(desk.connection, number, items, desk.actor, desk.now, "" if without else note)
    leave(desk.connection, number, without, desk.actor, desk.now, note)
    return sum(each.open for each in checklists(desk.connection, [number]).get(number, ()))


def postpone(desk: Desk, until: date, note: str) -> bool:
    """Put off until the end of a day, by whoever answers for it and with a reason.

    False where it is no longer open; raises `NotSaid`.
    """
    order, voice = desk.order, desk.voice
    if not note.strip():
        raise NotSaid(f"Diga {voice.note} por qué se aplaza.")
    end = datetime.combine(until, END_OF_DAY, desk.zone)
    if end <= desk.now:
        raise NotSaid(f"El {voice.day(until)} ya pasó: escriba un día que venga.")
    if end <= order.due:
        raise NotSaid(
            f"La tarea {order.id} tiene plazo hasta el {desk.until}: aplazarla es darle más, y el {voice.day(until)} "
            "no lo es."
        )
    if order.extension:
        raise NotSaid(f"La tarea {order.id} es un deber con prórroga: se pide {voice.extend}, una sola vez.")
    if not desk.of_office:
        whose = f"La tarea {order.id} la aplaza quien responde por ella o el encargado."
        only(desk, speakers(desk.tenant.municipality, order.responsible), "aplazarla", whose)
    return work_orders.postpone(desk.connection, order.id, desk.actor, desk.now, end, note)


def counted(desk: Desk, count: int | None, *, more: bool) -> int:
    """How often it was done. Raises `NotSaid` where that has to be said, or said again."""
    order, voice = desk.order, desk.voice
    if count is None and order.planned > 1:
        raise NotSaid(f"Se planearon {order.planned}: diga {voice.count} cuántas se hicieron.")
    done = order.planned if count is None else count
    # One meeting may have forty attendants; of fifteen spots there are seldom more than fifteen.
    if done > order.planned > 1 and not more:
        raise NotSaid(f"Se planearon {order.planned} y usted dice {done}. Si de verdad fueron más, {voice.more}.")
    for name, where, left in _stocks(desk):
        if done > left:
            raise NotSaid(
                f"Para esta tarea quedaban {left} de {name}, y usted dice {done}. Revise la cifra; si llegaron más, "
                f"suba «existencias» en {where}."
            )
    return done


def _confirmed(desk: Desk) -> TooLate:
    order = desk.order
    return TooLate(
        f"La tarea {order.id} ya está confirmada, con {order.done}. Si la cifra está mal, corríjala y diga por qué"
        f"{desk.voice.recount}."
    )


def _shown(desk: Desk, evidence: Sequence[Evidence], note: str) -> None:
    """What was handed in shows it by itself. Raises `NotSaid` where nothing does, and nobody says why."""
    if not evidence and not note.strip() and not desk.order.receipts:
        voice = desk.voice
        raise NotSaid(f"{voice.evidence} la foto, el audio o el acta; si no la hay, diga {voice.note} por qué.")


def _not_ones_own(desk: Desk) -> None:
    """Nobody accepts what he hands in himself. Raises `NotSaid`."""
    order, municipality = desk.order, desk.tenant.municipality
    if not order.asked_by or desk.actor not in people_behind(municipality, order.responsible):
        return
    hint = f"Lo que usted entrega se registra {desk.voice.receive}."
    whose = f"La tarea {order.id} la recibe quien la pidió. {hint}"
    only(desk, speakers(municipality, order.asked_by), "dar por bueno lo suyo", whose)


def _all_looked_at(desk: Desk, said: Done) -> None:
    """Raises `NotSaid` while anything of the check-list is open."""
    missing = [each for each in desk.order.checklist if each.open and each.position not in said.looked_at]
    if missing and not said.every:
        listed = "\n".join(f"  {each.position}. {each.text}" for each in missing)
        raise NotSaid(f"De la lista de la tarea {desk.order.id} falta:\n{listed}\n{desk.voice.points}")


def _stocks(desk: Desk) -> Iterator[tuple[str, str, int]]:
    """What the task takes from: its name, where it is written, and what is left of it for this task."""
    order, key = desk.order, Key.parse(desk.order.key)
    campaign, account = desk.tenant.campaigns.get(key.campaign), desk.tenant.accounts.get(key.account)
    if account is None:
        return
    message = campaign.message(key.message) if campaign is not None else None
    own = order.planned if order.state in OPEN_WORK_ORDER else order.done or 0
    for stock, span in stocks(Owner(desk.tenant, desk.tenant_id), campaign, message, account):
        yield stock.name, stock.where, max(stock.limit - used(desk.connection, span).promised + own, 0)


def _pesos(desk: Desk, text: str) -> Decimal:
    try:
        return read_pesos(text)
    except ValueError as error:
        raise NotSaid(f"{desk.voice.cost}: {error}.") from error
