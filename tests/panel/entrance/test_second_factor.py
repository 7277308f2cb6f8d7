"""The second factor: codes of a telephone."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from pyotp import TOTP

from panel.entrance.letters import link_address
from panel.entrance.second_factor import STEP, unseal
from storage.database import Database
from storage.user_links import Purpose, make_link
from tests.panel.staffed import OFFICE, OWN, PASSWORD, TOWN, Office, office


def code(town: Office, secret: str, steps: int = 0) -> str:
    """What the telephone shows, some steps from now."""
    return TOTP(secret).at(town.desk.clock.now() + timedelta(seconds=STEP * steps))


async def activated(town: Office, person: str = "ana") -> str:
    """The secret of somebody who has just asked for codes, and is signed out."""
    town.user(person)
    await town.sign_in(person)
    page = (await town.get("cuenta/segundo-paso")).text
    found = re.search(r'name="secreto" value="([A-Z2-7]+)"', page)
    assert found is not None
    secret = found.group(1)
    answer = await town.post(
        "cuenta/segundo-paso", "cuenta/segundo-paso", secreto=secret, codigo=code(town, secret), antes=PASSWORD
    )
    assert answer.headers["location"].endswith("cuenta?hecho=factor")
    await town.post("salir")
    town.desk.clock.pass_(seconds=STEP * 2)
    return secret


async def typed(town: Office, told: str, step: str = "") -> int:
    """What becomes of a code after the right password."""
    page = await town.sign_in("ana")
    found = re.search(r'name="paso" value="([a-z0-9]+)"', page.text)
    assert found is not None, page.text
    data = {"paso": step or found.group(1), "codigo": told}
    return (await town.browser.post(f"{OFFICE}codigo", data=data, headers=OWN)).status_code


async def test_a_password_alone_opens_nothing(database: Database, tmp_path: Path) -> None:
    """The code of now does, and the one of half a minute before."""
    async with office(database, tmp_path) as town:
        secret = await activated(town)
        page = await town.sign_in("ana")
        assert (page.status_code, "set-cookie" in page.headers) == (200, False)
        assert await typed(town, "000000") == 403
        assert await typed(town, code(town, secret, -1)) == 303
        assert (await town.get("cuenta")).status_code == 200


async def test_the_audit_tells_what_came_before_the_code(database: Database, tmp_path: Path) -> None:
    """A password, or a link: also where a code was asked for after it."""
    async with office(database, tmp_path) as town:
        secret = await activated(town)
        assert await typed(town, code(town, secret)) == 303
        town.desk.clock.pass_(seconds=STEP * 2)
        with town.desk.database.write() as connection:
            number, now, place = town.desk.rows("user")[0].id, town.desk.clock.now(), town.desk.place
            token = make_link(connection, place.keyring, place.tenant_id, number, Purpose.SIGN_IN, now)
        page = await town.browser.post(link_address(town.desk.place, token), data={}, headers=OWN)
        found = re.search(r'name="paso" value="([a-z0-9]+)"', page.text)
        assert found is not None, page.text
        data = {"paso": found.group(1), "codigo": code(town, secret)}
        assert (await town.browser.post(f"{OFFICE}codigo", data=data, headers=OWN)).status_code == 303
        ways = [row.detail["by"] for row in town.desk.rows("audit") if row.verb == "sign_in"]
        assert ways == ["password", "password", "link"]


async def test_no_code_is_taken_twice(database: Database, tmp_path: Path) -> None:
    """Whoever looks over a shoulder comes too late (RFC 6238 §5.2); an older one is none, either."""
    async with office(database, tmp_path) as town:
        secret = await activated(town)
        told = code(town, secret)
        assert await typed(town, told) == 303
        assert await typed(town, told) == 403
        assert await typed(town, code(town, secret, -1)) == 403


async def test_codes_are_not_guessed(database: Database, tmp_path: Path) -> None:
    """After five wrong ones even the right one waits."""
    async with office(database, tmp_path) as town:
        secret = await activated(town)
        assert [await typed(town, f"00000{each}") for each in range(5)] == [403] * 5
        assert await typed(town, code(town, secret)) == 429


async def test_a_code_needs_the_password_before_it(database: Database, tmp_path: Path) -> None:
    """A step that nobody signed, or that is five minutes old, leads back to the beginning."""
    async with office(database, tmp_path) as town:
        secret = await activated(town)
        assert await typed(town, code(town, secret), step="aaaa") == 403
        page = await town.sign_in("ana")
        found = re.search(r'name="paso" value="([a-z0-9]+)"', page.text)
        assert found is not None
        town.desk.clock.pass_(minutes=6)
        assert await typed(town, code(town, secret), step=found.group(1)) == 403


async def test_a_secret_that_nobody_photographed_is_not_kept(database: Database, tmp_path: Path) -> None:
    """Its first code proves that it was."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        await town.sign_in("ana")
        answer = await town.post(
            "cuenta/segundo-paso", "cuenta/segundo-paso", secreto="A" * 32, codigo="000000", antes=PASSWORD
        )
        assert (answer.status_code, town.desk.rows("user")[0].totp_secret) == (403, None)


async def test_whoever_reads_the_rows_makes_no_codes(database: Database, tmp_path: Path) -> None:
    """The secret is sealed with a key that lies in `var/claves` alone."""
    async with office(database, tmp_path) as town:
        secret = await activated(town)
        [row] = town.desk.rows("user")
        assert secret not in row.totp_secret
        assert unseal(town.desk.place.keyring, row.totp_secret, town.desk.clock.now()) == secret


async def test_it_is_taken_away_with_the_password(database: Database, tmp_path: Path) -> None:
    """And not by whoever found an open browser."""
    async with office(database, tmp_path) as town:
        secret = await activated(town)
        await typed(town, code(town, secret))
        assert (await town.post("cuenta/sin-segundo-paso", antes="otra clave cualquiera")).status_code == 403
        assert (await town.post("cuenta/sin-segundo-paso", antes=PASSWORD)).status_code == 303
        assert town.desk.rows("user")[0].totp_secret is None
        assert town.told("remove_second_factor") == ["ana"]


async def test_no_code_lets_in_who_was_struck_off_meanwhile(sqlite_database: Database, tmp_path: Path) -> None:
    """Between the password and the code the files were read again, and know the person no more."""
    async with office(sqlite_database, tmp_path) as town:
        secret = await activated(town, "eva")
        page = await town.sign_in("eva")
        found = re.search(r'name="paso" value="([a-z0-9]+)"', page.text)
        assert found is not None, page.text
        struck = TOWN.replace("  eva: {nombre: Eva Ríos, correo: eva@villaclara.gov.co}\n", "")
        await town.desk.reload({"municipio.yaml": struck})
        data = {"paso": found.group(1), "codigo": code(town, secret)}
        answer = await town.browser.post(f"{OFFICE}codigo", data=data, headers=OWN)
        assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


@pytest.mark.parametrize("secret", ["!!", "A" * 31, "A" * 3000, "ÑÑ"])
async def test_a_secret_is_one_of_ours(sqlite_database: Database, tmp_path: Path, secret: str) -> None:
    """Another is not counted with: the page makes a new one, and asks again."""
    async with office(sqlite_database, tmp_path) as town:
        town.user("ana")
        await town.sign_in("ana")
        answer = await town.post(
            "cuenta/segundo-paso", "cuenta/segundo-paso", secreto=secret, codigo="123456", antes=PASSWORD
        )
        assert answer.status_code == 403
        assert re.search(r'name="secreto" value="([A-Z2-7]{32})"', answer.text)


async def test_a_browser_that_was_left_open_shuts_nobody_out(database: Database, tmp_path: Path) -> None:
    """Whoever finds it makes no second step of their own without the password, and guesses at that five times."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        await town.sign_in("ana")
        secret = "A" * 32
        told = {"secreto": secret, "codigo": code(town, secret)}
        way = "cuenta/segundo-paso"
        answers = [await town.post(way, way, **told, antes="otra clave cualquiera") for _ in range(5)]
        assert {answer.status_code for answer in answers} == {403}
        assert "Hubo demasiados intentos" in (await town.post(way, way, **told, antes=PASSWORD)).text
        new = {"antes": PASSWORD, "clave": "una clave muy nueva", "otra": "una clave muy nueva"}
        assert "Hubo demasiados intentos" in (await town.post("cuenta/clave", **new)).text
        assert town.told("add_second_factor") == []
        town.desk.clock.pass_(minutes=16)
        assert (await town.post("cuenta/clave", **new)).status_code == 303
