"""Troubles that last are told once each."""

import pytest

from delivery.told import Told
from logs import values_of
from storage.errors import StorageBusy, StorageFull


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What is logged, from the least important on."""
    caplog.set_level("INFO")
    return caplog


def test_a_trouble_that_lasts_is_told_once(lines: pytest.LogCaptureFixture) -> None:
    """The same trouble of the same subject is one line, however often it is met."""
    told = Told()
    for _ in range(5):
        told.trouble("lane", "stopped", StorageFull("No hay espacio."))
    assert [(line.message, values_of(line)["reason"]) for line in lines.records] == [("stopped", "No hay espacio.")]


def test_another_trouble_and_another_subject_are_told(lines: pytest.LogCaptureFixture) -> None:
    """What is new is said."""
    told = Told()
    told.trouble("lane", "stopped", StorageFull("No hay espacio."))
    told.trouble("sweep", "stopped", StorageFull("No hay espacio."))
    told.trouble("lane", "stopped", StorageBusy("Está ocupada."))
    assert len(lines.records) == 3


def test_the_end_of_a_trouble_is_told_and_its_return_too(lines: pytest.LogCaptureFixture) -> None:
    """Well again is one line; nothing is said of who was never in trouble."""
    told = Told()
    told.well("lane")
    told.trouble("lane", "stopped", StorageFull("No hay espacio."))
    told.well("lane")
    told.well("lane")
    told.trouble("lane", "stopped", StorageFull("No hay espacio."))
    assert lines.messages == ["stopped", "goes on", "stopped"]
