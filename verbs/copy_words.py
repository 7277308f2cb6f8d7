"""The copies that the daemon makes by itself, in words for people and in figures for programs."""

from datetime import datetime
from zoneinfo import ZoneInfo

from delivery.copies.copies import CopyStatus
from verbs.words import how_many, instant, shown

LOST = "En var/archivos no están o se dañaron. Búsquelos en una copia anterior."
"""Of files that a copy lacks."""


def copy_lines(copies: CopyStatus | None, now: datetime, zone: ZoneInfo) -> list[str]:
    """The last good one, and what is wrong; nothing where none was ever to be made."""
    if copies is None:
        return []
    last = "Todavía no hay ninguna copia de seguridad hecha por el pregonero."
    if copies.outcome is not None and copies.good_at is not None:
        last = f"Última copia de seguridad, probada: {shown(copies.good_at, zone)}, {copies.outcome.file}."
    wrong, lost = copies.wrong(now), copies.outcome.lost if copies.outcome is not None else 0
    lacks = f"Atención: le faltan {how_many(lost, 'archivo', 'archivos')}. {LOST}"
    return [last, *([lacks] if lost else []), *([f"Atención: {wrong}"] if wrong else [])]


def copy_document(copies: CopyStatus) -> dict[str, object]:
    """For JSON."""
    outcome = copies.outcome
    return {
        "slot": copies.slot,
        "state": copies.state.value if copies.state is not None else None,
        "good_at": instant(copies.good_at),
        "file": outcome.file if outcome is not None else "",
        "rows": outcome.rows if outcome is not None else 0,
        "bytes": outcome.size if outcome is not None else 0,
        "lost": outcome.lost if outcome is not None else 0,
        "error": outcome.error if outcome is not None else "",
    }
