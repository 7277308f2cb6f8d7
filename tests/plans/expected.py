"""One line of a plan's table: a message, what it serves, where it goes, when. It knows nothing of the program."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from tests.plans.wall_calendar import day


@dataclass(frozen=True, slots=True)
class Line:
    """A message of a plan through 2027."""

    message: str
    """`campaign/message`."""
    rows: tuple[str, ...]
    """The plan's rows that it serves."""
    accounts: dict[str, int]
    """Each account, with how many deliveries a publication of it has: persons, work orders, or one post."""
    moments: tuple[datetime, ...]
    """When it goes out, by the municipality's clocks."""


def line(message: str, rows: str, accounts: str, hour: str, *when: str | Iterable[date]) -> Line:
    """`line("visitas/anuncio", "SE-10", "web carteleras*3", "10:00", "02-15 03-12", weekday(1, MON))`.

    `carteleras*3`: three deliveries; `02-15T17:00`: on that day at another hour. Two that holidays push onto the same
    moment are one.
    """
    moments: list[datetime] = []
    for part in when:
        named = part.split() if isinstance(part, str) else [each.strftime("%m-%d") for each in part]
        for word in named:
            on, _, at = word.partition("T")
            moments.append(datetime.combine(day(on), datetime.strptime(at or hour, "%H:%M").time()))  # noqa: DTZ007 - wall time, as the table has it
    each = (word.partition("*") for word in accounts.split())
    return Line(
        message, tuple(rows.split()), {name: int(size or 1) for name, _, size in each}, tuple(sorted(set(moments)))
    )


@dataclass(frozen=True, slots=True)
class Expected:
    """What a plan's table adds up to."""

    lines: tuple[Line, ...]

    @property
    def publications(self) -> set[tuple[str, str, datetime]]:
        """Message, account and moment of each."""
        return {
            (each.message, name, moment) for each in self.lines for name in each.accounts for moment in each.moments
        }

    @property
    def number(self) -> int:
        """How many publications."""
        return sum(self.by_channel.values())

    @property
    def deliveries(self) -> int:
        """How many persons, posts and work orders."""
        return sum(sum(each.accounts.values()) * len(each.moments) for each in self.lines)

    @property
    def by_channel(self) -> dict[str, int]:
        """Publications by account."""
        found: Counter[str] = Counter()
        for each in self.lines:
            found.update({name: len(each.moments) for name in each.accounts})
        return dict(found)

    @property
    def by_action(self) -> dict[str, int]:
        """Publications by row of the plan; what serves two rows counts in both."""
        found: Counter[str] = Counter()
        for each in self.lines:
            found.update({row: len(each.moments) * len(each.accounts) for row in each.rows})
        return dict(found)
