"""Python's collector leaves alone what lives as long as the run; `tests/conftest.py` gives this to every run."""

import gc

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Thousands of collected tests stay to the end: looking through them again and again took a fifth of the time."""
    gc.collect()
    gc.freeze()
