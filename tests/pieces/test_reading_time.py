"""How long a script takes to read aloud."""

import pytest

from channels.manual import WORDS_PER_MINUTE
from pieces.reading_time import duration, reading_seconds, spoken


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("a las 8:00 a. m.", "a las ocho de la mañana"),
        ("a la 1:30 p. m.", "a la una y treinta de la tarde"),
        ("a las 9:15 p. m.", "a las nueve y quince de la noche"),
        ("a las 12:00 m.", "a las doce del mediodía"),
        ("el 30 de enero de 2027", "el treinta de enero de dos mil veintisiete"),
        ("Son $ 25.000", "Son veinticinco mil pesos"),
        ("1.250.000 personas", "un millón doscientos cincuenta mil personas"),
        ("sube 12,5 %", "sube doce coma cinco por ciento"),
        ("Calle 5 n.º 4", "Calle cinco número cuatro"),
        ("llame al 3001234567", "llame al trescientos, ciento veintitrés, cuarenta y cinco, sesenta y siete"),
        ("en www.segovia.gov.co.", "en www punto segovia punto gov punto co."),
        ("a prensa@segovia.gov.co", "a prensa arroba segovia punto gov punto co"),
    ],
)
def test_a_script_is_counted_as_it_is_said(written: str, said: str) -> None:
    """Hours, dates, money, figures, telephones and addresses are the words that a voice needs for them."""
    assert spoken(written) == said


def test_a_minute_holds_as_many_words_as_an_announcer_reads() -> None:
    """A script of 160 words takes a minute; a slower voice takes longer."""
    assert reading_seconds("palabra " * WORDS_PER_MINUTE) == 60
    assert reading_seconds("palabra " * WORDS_PER_MINUTE, words_per_second=2) == 80


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, ""), (1, "1 segundo"), (45, "45 segundos"), (60, "1 minuto"), (125, "2 minutos y 5 segundos")],
)
def test_a_duration_is_said_in_minutes_and_seconds(seconds: int, said: str) -> None:
    """As a person says it."""
    assert duration(seconds) == said
