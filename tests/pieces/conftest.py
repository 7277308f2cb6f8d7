"""One studio for all tests of pieces: it keeps nothing of what it draws."""

from pathlib import Path

import pytest

from pieces.engine import Studio


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    """A place to draw in."""
    folder: Path = tmp_path_factory.mktemp("studio")
    return Studio(folder)
