"""Who decides by the link of a mail: what GET and POST do, and every link that is none, or is one no longer."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from delivery.office.decisions import approve
from panel.app import application
from panel.door import names
from panel.public import OFTEN, Public
from storage.database import Database
from tests.delivery.approving.council import (
    APPROVED,
    BANNED,
    CARDED,
    COUNCIL,
    FILE,
    GUIDE,
    HOUR,
    PHOTO,
    PICTURED,
    asked,
    link_to,
    mails,
)
from tests.delivery.desk import Desk, at_work, bogota

NEW = bogota("2026-12-15T09:00")
KEY = "matriculas/anuncio@1"
WAITS = "esto espera su palabra"


@asynccontextmanager
async def council(
    database: Database, folder: Path, files: Mapping[str, str | bytes | None] = COUNCIL
) -> AsyncIterator[tuple[Desk, httpx.AsyncClient]]:
    """The municipality after its members were asked, and a browser at its pages."""
    async with at_work(database, folder, NEW, files) as desk:
        asked(desk, NEW)
        asked(desk, NEW + timedelta(minutes=15))
        public = Public(desk.folder / "claves")
        app = application(database, names("127.0.0.1"), desk.clock, desk.places, public)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000/aprobar/") as client:
            yield desk, client


def words(desk: Desk) -> list[tuple[str, str, str]]:
    """Who has said what, with which note."""
    return [(row.person, row.decision, row.note) for row in desk.rows("approval")]


async def test_opening_it_decides_nothing(database: Database, tmp_path: Path) -> None:
    """The page shows each account's text, to whom, when, and what silence does; scanners may open it as they like."""
    async with council(database, tmp_path) as (desk, client):
        for way in (client.get, client.head, client.get):
            answer = await way(link_to(desk, "ana"))
            assert answer.status_code == 200
        for told in (
            "Ana Pérez: esto espera su palabra.",
            "Sale el lunes 28 de diciembre a las 8:00\xa0a.\xa0m., por correo, web.",
            "Si nadie decide, no sale: se espera hasta el lunes 28 de diciembre a las 8:30\xa0a.\xa0m.",
            "Comité GEL: 0 de 2 votos.",
            "Ciudadanía",
            "Empiezan las matrículas.",
        ):
            assert told in answer.text
        assert words(desk) == []
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in answer.headers


async def test_two_yeses_let_it_go_out(database: Database, tmp_path: Path) -> None:
    """Each by the own link; sent twice it is one word, told so; the audit tells the way that it came."""
    async with council(database, tmp_path) as (desk, client):
        first = await client.post(link_to(desk, "ana"), data={"decision": "si", "nota": "Revisado"})
        assert "Quedó anotado" in first.text
        assert "Comité GEL: 1 de 2 votos" in first.text
        again = await client.post(link_to(desk, "ana"), data={"decision": "si", "nota": "Otra"})
        assert "usted ya dio su palabra" in again.text
        await client.post(link_to(desk, "luis"), data={"decision": "si"})
        assert words(desk) == [("ana", "approved", "Revisado"), ("luis", "approved", "")]
        spoken = [row for row in desk.rows("audit") if row.verb == "approved"]
        assert {row.detail["by"] for row in spoken} == {"enlace firmado"}
        desk.people("vecina@example.com")
        desk.clock.moment = HOUR
        await desk.turn()
        assert desk.publications()["anuncio/web@1"] == "done"


async def test_a_veda_asks_by_a_link_of_its_own(database: Database, tmp_path: Path) -> None:
    """The page says which veda and by which law; it is a word apart from the committee's."""
    async with council(database, tmp_path, {**COUNCIL, "municipio.yaml": BANNED}) as (desk, client):
        seen = await client.get(link_to(desk, "legal"))
        assert "Sale en veda: Veda electoral hasta el 31 de enero de 2027 (Ley 996 de 2005)." in seen.text
        assert "Sale en veda" not in (await client.get(link_to(desk, "ana"))).text
        assert "Quedó anotado" in (await client.post(link_to(desk, "legal"), data={"decision": "si"})).text
        assert "esto espera su palabra" in (await client.get(link_to(desk, "luis"))).text
        for person in ("ana", "luis"):
            await client.post(link_to(desk, person), data={"decision": "si"})
        assert [(row.person, row.approver) for row in desk.rows("approval")] == [
            ("legal", "legal"),
            ("ana", "comite-gel"),
            ("luis", "comite-gel"),
        ]


async def test_pictures_and_papers_are_seen_as_they_go_out(database: Database, tmp_path: Path) -> None:
    """The file's own bytes and the radio's script, each with its kind; documents are to be kept, none of them runs."""
    async with council(database, tmp_path, PICTURED) as (desk, client):
        token = link_to(desk, "ana")
        page = await client.get(token)
        assert f'<img src="{token}/0" alt="Niños en la sede"' in page.text
        assert re.findall(r'href="([^"]+)" download>([^<]+)<', page.text) == [
            (f"{token}/1", "Descargar guía.pdf"),
            (f"{token}/2", "Descargar guion.pdf"),
        ]
        found = [await client.get(f"{token}/{number}") for number in range(3)]
        assert [each.headers["content-type"] for each in found] == ["image/jpeg", "application/pdf", "application/pdf"]
        assert (found[0].content, found[1].content, found[2].content[:5]) == (PHOTO, GUIDE, b"%PDF-")
        ways = [each.headers["content-disposition"].partition(";")[0] for each in found]
        assert ways == ["inline", "attachment", "attachment"]
        assert "img-src 'self'" in page.headers["content-security-policy"]
        assert {each.headers["x-content-type-options"] for each in found} == {"nosniff"}


async def test_a_card_is_seen_in_each_of_its_forms(database: Database, tmp_path: Path) -> None:
    """As its accounts get it, with what it says for whoever does not see it."""
    async with council(database, tmp_path, CARDED) as (desk, client):
        token = link_to(desk, "ana")
        page = await client.get(token)
        shown = re.findall(r'src="([^"]+)" alt="([^"]+)"', page.text)
        assert [address for address, _ in shown] == [f"{token}/0", f"{token}/1"]
        assert all("Matrículas" in alt for _, alt in shown)
        assert re.findall(r"<figcaption>([^<]+)<", page.text) == ["Por correo", "Por canal"]
        wide, square = [(await client.get(address)).content for address, _ in shown]
        assert wide.startswith(b"\x89PNG")
        assert wide != square


async def test_pictures_are_seen_only_while_they_are_asked_about(database: Database, tmp_path: Path) -> None:
    """Not by another link, not beyond the last, not once something was said, and never as another file's bytes."""
    async with council(database, tmp_path, PICTURED) as (desk, client):
        token, photo = link_to(desk, "ana"), desk.config / "archivos/foto.jpg"
        for wrong in (f"{token}x/0", f"{token}/3", f"{token}/-1", f"{token}/foto.jpg", f"{token}/0/1"):
            assert (await client.get(wrong)).status_code == 404, wrong
        assert (await client.post(f"{token}/0")).status_code == 404
        photo.write_bytes(PHOTO + b"otra")
        other = await client.get(f"{token}/0")
        assert (other.status_code, "Ahora no se puede mostrar" in other.text) == (503, True)
        photo.unlink()
        assert (await client.get(token)).status_code == 200
        photo.write_bytes(PHOTO)
        assert (await client.get(f"{token}/0")).status_code == 200
        await client.post(token, data={"decision": "si"})
        assert (await client.get(f"{token}/0")).status_code == 404


async def test_what_is_too_large_is_named_alone(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is neither read nor handed out; what is smaller is."""
    monkeypatch.setattr("delivery.approving.exhibits.LARGEST", len(GUIDE))
    assert len(PHOTO) > len(GUIDE)
    async with council(database, tmp_path, PICTURED) as (desk, client):
        token = link_to(desk, "ana")
        assert "foto.jpg pesa demasiado" in (await client.get(token)).text
        assert [(await client.get(f"{token}/{number}")).status_code for number in (0, 1)] == [404, 200]


async def test_a_no_wants_its_reason(database: Database, tmp_path: Path) -> None:
    """Without a note nothing is written; with it everybody else reads why, and nothing can be approved any more."""
    async with council(database, tmp_path) as (desk, client):
        mute = await client.post(link_to(desk, "ana"), data={"decision": "no", "nota": "  "})
        assert (mute.status_code, "diga en la nota por qué" in mute.text, words(desk)) == (400, True, [])
        await client.post(link_to(desk, "ana"), data={"decision": "no", "nota": "<b>Falta</b> la sede"})
        other = await client.post(link_to(desk, "luis"), data={"decision": "si"})
        assert "ya se decidió" in other.text
        assert "«&lt;b&gt;Falta&lt;/b&gt; la sede»" in other.text
        back = await client.post(link_to(desk, "ana"), data={"decision": "si"})
        assert "usted ya dio su palabra" in back.text
        assert words(desk) == [("ana", "rejected", "<b>Falta</b> la sede")]


async def test_a_change_makes_the_old_link_ask_anew(database: Database, tmp_path: Path) -> None:
    """It shows what changed and takes no word; a button sends the new link at once, and that one decides."""
    async with council(database, tmp_path) as (desk, client):
        old = link_to(desk, "ana")
        await desk.reload({FILE: APPROVED.replace("Empiezan", "Mañana empiezan")})
        seen = await client.post(old, data={"decision": "si"})
        assert (seen.status_code, words(desk)) == (409, [])
        assert "esto cambió después del correo" in seen.text
        assert "<ins><span" in seen.text
        assert "Mañana" in seen.text
        assert 'value="si"' not in seen.text
        sent = await client.post(old, data={"decision": "enlace"})
        assert "le llega un correo" in sent.text
        assert asked(desk, desk.clock.now()) == 1
        assert len([person for person, _ in mails(desk) if person == "ana"]) == 2
        await client.post(link_to(desk, "ana"), data={"decision": "si"})
        assert [person for person, _, _ in words(desk)] == ["ana"]


async def test_what_was_approved_before_is_told_apart(database: Database, tmp_path: Path) -> None:
    """After an approval a new text is shown against the one that was approved last."""
    async with council(database, tmp_path) as (desk, client):
        for person in ("ana", "luis"):
            await client.post(link_to(desk, person), data={"decision": "si"})
        await desk.reload({FILE: APPROVED.replace("las matrículas.", "las matrículas el martes.")})
        asked(desk, bogota("2026-12-15T10:00"))
        asked(desk, bogota("2026-12-15T10:15"))
        seen = await client.get(link_to(desk, "ana"))
        assert "Lo que cambió desde lo último que se aprobó" in seen.text
        assert WAITS in seen.text


async def spoken(desk: Desk) -> None:
    desk.write(approve, KEY, "ana", "", desk.clock.now())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Falta\x00 la sede", "Falta la sede"),
        ("Falta\r\nla sede\u202e", "Falta\nla sede"),
        ("\ud800Falta", "���Falta"),
        ("'; DROP TABLE approval; --", "'; DROP TABLE approval; --"),
    ],
)
async def test_a_note_is_plain_text(database: Database, tmp_path: Path, typed: str, kept: str) -> None:
    """What a program sends that nobody can type is left out, on both databases; all else is text and nothing more."""
    async with council(database, tmp_path) as (desk, client):
        body = urlencode({"decision": "no", "nota": typed}, errors="surrogatepass")
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = await client.post(link_to(desk, "ana"), content=body, headers=headers)
        assert (answer.status_code, words(desk)) == (200, [("ana", "rejected", kept)])


async def test_hammering_is_told_to_wait(database: Database, tmp_path: Path) -> None:
    """Links are not guessed at by the thousand."""
    async with council(database, tmp_path) as (_, client):
        codes = [(await client.get(f"aaaa{number}")).status_code for number in range(OFTEN + 1)]
        assert codes == [404] * OFTEN + [429]
