"""X and Telegram in trouble: what is due stays in its rows, the account waits, and afterwards each goes out once."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from delivery.office.office import resume
from storage.database import Database
from storage.lanes import lanes
from tests.campaigns.town import ACCOUNTS, AUDIENCES, CAMPAIGN, MUNICIPALITY
from tests.channels.service import Service
from tests.delivery.desk import Desk, at_work
from tests.delivery.relay import DUE, FILE
from tests.servers.process import Server
from tests.story.place import ENVIRONMENT, telegram_account, x_account

StartServer = Callable[..., Server]
SERVICES = {"x": ("tests.servers.x_api", x_account), "canal": ("tests.servers.bot_api", telegram_account)}
BROADCAST = pytest.mark.parametrize("account", SERVICES)


def town(account: str, address: str, count: int = 1, expires: str = "20 días") -> dict[str, str | bytes | None]:
    """The town with so many posts due at once on one account; nobody there is told of an account that is down."""
    start = ACCOUNTS[: ACCOUNTS.index("canal:")]
    rest = ACCOUNTS[ACCOUNTS.index("emisora:") :]
    message = CAMPAIGN[CAMPAIGN.index("  - id: anuncio") :].replace("[correo, web]", f"[{account}]")
    posts = [
        message.replace("anuncio", f"anuncio{number}").replace("matrículas.", f"matrículas {number}.")
        + f"    vence: {expires}\n"
        for number in range(count)
    ]
    return {
        "municipio.yaml": MUNICIPALITY.replace("avisos: correo\n", ""),
        "canales.yaml": start + SERVICES[account][1](address) + rest,
        "publicos.yaml": AUDIENCES.replace("[correo, web]", f"[correo, web, {account}]"),
        FILE: CAMPAIGN[: CAMPAIGN.index("  - id: anuncio")] + "".join(posts),
    }


def service(account: str, start_server: StartServer, folder: Path) -> Service:
    """Its server."""
    return Service.start(start_server, SERVICES[account][0], folder)


def lane_of(desk: Desk) -> Any:
    """The account's lane as its row says."""
    with desk.database.read() as connection:
        [row] = lanes(connection, desk.place.tenant_id)
    return row


@BROADCAST
@pytest.mark.parametrize(
    ("fault", "least"),
    [("flood-day", timedelta(days=1)), ("flood-past", timedelta(seconds=10)), ("flood-untimed", timedelta(seconds=10))],
)
async def test_a_flood_rests_the_account_as_long_as_it_asks(
    sqlite_database: Database, tmp_path: Path, start_server: StartServer, account: str, fault: str, least: timedelta
) -> None:
    """A day, a time that is past, none at all: nothing is asked before, no attempt is burnt, then it goes out once."""
    found = service(account, start_server, tmp_path)
    async with at_work(sqlite_database, tmp_path, DUE, town(account, found.address), ENVIRONMENT) as desk:
        found.then(fault)
        await desk.turn()
        assert desk.states() == {"pending": 1}
        assert desk.deliveries()[0].attempts == 0
        row = lane_of(desk)
        assert not row.needs_person
        assert row.paused_until - desk.clock.now() >= least
        desk.clock.moment = row.paused_until - timedelta(seconds=1)
        await desk.settle()
        assert len(found.calls()) == 1
        desk.clock.pass_(seconds=2)
        await desk.settle()
        assert desk.states() == {"sent": 1}
        assert len(found.calls()) == 2


@BROADCAST
async def test_a_flood_without_end_ends_with_the_message_s_time(
    sqlite_database: Database, tmp_path: Path, start_server: StartServer, account: str
) -> None:
    """429 for ever: the service is asked ever more seldom, and at its end the message has failed, visibly."""
    found = service(account, start_server, tmp_path)
    changes = town(account, found.address, expires="1 día")
    async with at_work(sqlite_database, tmp_path, DUE, changes, ENVIRONMENT) as desk:
        found.then(*["flood-untimed"] * 1000)
        for _ in range(25 * 6):
            await desk.turn()
            desk.clock.pass_(minutes=10)
        [row] = desk.deliveries()
        assert (row.state, row.error_code) == ("failed", "expired")
        assert len(found.calls()) < 24 * 6
        assert desk.publication(f"anuncio0/{account}@1").state == "done_with_errors"


@pytest.mark.parametrize(("account", "fault"), [("x", "unauthorized"), ("x", "no-credits"), ("canal", "unauthorized")])
async def test_an_account_that_is_shut_in_mid_campaign_waits_for_a_person(
    sqlite_database: Database, tmp_path: Path, start_server: StartServer, account: str, fault: str
) -> None:
    """A token revoked, credits gone: what is left stays for days, and after the fix `resume` sends it once."""
    found = service(account, start_server, tmp_path)
    changes = town(account, found.address, count=4)
    async with at_work(sqlite_database, tmp_path, DUE, changes, ENVIRONMENT) as desk:
        found.then("good", fault)
        await desk.turn()
        left, asked = desk.states()["pending"], len(found.calls())
        assert left > 0
        assert lane_of(desk).needs_person
        desk.clock.pass_(days=2)
        await desk.settle()
        assert (desk.states()["pending"], len(found.calls())) == (left, asked)
        desk.write(resume, "matriculas/anuncio3@1", "ana", desk.clock.now())
        await desk.settle()
        assert desk.states() == {"sent": 4}
        # Days later a service is asked for its figures too.
        sends = [call for call in found.calls() if call.get("method") != "GET"]
        assert len(sends) == asked + left
        texts = [str(call.get("text")) for call in sends if call["fault"] == "good"]
        assert len(texts) == len(set(texts)) == 4


@BROADCAST
@pytest.mark.parametrize("fault", ["page-502", "truncated", "huge"])
async def test_an_answer_that_says_nothing_is_not_posted_again(
    sqlite_database: Database, tmp_path: Path, start_server: StartServer, account: str, fault: str
) -> None:
    """502 in HTML, JSON that breaks off, ten megabytes: it may stand there, and is shown; the next goes out."""
    found = service(account, start_server, tmp_path)
    changes = town(account, found.address, count=2)
    async with at_work(sqlite_database, tmp_path, DUE, changes, ENVIRONMENT) as desk:
        found.then(fault)
        await desk.turn()
        assert desk.states() == {"uncertain": 1, "sent": 1}
        assert len(found.calls()) == 2
