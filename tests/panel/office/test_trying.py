"""Enviarme una prueba: to somebody of the staff, by the accounts that write to them, and to nobody else."""

from collections.abc import Callable, Mapping
from email import message_from_bytes, policy
from pathlib import Path

import httpx
import pytest

from panel.entrance.roles import RIGHTS, Right, Role
from panel.office import trying
from panel.office.offices import NOTES
from panel.office.trying import NOBODY, SLOW
from storage.database import Database
from tests.campaigns.town import ACCOUNTS
from tests.panel.office.alert_office import RIVER, river
from tests.panel.office.planned_town import ACCOUNTS_OF_ALL
from tests.panel.staffed import TOWN, Office
from tests.servers.mail import Fault, MailServer
from tests.story.place import mail_account

MESSAGE = "campanas/creciente/mensajes/fin"
TEST = f"{MESSAGE}/prueba"
ANA = "ana@villaclara.gov.co"
NUMBER = "3001234567"
TELEPHONES: Mapping[str, str | bytes | None] = {
    **RIVER,
    "municipio.yaml": TOWN.replace("{nombre: Luis Mora,", f"{{nombre: Luis Mora, telefono: '{NUMBER}',"),
    "canales.yaml": ACCOUNTS + ACCOUNTS_OF_ALL,
    "campanas/creciente.yaml": str(RIVER["campanas/creciente.yaml"]).replace("[web, correo]", "[web, correo, sms]"),
}


async def ask(town: Office, whom: str = "ana:correo") -> httpx.Response:
    """Press the button for somebody."""
    return await town.post(TEST, para=whom)


def kept(town: Office, ends: str) -> list[bytes]:
    """What accounts in trial have left in files."""
    return [each.read_bytes() for each in town.desk.place.sandbox.rglob(ends)]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CONTRIBUTOR])
async def test_it_is_for_whoever_operates(database: Database, tmp_path: Path, role: Role) -> None:
    """It leaves by the accounts: nobody else is offered it, and nobody else's form sends any."""
    async with river(database, tmp_path, role) as town:
        may = Right.OPERATE in RIGHTS[role]
        assert (f'{TEST}"' in (await town.get(MESSAGE)).text) == may
        answer = await town.post(TEST, "cuenta", para="ana:correo")
        assert answer.status_code == (303 if may else 403)
        assert bool(kept(town, "*.eml")) == may


async def test_one_gets_it_oneself_and_nothing_is_counted(database: Database, tmp_path: Path) -> None:
    """The own mailbox stands first; the mail says that it is a test, and no row is made."""
    async with river(database, tmp_path) as town:
        page = (await town.get(TEST)).text
        assert page.index(f"Ana Pérez ({ANA})") < page.index("Eva Ríos (eva@villaclara.gov.co)")
        assert "queda en archivos" in page
        answer = await ask(town)
        assert NOTES["prueba-pruebas"] in (await town.browser.get(answer.headers["location"])).text
        [mail] = [message_from_bytes(each, policy=policy.default) for each in kept(town, "*.eml")]
        assert (mail["To"], mail["Subject"]) == (ANA, "[Prueba] Bajó el río")
        assert town.desk.publications() == {}
        [row] = [row for row in town.desk.rows("audit") if row.verb == "send_test"]
        assert (row.actor, row.subject, row.detail) == (
            "ana",
            "creciente/fin",
            {"to": "Ana Pérez", "accounts": ["correo"]},
        )


async def test_a_telephone_gets_what_goes_to_telephones(database: Database, tmp_path: Path) -> None:
    """And no mail; who has none is not offered."""
    async with river(database, tmp_path, changes=TELEPHONES) as town:
        page = (await town.get(TEST)).text
        assert page.count("<option") == 4
        assert f"Luis Mora ({NUMBER})" in page
        assert (await ask(town, "luis:telefono")).status_code == 303
        assert (len(kept(town, "*.eml")), len(kept(town, "*.json"))) == (0, 1)
        assert f"57{NUMBER}".encode() in kept(town, "*.json")[0]


@pytest.mark.parametrize("whom", ["", "ana:telefono", "veeduria:correo", "ana@example.com"])
async def test_it_goes_to_nobody_else(database: Database, tmp_path: Path, whom: str) -> None:
    """Neither to an address that somebody makes up, nor to one that nobody has."""
    async with river(database, tmp_path) as town:
        answer = await ask(town, whom)
        assert (answer.status_code, NOBODY in answer.text) == (422, True)
        assert kept(town, "*.eml") == []


async def test_a_real_account_sends_it(
    database: Database, tmp_path: Path, start_mail_server: Callable[..., MailServer]
) -> None:
    """What the service refuses is told in the page, with whom it was for; then it arrives."""
    server = start_mail_server()
    accounts = ACCOUNTS[ACCOUNTS.index("web:") :]
    changes = {**RIVER, "canales.yaml": mail_account(server.port) + accounts}
    async with river(database, tmp_path, changes=changes) as town:
        server.fail(Fault(at="RCPT", contains="<eva@", answer="550 5.1.1 no such user"))
        refused = await ask(town, "eva:correo")
        assert refused.status_code == 409
        assert "Por correo electrónico no salió: " in refused.text
        assert '<option value="eva:correo" selected>' in refused.text
        answer = await ask(town)
        assert NOTES["prueba-real"] in (await town.browser.get(answer.headers["location"])).text
        [mail] = server.mails()
        assert (mail["To"], mail["Subject"]) == (ANA, "[Prueba] Bajó el río")


async def test_a_service_that_hangs_keeps_nobody_waiting(
    database: Database,
    tmp_path: Path,
    start_mail_server: Callable[..., MailServer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is told that it did not answer, and that the test may come yet."""
    server = start_mail_server()
    changes = {**RIVER, "canales.yaml": mail_account(server.port) + ACCOUNTS[ACCOUNTS.index("web:") :]}
    monkeypatch.setattr(trying, "LIMIT", 0.5)
    async with river(database, tmp_path, changes=changes) as town:
        server.fail(Fault(at="DATA", answer="hang", times=1))
        answer = await ask(town)
        assert (answer.status_code, SLOW in answer.text) == (409, True)


async def test_a_message_to_everybody_has_none(database: Database, tmp_path: Path) -> None:
    """Nothing is offered where nothing of it goes to one person, and its page says why."""
    changes = {
        **RIVER,
        "campanas/creciente.yaml": str(RIVER["campanas/creciente.yaml"]).replace("[web, correo]", "[web]"),
    }
    async with river(database, tmp_path, changes=changes) as town:
        assert f'{TEST}"' not in (await town.get(MESSAGE)).text
        assert "no sale por ningún medio que le escriba a una persona" in (await town.get(TEST)).text
        assert (await ask(town)).status_code == 422
