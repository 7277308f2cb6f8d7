"""One printer for all tests of paper: it keeps nothing of what it prints."""

from pathlib import Path

import pytest

from reports.printing import Printer


@pytest.fixture(scope="session")
def printer(tmp_path_factory: pytest.TempPathFactory) -> Printer:
    """A place to print in."""
    folder: Path = tmp_path_factory.mktemp("printer")
    return Printer(folder)
