"""Troubles that last are told once each."""

from structlog.testing import capture_logs

from delivery.told import Told
from storage.errors import StorageBusy, StorageFull


def test_a_trouble_that_lasts_is_told_once() -> None:
    """The same trouble of the same subject is one line, however often it is met."""
    told = Told()
    with capture_logs() as lines:
        for _ in range(5):
            told.trouble("lane", "stopped", StorageFull("No hay espacio."))
    assert [(line["event"], line["reason"]) for line in lines] == [("stopped", "No hay espacio.")]


def test_another_trouble_and_another_subject_are_told() -> None:
    """What is new is said."""
    told = Told()
    with capture_logs() as lines:
        told.trouble("lane", "stopped", StorageFull("No hay espacio."))
        told.trouble("sweep", "stopped", StorageFull("No hay espacio."))
        told.trouble("lane", "stopped", StorageBusy("Está ocupada."))
    assert len(lines) == 3


def test_the_end_of_a_trouble_is_told_and_its_return_too() -> None:
    """Well again is one line; nothing is said of who was never in trouble."""
    told = Told()
    with capture_logs() as lines:
        told.well("lane")
        told.trouble("lane", "stopped", StorageFull("No hay espacio."))
        told.well("lane")
        told.well("lane")
        told.trouble("lane", "stopped", StorageFull("No hay espacio."))
    assert [line["event"] for line in lines] == ["stopped", "goes on", "stopped"]
