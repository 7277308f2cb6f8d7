"""Figures that are fetched from elsewhere, in words for people and in figures for programs."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from delivery.figures.pulls import PullStatus
from storage.chores import OPEN
from verbs.words import instant, shown


def figure_lines(figures: Sequence[PullStatus], zone: ZoneInfo) -> list[str]:
    """Up to which day each is there, and what is wrong."""
    return [line for each in figures for line in _lines(each, zone)]


def _lines(each: PullStatus, zone: ZoneInfo) -> list[str]:
    until = f"hasta el {each.latest}" if each.latest is not None else "todavía no se ha traído ninguna"
    lines = [f"Cifra que se trae, {each.indicator}: {until}."]
    if each.note:
        again = f" Se intenta otra vez: {shown(each.due_at, zone)}." if each.due_at is not None else ""
        lines.append(f"Atención: no se pudo traer {each.indicator}: {each.note}{again}")
    return lines


def figure_documents(figures: Sequence[PullStatus]) -> list[dict[str, object]]:
    """For JSON."""
    return [
        {
            "indicator": each.indicator,
            "latest": each.latest.isoformat() if each.latest is not None else None,
            "state": each.state.value if each.state is not None else None,
            "tries": each.tries if each.state in OPEN else 0,
            "next_try": instant(each.due_at) if each.state in OPEN else None,
            "error": each.note,
        }
        for each in figures
    ]
