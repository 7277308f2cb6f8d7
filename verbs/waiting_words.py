"""What waits, is paused or was missed, as `status` tells it."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from delivery.watching.status import Waiting
from indicators.table import Table
from verbs.words import shown

APPROVAL = "awaiting_approval"
TITLES: Mapping[str, str] = {
    APPROVAL: "Por aprobar",
    "waiting": "En espera",
    "paused": "En pausa",
    "missed": "No salieron a su hora",
    "polls": "Encuestas que esperan sus votos (pregonero survey)",
}
AT_APPROVAL = "al aprobarla"
"""The hour of what goes out as soon as it is approved."""


def waiting_tables(waiting: Mapping[str, Sequence[Waiting]], zone: ZoneInfo) -> list[Table]:
    """One for each kind that has any, by its key in JSON."""
    tables = []
    for key, each in waiting.items():
        unknown = AT_APPROVAL if key == APPROVAL else ""
        rows = tuple((it.key, shown(it.planned, zone) or unknown, it.reason) for it in each)
        tables += [Table(key, TITLES[key], ("Clave", "Hora", "Por qué"), rows)] if rows else []
    return tables
