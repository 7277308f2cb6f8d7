"""The voting page: one vote each, by token or by device, without a cookie; what is not the public's stays shut."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.datastructures import Headers

from delivery.office.office import cancel
from panel.app import application
from panel.door import names
from panel.public import OFTEN, Proxies, Public, Throttle, WrongProxy, proxies
from storage.database import Database
from storage.surveys import surveys
from storage.votes import page_votes
from tests.delivery.desk import Desk, at_work
from tests.delivery.publications.test_surveys import CHANGES, DUE, FILE
from tests.panel.asking import Fixed

PROXY = "127.0.0.1"
FORM = re.compile(r'name="formulario" value="([^"]+)"')


@asynccontextmanager
async def town(database: Database, folder: Path) -> AsyncIterator[tuple[Desk, httpx.AsyncClient, str]]:
    """A survey that was just published, a client behind a proxy that is trusted, and the page's path."""
    async with at_work(database, folder, DUE, CHANGES) as desk:
        desk.people("luis@example.com")
        await desk.turn()
        async with visitor(desk) as client:
            with desk.database.read() as connection:
                [survey] = surveys(connection, desk.place.tenant_id)
            yield desk, client, f"/encuesta/{survey.code}"


def visitor(desk: Desk) -> httpx.AsyncClient:
    """Somebody's browser."""
    public = Public(desk.folder / "claves", Proxies((PROXY,)))
    app = application(desk.database, names("127.0.0.1"), Fixed(desk.clock.now()), public=public)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://participe.villaclara.gov.co")


def by(address: str, browser: str = "Firefox") -> dict[str, str]:
    """The headers of a request from an address."""
    return {"X-Forwarded-For": address, "User-Agent": browser}


async def vote(
    client: httpx.AsyncClient, path: str, option: int, address: str = "198.51.100.7", browser: str = "Firefox"
) -> httpx.Response:
    """Open the page, choose, and send."""
    headers = by(address, browser)
    found = FORM.search((await client.get(path, headers=headers)).text)
    form = found.group(1) if found else ""
    return await client.post(path, data={"opcion": str(option), "formulario": form}, headers=headers)


def counted(desk: Desk) -> list[tuple[str, int, int]]:
    """Kind of voter, option, votes."""
    with desk.database.read() as connection:
        [survey] = surveys(connection, desk.place.tenant_id)
        return [(each.by.value, each.option, each.votes) for each in page_votes(connection, survey.id)]


def own_link(folder: Path) -> str:
    """The path of the vote that the mail bears."""
    [path] = folder.rglob("*.eml")
    body = message_from_bytes(path.read_bytes(), policy=default).get_body(("plain",))
    assert body is not None
    return urlsplit(str(body.get_content()).partition("Vote aquí: ")[2].split()[0]).path


async def test_a_device_votes_once(database: Database, tmp_path: Path) -> None:
    """Reading counts nothing; a second vote changes nothing; another address is another device."""
    async with town(database, tmp_path) as (desk, client, path):
        page = await client.get(path, headers=by("198.51.100.7"))
        assert (page.status_code, counted(desk)) == (200, [])
        assert "¿Abrimos el sábado?" in page.text
        assert "Su voto quedó anotado" in (await vote(client, path, 1)).text
        assert "ya se votó" in (await vote(client, path, 0)).text
        assert "Su voto quedó anotado" in (await vote(client, path, 1, "198.51.100.8")).text
        assert counted(desk) == [("device", 1, 2)]
        assert not {"set-cookie"} & set(page.headers)


async def test_the_link_of_a_mail_votes_once_from_anywhere(database: Database, tmp_path: Path) -> None:
    """Its votes are told apart from those of devices; a link that was changed is as unknown as any."""
    async with town(database, tmp_path) as (desk, client, path):
        own = own_link(tmp_path)
        assert own.startswith(f"{path}/")
        assert "Su voto quedó anotado" in (await vote(client, own, 0)).text
        assert "ya se votó" in (await vote(client, own, 1, "203.0.113.9")).text
        assert "Su voto quedó anotado" in (await vote(client, path, 1, "198.51.100.8")).text
        assert counted(desk) == [("device", 1, 1), ("token", 0, 1)]
        wrong = [await client.get(each, headers=by("203.0.113.9")) for each in (f"{own}a", "/encuesta/aaaaaaaaaa/1-a")]
        assert {(each.status_code, each.text) for each in wrong} == {(404, wrong[0].text)}


async def test_two_votes_at_once_are_one(database: Database, tmp_path: Path) -> None:
    """The row is unique, whoever comes first."""
    async with town(database, tmp_path) as (desk, client, path):
        page = await client.get(path, headers=by("198.51.100.7"))
        data = {"opcion": "1", "formulario": FORM.findall(page.text)[0]}
        posts = (client.post(path, data=data, headers=by("198.51.100.7")) for _ in range(5))
        answers = await asyncio.gather(*posts)
        assert sum("quedó anotado" in each.text for each in answers) == 1
        assert counted(desk) == [("device", 1, 1)]


async def test_once_closed_it_shows_what_came_of_it(database: Database, tmp_path: Path) -> None:
    """With figures in words; a form from before counts no more."""
    async with town(database, tmp_path) as (desk, client, path):
        await vote(client, path, 1)
        page = await client.get(path, headers=by("198.51.100.9"))
        desk.clock.pass_(days=2)
        await desk.settle()
        async with visitor(desk) as later:
            data = {"opcion": "0", "formulario": FORM.findall(page.text)[0]}
            sent = await later.post(path, data=data, headers=by("198.51.100.9"))
            shown = await later.get(path, headers=by("198.51.100.9"))
        assert "La encuesta cerró" in sent.text
        assert "No: <strong>1</strong> (100 %)" in shown.text
        assert counted(desk) == [("device", 1, 1)]


async def test_votes_of_a_test_are_no_citizens(database: Database, tmp_path: Path) -> None:
    """What staff tried out is forgotten once an account asks for real, and a rehearsed mail's link has no vote then."""
    async with town(database, tmp_path) as (desk, client, path):
        own = own_link(tmp_path)
        await vote(client, own, 0)
        await vote(client, path, 0)
        accounts = (desk.config / "canales.yaml").read_text("utf-8")
        campaign = str(CHANGES[FILE]).replace("[correo, web, canal]", "[correo, web, canal, portada]")
        await desk.reload({"canales.yaml": f"{accounts}portada: {{tipo: web, modo: real}}\n", FILE: campaign})
        await desk.turn()
        assert counted(desk) == []
        assert "Este enlace salió de una cuenta en pruebas" in (await vote(client, own, 0)).text
        await vote(client, path, 1)
        assert counted(desk) == [("device", 1, 1)]


async def test_once_called_off_it_says_so(database: Database, tmp_path: Path) -> None:
    """A vote that comes later counts no more, and those that came are no result."""
    async with town(database, tmp_path) as (desk, client, path):
        await vote(client, path, 1)
        desk.write(cancel, "matriculas/anuncio@1", "ana", desk.clock.now())
        answer = await vote(client, path, 0, "198.51.100.8")
        assert "Encuesta cancelada." in answer.text
        assert counted(desk) == [("device", 1, 1)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"opcion": "1"}, 403),
        ({"opcion": "1", "formulario": "9999999999-aaaaaaaaaaaaaaaa"}, 403),
        ({"opcion": "1", "formulario": "ñ-²"}, 403),
        ({"opcion": "7", "formulario": "right"}, 400),
        ({"opcion": "-1", "formulario": "right"}, 400),
        ({"opcion": "<script>", "formulario": "right"}, 400),
        ({"formulario": "right"}, 400),
        ({"opcion": "1", "formulario": "x" * 5000}, 413),
    ],
)
async def test_a_hostile_vote_counts_nothing(
    sqlite_database: Database, tmp_path: Path, data: dict[str, str], code: int
) -> None:
    """Without the form of the page, with no option of it, or too large."""
    async with town(sqlite_database, tmp_path) as (desk, client, path):
        page = await client.get(path, headers=by("198.51.100.7"))
        told = {key: FORM.findall(page.text)[0] if value == "right" else value for key, value in data.items()}
        answer = await client.post(path, data=told, headers=by("198.51.100.7"))
        assert (answer.status_code, counted(desk)) == (code, [])
        assert "<script>" not in answer.text


async def test_a_form_is_of_one_visitor(sqlite_database: Database, tmp_path: Path) -> None:
    """Another site cannot make somebody's browser vote with a form that it has fetched itself."""
    async with town(sqlite_database, tmp_path) as (desk, client, path):
        page = await client.get(path, headers=by("198.51.100.7"))
        data = {"opcion": "1", "formulario": FORM.findall(page.text)[0]}
        answer = await client.post(path, data=data, headers=by("203.0.113.9"))
        assert (answer.status_code, counted(desk)) == (403, [])


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/salud", 404),
        ("GET", "/metrics", 404),
        ("GET", "/", 404),
        ("GET", "/encuesta/../salud", 404),
        ("GET", "/encuesta/%2e%2e/salud", 404),
        ("GET", "/encuesta/..%2f..%2fclaves", 404),
        ("GET", "/encuesta/", 404),
        ("PUT", "/encuesta/aaaaaaaaaa", 405),
        ("GET", "/encuesta/estilo.css", 200),
    ],
)
async def test_the_world_sees_what_is_public_alone(
    sqlite_database: Database, tmp_path: Path, method: str, path: str, code: int
) -> None:
    """What a proxy passes on from outside reaches the surveys and nothing else, whatever name it is called by."""
    async with town(sqlite_database, tmp_path) as (_, client, _):
        for host in ("participe.villaclara.gov.co", "127.0.0.1"):
            answer = await client.request(method, path, headers=by("198.51.100.7") | {"Host": host})
            assert answer.status_code == code


async def test_every_answer_bears_what_guards_a_browser(sqlite_database: Database, tmp_path: Path) -> None:
    """Nothing from elsewhere, no script, no frame; forms only to us."""
    async with town(sqlite_database, tmp_path) as (_, client, path):
        policy = (await client.get(path, headers=by("198.51.100.7"))).headers["content-security-policy"]
        assert policy == (
            "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; "
            "base-uri 'none'"
        )


async def test_the_page_says_who_asks_and_what_for(database: Database, tmp_path: Path) -> None:
    """Contact, data policy and use of the vote (Ley 1581 de 2012), as the files have them now."""
    async with town(database, tmp_path) as (desk, client, path):
        page = (await client.get(path, headers=by("198.51.100.7"))).text
        assert '<a href="https://villaclara.gov.co/datos">Política de tratamiento de datos personales</a>' in page
        assert "<dt>Web</dt><dd>villaclara.gov.co</dd>" in page
        assert "salen de la dirección de su red y de su navegador, hechos con una clave que se borra" in page
        personal = (await client.get(own_link(tmp_path), headers=by("::1"))).text
        assert "salen de su enlace personal, de la dirección" in personal
        changed = str(CHANGES["municipio.yaml"]).replace("{Web: villaclara.gov.co}", "{Línea: 604 123}")
        await desk.reload({"municipio.yaml": changed})
        assert "<dt>Línea</dt><dd>604 123</dd>" in (await client.get(path, headers=by("198.51.100.7"))).text


async def test_an_address_that_asks_too_often_waits(sqlite_database: Database, tmp_path: Path) -> None:
    """Others do not."""
    async with town(sqlite_database, tmp_path) as (_, client, path):
        codes = [(await client.get(path, headers=by("198.51.100.7"))).status_code for _ in range(OFTEN + 1)]
        assert codes == [200] * OFTEN + [429]
        assert (await client.get(path, headers=by("198.51.100.8"))).status_code == 200


def test_a_throttle_forgets() -> None:
    """What is over counts no more, and no crowd of addresses fills the memory."""
    throttle = Throttle(often=1, within=timedelta(seconds=10), most=2)
    assert [throttle.admits("a", DUE), throttle.admits("a", DUE)] == [True, False]
    assert throttle.admits("a", DUE + timedelta(seconds=10))
    assert [throttle.admits(each, DUE) for each in ("b", "c")] == [True, True]
    assert set(throttle.addresses) == {"b", "c"}


@pytest.mark.parametrize(
    ("trusted", "peer", "told", "client"),
    [
        ((), "127.0.0.1", ["203.0.113.1"], "127.0.0.1"),
        (("127.0.0.1",), "127.0.0.1", ["203.0.113.1"], "203.0.113.1"),
        (("127.0.0.1",), "198.51.100.7", ["203.0.113.1"], "198.51.100.7"),
        (("127.0.0.1",), "127.0.0.1", ["6.6.6.6, 203.0.113.1"], "203.0.113.1"),
        (("127.0.0.1",), "127.0.0.1", ["6.6.6.6", "203.0.113.1"], "203.0.113.1"),
        (("127.0.0.1", "10.0.0.0/8"), "127.0.0.1", ["203.0.113.1, 10.0.0.9"], "203.0.113.1"),
        (("127.0.0.1",), "127.0.0.1", [], "127.0.0.1"),
        (("127.0.0.1",), "127.0.0.1", ["203.0.113.1:4711"], "203.0.113.1"),
        (("127.0.0.1",), "127.0.0.1", ["[2001:db8::7]:4711"], "2001:db8::7"),
        (("127.0.0.1",), "127.0.0.1", ["[2001:db8::7]"], "2001:db8::7"),
        (("127.0.0.1",), "127.0.0.1", ["2001:db8::7"], "2001:db8::7"),
        (("127.0.0.1", "10.0.0.0/8"), "127.0.0.1", ["203.0.113.1:4711, 10.0.0.9:80"], "203.0.113.1"),
    ],
)
def test_only_a_trusted_proxy_is_believed(trusted: tuple[str, ...], peer: str, told: list[str], client: str) -> None:
    """Of what it says the last word counts that it has seen itself; what a visitor wrote before it does not."""
    headers = Headers(raw=[(b"x-forwarded-for", each.encode()) for each in told])
    assert Proxies(trusted).client(peer, headers) == client


def test_a_proxy_is_named_by_its_address() -> None:
    """A name would have to be looked up, and could change."""
    assert proxies({"PREGONERO_PROXIES": "127.0.0.1, 10.0.0.0/8"}).networks == ("127.0.0.1", "10.0.0.0/8")
    with pytest.raises(WrongProxy, match="«nginx» no es una dirección de red"):
        proxies({"PREGONERO_PROXIES": "nginx"})
