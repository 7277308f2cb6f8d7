"""`duties`: who delivered, who is late, by month and by whom; in time or not is counted from the rows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from delivery.worlds import marked
from indicators.owed import STATUS_NAMES
from indicators.periods import BadPeriod, parse_period, period_of
from reports.table import Table
from storage.duties import UNTIL, DutyRecord, DutyStatus, read_duties
from storage.errors import StorageError
from storage.tables import work_order
from verbs.answer import Answer
from verbs.call import Call
from verbs.place import moment, rows_of
from verbs.words import how_many, instant, shown

WRONG: tuple[type[Exception], ...] = (BadPeriod,)
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)

STANDING = ("Quién", "Mes", "Pedidos", "A tiempo", "Tarde", "Con plazo", "En mora", "No se hizo")
COLUMNS = (*STANDING, "Recibos", "Días de mora", "Prórrogas", "Avisos")
EACH = ("Tarea", "Quién", "Qué", "Plazo", "Entregado", "Estado", "Días de mora", "Recibos", "Prórroga", "Avisos")


def duties(call: Call, period: str | None) -> Answer:
    """The duties whose term, with its extension, falls in a period, as reports count them; left out, this year's."""
    with rows_of(call) as (connection, tenant, number):
        now, zone = moment(connection), tenant.municipality.zone
        today = now.astimezone(zone).date()
        stretch = parse_period(period, zone) if period is not None else period_of("año", today, zone)
        within = (stretch.since <= UNTIL, stretch.until > UNTIL)
        found = read_duties(connection, work_order.c.tenant == number, *within)
    sums = [_sum(*of, records, now, zone) for of, records in _grouped(found, zone).items()]
    document = {
        "period": stretch.key,
        "duties": sums,
        "orders": [_order(each, now, zone) for each in found],
    }
    if not found:
        return Answer(document, [f"Ningún deber tuvo su plazo en {stretch.name}."])
    title = f"{how_many(len(found), 'deber', 'deberes')}, {stretch.name}"
    late = [each for each in found if each.status(now) in (DutyStatus.OVERDUE, DutyStatus.LATE, DutyStatus.NOT_DONE)]
    tables = [Table("duties", title, COLUMNS, tuple(_total(each) for each in sums))]
    if late:
        rows = tuple(_cells(each, now, zone) for each in late)
        tables.append(Table("orders", "Los que no llegaron a tiempo", EACH, rows))
    return Answer(document, tables)


def _grouped(found: Iterable[DutyRecord], zone: ZoneInfo) -> dict[tuple[str, str, str], list[DutyRecord]]:
    """By whom, month of the term with its extension, and mode: what was asked for in tests is in no sum of the rest."""
    grouped: dict[tuple[str, str, str], list[DutyRecord]] = {}
    for each in found:
        grouped.setdefault((each.name, f"{each.until.astimezone(zone):%Y-%m}", each.mode), []).append(each)
    return dict(sorted(grouped.items()))


def _sum(
    who: str, month: str, mode: str, records: Sequence[DutyRecord], now: datetime, zone: ZoneInfo
) -> dict[str, str | int]:
    statuses = [each.status(now) for each in records]
    return {
        "who": who,
        "month": month,
        "mode": mode,
        "asked": len(records),
        **{status.value: statuses.count(status) for status in DutyStatus},
        "receipts": sum(each.receipts for each in records),
        "days_late": sum(each.days_late(now, zone) for each in records),
        "extensions": sum(each.extended for each in records),
        "escalations": sum(each.escalations for each in records),
    }


def _total(each: Mapping[str, str | int]) -> tuple[str | int, ...]:
    """A line of the table: the mode stands beside whose it is."""
    figures = (figure for key, figure in each.items() if key not in ("who", "mode"))
    return (marked(str(each["who"]), str(each["mode"])), *figures)


def _order(each: DutyRecord, now: datetime, zone: ZoneInfo) -> dict[str, object]:
    return {
        "id": each.order,
        "key": each.key,
        "mode": each.mode,
        "debtor": each.debtor,
        "who": each.name,
        "responsible": each.responsible,
        "title": each.title,
        "asked": instant(each.asked_at),
        "first_due": instant(each.due),
        "due": instant(each.until),
        "delivered": instant(each.delivered),
        "accepted": each.accepted,
        "status": each.status(now).value,
        "days_late": each.days_late(now, zone),
        "receipts": each.receipts,
        "returns": each.returns,
        "extended": each.extended,
        "escalations": each.escalations,
    }


def _cells(each: DutyRecord, now: datetime, zone: ZoneInfo) -> tuple[str | int, ...]:
    delivered = shown(each.delivered, zone) if each.delivered else "nada"
    state = marked(STATUS_NAMES[each.status(now)], each.mode)
    counts = (each.days_late(now, zone), each.receipts, "sí" if each.extended else "no", each.escalations)
    return (str(each.order), each.name, each.title, shown(each.until, zone), delivered, state, *counts)
