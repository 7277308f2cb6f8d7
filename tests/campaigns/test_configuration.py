"""How often a process reads the files, and which reading it goes by."""

from pathlib import Path

import pytest

from campaigns.configuration import Configuration
from tests.campaigns.town import build


@pytest.fixture
def configuration(tmp_path: Path) -> Configuration:
    """Of a right municipality; nothing is read yet."""
    return Configuration(build(tmp_path / "town"), tmp_path / "var", {})


def test_what_was_peeked_at_is_taken_up(configuration: Configuration) -> None:
    """The first reading serves two; the next one is a reading of its own."""
    peeked = configuration.peek()
    assert configuration.take() is peeked
    assert configuration.take() is not peeked


def test_a_file_written_after_the_peek_shows_as_a_change(configuration: Configuration) -> None:
    """What is taken up may be old by then, so that it is read once more."""
    configuration.peek()
    (configuration.folder / "plantillas").mkdir(exist_ok=True)
    (configuration.folder / "plantillas" / "nueva.txt").write_text("Hola", encoding="utf-8")
    configuration.take()
    assert configuration.changed
    configuration.take()
    assert not configuration.changed


def test_forgetting_reads_anew(configuration: Configuration) -> None:
    """An operator who asks for it gets a reading, with no file changed and with one already at hand."""
    peeked = configuration.peek()
    configuration.forget()
    assert configuration.changed
    assert configuration.take() is not peeked
