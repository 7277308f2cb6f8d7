"""The weighted length of a post, by X's published configuration v3."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.x.weight import URL, weighted_length

WEIGHTS = [
    ("", 0),
    ("Señora, ¿qué día?", 17),
    ("municipio.gov.co", 23),
    ("Vea municipio.gov.co.", 28),
    ("www.municipio.gov.co/matriculas/2027", 23),
    ("https://municipio.gov.co/una/pagina/de/nombre/muy/largo?con=todo&y=mas#fin", 23),
    ("(https://municipio.gov.co)", 25),
    ("https://a.gov.co/a https://a.gov.co/b", 47),
    ("https://a.gov.co/a…", 25),
    ("contacto@municipio.gov.co", 25),
    ("@alcaldia #Matrículas", 21),
    ("…", 2),
    ("€", 2),
    ("•", 2),
    ("→", 2),
    ("—“”", 3),
    ("日本", 4),
    ("7:00\u202fa.\u00a0m.", 10),
    ("12.500 pesos", 12),
    ("👉", 2),
    ("👍🏽", 2),
    ("👨‍👩‍👧‍👦", 2),
    ("🇨🇴", 2),
    ("1️⃣", 2),
    ("☎️", 2),
    ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2),
    ("😀😀", 4),
    ("n\u0303", 1),
    ("a\r\nb", 3),
]


@pytest.mark.parametrize(("text", "weight"), WEIGHTS)
def test_weights_are_those_of_x(text: str, weight: int) -> None:
    """An address is 23, an emoji 2 however it is composed, common signs beyond Latin 2, all else 1."""
    assert weighted_length(text) == weight


@pytest.mark.parametrize(("text", "real"), [("fin.Comienza", 12), ("municipio.gov.co-", 27), ("x.museum", 23)])
def test_in_doubt_a_text_weighs_more(text: str, real: int) -> None:
    """Which names X links cannot be known without its list: the count is never below X's own."""
    assert weighted_length(text) >= real


@given(st.text(st.sampled_from("aé1 ñ.,;:\n😀🇨…€/-"), max_size=60))
def test_a_text_weighs_between_one_and_an_address_a_character(text: str) -> None:
    """No text is free, and none weighs more than an address for each character and its own signs."""
    assert weighted_length(text) <= (URL + 2) * len(text)
    assert weighted_length(text) > 0 or not text


@given(st.text(st.sampled_from("aé1 ñ,;:\n😀…€/-")), st.text(st.sampled_from("aé1 ñ,;:\n😀…€/-")))
def test_weights_without_addresses_add_up(left: str, right: str) -> None:
    """Words, signs and whole emoji weigh the same wherever they stand."""
    assert weighted_length(left + right) == weighted_length(left) + weighted_length(right)
