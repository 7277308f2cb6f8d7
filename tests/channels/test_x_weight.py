"""The weighted length of a post, by X's published configuration v3."""

import time

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


LONG = "a" * 40
"""Longer than what X makes of an address, so that a wrong reading weighs something else."""
ADDRESSES = [
    # What stands before an address without https://.
    (f"Info..villaclara.gov.co/{LONG}", 64),
    (f"Info-villaclara.gov.co/{LONG}", 23),
    (f" -villaclara.gov.co/{LONG}", 60),
    (f" _villaclara.gov.co/{LONG}", 60),
    (f" /villaclara.gov.co/{LONG}", 60),
    (f" @villaclara.gov.co/{LONG}", 60),
    (f" #villaclara.gov.co/{LONG}", 60),
    (f" $villaclara.gov.co/{LONG}", 60),
    (f" ¡villaclara.gov.co/{LONG}", 25),
    (f"«villaclara.gov.co/{LONG}»", 25),
    (f"web:villaclara.gov.co/{LONG}", 27),
    (f" mi_villaclara.gov.co/{LONG}", 27),
    # And before one with it: nothing but letters, figures and three signs.
    (f" -https://villaclara.gov.co/{LONG}", 25),
    (f" /https://villaclara.gov.co/{LONG}", 25),
    (f" @https://villaclara.gov.co/{LONG}", 68),
    (f"ver https://villaclara.gov.co/{LONG}", 27),
    (f"verhttps://villaclara.gov.co/{LONG}", 69),
    # Queries and ports belong to an address with https:// or with a path.
    ("x.org?q=1", 27),
    ("x.org/?q=1", 23),
    ("https://x.org?q=1", 23),
    ("x.org:8080", 28),
    ("x.org:8080/a", 23),
    # Parentheses that close, one within the other at most; what ends a sentence stays outside.
    (f"https://x.org/a_({LONG})", 23),
    (f"https://x.org/a_(b({LONG}))", 23),
    (f"(https://x.org/{LONG})", 25),
    ("https://x.org/(a", 25),
    ("https://x.org/a!(b)", 27),
    ("https://x.org/a.", 24),
    ("https://x.org/a,;:!?", 28),
    # Ends of domains.
    ("municipio.gov.co-", 27),
    ("municipio.gov.co@alcaldia", 35),
    ("municipio.gov.co_a", 25),
    ("municipio.gov.coñ", 24),
    ("x.org,y.org", 47),
    ("HTTPS://MUNICIPIO.GOV.CO", 23),
    # Other scripts: without https:// only the Latin part is an address.
    (f"https://peñalosa.gov.co/{LONG}", 23),
    (f"日本villaclara.gov.co/{LONG}", 27),
    ("日本.co", 7),
    # What X has shortened before.
    ("https://t.co/aB3", 23),
    ("https://t.co/aB3/cd", 26),
    (f"https://t.co/{LONG}a", 54),
    (f"contacto@villaclara.gov.co/{LONG}", 67),
]


@pytest.mark.parametrize(("text", "weight"), ADDRESSES)
def test_addresses_are_those_of_x(text: str, weight: int) -> None:
    """What X makes a link of weighs 23, and what it leaves as text weighs each of its characters."""
    assert weighted_length(text) == weight


@pytest.mark.parametrize(("text", "weight"), WEIGHTS)
def test_weights_are_those_of_x(text: str, weight: int) -> None:
    """An address is 23, an emoji 2 however it is composed, common signs beyond Latin 2, all else 1."""
    assert weighted_length(text) == weight


UNKNOWN = [
    ("fin.Comienza", 12),
    ("x.museum", 23),
    (f"x.unknown/{LONG}", 50),
    (f"https://x.unknown/{LONG}", 58),
    (f"https://x.xn--p1ai/{LONG}", 59),
    (f"https://пример.рф/{LONG}", 58),
    (f"{'a' * 64}.org", 68),
    (f"a.b.c.d.e.f.g.h.i.j.k.org/{LONG}", 66),
    (f"日.a.co日.b.co/{LONG}", 52),
    ("👉️", 4),
]


@pytest.mark.parametrize(("text", "real"), UNKNOWN)
def test_in_doubt_a_text_weighs_more(text: str, real: int) -> None:
    """Which names X links cannot be known without its list: the count is never below X's own."""
    assert weighted_length(text) >= real


@pytest.mark.parametrize("piece", ["ñ", "ñ.", "a.", "a@", "-a", "a.co/", "(", "(a", "!", "ñ.co ", "_", "👩‍", "☎"])
def test_counting_takes_time_in_proportion(piece: str) -> None:
    """No signs that come again and again make it slow: it is asked many times for each file."""
    text = f"a.co/{piece * 2_000}"
    before = time.process_time()
    weighted_length(text[:2_000])
    weighted_length(text)
    assert time.process_time() - before < 0.1


@given(st.text(st.sampled_from("aé1 ñ.,;:\n😀🇨…€/-"), max_size=60))
def test_a_text_weighs_between_one_and_an_address_a_character(text: str) -> None:
    """No text is free, and none weighs more than an address for each character and its own signs."""
    assert weighted_length(text) <= (URL + 2) * len(text)
    assert weighted_length(text) > 0 or not text


@given(st.text(st.sampled_from("aé1 ñ,;:\n😀…€/-")), st.text(st.sampled_from("aé1 ñ,;:\n😀…€/-")))
def test_weights_without_addresses_add_up(left: str, right: str) -> None:
    """Words, signs and whole emoji weigh the same wherever they stand."""
    assert weighted_length(left + right) == weighted_length(left) + weighted_length(right)
