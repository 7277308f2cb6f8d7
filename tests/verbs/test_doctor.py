"""`doctor`: each account as its service sees it, and the disk."""

import re
from collections import namedtuple
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from channels.capabilities import Standing
from channels.causes import NOBODY
from panel import doctor
from panel.doctor_words import CHECKS
from panel.public import PROXIES
from storage.proof import SPARE
from tests.campaigns.town import ACCOUNTS, MUNICIPALITY
from tests.channels.service import Service
from tests.servers.process import Server
from tests.verbs.operator import ROOT, TOWN, Operator
from verbs.checkup_words import title_of

BOT = "tests.servers.bot_api"
Disk = namedtuple("Disk", "total used free")


@pytest.fixture
def telegram(operator: Operator, start_server: Callable[..., Server], tmp_path: Path) -> Service:
    """The little municipality, whose channel on Telegram is a server of ours; it is real."""
    return served(operator, start_server, tmp_path)


def served(operator: Operator, start_server: Callable[..., Server], tmp_path: Path, *arguments: str) -> Service:
    """Writes the municipality down and starts its Telegram."""
    folder = tmp_path / "telegram"
    folder.mkdir()
    service = Service.start(start_server, BOT, folder, *arguments)
    options = 'opciones: {token: "${PREGONERO_BOT}"'
    live = ACCOUNTS.replace(
        "  modo: pruebas\n  " + options, "  modo: real\n  " + options + f", servidor: {service.address}"
    )
    assert live != ACCOUNTS
    operator.town({**TOWN, "canales.yaml": live})
    return service


def states(document: list[dict[str, str]]) -> dict[str, str]:
    """«account/check» to how it stands."""
    return {f"{each['account']}/{each['check']}": each["state"] for each in document}


def test_the_real_accounts_and_the_disk_are_looked_over(operator: Operator, telegram: Service) -> None:
    """What is in `pruebas` is not asked of any service; it is told that it was not."""
    document = operator.reads("doctor")
    assert {each["account"] for each in document} == {"", "canal"}
    assert set(states(document).values()) == {"good"}
    assert "/clock" in states(document)
    assert "3 cuentas en pruebas no se revisaron" in operator.does("doctor")


def test_the_machines_clock_is_held_against_the_services(
    operator: Operator, start_server: Callable[..., Server], tmp_path: Path
) -> None:
    """Said once, of the machine, and whoever looks at one account is told too."""
    served(operator, start_server, tmp_path, "--date", "Tue, 05 Jan 2021 13:00:00 GMT")
    for words in (("doctor",), ("doctor", "--account", "canal")):
        assert states(operator.reads(*words, code=1))["/clock"] == "bad"


def test_what_is_bad_is_the_exit_code(operator: Operator, telegram: Service) -> None:
    """With what was seen and what to do about it."""
    telegram.then("unauthorized")
    found = [each for each in operator.reads("doctor", code=1) if each["state"] == "bad"]
    assert [each["check"] for each in found] == ["token"]
    assert found[0]["advice"]


def test_one_account_is_looked_over_before_it_becomes_real(operator: Operator, telegram: Service) -> None:
    """Named, it is asked also in `pruebas`; a medium that people operate needs no look."""
    operator.town(
        {**TOWN, "canales.yaml": (operator.folder / "config/canales.yaml").read_text().replace("real", "pruebas")}
    )
    assert states(operator.reads("doctor", "--account", "canal")).keys() >= {"canal/token"}
    assert len(telegram.calls()) > 0
    assert states(operator.reads("doctor", "--account", "emisora")) == {"emisora/account": "good"}


def test_a_name_that_is_none_is_refused(operator: Operator, telegram: Service) -> None:
    """With the one that was meant."""
    result = operator.types("doctor", "--account", "canall")
    assert (result.exit_code, "¿Quiso decir «canal»?" in result.output) == (2, True)


@pytest.mark.parametrize(
    ("free", "state", "code"), [(doctor.PLENTY, "good", 0), (doctor.PLENTY - 1, "warning", 0), (SPARE - 1, "bad", 1)]
)
def test_a_disk_that_fills_up_is_told(
    operator: Operator, monkeypatch: pytest.MonkeyPatch, free: int, state: str, code: int
) -> None:
    """Before nothing can be sent any more."""
    operator.town(TOWN)
    monkeypatch.setattr("panel.doctor.shutil.disk_usage", lambda _: Disk(10**12, 0, free))
    assert states(operator.reads("doctor", code=code)) == {"/disk": state}


@pytest.mark.parametrize(
    ("setting", "state"), [(None, "warning"), ("", "warning"), ("127.0.0.1, 10.0.0.0/8", "good"), ("nginx", "bad")]
)
def test_visitors_that_cannot_be_told_apart_are_told(
    operator: Operator, monkeypatch: pytest.MonkeyPatch, setting: str | None, state: str
) -> None:
    """Behind a proxy whose word is not believed, all votes come from one address; without public pages nobody asks."""
    if setting is not None:
        monkeypatch.setenv(PROXIES, setting)
    operator.town(TOWN)
    assert "/proxies" not in states(operator.reads("doctor"))
    accounts = ACCOUNTS.replace("web: {tipo: web, modo: pruebas}", "web: {tipo: web, modo: real}")
    desk = MUNICIPALITY + "ventanilla: http://127.0.0.1:9\n"
    operator.town({**TOWN, "canales.yaml": accounts, "municipio.yaml": desk})
    assert states(operator.reads("doctor", code=1))["/proxies"] == state


def test_what_only_the_public_would_meet_is_a_note_while_all_is_in_trial(operator: Operator) -> None:
    """Nobody is sent there yet: nothing is bad, and it is told what will have to be in order."""
    operator.town({**TOWN, "municipio.yaml": MUNICIPALITY + "ventanilla: http://127.0.0.1:9\n"})
    document = operator.reads("doctor")
    assert states(document) == {"/disk": "good", "/proxies": "note", "/desk": "note"}
    assert all(each["advice"].endswith(doctor.NOT_YET) for each in document if each["state"] == "note")
    told = operator.does("doctor")
    assert "Revisión: 2 notas y 1 bien" in told
    assert re.search(r"revisó: ventanilla *\n  Cómo está: nota *\n", told)


def _with_room(free: int, _folder: Path) -> Disk:
    return Disk(10**13, 0, free)


@pytest.mark.parametrize(
    ("standings", "title"),
    [
        ("good good", "Todo está bien: 2 de 2"),
        ("good bad", "Revisión: 1 mal y 1 bien"),
        ("warning warning", "Revisión: 2 piden atención"),
        ("good unknown bad warning good", "Revisión: 1 mal, 1 pide atención, 1 no se sabe y 2 bien"),
    ],
)
def test_the_title_says_how_things_stand(standings: str, title: str) -> None:
    """That all is well where all is; what only needs attention is not called well."""
    assert title_of([Standing(each) for each in standings.split()]) == title


def test_room_is_told_in_gigabytes(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of less than one, in megabytes."""
    operator.town(TOWN)
    rooms = {61_811_000_000: "Quedan 61,8 GB en", 1_234_500_000_000: "Quedan 1.234,5 GB en", 340_000_000: "340 MB"}
    for free, said in rooms.items():
        monkeypatch.setattr("panel.doctor.shutil.disk_usage", partial(_with_room, free))
        assert said in " ".join(operator.types("doctor").output.split())


def test_all_that_is_looked_at_has_a_spanish_name(operator: Operator) -> None:
    """Programs read words that stay the same; people read theirs, the system's errors too."""
    asked = re.compile(r'\b(?:\w*Finding|unseen|_told|certificate_finding|_unreached)\(\s*"([a-z_]+)"')
    rooms = ("channels", "website", "delivery", "panel")
    texts = [path.read_text("utf-8") for room in rooms for path in (ROOT / room).rglob("*.py")]
    checks = {name for text in texts for name in asked.findall(text)} | {"credit"}
    assert len(checks) > 30
    assert checks == set(CHECKS)
    operator.town({**TOWN, "municipio.yaml": MUNICIPALITY + "ventanilla: http://127.0.0.1:9\n"})
    told = operator.does("doctor")
    assert "disco" in told
    assert f"No se pudo abrir http://127.0.0.1:9 ({NOBODY}: " in told


def test_what_the_public_sees_is_looked_over(operator: Operator) -> None:
    """The site once its account is real, and the program's own pages; nobody answers at either address here."""
    closed = MUNICIPALITY.replace("https://villaclara.gov.co\n", "http://127.0.0.1:9\n", 1)
    assert closed != MUNICIPALITY
    accounts = ACCOUNTS.replace("web: {tipo: web, modo: pruebas}", "web: {tipo: web, modo: real}")
    operator.town({**TOWN, "canales.yaml": accounts, "municipio.yaml": closed + "ventanilla: http://127.0.0.1:9\n"})
    found = states(operator.reads("doctor", code=1))
    wanted = {"/site_folder": "good", "/site": "bad", "/desk": "bad"}
    assert {name: found.get(name) for name in wanted} == wanted
    assert "web/account" not in found


def test_a_site_is_looked_over_before_it_becomes_real(operator: Operator) -> None:
    """Named, its account is looked at in `pruebas` too: the public folder, and the address; none of the desk."""
    closed = MUNICIPALITY.replace("https://villaclara.gov.co\n", "http://127.0.0.1:9\n", 1)
    operator.town({**TOWN, "municipio.yaml": closed + "sitio-carpeta: publicada\nventanilla: http://127.0.0.1:9\n"})
    document = operator.reads("doctor", "--account", "web", code=1)
    assert states(document) == {"web/site_folder": "good", "web/site": "bad"}
    assert "publicada" in document[0]["evidence"]
