"""What the administration tells of itself goes to whoever has consented: the same in the plan and in the rows."""

from datetime import timedelta
from pathlib import Path

import pytest

from audience.addresses import recipient_key
from audience.consents import revoke
from delivery.planned import Planned
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from storage.database import Database
from tests.campaigns.town import CAMPAIGN
from tests.delivery.desk import Desk, at_work
from tests.delivery.relay import DUE, FILE

MAIL = "anuncio/correo@1"
TOLD = CAMPAIGN.replace("[correo, web]", "[correo]").replace("clase: servicio", "clase: gestion")


def _people(desk: Desk, yes: int, silent: int, no: int = 0) -> None:
    desk.people(*(f"si{number}@example.com" for number in range(yes)))
    desk.people(*(f"nada{number}@example.com" for number in range(silent)), consent=None)
    desk.people(*(f"no{number}@example.com" for number in range(no)), consent=False)


def _planned(desk: Desk) -> Planned:
    with desk.database.read() as connection:
        known = read_known(connection, desk.tenant)
    [row] = plan(desk.tenant, known, DUE - timedelta(days=1), DUE + timedelta(days=1), desk.clock.now())
    return row


async def test_it_goes_to_whoever_has_consented(database: Database, tmp_path: Path) -> None:
    """The others have a row with the reason, and the plan has said beforehand how many they are."""
    async with at_work(database, tmp_path, DUE - timedelta(hours=1), {FILE: TOLD}) as desk:
        _people(desk, yes=3, silent=2, no=1)
        before = _planned(desk)
        assert (before.recipients, before.reason) == (3, "3 de 6: 3 sin consentimiento.")

        desk.clock.pass_(hours=1)
        await desk.turn()

        assert desk.states() == {"sent": 3, "skipped": 3}
        assert {row.address for row in desk.deliveries() if row.state == "sent"} == {
            f"si{number}@example.com" for number in range(3)
        }
        assert {row.error_code for row in desk.deliveries() if row.state == "skipped"} == {"sin-consentimiento"}
        assert desk.publication(MAIL).state == "done"


async def test_without_any_consent_it_goes_to_nobody(database: Database, tmp_path: Path) -> None:
    """It is missed with its reason, as every message to nobody, and the plan says so beforehand."""
    async with at_work(database, tmp_path, DUE - timedelta(hours=1), {FILE: TOLD}) as desk:
        _people(desk, yes=0, silent=2)
        who = "no tiene a nadie con dirección de correo que haya dado su consentimiento"
        assert who in _planned(desk).reason

        desk.clock.pass_(hours=1)
        await desk.turn()

        assert desk.publication(MAIL).state == "missed"
        assert who in desk.publication(MAIL).reason


@pytest.mark.parametrize("class_", ["servicio", "emergencia"])
async def test_what_serves_goes_to_all(database: Database, tmp_path: Path, class_: str) -> None:
    """Legal functions ask for no consent, and for nothing to be counted."""
    text = TOLD.replace("clase: gestion", f"clase: {class_}")
    async with at_work(database, tmp_path, DUE, {FILE: text}) as desk:
        _people(desk, yes=1, silent=1, no=1)
        assert (_planned(desk).recipients, _planned(desk).reason) == (3, "")
        await desk.turn()
        assert desk.states() == {"sent": 3}


async def test_a_consent_that_is_taken_back_meanwhile_counts(database: Database, tmp_path: Path) -> None:
    """Of two to whom it was to go, the one who took it back after it began gets nothing."""
    async with at_work(database, tmp_path, DUE, {FILE: TOLD}) as desk:
        _people(desk, yes=2, silent=0)
        await desk.look()
        with desk.database.write() as connection:
            key = recipient_key(desk.place.keyring.address_key, "si0@example.com")
            assert revoke(
                connection, desk.place.tenant_id, [key], "Por teléfono", desk.clock.now() + timedelta(seconds=1)
            )
        await desk.settle()
        assert {row.address: row.state for row in desk.deliveries()} == {
            "si0@example.com": "skipped",
            "si1@example.com": "sent",
        }
