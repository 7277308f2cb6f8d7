"""`linea-base` and `meta` of an indicator: where it comes from, and what is to be reached."""

import datetime as dt
from typing import Annotated

from pydantic import BeforeValidator, Field

from campaigns.entry import Entry


def _alone(value: object) -> object:
    """A figure without anything beside it."""
    return {"valor": value} if isinstance(value, str | int | float) else value


def _figures(value: object) -> object:
    return [value] if isinstance(value, str | int | float) else value


class Baseline(Entry):
    """What an indicator was before the plan."""

    value: float = Field(alias="valor")
    """For the indicator's own period."""
    day: dt.date | None = Field(default=None, alias="fecha")
    source: str = Field(default="", alias="fuente")
    """Who measured it, or in which document it stands."""


class Step(Entry):
    """One of several levels, each higher than the one before (or lower, where less is better)."""

    value: float = Field(alias="valor")
    until: dt.date | None = Field(default=None, alias="hasta")
    """The day by which it is to be reached; left out: the end of its year, counted from the target's `desde`."""


class Target(Entry):
    """What is to be reached: in one of five ways, or in words alone."""

    value: float | None = Field(default=None, alias="valor")
    """In the indicator's unit, in each of its periods."""
    percent: float | None = Field(default=None, alias="porcentaje")
    """The same of what is measured in percent."""
    growth: Annotated[tuple[float, ...], BeforeValidator(_figures)] = Field(default=(), alias="crecimiento")
    """Percent over the baseline: 50 means half as much again. Several: of the first year over the baseline, of each
    later one over the year before; the last goes on."""
    cumulative: float | None = Field(default=None, alias="acumulada")
    """What is to have added up from `since` to `until`, over several periods."""
    steps: tuple[Annotated[Step, BeforeValidator(_alone)], ...] = Field(default=(), alias="escalones")
    since: dt.date | None = Field(default=None, alias="desde")
    until: dt.date | None = Field(default=None, alias="hasta")
    text: str = Field(default="", alias="texto")
    """The plan's own words."""


WrittenBaseline = Annotated[Baseline, BeforeValidator(_alone)]
