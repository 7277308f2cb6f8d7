"""Signing in with a password."""

from datetime import timedelta
from pathlib import Path

import pytest

from panel.entrance.pages import WRONG
from panel.entrance.throttle import OF_NAME_HERE, TOO_OFTEN, WITHIN
from storage.database import Database
from storage.sessions import IDLE, LONGEST
from tests.panel.staffed import OFFICE, OUTSIDE, OWN, PASSWORD, TOWN, office

THROUGH = {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https", "host": "participe.villaclara.gov.co"}


@pytest.mark.parametrize("typed", ["ana", " Ana ", "ana@villaclara.gov.co", "ANA@villaclara.gov.co"])
async def test_a_person_comes_in_by_slug_or_mail(database: Database, tmp_path: Path, typed: str) -> None:
    """However the name is typed; the act is in the audit."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        answer = await town.sign_in(typed)
        assert (answer.status_code, answer.headers["location"]) == (303, OFFICE)
        assert (await town.get("hoy")).status_code == 200
        assert town.told("sign_in") == ["ana"]


@pytest.mark.parametrize("wanted", ["//example.com", "https://example.com", "../../salud", "a//b", "\\\\example.com"])
async def test_nothing_leads_away_from_the_entrance(database: Database, tmp_path: Path, wanted: str) -> None:
    """Where somebody wanted to go is a page of the same office, or its beginning."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        answer = await town.sign_in("ana", siguiente=wanted)
        assert answer.headers["location"] == OFFICE


async def test_the_page_that_was_asked_for_comes_after_the_entrance(database: Database, tmp_path: Path) -> None:
    """With its query."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        first = await town.get("hoy?x=1")
        assert first.headers["location"] == f"{OFFICE}entrar?siguiente=hoy%3Fx%3D1"
        page = await town.browser.get(first.headers["location"])
        assert 'name="siguiente" value="hoy?x=1"' in page.text
        assert (await town.sign_in("ana", siguiente="hoy?x=1")).headers["location"] == f"{OFFICE}hoy?x=1"


@pytest.mark.parametrize(
    ("person", "password"),
    [("ana", "otra clave cualquiera"), ("nadie", PASSWORD), ("luis", PASSWORD), ("eva", PASSWORD), ("ana", "")],
    ids=["wrong password", "no person", "no user", "no password chosen", "empty"],
)
async def test_a_wrong_answer_tells_nothing(database: Database, tmp_path: Path, person: str, password: str) -> None:
    """The same page whether the name, the password or both are wrong."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        town.user("eva", password=None)
        answer = await town.sign_in(person, password)
        assert answer.status_code == 403
        assert WRONG in answer.text
        assert "set-cookie" not in answer.headers
        assert answer.text.replace(f'value="{person}"', "") == (
            (await town.sign_in("otro", password)).text.replace('value="otro"', "")
        )


async def test_a_user_of_whom_the_files_know_no_more_does_not_come_in(database: Database, tmp_path: Path) -> None:
    """Whoever is struck off `municipio.yaml` is shut out with it."""
    async with office(database, tmp_path) as town:
        town.user("fue")
        assert (await town.sign_in("fue")).status_code == 403


async def test_who_is_struck_off_is_out_at_once(database: Database, tmp_path: Path) -> None:
    """A session that was open opens nothing any more, from the moment at which the files are read again."""
    async with office(database, tmp_path) as town:
        town.user("eva")
        await town.sign_in("eva")
        assert (await town.get("hoy")).status_code == 200
        struck = TOWN.replace("  eva: {nombre: Eva Ríos, correo: eva@villaclara.gov.co}\n", "")
        await town.desk.reload({"municipio.yaml": struck})
        answer = await town.get("hoy")
        assert (answer.status_code, answer.headers["location"]) == (303, f"{OFFICE}entrar?siguiente=hoy")


async def test_too_many_failures_shut_a_name_out_for_a_while(database: Database, tmp_path: Path) -> None:
    """From that network, and whatever the password; a restart forgives nothing, fifteen minutes do."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        for _ in range(OF_NAME_HERE):
            assert (await town.sign_in("ana", "otra clave cualquiera")).status_code == 403
        answer = await town.sign_in("ana")
        assert (answer.status_code, TOO_OFTEN in answer.text) == (429, True)
    async with office(database, tmp_path) as town:
        assert (await town.sign_in("ana")).status_code == 429
        town.desk.clock.pass_(seconds=WITHIN.total_seconds())
        assert (await town.sign_in("ana")).status_code == 303


async def test_one_who_fails_shuts_no_other_out(database: Database, tmp_path: Path) -> None:
    """Five failures of one name leave the others of the same office alone."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        for _ in range(OF_NAME_HERE):
            await town.sign_in("luis", "otra clave cualquiera")
        assert (await town.sign_in("ana")).status_code == 303


@pytest.mark.parametrize("over", [IDLE, LONGEST], ids=["idle", "longest"])
async def test_a_session_is_over_after_its_time(database: Database, tmp_path: Path, over: timedelta) -> None:
    """Ten hours without a page, or a week whatever was asked for."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        await town.sign_in("ana")
        passed = timedelta()
        while over == LONGEST and passed + IDLE / 2 < over:
            town.desk.clock.pass_(seconds=IDLE.total_seconds() / 2)
            passed += IDLE / 2
            assert (await town.get("cuenta")).status_code == 200
        town.desk.clock.pass_(seconds=(over - passed).total_seconds())
        assert (await town.get("cuenta")).status_code == 303


async def test_each_sign_in_has_a_cookie_of_its_own(database: Database, tmp_path: Path) -> None:
    """What a browser brought along before is never taken over (session fixation)."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        town.browser.cookies.set("pregonero-villa-clara", "mia", domain="127.0.0.1", path=OFFICE)
        cookie = (await town.sign_in("ana")).headers["set-cookie"]
        assert "=mia" not in cookie
        assert {"HttpOnly", "SameSite=lax", f"Path={OFFICE}"} <= {part.strip() for part in cookie.split(";")}
        assert "Secure" not in cookie
        assert "mia" not in str(town.desk.rows("session"))
        assert cookie.partition("=")[2].partition(";")[0] not in str(town.desk.rows("session"))


async def test_over_tls_the_cookie_is_secure(database: Database, tmp_path: Path) -> None:
    """Behind a proxy that is believed, under the name of the municipality's `ventanilla`."""
    async with office(database, tmp_path, base=OUTSIDE, headers=THROUGH) as town:
        town.user("ana")
        data = {"usuario": "ana", "clave": PASSWORD, "con": "clave"}
        answer = await town.browser.post(f"{OFFICE}entrar", data=data, headers={"Origin": OUTSIDE})
        assert answer.status_code == 303
        assert answer.headers["set-cookie"].startswith("__Secure-pregonero-villa-clara=")
        assert "Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    "told",
    [{"x-forwarded-for": "203.0.113.9"}, {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "http"}],
)
async def test_no_password_is_typed_in_clear(database: Database, tmp_path: Path, told: dict[str, str]) -> None:
    """What comes from outside without TLS gets no form."""
    async with office(database, tmp_path, headers=told) as town:
        for answer in (await town.browser.get(f"{OFFICE}entrar"), await town.sign_in("ana")):
            assert answer.status_code == 403
            assert "no está cifrada" in answer.text
            assert "password" not in answer.text


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://malo.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}]
)
async def test_no_foreign_page_signs_anybody_in(database: Database, tmp_path: Path, headers: dict[str, str]) -> None:
    """Nor does it set whose account is open."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        data = {"usuario": "ana", "clave": PASSWORD, "con": "clave"}
        answer = await town.browser.post(f"{OFFICE}entrar", data=data, headers=headers)
        assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


async def test_whoever_goes_out_is_out(database: Database, tmp_path: Path) -> None:
    """The cookie is taken back, and opens nothing where it was kept."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        await town.sign_in("ana")
        kept = town.browser.cookies["pregonero-villa-clara"]
        assert (await town.post("salir")).status_code == 303
        town.browser.cookies.set("pregonero-villa-clara", kept, domain="127.0.0.1", path=OFFICE)
        assert (await town.get("cuenta")).status_code == 303
        assert town.told("sign_out") == ["ana"]


async def test_one_municipality_s_cookie_opens_no_other(database: Database, tmp_path: Path) -> None:
    """There is no such office, with or without a session."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        await town.sign_in("ana")
        assert (await town.browser.get("/panel/otro/cuenta", headers=OWN)).status_code == 404
