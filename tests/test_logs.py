"""Logs tell what happens and no secret."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

import pytest
from pydantic import SecretStr

from logs import OURS, Log, configure, hide

TOKEN = "123456789:AAHfiqksKZ8WmR2zSjiQ7_v4TVYr4SPAbcd"


@pytest.fixture
def errors(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """Standard error, caught; the logging of the tests is put back."""
    handlers, level = logging.root.handlers[:], logging.root.level
    yield capsys
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    logging.getLogger(OURS).setLevel(logging.NOTSET)


def test_a_line_for_collectors_is_json(errors: pytest.CaptureFixture[str]) -> None:
    """Away from a terminal each line is a JSON object with level, time in UTC and Spanish as it is."""
    configure()
    Log("tests").info("configuration loaded", municipality="Génova")
    told = json.loads(errors.readouterr().err)
    assert (told["event"], told["level"], told["municipality"]) == ("configuration loaded", "info", "Génova")
    assert told["timestamp"].endswith("Z")


def test_below_the_level_nothing_is_told(errors: pytest.CaptureFixture[str]) -> None:
    """A simulation tells warnings only."""
    configure(level="WARNING")
    Log("tests").info("publications", count=3)
    logging.getLogger("alembic").info("upgrade")
    assert errors.readouterr().err == ""


@pytest.mark.parametrize(
    "text",
    [
        f"POST https://api.telegram.org/bot{TOKEN}/sendMessage",
        f"token {TOKEN} rejected",
        "postgresql://pregonero:clavesecreta@servidor/base",
        "Authorization: Bearer AAAAAAAAclavesecretaAAAAAAA",
    ],
)
def test_what_looks_like_a_secret_is_hidden(errors: pytest.CaptureFixture[str], text: str) -> None:
    """Tokens and passwords stay out of our lines, of libraries' lines and of tracebacks."""
    configure(level="DEBUG")
    failure = ValueError(text)
    Log("tests").critical("it failed", failure, detail=text, option=SecretStr("clavesecreta"))
    logging.getLogger("library").warning("sent", exc_info=failure)
    logging.getLogger("library").warning("sent %s", text)
    told = errors.readouterr().err
    assert len(told.splitlines()) == 3
    assert "AAHfiqksKZ8WmR2zSjiQ7" not in told
    assert "clavesecreta" not in told


def test_a_line_that_cannot_be_written_is_lost_and_no_more(
    errors: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A full disk under the log raises nothing, in our lines and in the libraries'; with room again lines are told."""
    with nowhere() as full:
        monkeypatch.setattr(sys, "stderr", full)
        configure()
        Log("tests").info("configuration loaded")
        logging.getLogger("library").warning("sent")
    with (tmp_path / "log").open("w+") as file:
        monkeypatch.setattr(sys, "stderr", file)
        Log("tests").info("configuration loaded")
        file.seek(0)
        assert json.loads(file.read())["event"] == "configuration loaded"
    assert errors.readouterr().err == ""


@contextmanager
def nowhere() -> Iterator[TextIO]:
    """A file that takes nothing, as on a full disk."""
    file = Path("/dev/full").open("w")  # noqa: SIM115 - it cannot be closed while it holds what nobody takes
    try:
        yield file
    finally:
        with suppress(OSError):
            file.close()


def test_what_is_no_secret_stays() -> None:
    """Times, keys and addresses are left as they are."""
    text = "2027-01-04T08:00-05:00 matriculas/anuncio/correo@1 https://villaclara.gov.co/a:b"
    assert hide(text) == text
