"""Python's search for cycles, seldom while a long list goes by: it takes a third of the time and finds nothing."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_OBJECTS = 50_000
"""How many are made before the youngest are looked through: a piece of a list has as many."""


@contextmanager
def few_collections() -> Iterator[None]:
    """Rows of a list refer to nothing that refers to them: they go by themselves as soon as nobody needs them."""
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
