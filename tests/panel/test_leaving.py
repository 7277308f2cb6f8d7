"""The page behind the link of a message: a click leaves, looking changes nothing, and who guesses gets nowhere."""

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

from audience.addresses import recipient_key
from audience.leaving_token import Leaver, leaving_token
from audience.suppression import suppressions
from panel.app import application
from panel.door import names
from panel.public import OFTEN, Proxies, Public
from storage.database import Database
from storage.keyring import Keyring, SigningKey
from storage.tokens import Use, sign
from tests.campaigns.town import MUNICIPALITY
from tests.delivery.desk import Desk, at_work, bogota
from tests.panel.asking import Fixed

DUE = bogota("2026-12-28T08:00")
CHANGES = {"municipio.yaml": f"{MUNICIPALITY}ventanilla: https://participe.villaclara.gov.co\n"}
CLICK = {"List-Unsubscribe": "One-Click"}
FORM = re.compile(r'name="formulario" value="([^"]+)"')
LUIS = "luis@example.com"


@asynccontextmanager
async def town(database: Database, folder: Path) -> AsyncIterator[tuple[Desk, httpx.AsyncClient]]:
    """A municipality with one person on its list, and somebody's browser."""
    async with at_work(database, folder, DUE, CHANGES) as desk:
        desk.people(LUIS)
        async with visitor(desk) as client:
            yield desk, client


def visitor(desk: Desk, **later: float) -> httpx.AsyncClient:
    """Somebody's browser, so much later."""
    public = Public(desk.folder / "claves", Proxies())
    now = desk.clock.now() + timedelta(**later)
    app = application(desk.database, names("127.0.0.1"), Fixed(now), desk.places, public)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://participe.villaclara.gov.co")


def leaver(desk: Desk, mail: str = LUIS, class_: str = "servicio", *, trial: bool = False) -> Leaver:
    """Whoever has a mail of that class."""
    key = recipient_key(desk.place.keyring.address_key, mail)
    return Leaver(desk.place.tenant_id, key, class_, trial=trial)


def link(desk: Desk, mail: str = LUIS, class_: str = "servicio", *, trial: bool = False) -> str:
    """The path of that mail's link."""
    return f"/baja/{leaving_token(desk.place.keyring, leaver(desk, mail, class_, trial=trial))}"


def own_link(folder: Path) -> str:
    """The path of the link that the one mail bears, which stands at its foot too."""
    [path] = folder.rglob("*.eml")
    mail = message_from_bytes(path.read_bytes(), policy=default)
    [page] = re.findall(r"<(https:[^>]+)>", str(mail["List-Unsubscribe"]))
    bodies = [mail.get_body((kind,)) for kind in ("plain", "html")]
    assert [body is not None and page in str(body.get_content()) for body in bodies] == [True, True]
    return str(urlsplit(page).path)


def left(desk: Desk) -> list[tuple[str, str]]:
    """Class and reason of all that is set down."""
    with desk.database.read() as connection:
        return [(row.of_class, row.reason) for row in suppressions(connection, desk.place.tenant_id)]


@pytest.mark.parametrize("multipart", [False, True])
async def test_one_click_leaves_at_once(database: Database, tmp_path: Path, multipart: bool) -> None:
    """In both forms of RFC 8058 §3.2, without a cookie; said twice it is said once, and answered alike."""
    async with town(database, tmp_path) as (desk, client):
        sent = {"files": {"List-Unsubscribe": (None, "One-Click")}} if multipart else {"data": CLICK}
        answers = [await client.post(link(desk), **sent) for _ in range(2)]
        assert [(each.status_code, each.is_redirect, "set-cookie" in each.headers) for each in answers] == [
            (200, False, False)
        ] * 2
        assert left(desk) == [("servicio", "baja")]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT"])
async def test_looking_changes_nothing(database: Database, tmp_path: Path, method: str) -> None:
    """Link scanners open every address of a mail."""
    async with town(database, tmp_path) as (desk, client):
        answer = await client.request(method, link(desk), params=CLICK)
        assert answer.status_code == (200 if method in ("GET", "HEAD") else 405)
        assert left(desk) == []


@pytest.mark.parametrize(
    "data", [{}, {"accion": "borrar"}, {"accion": ""}, {"List-Unsubscribe": "one-click"}, {"x": "y" * 3000}]
)
async def test_what_is_no_word_changes_nothing(database: Database, tmp_path: Path, data: dict[str, str]) -> None:
    """An empty form, or one of somebody else's making, shows the page."""
    async with town(database, tmp_path) as (desk, client):
        answer = await client.post(link(desk), data=data)
        assert (answer.status_code, left(desk)) == (200, [])
        assert "¿Quiere dejar de recibir mensajes?" in answer.text


async def test_the_page_asks_first(database: Database, tmp_path: Path) -> None:
    """What is left is named; a button leaves, another takes it back, and then all is as it was."""
    async with town(database, tmp_path) as (desk, client):
        asked = await client.get(link(desk))
        assert "No recibir más los avisos de trámites y servicios" in asked.text
        assert "Alcaldía de Villa Clara" in asked.text
        done = await client.post(link(desk), data={"accion": "lista"})
        assert "<h1>Listo</h1>" in done.text
        assert left(desk) == [("servicio", "baja")]
        assert "Usted ya se dio de baja" in (await client.get(link(desk))).text
        back = await client.post(link(desk), data={"accion": "volver", "formulario": FORM.findall(done.text)[0]})
        assert "Listo: usted sigue recibiendo" in back.text
        assert left(desk) == []


async def test_everything_is_left_too(database: Database, tmp_path: Path) -> None:
    """By whatever we write; also by who had left the list before."""
    async with town(database, tmp_path) as (desk, client):
        await client.post(link(desk), data=CLICK)
        page = await client.post(link(desk), data={"accion": "todo"})
        assert "No recibirá más mensajes nuestros en esta dirección" in page.text
        assert sorted(left(desk)) == [("", "baja"), ("servicio", "baja")]


async def test_a_mistake_is_one_for_a_day(database: Database, tmp_path: Path) -> None:
    """Later there is no button, and the old one does nothing: whoever finds an old mail does not bring anyone back."""
    async with town(database, tmp_path) as (desk, client):
        done = await client.post(link(desk), data={"accion": "lista"})
        data = {"accion": "volver", "formulario": FORM.findall(done.text)[0]}
        async with visitor(desk, hours=25) as later:
            page = await later.get(link(desk))
            assert FORM.findall(page.text) == []
            assert "comuníquese con la alcaldía" in page.text
            await later.post(link(desk), data=data)
        assert left(desk) == [("servicio", "baja")]


@pytest.mark.parametrize("other", ["person", "class", "use", "letters", "nothing"])
async def test_a_button_is_good_for_one_word(database: Database, tmp_path: Path, other: str) -> None:
    """Not for another person's, another list's, nor made of what was signed for something else."""
    async with town(database, tmp_path) as (desk, client):
        await client.post(link(desk), data={"accion": "lista"})
        elsewhere = {"person": ("ana@example.com", "servicio"), "class": (LUIS, "gestion")}.get(other)
        form = {"use": sign(desk.place.keyring, Use.FORM, b"x"), "letters": "a" * 80}.get(other, "")
        if elsewhere is not None:
            page = await client.post(link(desk, *elsewhere), data={"accion": "lista"})
            form = FORM.findall(page.text)[0]
        await client.post(link(desk), data={"accion": "volver", "formulario": form})
        assert ("servicio", "baja") in left(desk)


def _forged(desk: Desk, how: str) -> str:
    right = link(desk).rpartition("/")[2]
    strange = Keyring(b"k" * 32, (SigningKey("1", b"x" * 32),))
    return {
        "cut": right[:-1],
        "longer": f"{right}a",
        "changed": ("b" if right[0] != "b" else "c") + right[1:],
        "of another installation": leaving_token(strange, leaver(desk)),
        "of another use": sign(desk.place.keyring, Use.PREFERENCES, b"\1" * 36),
        "of nobody's municipality": leaving_token(desk.place.keyring, leaver(desk)._replace(tenant=99)),
        "empty words": sign(desk.place.keyring, Use.UNSUBSCRIBE, b""),
        "letters": "a" * 84,
        "accents": "ñ" * 20,
        "endless": "a" * 3000,
        "of a preview": "su-enlace",
    }[how]


@pytest.mark.parametrize(
    "how",
    [
        *("cut", "longer", "changed", "of another installation", "of another use", "of nobody's municipality"),
        *("empty words", "letters", "accents", "endless", "of a preview"),
    ],
)
async def test_a_wrong_link_leaves_nothing(database: Database, tmp_path: Path, how: str) -> None:
    """A program is answered 200 as always, a person is told that the link is wrong; nobody learns more."""
    async with town(database, tmp_path) as (desk, client):
        path = f"/baja/{_forged(desk, how)}"
        looked, clicked = await client.get(path), await client.post(path, data=CLICK)
        pressed = await client.post(path, data={"accion": "todo"})
        assert (looked.status_code, clicked.status_code, pressed.status_code) == (404, 200, 404)
        assert looked.text == pressed.text
        assert left(desk) == []


async def test_a_test_message_leaves_nothing(database: Database, tmp_path: Path) -> None:
    """Whoever opens a mail of an account in `pruebas` tries it out in earnest, and nobody is silenced by it."""
    async with town(database, tmp_path) as (desk, client):
        await desk.turn()
        own = own_link(tmp_path)
        answers = [await client.post(own, data=data) for data in (CLICK, {"accion": "todo"}, {"accion": "volver"})]
        assert [each.status_code for each in answers] == [200] * 3
        assert "Este enlace es de una prueba" in answers[1].text
        assert left(desk) == []
        assert own == link(desk, trial=True)


async def test_a_provider_may_click_for_thousands(database: Database, tmp_path: Path) -> None:
    """From one network, each with a right link of its own: none is refused."""
    async with town(database, tmp_path) as (desk, client):
        many = [link(desk, f"v{number}@example.com") for number in range(3 * OFTEN)]
        assert {(await client.post(each, data=CLICK)).status_code for each in many} == {200}
        assert len(left(desk)) == 3 * OFTEN


@pytest.mark.parametrize("right", [True, False])
async def test_hammering_is_slowed_down(database: Database, tmp_path: Path, right: bool) -> None:
    """One link again and again, or wrong ones from one network; other people's go on meanwhile."""
    async with town(database, tmp_path) as (desk, client):
        paths = [link(desk) if right else f"/baja/{'a' * 50}{number:04}" for number in range(OFTEN + 1)]
        codes = [(await client.post(each, data=CLICK)).status_code for each in paths]
        assert codes == [200] * OFTEN + [429]
        assert (await client.post(link(desk, "ana@example.com"), data=CLICK)).status_code == 200


async def test_what_cannot_be_kept_is_not_said_to_be(database: Database, tmp_path: Path) -> None:
    """Without keys or rows a program is told to come again: 200 would lose somebody's word."""
    async with town(database, tmp_path) as (desk, client):
        path = link(desk)
        (desk.folder / "claves").rename(desk.folder / "otras")
        assert (await client.post(path, data=CLICK)).status_code == 503
        (desk.folder / "otras").rename(desk.folder / "claves")
        assert (await client.post(path, data=CLICK)).status_code == 200


async def test_too_much_is_not_read(database: Database, tmp_path: Path) -> None:
    """However right its link."""
    async with town(database, tmp_path) as (desk, client):
        assert (await client.post(link(desk), data={"x": "y" * 5000})).status_code == 413
        assert left(desk) == []


async def test_odd_parts_are_passed_over(database: Database, tmp_path: Path) -> None:
    """What calls itself `multipart` and is none is no click, and no error."""
    async with town(database, tmp_path) as (desk, client):
        for kind in ("multipart/form-data", "multipart/form-data; boundary=x", "multipart/form-data; boundary="):
            for content in (
                b"",
                b"--x",
                b"--x\r\n\r\n--x--",
                b"\xff\xfe--x\r\nContent-Disposition: form-data\r\n\r\n\xff",
            ):
                answer = await client.post(link(desk), content=content, headers={"Content-Type": kind})
                assert answer.status_code == 200
        assert left(desk) == []


@pytest.mark.parametrize("sign", ["(", '"', ";a*0=", "=?utf-8?q?a?= ", "\\"])
async def test_a_header_of_a_strangers_making_is_an_odd_form(database: Database, tmp_path: Path, sign: str) -> None:
    """However long and strange it is: the page is shown, and no library reads it as a mail's."""
    async with town(database, tmp_path) as (desk, client):
        kind = f"multipart/form-data; boundary=x; {sign * (20_000 // len(sign))}"
        answer = await client.post(link(desk), content=b"--x\r\n\r\n--x--", headers={"Content-Type": kind})
        assert (answer.status_code, left(desk)) == (200, [])


async def unread() -> AsyncIterator[bytes]:
    """A body that nobody may ask for."""
    raise AssertionError("the body was read")
    yield b""


async def test_whoever_guesses_too_often_is_not_read(database: Database, tmp_path: Path) -> None:
    """The link is looked at first, and its network counted: only then is there anything to read."""
    async with town(database, tmp_path) as (_, client):
        for number in range(OFTEN):
            await client.get(f"/baja/{'a' * 50}{number:04}")
        assert (await client.post(f"/baja/{'a' * 54}", content=unread())).status_code == 429
