"""How fast a sending goes and when it will be done, as people read it."""

from datetime import datetime, timedelta

from campaigns.meetings import moment
from delivery.office.office import STATE_NAMES
from delivery.watching.progress import Progress, per_second, time_left


def so_far(each: Progress, now: datetime) -> float:
    """At which rate it went since it began, in deliveries each second; 0 where it does not run."""
    return per_second((each.since, 0), now, each.over) if each.runs else 0.0


def rests(each: Progress, now: datetime) -> bool:
    """Whether it runs, and nothing of it leaves at this hour: a veda holds it, or people sleep."""
    return each.runs and (bool(each.held) or (each.resumes_at is not None and each.resumes_at > now))


def pace(each: Progress, rate: float, now: datetime) -> str:
    """«40 por segundo, faltan 72 segundos», or why it does not move; `now` by the municipality's clock."""
    if not each.runs:
        return STATE_NAMES[each.state]
    if each.held:
        return f"{each.held.removesuffix('.')}; faltan {each.left}"
    if each.resumes_at is not None and rests(each, now):
        goes_on = moment(each.resumes_at.astimezone(now.tzinfo))
        return f"a esta hora no se le escribe a la gente: sigue el {goes_on}, faltan {each.left}"
    remaining = time_left(each.left, rate)
    if remaining is None:
        return "todavía no se mueve"
    spoken = f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}".replace(".", ",")
    return f"{spoken} por segundo, {lasting(remaining)}"


def lasting(remaining: timedelta) -> str:
    """«faltan 72 segundos», «faltan 5 minutos»."""
    seconds = int(remaining.total_seconds())
    if seconds <= 1:
        return "ya casi termina"
    if seconds < 120:
        return f"faltan {seconds} segundos"
    minutes = seconds // 60
    return f"faltan {minutes} minutos" if minutes < 120 else f"faltan {minutes // 60} horas"
