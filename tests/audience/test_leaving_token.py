"""What a link says of whose it is: read back as it was made, and nothing of it can be changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audience.leaving_token import SHORT_KEY, Leaver, leaving_token, packed, read_leaving_token, topic_mark, unpacked
from campaigns.content.mailing import EACH_TOPIC, TOKEN, TOKEN_IN_SHORT
from storage.keyring import Keyring, SigningKey
from storage.tokens import BadToken, Use, sign
from tests.audience.people import NOW, key_of

KEYS = Keyring(b"k" * 32, (SigningKey("1", b"a" * 32),))
ANA = Leaver(7, key_of("ana@correo.co"), "gestion")
TOPICS = ("noticias", "eventos", "tramites")
LEAVERS = st.builds(
    Leaver,
    tenant=st.integers(0, 2**24 - 1),
    key=st.binary(min_size=32, max_size=32).map(bytes.hex),
    class_=st.sampled_from(["servicio", "gestion"]),
    topics=st.just(frozenset()),
    trial=st.booleans(),
) | st.builds(
    Leaver,
    tenant=st.integers(0, 2**24 - 1),
    key=st.binary(min_size=32, max_size=32).map(bytes.hex),
    class_=st.just(""),
    topics=st.frozensets(st.from_regex(r"[a-z0-9]{1,40}", fullmatch=True).map(topic_mark), min_size=1, max_size=20),
)


@given(leaver=LEAVERS)
def test_what_a_link_says_is_read_back(leaver: Leaver) -> None:
    """Whole; and of a short one the first digits of the key."""
    assert read_leaving_token(KEYS, leaving_token(KEYS, leaver), NOW) == leaver
    short = leaving_token(KEYS, leaver, short=True)
    assert read_leaving_token(KEYS, short, NOW) == leaver._replace(key=leaver.key[: 2 * SHORT_KEY])


@given(leaver=LEAVERS)
def test_a_link_is_no_longer_than_texts_are_measured_with(leaver: Leaver) -> None:
    """The room that a text message keeps for it is enough, whatever is left."""
    more = EACH_TOPIC * len(leaver.topics)
    assert len(leaving_token(KEYS, leaver)) <= TOKEN + more
    assert len(leaving_token(KEYS, leaver, short=True)) <= TOKEN_IN_SHORT + more


def test_no_address_is_in_it() -> None:
    """Two links of one person have the recipient's key alike, and nothing from which an address could be made."""
    said = packed(ANA)
    assert b"ana" not in said
    assert packed(ANA)[4:] == packed(ANA._replace(class_="servicio"))[4:] == bytes.fromhex(ANA.key)


def test_old_links_are_read_after_the_key_has_rotated() -> None:
    """People open old mails: a link never ends."""
    token = leaving_token(KEYS, ANA)
    later = Keyring(KEYS.address_key, (*KEYS.signing_keys, SigningKey("2", b"b" * 32)))
    assert read_leaving_token(later, token, NOW.replace(year=2047)) == ANA
    with pytest.raises(BadToken):
        read_leaving_token(KEYS, leaving_token(later, ANA), NOW)


@pytest.mark.parametrize(
    "content", [b"", b"\x01", b"\x0f" + bytes(40), b"\x01" + bytes(34), b"\x00" + bytes(35 + 3), b"\x11" + bytes(12)]
)
def test_what_was_signed_and_says_nothing_is_refused(content: bytes) -> None:
    """A class that there is not, half a key, half a topic: as what is not ours."""
    with pytest.raises(BadToken):
        unpacked(content)
    with pytest.raises(BadToken):
        read_leaving_token(KEYS, sign(KEYS, Use.UNSUBSCRIBE, content), NOW)


def test_topics_are_told_apart() -> None:
    """Those that every municipality has."""
    assert len({topic_mark(topic) for topic in (*TOPICS, "boletines", "contratos")}) == 5
