"""One order, and an alert goes out on every account, past all that could hold it back; each time says its hour."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from delivery.office.by_hand import Hurry, send_now
from delivery.office.stopped import suspend
from storage.database import Database
from tests.delivery.alert_town import ACCOUNTS, ENVIRONMENT, Services, add_somebody, start_services, town
from tests.delivery.desk import Desk, at_work, bogota
from tests.servers.mail import MailServer
from tests.servers.process import Server

NOW = bogota("2027-05-02T22:15")
VEDA = "vedas: [{nombre: Veda, desde: 2027-05-01, hasta: 2027-06-01, clases: [servicio], politica: detener}]\n"
TO_PERSONS = ("correo", "sms", "vecinos", "whatsapp")
SPOKEN = ("emisora", "perifoneo")
"""What people do."""


def ordered(desk: Desk) -> None:
    """One word, and nothing else."""
    hurry = Hurry(emergency="Nivel rojo en el puente")
    desk.write(send_now, "creciente", "alerta", "ana", desk.clock.now(), hurry)


def counted(services: Services) -> dict[str, int]:
    """How many messages each service has taken."""
    return {name: len(found) for name, found in services.said().items()}


async def test_it_goes_out_on_every_account_past_all_that_could_hold_it_back(
    database: Database,
    tmp_path: Path,
    start_server: Callable[..., Server],
    start_mail_server: Callable[..., MailServer],
) -> None:
    """A Sunday night, in a veda, its class suspended, unapproved: each row says what it passed, and so does the audit.

    The second time goes out too, and bears another hour in the bytes that each service got.
    """
    services = start_services(start_server, start_mail_server(), tmp_path)
    async with at_work(database, tmp_path, NOW, town(services, VEDA), ENVIRONMENT) as desk:
        desk.write(add_somebody)
        desk.write(suspend, "servicio", None, "luto", "ana", desk.clock.now())
        await desk.turn()
        ordered(desk)
        await desk.settle()
        assert counted(services) == {
            "correo": 1,
            "sms": 1,
            "bot": 2,
            "whatsapp": 1,
            "x": 1,
            "facebook": 1,
            "instagram": 1,
        }
        states = {key.partition("/")[2].partition("@")[0]: state for key, state in desk.publications().items()}
        assert {name: states[name] for name in ACCOUNTS} == {
            name: "running" if name in SPOKEN else "done" for name in ACCOUNTS
        }
        assert len(desk.rows("work_order")) == len(SPOKEN)
        passed = (
            "Emergencia: Nivel rojo en el puente. No esperó la aprobación del Comité GEL. "
            "Salió aunque estaban suspendidos los mensajes de clase «servicio»."
        )
        for row in desk.rows("publication"):
            assert row.reason.startswith(passed)
            assert "Salió en veda: Veda" in row.reason
            assert ("Salió fuera de las horas" in row.reason) is (row.account in TO_PERSONS)
        [audited] = [row for row in desk.rows("audit") if row.verb == "send"]
        assert json.dumps(audited.detail).count("Nivel rojo en el puente") == 1

        desk.clock.pass_(hours=1)
        await desk.turn()
        for name, said in services.said().items():
            first, second = ("10:15 p. m.", "11:15 p. m.")
            half = len(said) // 2
            assert all(first in plain(each) for each in said[:half]), name
            assert all(second in plain(each) for each in said[half:]), name
            assert half == counted(services)[name] / 2
        sheets = [row.sheet for row in desk.rows("work_order")]
        assert ["10:15 p. m." in each for each in sheets] == [True, True, False, False]
        assert ["11:15 p. m." in each for each in sheets] == [False, False, True, True]


def plain(said: str) -> str:
    """What was said without the marks of how it was carried."""
    return said.replace("=\r\n", "").replace("=20", " ").replace("+", " ").replace("%3A", ":").replace("\\xa0", " ")


async def test_one_that_is_down_holds_up_no_other(
    database: Database,
    tmp_path: Path,
    start_server: Callable[..., Server],
    start_mail_server: Callable[..., MailServer],
) -> None:
    """X is away and the telephone company answers nonsense: the others have it, those two are tried again."""
    services = start_services(start_server, start_mail_server(), tmp_path)
    services.x.then("flood-untimed")
    services.sms.then("server-error")
    async with at_work(database, tmp_path, NOW, town(services), ENVIRONMENT) as desk:
        desk.write(add_somebody)
        ordered(desk)
        await desk.settle()
        states = {row.recipient_key: row.state for row in desk.deliveries() if row.recipient_key.startswith("canal:")}
        others = ("canal:canal", "canal:facebook", "canal:instagram", "canal:web")
        assert states == {"canal:x": "pending", **dict.fromkeys(others, "sent")}
        assert counted(services)["correo"] == 1
        desk.clock.pass_(minutes=30)
        await desk.settle()
        assert {row.state for row in desk.deliveries() if row.recipient_key.startswith("canal:")} == {"sent"}
        assert desk.clock.now() - NOW < timedelta(hours=1)
