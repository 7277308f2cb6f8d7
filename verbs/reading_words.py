"""Figures that services tell of posts, in words and for JSON."""

from zoneinfo import ZoneInfo

from campaigns.indicator import METRICS
from delivery.chores.reading_status import Readings
from reports.table import Table
from storage.readings import Told
from verbs.words import instant, shown

NAMES = {metric.value: name for name, metric in METRICS.items()}
UNTOLD = "sin dato"


def figure_words(told: Told | None) -> str:
    """`vistas 200, alcance sin dato`; empty where nobody asked."""
    figures = figures_document(told)
    named = [f"{NAMES.get(name, name)} {UNTOLD if value is None else value}" for name, value in figures.items()]
    return ", ".join(named)


def figures_document(told: Told | None) -> dict[str, int | None]:
    """Metric to its value, by name; None where the service was asked and does not tell."""
    found: dict[str, int | None] = {} if told is None else {**told.figures, **dict.fromkeys(told.untold)}
    return dict(sorted(found.items()))


def readings_document(readings: Readings) -> dict[str, object]:
    """How the asking goes, for JSON."""
    failing = [
        {
            "account": each.account,
            "posts": each.posts,
            "again_at": instant(each.again_at),
            "reason": each.reason,
        }
        for each in readings.failing
    ]
    return {"last_at": instant(readings.last_at), "failing": failing}


def readings_parts(readings: Readings, zone: ZoneInfo) -> tuple[list[str], list[Table]]:
    """The line of the last time, and a table of the accounts that tell nothing now; empty where there is neither."""
    lines = [f"Últimas cifras de lo publicado: {shown(readings.last_at, zone)}."] if readings.last_at else []
    rows = tuple((each.account, each.posts, shown(each.again_at, zone), each.reason) for each in readings.failing)
    columns = ("Cuenta", "Publicaciones", "Se pide otra vez", "Por qué")
    return lines, [Table("readings", "No dicen sus cifras", columns, rows)] if rows else []
