"""Signed words: read back as they were made, for one use, until their end; all else is refused alike."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.keyring import Keyring, SigningKey
from storage.tokens import BadToken, ExpiredToken, Use, read, sign

NOW = datetime(2027, 1, 12, 8, tzinfo=UTC)
OLD = SigningKey("1", b"a" * 32)
NEW = SigningKey("20270101T000000Z", b"b" * 32)
KEYS = Keyring(b"k" * 32, (OLD,))
CONTENT = (7).to_bytes(4, "big") + bytes(range(32))
TOKEN = sign(KEYS, Use.UNSUBSCRIBE, CONTENT)


@given(content=st.binary(max_size=80), use=st.sampled_from(Use))
def test_what_is_signed_is_read_back(content: bytes, use: Use) -> None:
    """Whatever the content, and in large letters too; the letters fit any address."""
    token = sign(KEYS, use, content)
    assert token.isalnum()
    assert token == token.lower()
    assert read(KEYS, use, token, NOW) == content
    assert read(KEYS, use, token.upper(), NOW) == content


@given(content=st.binary(max_size=40), place=st.integers(min_value=0), letter=st.sampled_from("abcxyz234567"))
def test_a_changed_letter_is_refused(content: bytes, place: int, letter: str) -> None:
    """Anywhere in it, the last letter with its spare bits included."""
    token = sign(KEYS, Use.UNSUBSCRIBE, content)
    at = place % len(token)
    changed = token[:at] + letter + token[at + 1 :]
    if changed != token:
        with pytest.raises(BadToken):
            read(KEYS, Use.UNSUBSCRIBE, changed, NOW)


@pytest.mark.parametrize(
    "told",
    [
        "",
        "a",
        "abc",
        "=" * 8,
        TOKEN[:-1],
        TOKEN[:-8],
        TOKEN + "a",
        TOKEN + "=",
        TOKEN[:5] + "-" + TOKEN[5:],
        "ñ" + TOKEN[1:],
        TOKEN + "aaaaaaaa",
        "a" * 100_000,
        "\0" * 40,
        TOKEN.replace("k", "\N{KELVIN SIGN}", 1) + ("" if "k" in TOKEN else "\N{KELVIN SIGN}"),
    ],
)
def test_what_is_no_token_is_refused(told: str) -> None:
    """Cut, lengthened, of other letters, or without end: one refusal, and no other error."""
    with pytest.raises(BadToken) as refused:
        read(KEYS, Use.UNSUBSCRIBE, told, NOW)
    assert not isinstance(refused.value, ExpiredToken)


@pytest.mark.parametrize("use", [use for use in Use if use is not Use.UNSUBSCRIBE])
def test_a_token_is_good_for_one_use(use: Use) -> None:
    """Who may leave a list may not approve."""
    with pytest.raises(BadToken):
        read(KEYS, use, TOKEN, NOW)


def test_a_token_ends() -> None:
    """To the minute, and it is told that its time is over."""
    token = sign(KEYS, Use.SUBSCRIBE, b"x", NOW + timedelta(days=7))
    assert read(KEYS, Use.SUBSCRIBE, token, NOW + timedelta(days=7, minutes=-1)) == b"x"
    with pytest.raises(ExpiredToken):
        read(KEYS, Use.SUBSCRIBE, token, NOW + timedelta(days=7))


def test_a_forged_token_is_never_told_to_be_expired() -> None:
    """Otherwise its end could be read by whoever signs nothing."""
    token = sign(Keyring(b"k" * 32, (NEW,)), Use.SUBSCRIBE, b"x", NOW - timedelta(days=7))
    with pytest.raises(BadToken) as refused:
        read(KEYS, Use.SUBSCRIBE, token, NOW)
    assert not isinstance(refused.value, ExpiredToken)


def test_an_older_key_still_tells_its_own() -> None:
    """The newest signs; what any of them signed stays good for as long as it is kept."""
    both = Keyring(b"k" * 32, (OLD, NEW))
    assert read(both, Use.UNSUBSCRIBE, TOKEN, NOW) == CONTENT
    newest = sign(both, Use.UNSUBSCRIBE, CONTENT)
    assert newest != TOKEN
    with pytest.raises(BadToken):
        read(KEYS, Use.UNSUBSCRIBE, newest, NOW)


def test_it_fits_where_it_has_to_stand() -> None:
    """A delivery's number in a local part (RFC 5321 §4.5.3.1.1), a tenant with topics in Telegram's 64 letters."""
    assert len(f"rebotes+{sign(KEYS, Use.BOUNCE, (10**12).to_bytes(8, 'big'))}") <= 64
    assert len(sign(KEYS, Use.START, bytes(20), NOW)) <= 64
