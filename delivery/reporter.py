"""The port by which a report is made: deliveries know that there are figures, and not how they are counted.

The scheduler, a simulation and the verbs hand one to each `Workplace`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from sqlalchemy import Connection

from campaigns.campaign import Format, ReportEntry
from campaigns.tenant import Tenant


class CannotMake(ValueError):
    """A report cannot be made; the text says why, in Spanish."""


class MissingFigure(NamedTuple):
    """A figure that is due and that nobody has given."""

    indicator: str
    """As the plan calls it."""
    responsible: str
    """The slug of whose it is; empty: nobody's."""


@dataclass(frozen=True, slots=True)
class MadeFile:
    """One file of a report."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report as it goes out."""

    period: str
    """`2027-B1`."""
    period_name: str
    """In Spanish: «primer bimestre de 2027 (enero y febrero)»."""
    summary: tuple[str, ...]
    """Sentences, in Spanish: what a reader in a hurry has to know."""
    files: tuple[MadeFile, ...]
    """In the order of the message's formats."""


class Reading(Protocol):
    """The figures of one report, read at one moment."""

    @property
    def period(self) -> tuple[str, str]:
        """Its key, `2027-B1`, and its name in Spanish."""

    @property
    def missing(self) -> Sequence[MissingFigure]:
        """What is due and not there."""

    @property
    def summary(self) -> tuple[str, ...]:
        """Sentences, in Spanish: what a reader in a hurry has to know."""

    def name(self, form: Format) -> str:
        """Of its file in a format: `informe-segovia-2027-B1.pdf`."""

    def file(self, form: Format) -> MadeFile:
        """One file; takes its time and asks no database. Raises `CannotMake`."""

    def make(self) -> MadeReport:
        """All files of its message. Raises `CannotMake`."""


Reporter = Callable[[Connection, Tenant, int, ReportEntry, date, datetime], Reading]
"""Reads the last period of a message's kind that was over on a day of a municipality, by its number, as it is now."""
