"""An operator in a folder of their own, for every test of the verbs."""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from logs import OURS
from tests.verbs.operator import TOWN, Operator
from verbs.commands import speak_spanish


@pytest.fixture
def operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Operator]:
    """Somebody who types verbs in an empty folder; what a verb sets for its process is put back after the test."""
    monkeypatch.chdir(tmp_path)
    for name in ("PREGONERO_DB", "PREGONERO_VAR", "PREGONERO_PERSON", "PREGONERO_PROXIES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "")
    speak_spanish()
    handlers, level, hook = logging.root.handlers[:], logging.root.level, sys.excepthook
    yield Operator(tmp_path)
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    sys.excepthook = hook
    logging.getLogger(OURS).setLevel(logging.NOTSET)


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not shown on a terminal is as wide as a table's longest row: no cell stands on two lines."""
    monkeypatch.setattr("verbs.answer.PIPED", 600)


@pytest.fixture
def town(operator: Operator) -> Operator:
    """An operator with a municipality whose committee is Ana."""
    operator.town(TOWN)
    return operator
