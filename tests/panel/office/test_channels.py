"""Canales: how each account is, what it may send, and a look at it that staff ask for."""

import asyncio
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from delivery.accounts.kept_checkup import begin
from panel.entrance.roles import Role
from panel.office import checkups
from storage.database import Database
from storage.tables import lane
from storage.unready import note_unready
from tests.campaigns.town import ACCOUNTS
from tests.channels.service import Service
from tests.panel.staffed import FILES, Office, office
from tests.servers.process import Server

PACE = "  ritmo: {cuota: 2000, por-segundo: 0.5}\n"
LIMITED = ACCOUNTS.replace("  destino: personas\n", f"  destino: personas\n{PACE}", 1)
Files = Mapping[str, str | bytes | None]


def with_telegram(start_server: Callable[..., Server], folder: Path) -> tuple[Service, Files]:
    """A server of ours in Telegram's place, and the files of a town whose channel is real."""
    (folder / "telegram").mkdir()
    service = Service.start(start_server, "tests.servers.bot_api", folder / "telegram")
    options = 'opciones: {token: "${PREGONERO_BOT}"'
    live = ACCOUNTS.replace(
        "  modo: pruebas\n  " + options, "  modo: real\n  " + options + f", servidor: {service.address}"
    )
    assert live != ACCOUNTS
    return service, {**FILES, "canales.yaml": live, "municipio.yaml": str(FILES["municipio.yaml"])}


async def looked(town: Office, **fields: str) -> str:
    """The page once a look has come to its end."""
    answer = await town.post("canales/revisar", "canales", **fields)
    assert answer.headers["location"].endswith("canales?hecho=canales-revision")
    for _ in range(3_000):
        await asyncio.sleep(0.02)
        page = (await town.get("canales")).text
        if "Se están revisando" not in page:
            return page
    raise AssertionError("it never came to its end")


NAMES = {"canal": "Telegram", "correo": "correo electrónico"}
"""What accounts are read as."""


def section(page: str, account: str) -> str:
    """What the page says of one account."""
    found = re.search(rf'id="cuenta-\d+">{NAMES.get(account, account)}\b(.*?)</section>', page, re.DOTALL)
    assert found is not None, page
    return found.group(1)


async def test_the_real_accounts_are_looked_at(
    database: Database, tmp_path: Path, start_server: Callable[..., Server]
) -> None:
    """With the machine, and when it was; nothing is asked of the others."""
    _, files = with_telegram(start_server, tmp_path)
    async with office(database, tmp_path, files) as town:
        town.user("ana")
        await town.sign_in("ana")
        assert "Todavía no se ha revisado." in section((await town.get("canales")).text, "canal")
        page = await looked(town)
        for told in ("Disco", "Quedan ", "Ventanilla"):
            assert told in page.partition('id="cuenta-1"')[0]
        assert "Token" in section(page, "canal")
        assert "Se revisó el 5 de enero de 2027" in section(page, "canal")
        assert "Todavía no se ha revisado." in section(page, "correo")


async def test_what_is_bad_is_told_with_what_to_do(
    database: Database, tmp_path: Path, start_server: Callable[..., Server]
) -> None:
    """First, in words, and open."""
    service, files = with_telegram(start_server, tmp_path)
    async with office(database, tmp_path, files) as town:
        town.user("ana")
        await town.sign_in("ana")
        service.then("unauthorized")
        its = section(await looked(town, cuenta="canal"), "canal")
        assert '<span class="estado malo">mal</span>' in its
        assert "data-hx-preserve open>" in its
        assert "Qué hacer: " in its


async def test_two_looks_are_not_at_once(database: Database, tmp_path: Path) -> None:
    """Nor in two processes; one whose process died is forgotten in time."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        await town.sign_in("ana")
        limit = checkups.LIMIT + checkups.GRACE
        with database.write() as connection:
            assert begin(connection, town.desk.place.tenant_id, town.desk.clock.now(), limit)
        page = (await town.get("canales")).text
        assert "Se están revisando las cuentas" in page
        assert "Revisar ahora" not in page
        assert 'data-hx-trigger="every 2s"' in page
        answer = await town.post("canales/revisar")
        assert answer.headers["location"].endswith("canales?hecho=canales-otra")
        town.desk.clock.pass_(seconds=limit.total_seconds() + 1)
        assert "Revisar ahora" in (await town.get("canales")).text


async def test_a_look_that_hangs_comes_to_an_end(
    database: Database, tmp_path: Path, start_server: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told, and another may begin."""
    service, files = with_telegram(start_server, tmp_path)
    monkeypatch.setattr(checkups, "LIMIT", timedelta(seconds=0.2))
    async with office(database, tmp_path, files) as town:
        town.user("ana")
        await town.sign_in("ana")
        service.then("hang")
        page = await looked(town, cuenta="canal")
        assert "no terminó en cinco minutos" in page
        assert "Revisar ahora" in page


async def test_limits_and_what_was_sent_are_numbers(database: Database, tmp_path: Path) -> None:
    """Of all lanes of a credential; what is older than the quota's time does not count."""
    async with office(database, tmp_path, {**FILES, "canales.yaml": LIMITED}) as town:
        town.user("ana", Role.READER)
        await town.sign_in("ana")
        now, sender = town.desk.clock.now(), town.desk.tenant.accounts["correo"].sender
        log = [[(now - timedelta(hours=ago)).isoformat(), count] for ago, count in ((30, 700), (2, 1200), (1, 34))]
        row = {"tenant": town.desk.place.tenant_id, "sender": sender, "shard": 7, "quota_log": log}
        with database.write() as connection:
            connection.execute(insert(lane).values(**row))
        its = section((await town.get("canales")).text, "correo")
        assert "Cupo: 1.234 de 2.000 en 24 horas" in its
        assert "1 cada 2 segundos" in its


async def test_a_stopped_account_goes_on_by_a_word(database: Database, tmp_path: Path) -> None:
    """Why it stands still is told to all; whoever operates lets it go on, and the audit keeps who."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        town.user("luis", Role.READER)
        await town.sign_in("luis")
        sender, number = town.desk.tenant.accounts["canal"].sender, town.desk.place.tenant_id
        row = {"tenant": number, "sender": sender, "needs_person": True, "last_error": "El token ya no sirve."}
        with database.write() as connection:
            connection.execute(insert(lane).values(**row, failures=3))
            note_unready(connection, number, "correo", "El servidor no acepta la clave.", town.desk.clock.now())
        page = (await town.get("canales")).text
        assert "detenida" in section(page, "canal")
        assert "El token ya no sirve." in section(page, "canal")
        assert "El servidor no acepta la clave." in section(page, "correo")
        assert "seguir enviando" not in page
        assert (await town.post("canales/seguir", cuenta="canal")).status_code == 403
        await town.sign_in("ana")
        for note in ("canales-seguir", "canales-sigue"):
            answer = await town.post("canales/seguir", "canales", cuenta="canal")
            assert answer.headers["location"].endswith(f"canales?hecho={note}")
        assert town.told("resume") == ["ana"]
        assert "detenida" not in (await town.get("canales")).text
        assert (await town.post("canales/seguir", cuenta="nada")).status_code == 404
