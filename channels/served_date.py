"""The machine's clock beside the hour that a service tells in its answers."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from channels.capabilities import Finding, Standing

OFF, WRONG = timedelta(seconds=30), timedelta(minutes=5)
"""From where on it is told, and from where on signatures and hours of sending are wrong."""


def clock_finding(served: str, service: str, now: datetime) -> Finding | None:
    """How far `now` is from the header `Date` (RFC 9110 §6.6.1), in whole seconds; None where it tells none."""
    try:
        told = parsedate_to_datetime(served)
    except ValueError:
        return None
    if told.tzinfo is None:
        return None
    apart = abs(now - told)
    said = f"El reloj de este equipo y el de {service} están a {apart.total_seconds():.0f} segundos."
    if apart <= OFF:
        return Finding("clock", Standing.GOOD, said)
    advice = "Ponga el equipo en hora por red: «timedatectl set-ntp true»."
    return Finding("clock", Standing.BAD if apart > WRONG else Standing.WARNING, said, advice)
