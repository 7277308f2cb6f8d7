"""How many segments a text takes, by 3GPP TS 23.038 and 23.040."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.sms.segments import SEPTETS, UNITS, explained, fits_alphabet, plain, segments, unaccented

TABLE = [
    ("", 0),
    ("a", 1),
    ("a" * 160, 1),
    ("a" * 161, 2),
    ("a" * 306, 2),
    ("a" * 307, 3),
    ("ñ" * 160, 1),
    ("¿Qué pasó?", 1),
    ("é" * 160, 1),
    ("ó" * 70, 1),
    ("ó" * 71, 2),
    ("a" * 70 + "í", 2),
    ("ó" * 134, 2),
    ("ó" * 135, 3),
    ("€" * 80, 1),
    ("€" * 81, 2),
    ("[" * 80, 1),
    ("a" * 152 + "€" * 76 + "a", 2),
    ("a" * 152 + "€" * 77, 3),
    ("🙂" * 35, 1),
    ("🙂" * 36, 2),
    ("🙂" * 66, 2),
    ("🙂" * 67, 3),
]


@pytest.mark.parametrize(("text", "count"), TABLE)
def test_segments(text: str, count: int) -> None:
    """160 septets or 153, 70 units or 67; no letter is cut in two between one segment and the next."""
    assert segments(text) == count


@pytest.mark.parametrize("letters", ["éñüÑÉÜ¿¡àèìòù$@_", "€[]{}~^|\\"])
def test_letters_of_the_alphabet(letters: str) -> None:
    """The Spanish letters that SMS has, and those of the extension table."""
    assert all(map(fits_alphabet, letters))


@pytest.mark.parametrize("letter", list("áíóúÁÍÓÚ«»“”–—…`º"))
def test_letters_that_it_has_not(letter: str) -> None:
    """Those that a Spanish text holds and SMS does not: all but the grave accent have another spelling."""
    assert not fits_alphabet(letter)
    assert fits_alphabet(unaccented(letter)) == (letter != "`")


def test_rare_spaces_cost_nothing() -> None:
    """«7:00 a. m.» comes with U+202F and U+00A0, which are sent as the spaces that they look like."""
    assert plain("7:00\u202fa.\u00a0m.") == "7:00 a. m."
    assert unaccented("Matrículas: «sí», mañana…") == 'Matriculas: "si", mañana...'


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_room_is_never_passed(text: str) -> None:
    """Whatever the text, it fits into as many segments as are told, and one segment takes all that it may."""
    room, alone = (SEPTETS[1], SEPTETS[0]) if fits_alphabet(text) else (UNITS[1], UNITS[0])
    size = len(text) if fits_alphabet(text) else len(text.encode("utf-16-le")) // 2
    assert size <= max(alone, segments(text) * room)
    assert segments(text) <= max(1, 2 * size // room + 1)


def test_the_letters_that_make_it_dear_are_named_once_and_not_without_end() -> None:
    """Twelve of them; what is left out is counted."""
    text = "".join(chr(ord("а") + place) for place in range(14)) * 2
    said = explained(text).said
    assert said.startswith("son 28 unidades en el alfabeto UCS-2, por «а», «б»")
    assert said.endswith("«л» y 2 más")
