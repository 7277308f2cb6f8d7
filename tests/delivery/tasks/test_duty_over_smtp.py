"""A duty over a real mail server: request, reminder, extension, escalation, an answer by mail, acceptance, figure."""

from pathlib import Path

from campaigns.indicator import Indicator
from delivery.tasks.handing import Handing
from indicators.measures import measure
from indicators.outcomes import read_outcomes
from storage import extensions
from storage.database import Database
from storage.work_orders import confirm
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.duty_town import CHANGES, DUE, PDF, REQUEST, TOWN, answer, comes
from tests.delivery.letters import rows_that_open
from tests.delivery.relay import Start, real_mail
from tests.delivery.task_town import FILE
from tests.servers.mail import MailServer


async def at(desk: Desk, moment: str) -> None:
    """The time passes; the daemon does what is due."""
    desk.clock.pass_(seconds=(bogota(moment) - desk.clock.now()).total_seconds())
    await desk.turn()
    await Handing(desk.database, desk.places, desk.clock).look()
    await desk.turn()


def told(mail: MailServer) -> list[tuple[str, str]]:
    """Who got which mail, in the order in which the server took them."""
    return [(each["To"], str(each["Subject"])) for each in mail.mails()]


async def test_a_duty_by_mail_from_request_to_figure(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """Each mail reaches its person, the answer to the request is the delivery, and the month's figures tell it."""
    mail = start_mail_server()
    town = {**real_mail(mail.port), "municipio.yaml": TOWN, FILE: REQUEST}
    town["canales.yaml"] = str(town["canales.yaml"]).replace("manual, modo: pruebas", "manual, modo: real")
    async with at_work(database, tmp_path, DUE, {**CHANGES, **town}) as desk:
        await desk.turn()
        await at(desk, "2027-02-01T08:01")
        await at(desk, "2027-02-07T09:00")
        with database.write() as connection:
            end = bogota("2027-02-12T23:59")
            assert extensions.ask(connection, 1, bogota("2027-02-08T08:00"), end, "Mucho", "luis", desk.clock.now())
            assert extensions.grant(connection, 1, end, "ana", desk.clock.now())
        await at(desk, "2027-02-07T09:05")
        await at(desk, "2027-02-15T08:05")
        [request] = [each for each in mail.mails() if str(each["Subject"]).startswith("Tarea:")]
        assert rows_that_open(desk) == {}
        delivered = answer(str(request["Reply-To"]), files={"informe.pdf": PDF})
        await at(desk, "2027-02-16T10:00")
        assert comes(desk, delivered) is not None
        await at(desk, "2027-02-16T10:01")
        with database.write() as connection:
            assert confirm(connection, 1, "ana", desk.clock.now(), 1, note="Completo")
        luis, eva = "luis@villaclara.gov.co", "eva@villaclara.gov.co"
        found = told(mail)
        assert [subject for to, subject in found if to == luis] == [
            "Tarea: Informe del mes, hasta el lunes 8 de febrero",
            "Recordatorio: Informe del mes",
            "Aplazada hasta el viernes 12 de febrero: Informe del mes",
            "Tarea vencida: Informe del mes",
            "Recibido 2027-0001: Informe del mes",
        ]
        assert [subject for to, subject in found if to == eva] == ["Deber vencido: Informe del mes"]
        assert (figure(desk, "deberes", "tarde"), figure(desk, "porcentaje-de-deberes", "a-tiempo")) == (1, 0)
        assert figure(desk, "deberes", "escalado") == 1


def figure(desk: Desk, counts: str, standing: str) -> float | None:
    """Of February."""
    written = {"nombre": "N°", "unidad": "u", "tipo": "automatico", "cuenta": counts, "filtro": {"estado": standing}}
    since, until = bogota("2027-02-01T00:00"), bogota("2027-03-01T00:00")
    with desk.database.read() as connection:
        outcomes = read_outcomes(connection, desk.place.tenant_id, since, until, desk.clock.now())
    return measure(Indicator.model_validate(written), outcomes).value
