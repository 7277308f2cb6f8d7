"""Links that let somebody in once: the first of all, an invitation, a sign-in by mail."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from panel.entrance.coming_in import first_link
from panel.entrance.letters import link_address
from storage.database import Database
from storage.tables import user
from storage.user_links import LASTING, Purpose, make_link
from tests.campaigns.town import ACCOUNTS
from tests.delivery.letters import rows_that_open
from tests.delivery.relay import Start, real_mail
from tests.panel.staffed import FILES, OFFICE, OUTSIDE, OWN, PASSWORD, Office, office

REAL = ACCOUNTS.replace("modo: pruebas", "modo: real", 1)
"""Mail leaves: the first of the town's accounts."""
MAILS = {**FILES, "canales.yaml": REAL}
CHOSEN = {"clave": PASSWORD, "otra": PASSWORD}


def linked(town: Office, purpose: Purpose, number: int | None) -> str:
    """The path of a new link."""
    place = town.desk.place
    with town.desk.database.write() as connection:
        token = make_link(connection, place.keyring, place.tenant_id, number, purpose, town.desk.clock.now())
    return link_address(place, token)


async def opened(town: Office, path: str, **data: str) -> int:
    """What becomes of a link's form."""
    return (await town.browser.post(path, data=data, headers=OWN)).status_code


async def test_the_first_link_makes_an_administrator(database: Database, tmp_path: Path) -> None:
    """Once; whoever comes second with another finds that there is somebody."""
    async with office(database, tmp_path) as town:
        first = linked(town, Purpose.FIRST, None)
        page = await town.browser.get(first)
        assert "Luis Mora" in page.text
        assert await opened(town, first, persona="luis", **CHOSEN) == 303
        [row] = town.desk.rows("user")
        assert (row.person, row.role) == ("luis", "administrator")
        assert (await town.get("usuarios")).status_code == 200
        assert await opened(town, first, persona="ana", **CHOSEN) == 410
        assert await opened(town, linked(town, Purpose.FIRST, None), persona="ana", **CHOSEN) == 410


async def test_there_is_no_first_link_where_there_is_a_user(database: Database, tmp_path: Path) -> None:
    """A second start makes none."""
    async with office(database, tmp_path) as town:
        with database.write() as connection:
            assert first_link(connection, town.desk.place, town.desk.clock.now()) is not None
        town.user("ana")
        with database.write() as connection:
            assert first_link(connection, town.desk.place, town.desk.clock.now()) is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"persona": "nadie", **CHOSEN}, "Escoja quién es usted"),
        ({"persona": "luis", "clave": PASSWORD, "otra": f"{PASSWORD} "}, "no son iguales"),
        ({"persona": "luis", "clave": "corta", "otra": "corta"}, "al menos 12"),
        ({"persona": "luis", "clave": "a" * 30, "otra": "a" * 30}, "repite"),
        ({"persona": "luis", "clave": "Luis Mora 27", "otra": "Luis Mora 27"}, "lleva su nombre"),
        ({"persona": "luis", "clave": "Villa Clara 2027", "otra": "Villa Clara 2027"}, "lleva su nombre"),
    ],
)
async def test_a_weak_choice_uses_no_link_up(
    database: Database, tmp_path: Path, data: dict[str, str], said: str
) -> None:
    """It says why, and the link is good still."""
    async with office(database, tmp_path) as town:
        first = linked(town, Purpose.FIRST, None)
        answer = await town.browser.post(first, data=data, headers=OWN)
        assert (answer.status_code, said in answer.text) == (403, True)
        assert await opened(town, first, persona="luis", **CHOSEN) == 303


async def test_opening_a_link_uses_nothing_up(database: Database, tmp_path: Path) -> None:
    """Mail programs open links before anybody reads."""
    async with office(database, tmp_path) as town:
        path = linked(town, Purpose.SIGN_IN, town.user("ana").id)
        for _ in range(3):
            assert (await town.browser.get(path)).status_code == 200
        assert await opened(town, path) == 303
        assert await opened(town, path) == 410


@pytest.mark.parametrize("purpose", [Purpose.INVITATION, Purpose.RESET, Purpose.SIGN_IN])
async def test_a_link_is_good_for_its_time(database: Database, tmp_path: Path, purpose: Purpose) -> None:
    """Then it lets nobody in."""
    async with office(database, tmp_path) as town:
        path = linked(town, purpose, town.user("ana").id)
        town.desk.clock.pass_(seconds=LASTING[purpose].total_seconds())
        assert (await town.browser.get(path)).status_code == 410
        assert await opened(town, path, **CHOSEN) == 410


async def test_another_password_signs_all_browsers_out(database: Database, tmp_path: Path) -> None:
    """Whoever had the old one is out."""
    async with office(database, tmp_path) as town:
        ana = town.user("ana")
        await town.sign_in("ana")
        before = town.desk.rows("session")
        assert (
            await opened(
                town,
                linked(town, Purpose.RESET, ana.id),
                clave="otra nube y otro caballo",
                otra="otra nube y otro caballo",
            )
            == 303
        )
        assert {row.token_hash for row in before}.isdisjoint(row.token_hash for row in town.desk.rows("session"))
        assert (await town.sign_in("ana")).status_code == 403


async def test_a_newer_link_is_good_in_place_of_the_older(database: Database, tmp_path: Path) -> None:
    """Of one user and one purpose there is one."""
    async with office(database, tmp_path) as town:
        ana = town.user("ana")
        old, new = linked(town, Purpose.SIGN_IN, ana.id), linked(town, Purpose.SIGN_IN, ana.id)
        assert [await opened(town, old), await opened(town, new)] == [410, 303]


async def test_a_link_by_mail_lets_in(database: Database, tmp_path: Path, start_mail_server: Start) -> None:
    """It goes to the address that the files have, leads to the municipality's own name, and takes no password.

    A service that first refuses the mail gets the same one again. What its row says opens nothing, before or after.
    """
    mail = start_mail_server()
    mail.fail({"at": "DATA", "answer": "451 4.3.0 luego", "times": 1})
    async with office(database, tmp_path, {**FILES, **real_mail(mail.port)}) as town:
        town.user("ana", password=None)
        answer = await town.sign_in("ana@villaclara.gov.co", "", con="enlace")
        assert (answer.status_code, "Revise su correo" in answer.text) == (200, True)
        [row] = [row for row in town.desk.rows("publication") if row.message.startswith("panel~")]
        written = row.content["values"]["lineas"][1]
        assert written.startswith(f"{OUTSIDE}{OFFICE}enlace/")
        assert await opened(town, written.removeprefix(OUTSIDE)) == 410
        await town.desk.settle()
        assert mail.mails() == []
        town.desk.clock.pass_(minutes=5)
        await town.desk.settle()
        [came] = mail.mails()
        assert came["To"] == "ana@villaclara.gov.co"
        address = re.search(rf"{OUTSIDE}({OFFICE}enlace/\w+)", came.get_body(("plain",)).get_content())  # type: ignore[union-attr]
        assert address is not None
        assert rows_that_open(town.desk) == {}
        assert await opened(town, address[1]) == 303


@pytest.mark.parametrize("typed", ["nadie", "eva", "luis@villaclara.gov.co"])
async def test_nobody_learns_who_has_a_user(database: Database, tmp_path: Path, typed: str) -> None:
    """The same page, and no mail."""
    async with office(database, tmp_path, MAILS) as town:
        town.user("ana")
        answer = await town.sign_in(typed, "", con="enlace")
        known = await town.sign_in("ana", "", con="enlace")
        assert answer.text.replace(typed, "") == known.text.replace("«ana»", "«»")
        assert len(town.desk.rows("delivery")) == 1


async def test_a_mailbox_is_not_filled(database: Database, tmp_path: Path) -> None:
    """Each link that is asked for counts as an attempt."""
    async with office(database, tmp_path, MAILS) as town:
        town.user("ana")
        codes = [(await town.sign_in("ana", "", con="enlace")).status_code for _ in range(6)]
        assert codes == [200] * 5 + [429]


async def test_without_an_address_of_ours_no_link_is_offered(database: Database, tmp_path: Path) -> None:
    """A town without `ventanilla` has nowhere to lead to."""
    async with office(database, tmp_path, {"canales.yaml": REAL}) as town:
        town.user("ana")
        assert "enlace al correo" not in (await town.get("entrar")).text
        assert (await town.sign_in("ana", "", con="enlace")).status_code == 403


async def test_in_trial_no_link_is_offered(database: Database, tmp_path: Path) -> None:
    """The mail would end as a file of the office's, and whoever waits for it would not come in."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        assert "enlace al correo" not in (await town.get("entrar")).text
        assert (await town.sign_in("ana", "", con="enlace")).status_code == 403
        assert town.desk.rows("publication") == []


async def test_rows_tell_no_link(database: Database, tmp_path: Path) -> None:
    """Of each there is its SHA-256 alone."""
    async with office(database, tmp_path) as town:
        path = linked(town, Purpose.SIGN_IN, town.user("ana").id)
        [row] = town.desk.rows("user_link")
        assert path.rpartition("/")[2] not in str(row)
        with database.read() as connection:
            assert connection.execute(select(user.c.password_hash)).scalar_one().startswith("$argon2id$")
