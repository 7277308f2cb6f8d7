"""Round figures along an axis."""

import math
from collections.abc import Iterable

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
AIM = 5
"""About so many steps on an axis."""


def round_figures(values: Iterable[float]) -> tuple[float, ...]:
    """From nought, or below it, to above the greatest value; whole steps where all values are whole."""
    known = list(values)
    low, high = min([0.0, *known]), max([0.0, *known])
    if low == high:
        return (0.0, 1.0)
    step = _step((high - low) / AIM)
    if all(float(value).is_integer() for value in known):
        step = max(1.0, step if float(step).is_integer() else math.ceil(step))
    first, last = math.floor(low / step), math.ceil(high / step)
    return tuple(round(place * step, 10) for place in range(first, last + 1))


def _step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(each * power for each in STEPS if each * power >= rough * 0.999)
