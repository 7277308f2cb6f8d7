"""The gate: no page of the office without a session, a right, and a form of its own."""

import re
from pathlib import Path

import pytest

from panel.entrance.roles import RIGHTS, Role
from panel.entrance.transport import Transport
from panel.office.asked import Page
from panel.office.forms import MOST_FIELDS
from panel.office.offices import NOTES, WAYS, pages
from panel.office.sheets import Sheets
from panel.office.still import Still
from panel.public import Proxies
from storage.database import Database
from tests.panel.staffed import OFFICE, OWN, office, token_in

PAGES = pages(Sheets(Still(), WAYS, NOTES), Transport(Proxies()))
WRITING = [page for page in PAGES if page.writes]


def path_of(page: Page) -> str:
    """An address of a page, whatever it has in it."""
    return OFFICE + re.sub(r"\{(\w+):int\}", "1", re.sub(r"\{\w+\}", "algo", page.path))


async def test_every_page_asks_who_it_is(database: Database, tmp_path: Path) -> None:
    """Without a session all lead to the entrance, forms too, and so does a cookie that was made up."""
    async with office(database, tmp_path) as town:
        for cookie in ("", "inventada"):
            if cookie:
                town.browser.cookies.set("pregonero-villa-clara", cookie, domain="127.0.0.1", path=OFFICE)
            for page in PAGES:
                for method in ["GET", *(["POST"] if page.writes else [])]:
                    answer = await town.browser.request(method, path_of(page), headers=OWN)
                    assert answer.status_code == 303, path_of(page)
                    assert answer.headers["location"].startswith(f"{OFFICE}entrar"), path_of(page)


@pytest.mark.parametrize("role", list(Role))
async def test_every_page_asks_for_its_right(database: Database, tmp_path: Path, role: Role) -> None:
    """A role sees what its rights say and nothing else, in the menu too."""
    async with office(database, tmp_path) as town:
        person = "veeduria" if role is Role.CONTRIBUTOR else "ana"
        town.user(person, role)
        await town.sign_in(person)
        menu = (await town.get("cuenta")).text
        for page in PAGES:
            allowed = page.right in RIGHTS[role]
            if page.path != "salir":
                answer = await town.browser.get(path_of(page))
                assert (answer.status_code != 403) == allowed, (page.path, answer.status_code)
        for way in WAYS:
            assert (f'href="{OFFICE}{way.path}"' in menu) == (way.right in RIGHTS[role]), way.path


@pytest.mark.parametrize(
    ("token", "headers"),
    [
        ("", OWN),
        ("0" * 64, OWN),
        ("right", {"Origin": "https://malo.example"}),
        ("right", {"Sec-Fetch-Site": "cross-site"}),
        ("right", {"Origin": "null"}),
    ],
    ids=["no token", "another token", "another origin", "another site", "no origin that has a name"],
)
async def test_no_foreign_form_does_anything(
    database: Database, tmp_path: Path, token: str, headers: dict[str, str]
) -> None:
    """Each page that takes a form refuses one that its own page did not make."""
    async with office(database, tmp_path) as town:
        town.user("ana", Role.ADMINISTRATOR)
        await town.sign_in("ana")
        right = token_in((await town.get("cuenta")).text)
        before = [dict(row._mapping) for row in town.desk.rows("audit")]
        for page in WRITING:
            data = {"ficha": right if token == "right" else token} if token else {}
            answer = await town.browser.post(path_of(page), data=data, headers=headers)
            assert answer.status_code == 403, page.path
        assert [dict(row._mapping) for row in town.desk.rows("audit")] == before


async def test_a_token_of_another_session_is_none(database: Database, tmp_path: Path) -> None:
    """What an earlier session's page said is worth nothing in the next."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        await town.sign_in("ana")
        old = token_in((await town.get("cuenta")).text)
        await town.sign_in("ana")
        answer = await town.browser.post(f"{OFFICE}salir", data={"ficha": old}, headers=OWN)
        assert answer.status_code == 403


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
async def test_a_form_is_never_read_beyond_its_size(database: Database, tmp_path: Path, kind: str) -> None:
    """Whatever it says of its length."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        await town.sign_in("ana")
        body = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"a" * 100_000 + b"\r\n--x--\r\n"
        answer = await town.browser.post(f"{OFFICE}salir", content=body, headers={**OWN, "Content-Type": kind})
        assert answer.status_code == 413


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"nada"),
        ("multipart/form-data; boundary=x", b"--x\r\nmal"),
        ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * (MOST_FIELDS + 2))),
        ("application/json", b'{"ficha": 1}'),
        ("", b"\xff\xfe\x00"),
    ],
)
async def test_what_is_no_form_is_refused(database: Database, tmp_path: Path, kind: str, body: bytes) -> None:
    """In a page, not an error of the program."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        await town.sign_in("ana")
        answer = await town.browser.post(f"{OFFICE}salir", content=body, headers={**OWN, "Content-Type": kind})
        assert answer.status_code == 403


async def test_the_pages_carry_what_a_browser_needs_to_guard_them(database: Database, tmp_path: Path) -> None:
    """No script but our own, no frame of others, nothing kept, nothing told on the way out."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        await town.sign_in("ana")
        for answer in (await town.get("hoy"), await town.get("entrar"), await town.get("no-existe")):
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "script-src 'self'" in policy
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "same-origin"
            assert not re.search(r"<script>|\son\w+=|\sstyle=|<style", answer.text)


async def test_style_and_script_are_kept_by_browsers(database: Database, tmp_path: Path) -> None:
    """They come packed, from this machine alone, under an address that changes with them."""
    async with office(database, tmp_path) as town:
        page = (await town.get("entrar")).text
        for address in re.findall(r'(?:href|src)="([^"]+estaticos[^"]+)"', page):
            answer = await town.browser.get(address)
            assert (answer.status_code, answer.headers["content-encoding"]) == (200, "gzip")
            assert "immutable" in answer.headers["cache-control"]
        assert "http" not in re.sub(r'"(?:http://127|data:)[^"]*"', "", page.split("<body")[0])
        assert (await town.browser.get("/panel/estaticos/..%2Fpanel.css")).status_code == 404


async def test_the_panel_s_own_names_are_asked_for(database: Database, tmp_path: Path) -> None:
    """A foreign page that points its name here gets nothing; the municipality's `ventanilla` is one of ours."""
    async with office(database, tmp_path) as town:
        codes = {}
        for name in ("malo.example", "participe.villaclara.gov.co", "127.0.0.1:8000"):
            codes[name] = (await town.browser.get(f"{OFFICE}entrar", headers={"Host": name})).status_code
        assert codes == {"malo.example": 421, "participe.villaclara.gov.co": 200, "127.0.0.1:8000": 200}


async def test_a_part_of_a_page_leads_to_the_entrance_as_a_whole(database: Database, tmp_path: Path) -> None:
    """What asks again by itself gets no sign-in form put in its place."""
    async with office(database, tmp_path) as town:
        answer = await town.browser.get(f"{OFFICE}hoy", headers={"HX-Request": "true"})
        assert (answer.status_code, answer.headers["hx-redirect"]) == (204, f"{OFFICE}entrar")


async def test_no_page_is_of_a_number_that_no_row_has(sqlite_database: Database, tmp_path: Path) -> None:
    """Whoever makes one up is told that nothing is there, and the database is not asked."""
    async with office(sqlite_database, tmp_path) as town:
        town.user("ana", Role.ADMINISTRATOR)
        await town.sign_in("ana")
        for page in PAGES:
            if ":int}" in page.path:
                path = re.sub(r"\{\w+\}", "1", re.sub(r"\{\w+:int\}", str(2**63), page.path))
                assert (await town.get(path)).status_code == 404, path


async def test_a_number_of_thousands_of_digits_is_of_no_page(sqlite_database: Database, tmp_path: Path) -> None:
    """For strangers, too, who are asked for nothing before an address is read."""
    async with office(sqlite_database, tmp_path) as town:
        for page in PAGES:
            if ":int}" in page.path:
                path = re.sub(r"\{\w+\}", "1", re.sub(r"\{\w+:int\}", "9" * 5000, page.path))
                assert (await town.get(path)).status_code < 500, path
