"""`confirm` and `postpone`: what the person in charge says of a task, checked before anything of it is kept."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from campaigns.money import read_pesos
from channels.keys import Key
from delivery.installation import var_folder
from delivery.money.affording import Owner
from delivery.money.funds import stocks
from delivery.publishing.freeze import media_folder
from delivery.staff import people_behind
from delivery.tasks.evidence import NotEvidence, keep, looked_at
from indicators.closing import take_turn
from indicators.correcting import closed_with, correcting
from storage import work_orders
from storage.checklists import checklists, leave, tick
from storage.errors import StorageError
from storage.ledger import IllegalMove
from storage.recounts import Recount, add_recount, confirmed_at
from storage.spending import used
from storage.states import OPEN_WORK_ORDER, WorkOrderState
from verbs.answer import Answer
from verbs.call import Call, Failure, WrongCall
from verbs.desk import Desk, at_desk, only, speakers, told, too_late
from verbs.printed import printed
from verbs.words import shown

WRONG: tuple[type[Exception], ...] = (NotEvidence,)
FAILED: tuple[type[Exception], ...] = (StorageError, IllegalMove, OSError)

END_OF_DAY = time(23, 59)
CONFIRMED = frozenset({*OPEN_WORK_ORDER, WorkOrderState.NOT_DONE})
"""Of what is so it may still be said that it was done."""


def confirm(
    call: Call,
    number: int,
    count: int | None,
    more: bool,
    cost: str | None,
    evidence: tuple[Path, ...],
    item: tuple[int, ...],
    without: tuple[int, ...],
    every: bool,
    not_done: bool,
    reason: str,
    note: str,
) -> Answer:
    """A person says that it was done, or that it was not; what of its check-list was looked at; or the right count."""
    if reason.strip():
        if not_done or item or without or every or cost is not None or note.strip():
            raise WrongCall("--reason corrige cuántas veces se hizo: va solo con --count, --more y --evidence.")
        return _recount(call, number, count, evidence, reason.strip(), more=more)
    told_more = count is not None or more or cost is not None or bool(evidence)
    if not_done:
        return _refuse(call, number, note, said=told_more or bool(item or without) or every)
    if item or without:
        if told_more or every:
            raise WrongCall("--item y --without marcan la lista; la tarea se confirma después, en otra orden.")
        return _mark(call, number, item, without, note)
    if count == 0:
        raise WrongCall("Si no se hizo ninguna vez, dígalo con --not-done, y en --note por qué.")
    paid = None if cost is None else _pesos(cost)
    with at_desk(call, number) as desk:
        if desk.order.state not in CONFIRMED:
            raise _confirmed(desk) if desk.order.state == WorkOrderState.DONE else too_late(desk.order)
        _shown(desk, evidence, note)
        _not_ones_own(desk, call.actor)
        _all_looked_at(desk, every=every)
        done = _counted(desk, count, more=more)
        folder = media_folder(var_folder(call.environment))
        kept = [keep(desk.connection, folder, each, desk.now) for each in looked_at(evidence)]
        kept += [{"sha256": digest, "name": name} for name, digest in desk.order.handed_in]
        if every:
            still = [each.position for each in desk.order.checklist if each.ticked_at is None]
            tick(desk.connection, number, still, call.actor, desk.now)
        said = work_orders.confirm(desk.connection, number, call.actor, desk.now, done, paid, kept, note)
        return told(desk, said)


def _confirmed(desk: Desk) -> Failure:
    order = desk.order
    return Failure(
        f"La tarea {order.id} ya está confirmada, con {order.done}. Si la cifra está mal, corríjala y diga por qué: "
        f"{printed(desk.call, f'confirm {order.id} --count N --reason …')}."
    )


def _recount(
    call: Call, number: int, count: int | None, evidence: Sequence[Path], reason: str, *, more: bool
) -> Answer:
    """How often it really was done: the count before stays to be seen, in closed periods too."""
    if not count:
        raise WrongCall("Diga en --count cuántas veces se hizo de verdad, una o más.")
    with at_desk(call, number) as desk:
        before, connection = confirmed_at(desk.connection, number), desk.connection
        if desk.order.state != WorkOrderState.DONE or before is None:
            raise too_late(desk.order)
        if count == desk.order.done:
            raise WrongCall(f"La tarea {number} ya dice {count}.")
        _counted(desk, count, more=more)
        take_turn(connection, desk.tenant_id)
        zone, folder = desk.tenant.municipality.zone, media_folder(var_folder(call.environment))
        days = [moment.astimezone(zone).date() for moment in (before, desk.order.due)]
        touched = closed_with(connection, desk.tenant, desk.tenant_id, days)
        with correcting(connection, desk.tenant_id, touched, call.actor, reason, desk.now) as versions:
            kept = [keep(connection, folder, each, desk.now) for each in looked_at(evidence)]
            said = Recount(number, desk.order.done or 0, count, reason, call.actor, desk.now)
            add_recount(connection, said, kept)
        told_too = ["Cambió lo que dicen periodos ya cerrados; sus informes muestran el motivo."] if versions else []
        return told(desk, True, f"Antes decía {desk.order.done}.", *told_too)


def _shown(desk: Desk, evidence: Sequence[Path], note: str) -> None:
    """What was handed in shows it by itself. Raises `WrongCall` where nothing does, and nobody says why."""
    if not evidence and not note.strip() and not desk.order.receipts:
        raise WrongCall("Adjunte con --evidence la foto, el audio o el acta; si no la hay, diga en --note por qué.")


def _not_ones_own(desk: Desk, actor: str) -> None:
    """Nobody accepts what he hands in himself. Raises `WrongCall`."""
    order = desk.order
    if not order.asked_by or actor not in people_behind(desk.tenant.municipality, order.responsible):
        return
    allowed = speakers(desk, order.asked_by)
    hint = f"Lo que usted entrega se registra con: {printed(desk.call, f'receive {order.id} --file ARCHIVO')}."
    only(desk, actor, allowed, "dar por bueno lo suyo", f"La tarea {order.id} la recibe quien la pidió. {hint}")


def _all_looked_at(desk: Desk, *, every: bool) -> None:
    """Raises `WrongCall` while anything of the check-list is open."""
    missing = [each for each in desk.order.checklist if each.open]
    if missing and not every:
        listed = "\n".join(f"  {each.position}. {each.text}" for each in missing)
        raise WrongCall(
            f"De la lista de la tarea {desk.order.id} falta:\n{listed}\nMarque lo que esté con --item N; de lo que no, "
            "diga por qué con --without N --note; o, si todo está, confirme con --all."
        )


def _mark(call: Call, number: int, items: Sequence[int], without: Sequence[int], note: str) -> Answer:
    """Some of the check-list was looked at, or will not be; the task stays open."""
    if without and not note.strip():
        raise WrongCall("Diga en --note por qué no se cumple.")
    if both := sorted({*items} & {*without}):
        raise WrongCall(f"El punto {both[0]} no puede ir en --item y en --without a la vez.")
    with at_desk(call, number) as desk:
        if desk.order.state not in OPEN_WORK_ORDER:
            raise too_late(desk.order)
        known = [each.position for each in desk.order.checklist]
        for position in (*items, *without):
            if position not in known:
                has = f"tiene {len(known)} puntos" if known else "no tiene lista"
                raise WrongCall(f"La tarea {number} {has}: no hay punto {position}.")
        tick(desk.connection, number, items, call.actor, desk.now, "" if without else note)
        leave(desk.connection, number, without, call.actor, desk.now, note)
        left = sum(each.open for each in checklists(desk.connection, [number]).get(number, ()))
        last = f"Faltan {left} puntos de la lista." if left > 1 else "Falta 1 punto de la lista."
        return told(desk, True, last if left else "La lista está completa: ya se puede confirmar.")


def postpone(call: Call, number: int, until: date, note: str) -> Answer:
    """Put off until the end of a day, by whoever answers for it and with a reason."""
    if not note.strip():
        raise WrongCall("Diga en --note por qué se aplaza.")
    with at_desk(call, number) as desk:
        zone = ZoneInfo(desk.order.zone)
        end = datetime.combine(until, END_OF_DAY, zone)
        if end <= desk.now:
            raise WrongCall(f"El {until} ya pasó: escriba un día que venga.")
        if end <= desk.order.due:
            raise WrongCall(
                f"La tarea {number} tiene plazo hasta el {shown(desk.order.due, zone)}: aplazarla es darle más, y el "
                f"{until} no lo es."
            )
        if desk.order.extension:
            raise WrongCall(
                f"La tarea {number} es un deber con prórroga: se pide con "
                f"«{printed(call, f'extend {number} --until {until} --note …')}», una sola vez."
            )
        whose = f"La tarea {number} la aplaza quien responde por ella o el encargado."
        only(desk, call.actor, speakers(desk, desk.order.responsible), "aplazarla", whose)
        said = work_orders.postpone(desk.connection, number, call.actor, desk.now, end, note)
        return told(desk, said)


def _refuse(call: Call, number: int, note: str, *, said: bool) -> Answer:
    if not note.strip():
        raise WrongCall("Diga en --note por qué no se hizo.")
    if said:
        raise WrongCall("--not-done no va con --count, --more, --cost ni --evidence: lo que no se hizo no se cuenta.")
    with at_desk(call, number) as desk:
        return told(desk, work_orders.refuse(desk.connection, number, call.actor, desk.now, note))


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
    own = order.planned if order.state in OPEN_WORK_ORDER else order.done or 0
    for stock, span in stocks(Owner(desk.tenant, desk.tenant_id), campaign, message, account):
        yield stock.name, stock.where, max(stock.limit - used(desk.connection, span).promised + own, 0)


def _pesos(text: str) -> Decimal:
    try:
        return read_pesos(text)
    except ValueError as error:
        raise WrongCall(f"--cost: {error}.") from error
