"""A bar for each sending, drawn anew as it goes on. Loaded on a terminal alone: it stands on rich."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from rich.progress import BarColumn, TaskID, TextColumn
from rich.progress import Progress as Drawn

from delivery.watching.progress import Progress
from verbs.progress_words import told


class Bars:
    """What is drawn so far."""

    def __init__(self, drawn: Drawn) -> None:
        """No bar yet."""
        self._drawn = drawn
        self._tasks: dict[int, TaskID] = {}

    def show(self, found: Sequence[tuple[Progress, float]], now: datetime) -> None:
        """See `verbs.following.Screen.show`."""
        for each, rate in found:
            if each.id not in self._tasks:
                self._tasks[each.id] = self._drawn.add_task(each.key, total=each.total, told="")
            number, spoken = self._tasks[each.id], told(each, rate, now)
            self._drawn.update(number, total=max(1, each.total), completed=each.over, told=spoken)


@contextmanager
def bars() -> Iterator[Bars]:
    """Draw on standard output; what was drawn last stays there."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.fields[told]}"))
    with Drawn(*columns) as drawn:
        yield Bars(drawn)
