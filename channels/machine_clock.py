"""The machine's clock beside the hours that services tell in their answers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from channels.capabilities import Finding, Standing
from channels.hour import Hour

OFF, WRONG = timedelta(seconds=30), timedelta(minutes=5)
"""From where on it is told, and from where on signatures and hours of sending are wrong."""
NAMED = 3
"""Services that are called by name; the rest are counted."""
_ADVICE = "Ponga el equipo en hora por red: «timedatectl set-ntp true»."


class Heard(NamedTuple):
    """An hour that a service told, and between which moments of this machine it told it."""

    hour: Hour
    asked: datetime
    answered: datetime

    @property
    def apart(self) -> timedelta:
        """How far the clocks are from each other at least; that an answer takes its time is no difference."""
        return max(self.asked - self.hour.at, self.hour.at - self.answered, timedelta(0))


def clock_finding(heard: Sequence[Heard]) -> Finding | None:
    """One word on this machine's clock, whoever told the hour; None where nobody did.

    It is what the middle one of the services says. One that alone is elsewhere may be wrong itself, and is named.
    """
    if not heard:
        return None
    near = [each for each in heard if each.apart <= OFF]
    far = [each for each in heard if each.apart > OFF]
    middle = sorted(each.apart for each in heard)[(len(heard) - 1) // 2]
    if not far:
        return Finding("clock", Standing.GOOD, f"El reloj de este equipo va con {_named(near)}{_apart(near)}.")
    standing = Standing.BAD if middle > WRONG else Standing.WARNING
    said = f"El reloj de este equipo no va con {_named(far)}{_apart(far)}"
    if not near:
        return Finding("clock", standing, f"{said}.", _ADVICE)
    advice = f"Compárelo con la hora legal (horalegal.inm.gov.co). Si es este equipo: {_ADVICE[0].lower()}{_ADVICE[1:]}"
    return Finding("clock", standing, f"{said}, y sí con {_named(near)}{_apart(near)}.", advice)


def _named(heard: Sequence[Heard]) -> str:
    """«el de a.co y el de b.co», each once; of many the first, and how many more."""
    services = [f"el de {each}" for each in dict.fromkeys(each.hour.service for each in heard)]
    if len(services) > NAMED:
        services[NAMED - 1 :] = [f"{len(services) - NAMED + 1} más"]
    return " y ".join(filter(None, (", ".join(services[:-1]), services[-1])))


def _apart(heard: Sequence[Heard]) -> str:
    seconds = max(each.apart for each in heard).total_seconds()
    return " (los separa 1 segundo)" if seconds == 1 else f" (los separan {seconds:.0f} segundos)"
