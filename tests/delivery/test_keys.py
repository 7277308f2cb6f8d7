"""How publications are named on the command line."""

import pytest

from channels.keys import Key
from delivery.keys import BadKey, parse_key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("matriculas-2027/anuncio/correo@1", Key("matriculas-2027", "anuncio", "correo", "1")),
        ("matriculas-2027/anuncio@1", Key("matriculas-2027", "anuncio", "", "1")),
        ("a/b/c@2027-01-12T07:30", Key("a", "b", "c", "2027-01-12T07:30")),
        ("a/b~recordatorio-2/c@2027-01.2", Key("a", "b~recordatorio-2", "c", "2027-01.2")),
        ("a/b/c@o3.2027-05-02T22:15-05:00", Key("a", "b", "c", "o3.2027-05-02T22:15-05:00")),
        ("  a/b@1 ", Key("a", "b", "", "1")),
    ],
)
def test_a_key_is_read_and_written_alike(text: str, key: Key) -> None:
    """What is printed can be typed again."""
    assert parse_key(text) == key
    assert str(key) == text.strip()


@pytest.mark.parametrize("text", ["", "a", "a@1", "a/b", "a/b@", "/b@1", "a/@1", "a/b/c/d@1", "a//c@1"])
def test_what_is_no_key_is_refused_with_an_example(text: str) -> None:
    """A wrong key is told in Spanish, with what one looks like."""
    with pytest.raises(BadKey, match="campaña/mensaje/canal@ocasión"):
        parse_key(text)
