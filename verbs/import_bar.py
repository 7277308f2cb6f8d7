"""A bar while a long list goes by: on standard error, and on a terminal alone."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def import_bar(words: str) -> Iterator[Callable[[float], None] | None]:
    """What to tell how much went by, 0 to 1; None where nobody looks. What was drawn goes away at the end."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - loads only when used: programs look at no bar
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as drawn:
        task = drawn.add_task(words, total=1.0)
        yield lambda passed: drawn.update(task, completed=passed)
