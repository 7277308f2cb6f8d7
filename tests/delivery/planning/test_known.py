"""What a database knows of a calendar: how many people a message reaches."""

from pathlib import Path

import pytest

from audience.addresses import recipient_key
from audience.suppression import opt_out
from delivery.planning.known import read_known
from storage.database import Database
from tests.delivery.desk import at_work, bogota


@pytest.mark.parametrize(
    ("refused", "reached"),
    [([], 2), (["gestion"], 2), (["servicio"], 1), ([""], 1), (["", "servicio"], 1)],
)
async def test_who_wants_no_messages_of_a_class_is_not_among_its_recipients(
    database: Database, tmp_path: Path, refused: list[str], reached: int
) -> None:
    """A plan counts whom a message reaches: of class `servicio`, who has refused another gets it."""
    now = bogota("2026-12-01T08:00")
    async with at_work(database, tmp_path, now) as desk:
        desk.people("ana@example.org", "luis@example.org")
        with database.write() as connection:
            for class_ in refused:
                key = recipient_key(desk.place.keyring.address_key, "ana@example.org")
                opt_out(connection, desk.place.tenant_id, key, "", now, class_)
        with database.read() as connection:
            known = read_known(connection, desk.tenant)
        (message,) = desk.tenant.campaigns["matriculas"].messages
        assert known.recipients(message, desk.tenant.accounts["correo"]) == reached
