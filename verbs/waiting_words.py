"""What waits, is paused or was missed, as `status` tells it."""

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from delivery.watching.status import Status, Waiting
from reports.table import Table
from verbs.words import instant, shown

APPROVAL = "awaiting_approval"
TITLES: Mapping[str, str] = {
    APPROVAL: "Por aprobar",
    "waiting": "En espera",
    "paused": "En pausa",
    "missed": "No salieron a su hora",
    "polls": "Encuestas que esperan sus votos («pregonero survey»)",
}
AT_APPROVAL = "al aprobarla"
"""The hour of what goes out as soon as it is approved."""


def waiting_document(each: Waiting) -> dict[str, object]:
    """One for JSON."""
    return {"key": each.key, "planned": instant(each.planned), "reason": each.reason}


def waiting_documents(found: Iterable[Waiting]) -> list[dict[str, object]]:
    """Several for JSON."""
    return [waiting_document(each) for each in found]


def all_waiting(its: Status) -> dict[str, list[Waiting]]:
    """What stands still, by its key in JSON."""
    return {
        APPROVAL: its.awaiting_approval,
        "waiting": its.waiting,
        "paused": its.paused,
        "missed": its.missed,
        "polls": its.polls,
    }


def waiting_tables(waiting: Mapping[str, list[Waiting]], zone: ZoneInfo) -> list[Table]:
    """One for each kind that has any, by its key in JSON."""
    tables = []
    for key, each in waiting.items():
        unknown = AT_APPROVAL if key == APPROVAL else ""
        rows = tuple((it.key, shown(it.planned, zone) or unknown, it.reason) for it in each)
        tables += [Table(key, TITLES[key], ("Clave", "Hora", "Por qué"), rows)] if rows else []
    return tables
