"""How far a sending is, in words for people and in figures for programs."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from campaigns.meetings import moment
from delivery.office.office import STATE_NAMES
from delivery.watching.progress import Progress, per_second, time_left
from verbs.words import how_many, instant


def progress_lines(found: Sequence[Progress], now: datetime) -> list[str]:
    """Each in a line, at the rate at which it went so far; `now` by the municipality's clock."""
    return [f"{each.key}: {told(each, _so_far(each, now), now)}" for each in found] or ["Nada se está enviando."]


def progress_document(each: Progress, now: datetime) -> dict[str, object]:
    """One for JSON."""
    rate = _so_far(each, now)
    remaining = time_left(each.left, rate) if each.runs and not _rests(each, now) else None
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
        "resumes_at": instant(each.resumes_at) if each.resumes_at is not None and _rests(each, now) else None,
        "held": each.held or None,
        "seconds_left": None if remaining is None else remaining.total_seconds(),
    }


def _so_far(each: Progress, now: datetime) -> float:
    return per_second((each.since, 0), now, each.over) if each.runs else 0.0


def _rests(each: Progress, now: datetime) -> bool:
    return each.runs and (bool(each.held) or (each.resumes_at is not None and each.resumes_at > now))


def told(each: Progress, rate: float, now: datetime) -> str:
    """«120 de 3000 (4 %), 2 fallaron; 40 por segundo, faltan 72 segundos»; `now` by the municipality's clock."""
    percent = 100 * each.over // each.total if each.total else 100
    return f"{each.over} de {each.total} ({percent} %){_troubles(each)}; {_pace(each, rate, now)}"


def _troubles(each: Progress) -> str:
    parts = (
        (each.failed, "falló", "fallaron"),
        (each.uncertain, "dudosa", "dudosas"),
        (each.skipped, "omitida", "omitidas"),
    )
    return "".join(f", {how_many(number, one, many)}" for number, one, many in parts if number)


def _pace(each: Progress, rate: float, now: datetime) -> str:
    if not each.runs:
        return STATE_NAMES[each.state]
    if each.held:
        return f"{each.held.removesuffix('.')}; faltan {each.left}"
    if each.resumes_at is not None and _rests(each, now):
        goes_on = moment(each.resumes_at.astimezone(now.tzinfo))
        return f"a esta hora no se le escribe a la gente: sigue el {goes_on}, faltan {each.left}"
    remaining = time_left(each.left, rate)
    if remaining is None:
        return "todavía no se mueve"
    spoken = f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}".replace(".", ",")
    return f"{spoken} por segundo, {_lasting(remaining)}"


def _lasting(remaining: timedelta) -> str:
    seconds = int(remaining.total_seconds())
    if seconds <= 1:
        return "ya casi termina"
    if seconds < 120:
        return f"faltan {seconds} segundos"
    minutes = seconds // 60
    return f"faltan {minutes} minutos" if minutes < 120 else f"faltan {minutes // 60} horas"
