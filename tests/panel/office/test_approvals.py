"""Aprobaciones: what waits for whom, a content whole, the word on it, and what was decided."""

import re
from pathlib import Path

import httpx
import pytest

from panel.entrance.roles import Role
from panel.office import day
from storage.database import Database
from storage.users import change_user
from tests.delivery.approving.council import (
    APPROVED,
    BANNED,
    COUNCIL,
    FILE,
    GUIDE,
    HOUR,
    PHOTO,
    PICTURED,
    TOWN,
)
from tests.panel.office.council import SPOT, council, words
from tests.panel.staffed import OFFICE, OWN, Office, token_in

EDITED = APPROVED.replace("Empiezan las", "Mañana empiezan las")


def version_in(html: str) -> str:
    """The digest of what a page shows."""
    found = re.search(r'name="version" value="([0-9a-f]{64})"', html)
    assert found is not None, html
    return found.group(1)


async def say(town: Office, decision: str, nota: str = "", page: str | None = None) -> httpx.Response:
    """Press a button of the page, as it is now or as it was read before."""
    html = page if page is not None else (await town.get(SPOT)).text
    data = {"ficha": token_in(html), "version": version_in(html), "decision": decision, "nota": nota}
    return await town.browser.post(f"{OFFICE}{SPOT}/palabra", data=data, headers=OWN)


async def test_what_waits_for_me_stands_first(database: Database, tmp_path: Path) -> None:
    """With its title, its hour, whose word is wanting and what silence does; after my word it waits for others."""
    async with council(database, tmp_path) as town:
        page = (await town.get("aprobaciones")).text
        mine, _, others = page.partition('id="otras"')
        for told in (
            "Matrículas",
            "Sale el lunes 28 de diciembre a las 8:00\xa0a.\xa0m., por correo, web.",
            "0 de 2 votos",
            "Falta la palabra de Ana Pérez, Luis Mora, Eva.",
            "Si nadie decide, no sale",
        ):
            assert told in mine, told
        assert "matriculas/anuncio@1" in mine
        assert "matriculas" not in others
        await say(town, "si")
        mine, _, others = (await town.get("aprobaciones")).text.partition('id="otras"')
        assert "matriculas" not in mine
        assert "Falta la palabra de Luis Mora, Eva." in others


async def test_hoy_tells_what_waits_for_my_word(database: Database, tmp_path: Path) -> None:
    """With a link, until it is said."""
    async with council(database, tmp_path) as town:
        link = f'href="{OFFICE}aprobaciones/matriculas/anuncio@1"'
        assert link in (await town.get("hoy")).text
        await say(town, "si")
        assert link not in (await town.get("hoy")).text


async def test_hoy_shows_some_and_counts_the_rest(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The way to all of them is one link."""
    monkeypatch.setattr(day, "FEW", 0)
    async with council(database, tmp_path) as town:
        page = (await town.get("hoy")).text
        assert f'href="{OFFICE}aprobaciones">Y 1 más por aprobar</a>' in page
        assert "Aprobar:" not in page


async def test_two_yeses_let_it_go_out(database: Database, tmp_path: Path) -> None:
    """Each under the own name; the audit tells that it came by the panel."""
    async with council(database, tmp_path) as town:
        answer = await say(town, "si", "Revisado")
        assert (answer.status_code, answer.headers["location"]) == (303, f"{OFFICE}aprobaciones?hecho=aprobacion-si")
        page = (await town.get(SPOT)).text
        assert "1 de 2 votos" in page
        assert "«Revisado»" in page
        await town.sign_in("luis")
        await say(town, "si")
        assert words(town) == [("ana", "approved", "Revisado"), ("luis", "approved", "")]
        assert {row.detail["by"] for row in town.desk.rows("audit") if row.verb == "approved"} == {"panel"}
        town.desk.people("vecina@example.com")
        town.desk.clock.moment = HOUR
        await town.desk.turn()
        assert town.desk.publications()["anuncio/web@1"] == "done"
        await town.sign_in("ana")
        gone = await town.get(SPOT)
        assert (gone.status_code, "ya no hay nada que decidir" in gone.text) == (410, True)


async def test_a_no_wants_its_reason(database: Database, tmp_path: Path) -> None:
    """Without one nothing is written; with it others read why, and it is told as text."""
    async with council(database, tmp_path) as town:
        mute = await say(town, "no", "  ")
        assert (mute.status_code, "diga por qué" in mute.text, words(town)) == (422, True, [])
        await say(town, "no", "<b>Falta</b> la sede")
        assert words(town) == [("ana", "rejected", "<b>Falta</b> la sede")]
        await town.sign_in("luis")
        listed = (await town.get("aprobaciones")).text
        assert "«&lt;b&gt;Falta&lt;/b&gt; la sede»" in listed
        assert "No aprobado" in listed


async def test_a_word_is_not_counted_for_another_content(database: Database, tmp_path: Path) -> None:
    """It changed while it was read: the page says so, shows what changed, and keeps the note."""
    async with council(database, tmp_path) as town:
        page = (await town.get(SPOT)).text
        await town.desk.reload({FILE: EDITED})
        answer = await say(town, "no", "Falta la sede", page)
        assert (answer.status_code, words(town)) == (409, [])
        assert "Esto cambió mientras usted lo leía" in answer.text
        assert "Lo que cambió mientras usted leía" in answer.text
        assert '<span class="oculto">[agregado: </span>Mañana' in answer.text
        assert ">Falta la sede</textarea>" in answer.text
        again = await say(town, "no", "Falta la sede", answer.text)
        assert (again.status_code, words(town)) == (303, [("ana", "rejected", "Falta la sede")])


async def test_what_changed_since_it_was_approved_is_told(database: Database, tmp_path: Path) -> None:
    """In words that are read aloud, too."""
    async with council(database, tmp_path) as town:
        await say(town, "si")
        await town.sign_in("luis")
        await say(town, "si")
        await town.desk.reload({FILE: EDITED})
        page = (await town.get(SPOT)).text
        assert "Lo que cambió desde lo último que se aprobó" in page
        assert '<del><span class="oculto">[quitado: </span>Empiezan<span class="oculto">]</span></del>' in page


async def test_others_see_and_cannot_decide(database: Database, tmp_path: Path) -> None:
    """Who does not sit in the committee reads all of it; the page has no form, and the server takes no word."""
    legal = {"municipio.yaml": TOWN.replace("personas:\n", "personas:\n  legal: {nombre: Luz Díaz}\n")}
    async with council(database, tmp_path, {**COUNCIL, **legal}) as town:
        version = version_in((await town.get(SPOT)).text)
        town.user("legal", Role.COMMUNICATOR)
        await town.sign_in("legal")
        page = (await town.get(SPOT)).text
        assert "Usted no está entre quienes deciden esto." in page
        assert "Empiezan las matrículas." in page
        assert 'name="decision"' not in page
        answer = await town.post(f"{SPOT}/palabra", version=version, decision="si", nota="Falta la sede")
        assert (answer.status_code, words(town)) == (409, [])
        assert "no tiene voto" in answer.text
        assert "Su nota decía: «Falta la sede»" in answer.text


async def test_a_seat_without_the_right_decides_nothing(database: Database, tmp_path: Path) -> None:
    """A member whose role only reads is told so, and asked for nothing."""
    async with council(database, tmp_path) as town:
        [number] = [row.id for row in town.desk.rows("user") if row.person == "ana"]
        with database.write() as connection:
            change_user(connection, number, role=Role.READER.value)
        page = (await town.get(SPOT)).text
        assert "su rol en el panel no lo deja" in page
        assert 'name="decision"' not in page
        assert "Espera su palabra" not in (await town.get("aprobaciones")).text
        assert "Aprobar:" not in (await town.get("hoy")).text
        assert (await town.post(f"{SPOT}/palabra", version="0", decision="si")).status_code == 403


async def test_a_word_can_be_changed_until_it_goes_out(database: Database, tmp_path: Path) -> None:
    """The last one counts, as with the commands."""
    async with council(database, tmp_path) as town:
        await say(town, "si")
        await town.sign_in("luis")
        await say(town, "si")
        page = (await town.get(SPOT)).text
        assert "Cambiar su palabra" in page
        await say(town, "no", "Cambió la sede")
        assert [decision for _, decision, _ in words(town)] == ["approved", "approved", "rejected"]
        town.desk.clock.moment = HOUR
        await town.desk.turn()
        assert town.desk.publications()["anuncio/web@1"] != "done"


async def test_a_veda_s_word_stands_beside_the_committee_s(database: Database, tmp_path: Path) -> None:
    """One page with both; it says which veda, and by which law."""
    async with council(database, tmp_path, {**COUNCIL, "municipio.yaml": BANNED}) as town:
        town.user("legal", Role.APPROVER)
        page = (await town.get(SPOT)).text
        assert "Luz Díaz" in page
        assert "Comité GEL" in page
        listed = (await town.get("aprobaciones")).text
        assert "Ley 996 de 2005" in listed
        await town.sign_in("legal")
        await say(town, "si")
        assert [(row.person, row.approver) for row in town.desk.rows("approval")] == [("legal", "legal")]


async def test_pictures_and_papers_are_seen_as_they_go_out(database: Database, tmp_path: Path) -> None:
    """Pictures in the page, documents to be kept; only of the version that the page shows."""
    async with council(database, tmp_path, PICTURED) as town:
        page = (await town.get(SPOT)).text
        version = version_in(page)
        base = f"{OFFICE}aprobaciones/matriculas/anuncio@1/pieza"
        assert f'<img src="{base}/0?version={version}" alt="Niños en la sede"' in page
        found = [await town.get(f"{SPOT}/pieza/{number}?version={version}") for number in range(3)]
        assert [each.headers["content-type"] for each in found] == ["image/jpeg", "application/pdf", "application/pdf"]
        assert (found[0].content, found[1].content) == (PHOTO, GUIDE)
        ways = [each.headers["content-disposition"].partition(";")[0] for each in found]
        assert ways == ["inline", "attachment", "attachment"]
        for wrong in (f"{SPOT}/pieza/9?version={version}", f"{SPOT}/pieza/0", f"{SPOT}/pieza/0?version={'0' * 64}"):
            assert (await town.get(wrong)).status_code == 404


async def test_the_mail_is_seen_in_a_frame_that_can_do_nothing(database: Database, tmp_path: Path) -> None:
    """As a person gets it; its picture is the page's, and no script, form or foreign address has a place in it."""
    async with council(database, tmp_path, PICTURED) as town:
        page = (await town.get(SPOT)).text
        version = version_in(page)
        assert re.search(r'<iframe [^>]*sandbox="allow-same-origin"', page)
        mail = await town.get(f"{SPOT}/correo/0?version={version}")
        assert "Empiezan las matrículas." in mail.text
        assert f"pieza/0?version={version}" in mail.text
        assert "cid:" not in mail.text
        policy = mail.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "sandbox allow-same-origin" in policy
        assert "frame-ancestors 'self'" in policy
        assert (await town.get(f"{SPOT}/correo/1?version={version}")).status_code == 404


async def test_what_was_decided_is_read_afterwards(database: Database, tmp_path: Path) -> None:
    """With what it said then, and every word with its note; the list goes on page by page."""
    async with council(database, tmp_path) as town:
        await say(town, "no", "Falta la sede")
        await town.desk.reload({FILE: EDITED})
        await say(town, "no", "Sigue faltando")
        listed = (await town.get("aprobaciones")).text
        numbers = re.findall(r"aprobaciones/decidido/(\d+)", listed)
        assert len(numbers) == 2
        page = (await town.get(f"aprobaciones/decidido/{numbers[-1]}")).text
        assert "Empiezan las matrículas." in page
        assert "«Falta la sede»" in page
        assert "todavía no ha salido del todo" not in page
        assert "todavía no ha salido del todo" in (await town.get(f"aprobaciones/decidido/{numbers[0]}")).text
        earlier = (await town.get(f"aprobaciones?antes={numbers[0]}")).text
        assert re.findall(r"aprobaciones/decidido/(\d+)", earlier) == numbers[1:]
        assert (await town.get("aprobaciones/decidido/999")).status_code == 404


async def test_what_has_no_address_is_not_there(database: Database, tmp_path: Path) -> None:
    """A campaign or a message that is none, whatever is typed."""
    async with council(database, tmp_path) as town:
        for path in ("aprobaciones/nada/anuncio@1", "aprobaciones/matriculas/nada@1", "aprobaciones/matriculas/@"):
            assert (await town.get(path)).status_code == 404, path
        assert (await town.get("aprobaciones?antes=nada")).status_code == 200
