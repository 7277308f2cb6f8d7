"""What people send by the public page: taken in with its term, cleaned, followed by a link, and taken back."""

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from panel.proposal_pages import NO_ROOM
from panel.proposing import FEW, FLOOD
from storage.database import Database
from storage.files import file_path
from storage.states import SubmissionState
from storage.submissions import add_submission
from tests.delivery.desk import bogota
from tests.panel.proposing import TOWN, WORDS, follow, photo, proposing, send

LACKING = [
    ({"que": ""}, "Diga si quiere"),
    ({"quien": ""}, "Diga quién envía"),
    ({"quien": "alcalde"}, "Diga quién envía"),
    ({"quien": "ninos"}, "responde un adulto"),
    ({"seccion": "otra"}, "Escoja en qué parte"),
    ({"seccion": "ninos"}, "es solo para lo que envían niñas"),
    ({"que": "sugerencia", "para": "nadie"}, "para quién es la sugerencia"),
    ({"titulo": ""}, "Escriba un título"),
    ({"titulo": "x" * 151}, "Escriba un título"),
    ({"texto": " "}, "Escriba el texto"),
    ({"texto": "x" * 5_001}, "Escriba el texto"),
    ({"nombre": "Premio bit.ly/3x"}, "Los nombres tienen signos"),
    ({"nombre": "Ana\u202e"}, "Los nombres tienen signos"),
    ({"correo": "ana"}, "El correo está mal escrito"),
    ({"acepto": ""}, "necesitamos su autorización"),
    ({"formulario": ""}, "estuvo abierta mucho tiempo"),
    ({"formulario": "aaaa"}, "estuvo abierta mucho tiempo"),
    ({"sitio": "https://evil.example"}, "estuvo abierta mucho tiempo"),
]


@pytest.mark.parametrize(("wrong", "said"), LACKING)
async def test_a_form_that_lacks_something_does_nothing(
    sqlite_database: Database, tmp_path: Path, wrong: dict[str, str], said: str
) -> None:
    """It is shown again with what was typed, and no row is written."""
    async with proposing(sqlite_database, tmp_path) as town:
        answer = await send(town.browser, **wrong)
        assert (answer.status_code, said in answer.text) == (400, True)
        assert wrong.get("titulo", WORDS["titulo"]) in answer.text
        assert town.desk.rows("submission") == []


async def test_what_is_sent_is_a_row_with_its_term(database: Database, tmp_path: Path) -> None:
    """Fifteen business days from Tuesday, January 5 of 2027: the Monday of Epiphany, the 11th, is none of them."""
    async with proposing(database, tmp_path) as town:
        page = await town.browser.get(follow(await send(town.browser, nombre="Ana Ruiz", correo="Ana@Example.com")))
        [row] = town.desk.rows("submission")
        assert (row.kind, row.sender, row.state, row.actions) == ("proposal", "citizen", "received", ["SE-7"])
        assert row.due_at == bogota("2027-01-27T18:00")
        assert (row.name, row.address, row.signs) == ("Ana Ruiz", "Ana@example.com", False)
        [notice] = town.desk.rows("privacy_notice")
        assert (row.notice, row.origin) == (notice.digest, "127.0.0.1")
        assert [town.told("receive_submission")] == [["la página"]]
        assert f"Su envío número {row.id}" in page.text
        assert "27 de enero de 2027" in page.text


async def test_a_picture_is_drawn_anew(database: Database, tmp_path: Path) -> None:
    """Its points are kept, and nothing of where and with what it was taken."""
    async with proposing(database, tmp_path) as town:
        sent = photo(4_000, 1_000)
        assert b"Telefono de Ana" in sent
        follow(await send(town.browser, sent, photo(kind="PNG"), descripcion="El bazar"))
        [row] = town.desk.rows("submission")
        first, second = row.files
        assert (first["alt"], second["alt"]) == ("El bazar", "")
        kept = file_path(town.desk.folder / "archivos", first["sha256"]).read_bytes()
        drawn = Image.open(io.BytesIO(kept))
        assert (drawn.format, drawn.size, dict(drawn.getexif())) == ("JPEG", (1_600, 400), {})
        assert b"Telefono" not in kept


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "no es una foto"),
        (b"%PDF-1.7 nada", "no es una foto"),
        (photo(800, 600)[:900], "está dañada"),
        (b"\xff\xd8" + b"\x00" * 8_000_001, "pesa más de 8 MB"),
    ],
)
async def test_what_is_no_picture_is_refused(sqlite_database: Database, tmp_path: Path, data: bytes, said: str) -> None:
    """Whatever its name and its kind say."""
    async with proposing(sqlite_database, tmp_path) as town:
        answer = await send(town.browser, data)
        assert (answer.status_code, said in answer.text) == (400, True)
        assert town.desk.rows("submission") == []


async def test_a_picture_of_too_many_points_is_refused(sqlite_database: Database, tmp_path: Path) -> None:
    """Few octets may be a picture that no memory holds."""
    made = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(made, "PNG")
    async with proposing(sqlite_database, tmp_path) as town:
        assert len(made.getvalue()) < 100_000
        assert "tiene demasiados puntos" in (await send(town.browser, made.getvalue())).text


async def test_hostile_words_stay_words(sqlite_database: Database, tmp_path: Path) -> None:
    """On the sender's page marks are letters, an address is no link, and what turns writing around is gone."""
    async with proposing(sqlite_database, tmp_path) as town:
        hostile = "<script>alert(1)</script> https://evil.example \u202egnp {{ config }}"
        page = await town.browser.get(follow(await send(town.browser, texto=hostile)))
        assert "&lt;script&gt;alert(1)&lt;/script&gt; https://evil.example gnp {{ config }}" in page.text
        assert "<script" not in page.text
        assert 'href="https://evil.example' not in page.text


async def test_a_sender_takes_it_back(database: Database, tmp_path: Path) -> None:
    """By the link, with the box ticked: words, name, mail and pictures are gone, and that it came stays."""
    async with proposing(database, tmp_path) as town:
        path = follow(await send(town.browser, photo(), nombre="Ana Ruiz", correo="ana@example.com"))
        [row] = town.desk.rows("submission")
        kept = file_path(town.desk.folder / "archivos", row.files[0]["sha256"])
        assert "No se borró nada" in (await town.browser.post(path, data={})).text
        assert kept.exists()
        assert "se borraron el" in (await town.browser.post(path, data={"seguro": "si"})).text
        [row] = town.desk.rows("submission")
        assert (row.state, row.name, row.address, row.title, row.text, row.files) == ("withdrawn", "", None, "", "", [])
        assert not kept.exists()
        assert town.desk.rows("file") == []


async def test_a_link_that_is_not_ours_shows_nothing(sqlite_database: Database, tmp_path: Path) -> None:
    """One with a letter changed, and one that is two years old."""
    async with proposing(sqlite_database, tmp_path) as town:
        path = follow(await send(town.browser))
        other = "b" if path[-1] == "a" else "a"
        assert (await town.browser.get(path[:-1] + other)).status_code == 404
        town.desk.clock.pass_(days=731)
        assert (await town.browser.get(path)).status_code == 404


async def test_a_town_without_sections_has_no_page(sqlite_database: Database, tmp_path: Path) -> None:
    """It says so on a page."""
    async with proposing(
        sqlite_database, tmp_path, {"municipio.yaml": str(TOWN["municipio.yaml"]).partition("propuestas")[0]}
    ) as town:
        answer = await town.browser.get("/proponer/")
        assert (answer.status_code, "Aquí no hay nada que ver" in answer.text) == (404, True)


async def test_a_flood_is_refused(sqlite_database: Database, tmp_path: Path) -> None:
    """Once many came within an hour, a network that has sent some gets no further; a neighbour does."""
    async with proposing(sqlite_database, tmp_path) as town:
        now = town.desk.clock.now()
        row = {"kind": "proposal", "sender": "citizen", "title": "x", "text": "x", "files": [], "actions": []}
        with sqlite_database.write() as connection:
            for number in range(FLOOD):
                origin = "127.0.0.1" if number < FEW else f"198.51.100.{number}"
                moments = {"received_at": now, "due_at": now + timedelta(days=21)}
                add_submission(connection, town.desk.place.tenant_id, origin=origin, **row, **moments)
        assert (await send(town.browser)).status_code == 503
        town.desk.clock.pass_(hours=1, seconds=1)
        assert (await send(town.browser)).status_code == 303


async def test_one_network_sends_so_many_forms(sqlite_database: Database, tmp_path: Path) -> None:
    """The twenty-first within an hour is not read."""
    async with proposing(sqlite_database, tmp_path) as town:
        codes = []
        for number in range(21):
            town.desk.clock.pass_(seconds=11 if number % 10 == 9 else 0)
            codes.append((await send(town.browser, titulo="")).status_code)
        assert codes == [400] * 20 + [429]


async def test_pictures_that_come_too_slowly_are_not_waited_for(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their place is for whoever comes next, however long whoever sends them would go on."""
    monkeypatch.setattr("panel.proposal_pages.LONGEST", 0.01)

    async def drops() -> AsyncIterator[bytes]:
        yield b"--x\r\n"
        await asyncio.Event().wait()

    async with proposing(sqlite_database, tmp_path) as town:
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        answer = await town.browser.post("/proponer/", content=drops(), headers=headers)
        assert answer.status_code == 408


async def test_a_suggestion_is_for_whom_it_says(database: Database, tmp_path: Path) -> None:
    """For a contributor, or for the office where none is named."""
    async with proposing(database, tmp_path) as town:
        await send(town.browser, que="sugerencia", para="veeduria")
        await send(town.browser, que="sugerencia")
        rows = town.desk.rows("submission")
        assert [(row.kind, row.addressee, row.section) for row in rows] == [
            ("suggestion", "veeduria", ""),
            ("suggestion", "", ""),
        ]
        assert {row.state for row in rows} == {SubmissionState.RECEIVED.value}


async def test_strangers_fill_no_disk(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where little is left no picture is kept; words are taken all the same."""
    monkeypatch.setattr("panel.proposal_pages.ROOM", 2**62)
    async with proposing(sqlite_database, tmp_path) as town:
        answer = await send(town.browser, photo())
        assert (answer.status_code, NO_ROOM in answer.text) == (400, True)
        assert (await send(town.browser)).status_code == 303
        assert [row.files for row in town.desk.rows("submission")] == [[]]
