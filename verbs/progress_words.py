"""How far a sending is, in words for people and in figures for programs."""

from collections.abc import Sequence
from datetime import datetime

from delivery.office.pace_words import pace, rests, so_far
from delivery.watching.progress import Progress, time_left
from verbs.words import how_many, instant


def progress_lines(found: Sequence[Progress], now: datetime) -> list[str]:
    """Each in a line, at the rate at which it went so far; `now` by the municipality's clock."""
    return [f"{each.key}: {told(each, so_far(each, now), now)}" for each in found] or ["Nada se está enviando."]


def progress_document(each: Progress, now: datetime) -> dict[str, object]:
    """One for JSON."""
    rate = so_far(each, now)
    remaining = time_left(each.left, rate) if each.runs and not rests(each, now) else None
    return {
        "key": each.key,
        "state": each.state.value,
        "since": instant(each.since),
        "total": each.total,
        "sent": each.sent,
        "failed": each.failed,
        "uncertain": each.uncertain,
        "skipped": each.skipped,
        "per_second": round(rate, 2),
        "resumes_at": instant(each.resumes_at) if each.resumes_at is not None and rests(each, now) else None,
        "held": each.held or None,
        "seconds_left": None if remaining is None else remaining.total_seconds(),
    }


def told(each: Progress, rate: float, now: datetime) -> str:
    """«120 de 3000 (4 %), 2 fallaron; 40 por segundo, faltan 72 segundos»; `now` by the municipality's clock."""
    percent = 100 * each.over // each.total if each.total else 100
    return f"{each.over} de {each.total} ({percent} %){_troubles(each)}; {pace(each, rate, now)}"


def _troubles(each: Progress) -> str:
    parts = (
        (each.failed, "falló", "fallaron"),
        (each.uncertain, "dudosa", "dudosas"),
        (each.skipped, "omitida", "omitidas"),
    )
    return "".join(f", {how_many(number, one, many)}" for number, one, many in parts if number)
