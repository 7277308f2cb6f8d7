"""How often a subscription may be asked for: by a network, a mailbox and a whole town."""

from pathlib import Path

import pytest
from sqlalchemy import insert

from audience.addresses import normalise
from audience.signups import CEILING, FEW, FLOOD, MOST
from panel.form_desk import OFTEN
from panel.public import HOUSES
from storage.database import Database
from storage.tables import signup
from tests.delivery.desk import Desk
from tests.delivery.relay import Start
from tests.panel.subscribing import SAID, send, subscribing


async def test_a_network_and_a_town_have_so_many(sqlite_database: Database, tmp_path: Path) -> None:
    """A program that asks for one address after another is stopped: by its network, and by how much a town asks for."""
    async with subscribing(sqlite_database, tmp_path, 1) as (desk, client):
        answers = []
        for number in range(OFTEN + 1):
            answers.append(await send(client, f"p{number}@example.com"))
            desk.clock.pass_(seconds=10)
        assert [each.status_code for each in answers] == [200] * OFTEN + [429]
        _fill(desk, CEILING - OFTEN)
        assert (await send(client, address="203.0.113.9")).status_code == 503
        desk.clock.pass_(hours=2)
        assert (await send(client, address="203.0.113.9")).status_code == 200


async def test_a_neighbour_gets_through_a_flood(sqlite_database: Database, tmp_path: Path) -> None:
    """Beyond what a town asks for, whoever asked much is refused, and whoever asked for little is not."""
    async with subscribing(sqlite_database, tmp_path, 1) as (desk, client):
        _fill(desk, FLOOD, "203.0.113.9")
        assert (await send(client, address="203.0.113.9")).status_code == 503
        answers = [await send(client, f"p{each}@example.com", address="203.0.113.10") for each in range(FEW + 1)]
        assert [each.status_code for each in answers] == [200] * FEW + [503]


async def test_the_houses_of_one_customer_ask_for_five_times_as_much(sqlite_database: Database, tmp_path: Path) -> None:
    """Who has 65,536 networks of IPv6 has not as many times twenty subscriptions; another customer has his own."""
    async with subscribing(sqlite_database, tmp_path, 1) as (desk, client):
        codes = []
        for number in range(OFTEN * HOUSES + 1):
            house = f"2001:db8:7:{number // (OFTEN - 1):x}::1"
            codes.append((await send(client, f"p{number}@example.com", address=house)).status_code)
            desk.clock.pass_(seconds=5)
        assert codes == [200] * OFTEN * HOUSES + [429]
        assert (await send(client, address="2001:db8:8::1")).status_code == 200


@pytest.mark.parametrize(
    "written",
    [
        ["ana@example.com", "ana+1@example.com", "Ana+2@EXAMPLE.com", "ana+tres+3@example.com"],
        ["ana.b@gmail.com", "anab+1@gmail.com", "a.n.a.b@googlemail.com", "An.ab@gmail.com"],
    ],
    ids=["tag", "dots"],
)
async def test_a_mailbox_is_asked_so_often_however_it_is_written(
    database: Database, tmp_path: Path, written: list[str]
) -> None:
    """From other networks too, and the answer tells nothing; who begins alike is another, and is asked."""
    async with subscribing(database, tmp_path, 1) as (desk, client):
        last = written[0].replace("@", "c@")
        for number, mail in enumerate([*written, last]):
            assert SAID in (await send(client, mail, address=f"203.0.113.{number}")).text
        kept = [normalise("correo", row.address) for row in desk.rows("signup")]
        assert kept == [normalise("correo", each) for each in [*written[:MOST], last]]


async def test_what_nobody_confirms_is_forgotten(database: Database, tmp_path: Path) -> None:
    """A week later neither the page's row nor the mail's has the address any more."""
    async with subscribing(database, tmp_path, 1) as (desk, client):
        await send(client)
        desk.clock.pass_(days=7)
        await desk.settle()
        assert [row.address for row in desk.rows("delivery") if row.audience == "por-confirmar"] == [None]
        assert desk.rows("signup") == []


async def test_who_comes_after_a_week_without_anybody_is_asked_too(
    database: Database, tmp_path: Path, start_mail_server: Start
) -> None:
    """SQLite gives the number of the row that was forgotten to the next one: its mail is another one all the same."""
    mail = start_mail_server()
    async with subscribing(database, tmp_path, mail.port) as (desk, client):
        await send(client)
        await desk.turn()
        desk.clock.pass_(days=7)
        await desk.settle()
        assert (await send(client, "eva@example.com")).status_code == 200
        await desk.turn()
        asked = [each for each in mail.mails() if "Confirme" in each["Subject"]]
        assert [each["To"] for each in asked] == ["ana@example.com", "eva@example.com"]


def _fill(desk: Desk, number: int, origin: str = "") -> None:
    row = {"tenant": desk.place.tenant_id, "address": "x", "topics": [], "notice": "", "origin": origin}
    rows = [row | {"key": str(each), "asked_at": desk.clock.now()} for each in range(number)]
    with desk.database.write() as connection:
        connection.execute(insert(signup), rows)
