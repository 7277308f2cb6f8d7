"""Mails for a duty write to nobody whom the files do not know: anybody can put any address behind `From`."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from delivery.tasks.writers import MOST
from storage.database import Database
from storage.receipts import send_back
from tests.delivery.desk import Desk, at_work
from tests.delivery.duty_town import CHANGES, DUE, PDF, TOWN, address, answer, mailbox_reads
from tests.delivery.task_town import body, hand, mails

HOSPITAL = "{nombre: Hospital San Juan, correo: informes@hospital.example.com, delegado: luis, "
OTHER = "  colegio: {nombre: Colegio, correo: rector@colegio.example.com, delegado: luis}\n  hospital:"
SOURCES = TOWN.replace("{nombre: Hospital San Juan, delegado: luis, ", HOSPITAL).replace("  hospital:", OTHER)
ROSA, SOURCE = "rosa@villaclara.gov.co", "informes@hospital.example.com"


@pytest.mark.parametrize("sender", ["victima@gmail.example.com", "rector@colegio.example.com", "rosa@villaclara.gov"])
@pytest.mark.parametrize("files", [{}, {"informe.pdf": PDF}], ids=["question", "delivery"])
async def test_an_invented_sender_is_not_written_to(
    database: Database, tmp_path: Path, sender: str, files: dict[str, bytes]
) -> None:
    """Nor the source of another duty; the delegate and whoever asked read what came, also when it goes back."""
    async with at_work(database, tmp_path, DUE, {**CHANGES, "municipio.yaml": SOURCES}) as desk:
        await desk.turn()
        mailbox_reads(desk, answer(address(desk), files=files, sender=sender))
        await hand(desk)
        if files:
            with database.write() as connection:
                assert send_back(connection, desk.place.tenant_id, 1, "Falta el cuadro 2", "ana", desk.clock.now())
            await hand(desk)
        assert sender not in {str(mail["To"]) for mail in mails(desk).values()}
        assert any("Va el informe." in body(mail) for mail in mails(desk).values())


@pytest.mark.parametrize("sender", [ROSA, SOURCE])
async def test_a_writer_whom_the_files_know_has_a_copy(database: Database, tmp_path: Path, sender: str) -> None:
    """Somebody of the staff, or the source that owes it: with number and hour, without the mail's own words."""
    async with at_work(database, tmp_path, DUE, {**CHANGES, "municipio.yaml": SOURCES}) as desk:
        await desk.turn()
        to = address(desk)
        mailbox_reads(desk, answer(to, files={"gane-un-premio.pdf": PDF}, sender=f"Quien sea <{sender}>"))
        await hand(desk)
        [copy] = to_writer(desk, sender, "copia")
        assert ("Recibido 2027-0001" in body(copy), "Va el informe" in body(copy), "premio" in body(copy)) == (
            *(True, False),
            False,
        )


@pytest.mark.parametrize(("files", "kind"), [({}, "pregunta-pasada"), ({"informe.pdf": PDF}, "copia")])
async def test_a_writer_is_told_three_times_a_day(
    database: Database, tmp_path: Path, files: dict[str, bytes], kind: str
) -> None:
    """Of one order, however many mails bear the name; the day after there are three more. None is lost."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await desk.turn()
        to = address(desk)
        for day in (1, 2):
            for number in range(MOST + 2):
                mail = answer(to, files=files, sender=ROSA, name=f"<{day}-{number}@correo>")
                assert mailbox_reads(desk, mail) is not None
            await hand(desk)
            assert len(to_writer(desk, ROSA, kind)) == MOST * day
            desk.clock.pass_(hours=25)
        whole = "~recibido-" if files else "~pregunta-"
        others = [name for name in mails(desk) if whole in name and "pasada" not in name]
        assert len(others) == 2 * (MOST + 2)


def to_writer(desk: Desk, address: str, kind: str) -> list[EmailMessage]:
    """What came to an address of one kind of notice."""
    return [mail for name, mail in mails(desk).items() if kind in name and mail["To"] == address]
