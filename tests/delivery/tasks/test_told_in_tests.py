"""What is told of a duty of an account in `pruebas` says so, since its mails leave through one that may be real."""

from pathlib import Path

import pytest

from storage import extensions
from storage.database import Database
from storage.receipts import send_back
from tests.campaigns.town import ACCOUNTS
from tests.delivery.desk import at_work, bogota
from tests.delivery.duty_town import CHANGES, DUE, PDF, address, answer, mailbox_reads
from tests.delivery.task_town import body, dates, hand, mails

SUBJECTS = {
    "Tarea: Informe del mes{}, hasta el lunes 8 de febrero",
    "Recordatorio: Informe del mes{}",
    "Piden prórroga: Informe del mes{}",
    "Preguntan por un deber: Informe del mes{}",
    "Se pasó: Informe del mes{}",
    "Tarea vencida: Informe del mes{}",
    "Deber vencido: Informe del mes{}",
    "Recibido 2027-0001: Informe del mes{}",
    "Devuelto: Informe del mes{}",
}


@pytest.mark.parametrize(("mode", "mark"), [("pruebas", " (en pruebas)"), ("real", "")])
async def test_each_subject_says_that_the_duty_is_in_tests(
    database: Database, tmp_path: Path, mode: str, mark: str
) -> None:
    """From its request to what is sent back; one of an account that is real is told without."""
    accounts = ACCOUNTS.replace("emisora: {tipo: manual, modo: pruebas", f"emisora: {{tipo: manual, modo: {mode}")
    async with at_work(database, tmp_path, DUE, {**CHANGES, "canales.yaml": accounts}) as desk:
        await desk.turn()
        await hand(desk)
        for at in ("2027-02-07T09:00", "2027-02-08T08:05", "2027-02-09T08:05"):
            desk.clock.pass_(seconds=(bogota(at) - desk.clock.now()).total_seconds())
            mailbox_reads(desk, answer(address(desk)))
            with database.write() as connection:
                extensions.ask(connection, 1, DUE, bogota("2027-02-12T23:59"), "Mucho", "luis", desk.clock.now())
            await desk.turn()
            await hand(desk)
        mailbox_reads(desk, answer(address(desk), files={"informe.pdf": PDF}, name="<dos@correo>"))
        with database.write() as connection:
            send_back(connection, desk.place.tenant_id, 1, "Faltan cifras", "ana", desk.clock.now())
        await hand(desk)
        sent = mails(desk)
        assert {str(mail["Subject"]) for mail in sent.values()} == {subject.format(mark) for subject in SUBJECTS}
        request = sent["informe~tarea-1"]
        [event] = dates(request).values()
        assert event["summary"] == f"Tarea 1: Informe del mes{mark}"
        assert ("no cuenta en los informes" in body(request)) == bool(mark)
