"""A mail that asks for no more: obeyed by its token, never by who it says to come from."""

from pathlib import Path

import pytest

from audience.addresses import recipient_key
from audience.leaving_token import Leaver, leaving_token
from audience.suppression import suppressions
from delivery.news.leaving import ASKED, unsubscribe_by_token
from storage.database import Database
from tests.delivery.desk import Desk, at_work, bogota

DUE = bogota("2026-12-01T08:00")
LUIS = "luis@example.com"


def token(desk: Desk, *, tenant: int = 0, trial: bool = False, short: bool = False) -> str:
    """What the button of a mail program writes into the subject."""
    key = recipient_key(desk.place.keyring.address_key, LUIS)
    leaver = Leaver(tenant or desk.place.tenant_id, key, "servicio", trial=trial)
    return leaving_token(desk.place.keyring, leaver, short=short)


def left(desk: Desk) -> list[tuple[str, str]]:
    """Class and reason of all that is set down."""
    with desk.database.read() as connection:
        return [(row.of_class, row.reason) for row in suppressions(connection, desk.place.tenant_id)]


@pytest.mark.parametrize("subject", ["Baja {}", "Re: Baja {}", "BAJA {} gracias", "baja\t{}", "Baja {}."])
async def test_a_subject_with_its_token_is_obeyed(database: Database, tmp_path: Path, subject: str) -> None:
    """In large letters too, as some programs write it; a second mail changes nothing."""
    async with at_work(database, tmp_path, DUE) as desk:
        desk.people(LUIS)
        for made in (token(desk), token(desk).upper()):
            assert desk.write(unsubscribe_by_token, subject.format(made), DUE)
        assert ASKED.search(subject)
        assert left(desk) == [("servicio", "baja")]


async def test_a_subject_without_a_right_one_is_not(database: Database, tmp_path: Path) -> None:
    """Cut, invented, of another municipality, or none at all: it is for a person to read."""
    async with at_work(database, tmp_path, DUE) as desk:
        desk.people(LUIS)
        for told in (token(desk)[:-1], "a" * 84, token(desk, tenant=99), "", "trabaja" * 20):
            assert not desk.write(unsubscribe_by_token, f"Baja {told}", DUE)
        assert left(desk) == []


async def test_a_token_of_a_test_silences_nobody(database: Database, tmp_path: Path) -> None:
    """It is understood, and nothing happens."""
    async with at_work(database, tmp_path, DUE) as desk:
        desk.people(LUIS)
        assert desk.write(unsubscribe_by_token, f"Baja {token(desk, trial=True)}", DUE)
        assert left(desk) == []
