"""Each mail's envelope names its delivery, signed: what comes back tells which one it was, and nobody makes it up."""

from pathlib import Path

import pytest

from delivery.way_back import delivery_named, way_back
from storage.database import Database
from storage.keyring import Keyring, SigningKey
from storage.tokens import Use, sign
from tests.delivery.desk import at_work, bogota
from tests.delivery.relay import DUE, RETURNS, Start, real_mail

KEYRING = Keyring(b"a" * 32, (SigningKey("1", b"b" * 32),))
OTHERS = Keyring(b"a" * 32, (SigningKey("1", b"c" * 32),))
NOW = bogota("2027-01-12T07:30")


async def test_every_envelope_names_its_delivery(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """The sender of each is another, and leads to the row of just that person."""
    mail = start_mail_server()
    async with at_work(sqlite_database, tmp_path, DUE, real_mail(mail.port, option=RETURNS)) as desk:
        desk.people("ana@example.com", "luis@example.com")
        await desk.turn()
        told = {}
        for each in mail.taken():
            local, _, domain = each["from"].partition("@")
            box, _, token = local.partition("+")
            assert (box, domain) == ("rebotes", "villaclara.gov.co")
            named = delivery_named(desk.place.keyring, token, desk.clock.now())
            assert named is not None
            told[named.number] = each["to"]
            assert [named.is_to(row.recipient_key) for row in desk.deliveries()].count(True) == 1
        assert told == {row.id: row.address for row in desk.deliveries()}


async def test_without_the_option_nothing_is_named(
    sqlite_database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """The envelope's sender is the account's own, as it was."""
    mail = start_mail_server()
    async with at_work(sqlite_database, tmp_path, DUE, real_mail(mail.port)) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        assert [each["from"] for each in mail.taken()] == ["prensa@villaclara.gov.co"]


@pytest.mark.parametrize("number", [1, 255, 256, 2**31, 2**62])
def test_any_number_comes_back_and_fits(number: int) -> None:
    """In large letters too: servers on the way may write them so."""
    token = way_back(KEYRING, number, "ana")
    named = delivery_named(KEYRING, token, NOW)
    assert named is not None
    assert named == delivery_named(KEYRING, token.upper(), NOW)
    assert (named.number, named.is_to("ana"), named.is_to("eva")) == (number, True, False)
    assert len(token) <= 44


@pytest.mark.parametrize(
    "token",
    [
        "",
        way_back(OTHERS, 7, "ana"),
        sign(KEYRING, Use.UNSUBSCRIBE, b"\x07"),
        sign(KEYRING, Use.BOUNCE, b"ana"),
        sign(KEYRING, Use.BOUNCE, b"\x01" * 12),
        way_back(KEYRING, 7, "ana")[:-1],
        way_back(KEYRING, 7, "ana") + "a",
    ],
    ids=["empty", "of others", "for another use", "of nothing", "of too much", "cut", "longer"],
)
def test_what_is_not_ours_names_nothing(token: str) -> None:
    """Whoever makes one up names no delivery."""
    assert delivery_named(KEYRING, token, NOW) is None
