"""What a test may lack without failing: something outside Python that not every machine has; the run's end tells it."""

from typing import NoReturn

import pytest


def missing(what: str, remedy: str) -> NoReturn:
    """Leave the test out. `what` is missing; `remedy` is what would let it run."""
    pytest.skip(f"{what} is missing ({remedy})")
