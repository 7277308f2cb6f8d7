"""Letters keep their links without signatures; each is signed again as it goes out, and nothing else is."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from campaigns.content import Content
from campaigns.content.frozen import Footer
from campaigns.content.presentation import FooterStyle, HtmlStyle
from delivery.notices.signatures import with_signatures, without_signatures
from storage.keyring import Keyring, SigningKey
from storage.tokens import BadToken, Use, read, sign

NOW = datetime(2027, 1, 12, 8, tzinfo=UTC)
KEYS = Keyring(b"k" * 32, (SigningKey("1", b"a" * 32),))
LATER = Keyring(KEYS.address_key, (*KEYS.signing_keys, SigningKey("2", b"b" * 32)))
TOKEN = sign(KEYS, Use.APPROVE, b"una solicitud")
FOREIGN = sign(Keyring(b"k" * 32, (SigningKey("1", b"z" * 32),)), Use.APPROVE, b"una solicitud")
PLAIN = Content("", "", {}, "", Footer("Alcaldía", (), ""), next(iter(FooterStyle)), next(iter(HtmlStyle)), "#000000")


@pytest.mark.parametrize(
    ("values", "reply_to"),
    [
        ({"enlace": f"https://x.co/aprobar/{TOKEN}"}, None),
        ({"lineas": ["Apruebe:", f"https://x.co/aprobar/{TOKEN}\nGracias."]}, None),
        ({"tareas": [{"confirmar": f"{TOKEN}, {TOKEN}."}], "cuántas": 3}, None),
        ({}, f"tareas+{TOKEN}@x.co"),
    ],
)
def test_what_is_kept_opens_nothing_and_goes_out_whole(values: dict[str, Any], reply_to: str | None) -> None:
    """Wherever the link stands, and after a trip through the row."""
    letter = replace(PLAIN, values=values, reply_to=reply_to)
    kept = without_signatures(KEYS, letter).to_json()
    assert TOKEN not in str(kept)
    for body in kept["unsigned"]:
        with pytest.raises(BadToken):
            read(KEYS, Use.APPROVE, body, NOW)
    sent = with_signatures(KEYS, Content.from_json(kept))
    assert (sent.values, sent.reply_to) == (values, reply_to)


@pytest.mark.parametrize("word", [FOREIGN, "comunicaciones", TOKEN[:-1], f"{TOKEN}a", TOKEN.upper(), "a" * 60])
def test_words_that_are_no_links_of_ours_stay(word: str) -> None:
    """Nobody gets a signature for what they wrote."""
    letter = replace(PLAIN, values={"lineas": [word]})
    kept = without_signatures(KEYS, letter)
    assert (kept, kept.to_json()) == (letter, letter.to_json())
    assert with_signatures(KEYS, kept) == letter


def test_a_body_that_a_stranger_wrote_gets_no_signature() -> None:
    """Only what the letter itself lists is signed."""
    body = next(iter(without_signatures(KEYS, replace(PLAIN, values={"enlace": TOKEN})).unsigned))
    letter = replace(PLAIN, values={"lineas": [body]})
    assert with_signatures(KEYS, without_signatures(KEYS, letter)) == letter


def test_a_key_that_came_meanwhile_signs() -> None:
    """The link is as good as before."""
    kept = without_signatures(KEYS, replace(PLAIN, values={"enlace": TOKEN}))
    told = str(with_signatures(LATER, kept).values["enlace"])
    assert told != TOKEN
    assert read(LATER, Use.APPROVE, told, NOW) == b"una solicitud"
