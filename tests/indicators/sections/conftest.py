"""The municipality of the tests on sections."""

from pathlib import Path

import pytest

from storage.database import Database
from tests.indicators.sections.town import Town


@pytest.fixture
def town(database: Database, tmp_path: Path) -> Town:
    """Filled by hand, on each dialect."""
    return Town(database, tmp_path)
