"""When something that was opened closes: a distance from its opening, or a written day with its hour."""

from datetime import datetime

import pytest

from campaigns.when import WhenError, parse_deadline
from tests.campaigns.when.calendar import BOGOTA, WORKDAYS

OPENED = datetime(2027, 1, 4, 8, 30, tzinfo=BOGOTA)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("7 días después", "2027-01-11 08:30"),
        ("7 días", "2027-01-11 08:30"),
        ("una semana después de publicar", "2027-01-11 08:30"),
        ("5 días hábiles después de salir", "2027-01-12 08:30"),
        ("90 minutos después", "2027-01-04 10:00"),
        ("3 días después a las 18:00", "2027-01-07 18:00"),
        ("3 días después a mediodía", "2027-01-07 12:00"),
        ("2027-01-12 a las 18:00", "2027-01-12 18:00"),
        ("2027-01-12 05:57", "2027-01-12 05:57"),
        ("el martes 12 de enero de 2027 a las 6 p. m.", "2027-01-12 18:00"),
    ],
)
def test_a_close_is_a_distance_or_a_day(text: str, end: str) -> None:
    """A distance counts from the opening, and keeps its hour unless another is said."""
    assert f"{parse_deadline(text).after(OPENED, WORKDAYS):%Y-%m-%d %H:%M}" == end


def test_a_written_day_needs_no_opening() -> None:
    """It is known beforehand; a distance is not."""
    assert parse_deadline("2027-01-12 a las 18:00").on(BOGOTA) == datetime(2027, 1, 12, 18, tzinfo=BOGOTA)
    assert parse_deadline("7 días después").on(BOGOTA) is None


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("tarde", "«tarde» no dice cuándo cierra", "«2027-01-12 a las 18:00»"),
        ("al terminar", "«al terminar» no dice cuándo cierra", "«7 días después»"),
        ("2 días antes", "«2 días antes» no dice cuándo cierra", "«7 días después»"),
        ("2027-01-12", "Falta la hora a la que cierra", "«2027-01-12 a las 18:00»"),
        ("el 12 de enero a las 18:00", "A la fecha le falta el año", "«2027-01-12 a las 18:00»"),
        ("12/01/2027 a las 18:00", "«12/01/2027» no dice cuál es el día y cuál el mes", "2027"),
        ("2 horas después a las 18:00", "Sobra la hora", "Quítela."),
        ("2027-01-12 a las 08:00 y a las 18:00", "Cierra una vez y tiene varias horas", "Deje una sola."),
        ("7 días después de terminar", "Aquí no se entiende «de»", "«"),
    ],
)
def test_what_does_not_say_when_is_refused(text: str, said: str, hint: str) -> None:
    """With what can be written in its place."""
    with pytest.raises(WhenError) as caught:
        parse_deadline(text)
    assert said in caught.value.message
    assert hint in caught.value.hint
