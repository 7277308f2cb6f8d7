"""Figures of services as people and programs read them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from delivery.chores.reading_status import Readings, Untold
from storage.readings import Told
from verbs.reading_words import figure_words, figures_document, readings_document, readings_parts

NOON = datetime(2027, 1, 4, 17, tzinfo=UTC)
BOGOTA = ZoneInfo("America/Bogota")


def test_what_is_not_told_is_said() -> None:
    """«sin dato» for people, null for programs; nothing where nobody asked."""
    told = Told(NOON, {"views": 200, "comments": 0}, ("reach",))
    assert figure_words(told) == "comentarios 0, alcance sin dato, vistas 200"
    assert figures_document(told) == {"comments": 0, "reach": None, "views": 200}
    assert (figure_words(None), figures_document(None)) == ("", {})


def test_accounts_that_tell_nothing_are_listed() -> None:
    """With how many posts wait, until when and why; no line and no table where there is nothing to say."""
    readings = Readings(NOON, [Untold("x", 2, NOON, "La cuenta de X se quedó sin créditos.")])
    lines, [table] = readings_parts(readings, BOGOTA)
    assert lines == ["Últimas cifras de lo publicado: 2027-01-04 12:00 -05."]
    assert table.rows == (("x", 2, "2027-01-04 12:00 -05", "La cuenta de X se quedó sin créditos."),)
    assert readings_document(readings)["last_at"] == "2027-01-04T17:00:00Z"
    assert readings_parts(Readings(None, []), BOGOTA) == ([], [])
