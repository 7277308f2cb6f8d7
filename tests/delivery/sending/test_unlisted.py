"""Who came with a list that is taken back gets none of what waits, until the last second; others do."""

from pathlib import Path

from sqlalchemy import select, update

from audience.contacts_import import import_contacts
from audience.import_undo import undo_import
from storage.database import Database
from storage.ledger import claim, intend, retry_failed
from storage.tables import delivery, lane
from tests.delivery.desk import Desk, at_work
from tests.delivery.relay import DUE, Start, real_mail

LIST = "nombre,correo\nEva,eva@example.com\nAna María,ana@example.com\nSol,sol@example.com\n"
WAITS = "por-segundo: 1000, rafaga: 500, cuota: 1"
WHY = "se deshizo la lista"


def _brings(desk: Desk, folder: Path) -> int:
    path = folder / "lista.csv"
    path.write_text(LIST)
    secret = desk.place.keyring.address_key
    number = import_contacts(desk.database, desk.place.tenant_id, path, secret, desk.clock.now()).batch
    assert number is not None
    return number


def _undoes(desk: Desk, number: int) -> None:
    undo_import(desk.database, desk.place.tenant_id, number, desk.clock.now())


async def test_what_waits_for_the_next_day_does_not_leave(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """The list is taken back while a mailing waits for tomorrow: it goes to Ana, who was there before, alone."""
    mail = start_mail_server()
    async with at_work(database, tmp_path, DUE, real_mail(mail.port, WAITS)) as desk:
        desk.people("luis@example.com", "ana@example.com")
        number = _brings(desk, tmp_path)
        await desk.turn()
        assert desk.states() == {"sent": 1, "pending": 3}
        _undoes(desk, number)
        for _ in range(3):
            desk.clock.pass_(days=1)
            await desk.settle()

        assert {each["To"] for each in mail.mails()} == {"luis@example.com", "ana@example.com"}
        skipped = [row for row in desk.deliveries() if row.state == "skipped"]
        assert {row.address for row in skipped} == {"eva@example.com", "sol@example.com"}
        assert {row.error_code for row in skipped} == {"unlisted"}
        assert all(WHY in (row.error_text or "") for row in skipped)
        assert desk.publication("anuncio/correo@1").state == "done"


async def test_what_is_claimed_does_not_leave_nor_what_failed_before(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """Taken back between the claim and the last second; and before a person has the failed tried again."""
    mail = start_mail_server()
    async with at_work(database, tmp_path, DUE, real_mail(mail.port, WAITS)) as desk:
        number = _brings(desk, tmp_path)
        await desk.turn()
        its, [publication] = desk.place.tenant_id, {row.publication for row in desk.deliveries()}
        with database.write() as connection:
            first = select(delivery.c.id).where(delivery.c.state == "pending").order_by(delivery.c.id).limit(1)
            connection.execute(update(delivery).where(delivery.c.id == first.scalar_subquery()).values(state="failed"))
            epoch = connection.scalars(select(lane.c.epoch).where(lane.c.tenant == its)).one()
            claimed = claim(connection, publication, 0, epoch, 10, desk.clock.now())
        assert len(claimed) == 1
        _undoes(desk, number)
        with database.write() as connection:
            meant = intend(connection, [row.id for row in claimed], epoch)
            assert (meant.go, meant.held, meant.skipped) == ([], [], [claimed[0].id])
            assert retry_failed(connection, publication, "comunicaciones", desk.clock.now()) == 1
        desk.clock.pass_(days=1)
        await desk.settle()

        assert desk.states() == {"sent": 1, "skipped": 2}
        assert len(mail.mails()) == 1
