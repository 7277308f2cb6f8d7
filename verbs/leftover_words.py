"""What a rehearsal left unsent, as people and programs read it."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from delivery.watching.leftovers import Leftover
from reports.table import Table
from verbs.words import how_many, instant, shown

FIRST = 3
"""How many are named of those that share a reason, where there are more."""


def leftover_document(own: str, each: Leftover) -> dict[str, object]:
    """One for JSON. `own`: what its key bears before it in a hub."""
    return {
        "key": f"{own}{each.key}",
        "planned": instant(each.planned),
        "state": each.state,
        "deliveries": each.deliveries,
        "reason": each.reason,
    }


def leftover_tables(found: Sequence[Leftover], zone: ZoneInfo, *, every: bool = False) -> list[str | Table]:
    """Many that share a reason are counted by it first, and then only the first are named; `every`: all of them."""
    if not found:
        return ["Nada se quedó sin salir."]
    reasons: dict[str, list[Leftover]] = {}
    for each in found:
        reasons.setdefault(each.reason, []).append(each)
    listed = Table(
        "unsent",
        f"Lo que no salió: {len(found)}",
        ("Clave", "Hora", "Por qué"),
        _rows(reasons, zone, len(found) if every else FIRST),
    )
    if all(len(each) <= FIRST for each in reasons.values()):
        return [listed]
    counted = sorted(reasons.items(), key=lambda pair: -len(pair[1]))
    rows = tuple((float(len(each)), reason) for reason, each in counted)
    return [Table("unsent_by_reason", "Lo que no salió, por motivo", ("Cuántas", "Por qué"), rows), listed]


def _rows(reasons: Mapping[str, Sequence[Leftover]], zone: ZoneInfo, most: int) -> tuple[tuple[str, str, str], ...]:
    rows: list[tuple[str, str, str]] = []
    for reason, its in reasons.items():
        rows += [(each.key, shown(each.planned, zone), f"{_part(each)}{reason}") for each in its[:most]]
        if (more := len(its) - most) > 0:
            rows.append((f"… y {more} más por lo mismo", "", "--json las nombra todas."))
    return tuple(rows)


def _part(each: Leftover) -> str:
    """How much of it, where some went out."""
    return "" if each.deliveries is None else f"{how_many(each.deliveries, 'entrega', 'entregas')}: "
