"""Whoever lives in another zone, in the words of `status` and `deliveries`."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from storage.ledger import NewDelivery, add_deliveries
from storage.tables import address, delivery
from tests.storage.rows import a_publication
from tests.verbs.operator import Operator

LIST = (
    "nombre,correo,zona\nAna,ana@example.org,\nMar,mar@example.org,Europe/Madrid\nPau,pau@example.org,Europe/Madrid\n"
)
SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)


def wait(town: Operator, *mails: str) -> None:
    """A message to all of the list, for which it is not yet the hour of these."""
    (town.folder / "gente.csv").write_text(LIST, encoding="utf-8")
    town.does("contacts", "import", "gente.csv")
    database = town.database()
    with database.write() as connection:
        number = a_publication(connection, quiet_hours=True)
        rows = connection.execute(select(address.c.key, address.c.address)).all()
        add_deliveries(connection, number, [NewDelivery(row.key, row.address, 0, "ciudadania") for row in rows])
        connection.execute(update(delivery).where(delivery.c.address.in_(mails)).values(not_before=SOON))
    database.close()


@pytest.mark.usefixtures("wide")
def test_who_waits_for_the_hours_of_a_zone_is_told_so(town: Operator) -> None:
    """How many and until when, by the municipality's clock; each delivery says what it waits for."""
    wait(town, "mar@example.org", "pau@example.org")

    until = SOON.strftime("%Y-%m-%dT%H:%M:%SZ")
    told = (SOON - timedelta(hours=5)).strftime("%Y-%m-%d %H:%M -05")
    several = f"2 mensajes esperan las horas de la zona de sus destinatarios; el último, hasta el {told}."
    assert several in town.does("status").splitlines()
    [waits] = town.reads("status")["zone_waits"]
    assert waits == {"key": "matriculas-2027/anuncio/correo@1", "deliveries": 2, "until": until}
    assert {row["recipient"]: row["waits_until"] for row in town.reads("deliveries")} == {
        "ana@example.org": None,
        "mar@example.org": until,
        "pau@example.org": until,
    }
    assert f"Espera las horas de la zona de su destinatario, hasta el {told}." in told_in_a_row(town)


def test_who_waits_alone_is_told_as_one(town: Operator) -> None:
    """And whoever is put off for another reason, with no zone of her own, is not counted."""
    wait(town, "ana@example.org", "mar@example.org")
    assert "1 mensaje espera las horas de la zona de su destinatario, hasta el " in town.does("status")


def told_in_a_row(town: Operator) -> str:
    """What `deliveries` prints, its cells put together where they were broken."""
    return " ".join(town.does("deliveries").split())
