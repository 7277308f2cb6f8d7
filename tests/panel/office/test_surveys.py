"""Encuestas: what came of each, and the votes that a person says in place of a service."""

import re
from pathlib import Path

import pytest

from panel.entrance.roles import RIGHTS, Right, Role
from panel.office.offices import NOTES
from panel.office.surveys import MEANWHILE
from storage.database import Database
from storage.surveys import count_poll
from tests.panel.office.surveyed_town import POLL, QUESTION, SURVEYED, WHY, asked, fall_silent, surveyed
from tests.panel.staffed import OFFICE, OWN, Office, token_in


async def say(
    town: Office,
    path: str,
    *votes: str,
    account: str = "canal",
    note: str = "Captura del canal",
    page: str = "",
) -> str:
    """Send the form as it stands in `page`, or in the page as it is now; what the page then says."""
    shown = re.findall(r'name="antes" value="([0-9 ]*)"', page or (await town.get(path)).text)
    given = {
        "ficha": token_in((await town.get("cuenta")).text),
        "cuenta": account,
        "antes": shown,
        "nota": note,
        "votos": list(votes),
    }
    answer = await town.browser.post(f"{OFFICE}{path}/votos", data=given, headers=OWN)
    if answer.status_code != 303:
        return f"{answer.status_code} {answer.text}"
    return (await town.browser.get(answer.headers["location"])).text


def told(page: str, name: str) -> str:
    """What a page says of a medium."""
    [found] = re.findall(rf"<li><div><p><strong>{re.escape(name)}</strong></p>(.*?)</li>", page, re.DOTALL)
    return " ".join(re.sub("<[^>]*>", " ", found).split())


def total(page: str) -> list[str]:
    """Votes for each option, of all media."""
    return re.findall(r'<td class="numero">([^<]*)</td>', page)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CONTRIBUTOR])
async def test_all_see_it_and_who_works_says_what_is_missing(database: Database, tmp_path: Path, role: Role) -> None:
    """Hoy asks for the votes, the page takes them, and both are done with it then; the audit keeps who said so."""
    async with surveyed(database, tmp_path, role) as town:
        path = await fall_silent(town)
        may = Right.WORK in RIGHTS[role]
        assert (f"los votos de «{QUESTION}»" in (await town.get("hoy")).text) == may
        page = (await town.get(path)).text
        assert told(page, "Telegram") == f"Espera a una persona. {WHY.rstrip('.')}"
        assert told(page, "Página, por red y navegador (sin verificar)") == "Sí: 0; No &lt;b&gt;: 1 Contada"
        assert told(page, "Página, por enlace personal (correo)") == "Sí: 0; No &lt;b&gt;: 1 Contada"
        assert total(page) == ["0", "2"]
        assert ("Anotar los votos" in page) == may
        page = await say(town, path, "12", "5")
        assert page.startswith("403") is not may
        assert town.told("survey") == (["ana"] if may else [])
        if may:
            assert NOTES["votos"] in page
            assert told(page, "Telegram") == "Sí: 12; No &lt;b&gt;: 5 La dijo Ana Pérez"
            assert total(page) == ["12", "7"]
            assert "los votos de" not in (await town.get("hoy")).text


async def test_what_a_person_said_is_corrected(database: Database, tmp_path: Path) -> None:
    """As often as needed: what stood there is offered, and what was before is kept."""
    async with surveyed(database, tmp_path) as town:
        path = await fall_silent(town)
        page = await say(town, path, "12", "5")
        assert "Corregir los votos" in page
        assert 'value="12"' in page
        assert total(await say(town, path, "12", "6")) == ["12", "8"]
        [_, last] = [each.detail for each in town.desk.rows("audit") if each.verb == "survey"]
        assert last == {"votes": [12, 6], "before": [12, 5], "note": "Captura del canal"}


async def test_nobody_writes_over_what_was_said_meanwhile(database: Database, tmp_path: Path) -> None:
    """Two have the page open: who comes second is told, whoever presses twice has said it once."""
    async with surveyed(database, tmp_path) as town:
        path = await fall_silent(town)
        page = (await town.get(path)).text
        await say(town, path, "12", "5", page=page)
        late = await say(town, path, "3", "4", page=page)
        assert (late[:3], MEANWHILE in late) == ("409", True)
        assert NOTES["votos"] in await say(town, path, "12", "5", page=page)
        assert town.told("survey") == ["ana"]
        assert total(await say(town, path, "3", "4", page=late)) == ["3", "6"]


@pytest.mark.parametrize(
    ("votes", "account", "code"),
    [
        ((), "canal", 422),
        (("12", ""), "canal", 422),
        (("12", "-5"), "canal", 422),
        (("12", "5,5"), "canal", 422),
        (("12", "9" * 12), "canal", 422),
        (("12",), "canal", 409),
        (("12", "5", "1"), "canal", 409),
        (("12", "5"), "web", 404),
        (("12", "5"), "a/b@c", 404),
    ],
)
async def test_what_are_no_votes_is_refused(
    sqlite_database: Database, tmp_path: Path, votes: tuple[str, ...], account: str, code: int
) -> None:
    """Nothing is kept, and what was typed stays."""
    async with surveyed(sqlite_database, tmp_path) as town:
        path = await fall_silent(town)
        answer = await say(town, path, *votes, account=account, note="Mi captura")
        assert answer.startswith(str(code))
        assert town.told("survey") == []
        if code != 404:
            assert 'value="Mi captura"' in answer


async def test_nobody_says_it_for_the_service(database: Database, tmp_path: Path) -> None:
    """Nothing is asked while people vote, nor once the service has told."""
    async with surveyed(database, tmp_path) as town:
        path = f"encuestas/{asked(town).id}"
        page = (await town.get(path)).text
        assert "Se vota hasta el 7 de enero de 2027" in page
        assert "Anotar los votos" not in page
        assert "todavía recibe votos" in await say(town, path, "1", "2")
        with database.write() as connection:
            number = town.desk.publication(POLL).id
            count_poll(connection, number, (7, 6), 13, town.desk.clock.now())
        assert "ya dijo los votos" in await say(town, path, "1", "2")
        page = (await town.get(path)).text
        assert told(page, "Telegram") == "Sí: 7; No &lt;b&gt;: 6 Contada"
        assert "los votos</" not in page


async def test_the_list_leads_to_each(database: Database, tmp_path: Path) -> None:
    """With how it stands; so does the publication that asks."""
    async with surveyed(database, tmp_path) as town:
        page = (await town.get("encuestas")).text
        assert QUESTION in page
        assert ">abierta</span>" in page
        sending = (await town.get(f"envios/{town.desk.publication(POLL).id}")).text
        assert f"encuestas/{asked(town).id}" in sending
        await fall_silent(town)
        assert ">faltan votos</span>" in (await town.get("encuestas")).text
        assert (await town.get("encuestas/99")).status_code == 404


async def test_a_question_that_the_file_has_otherwise_is_told(database: Database, tmp_path: Path) -> None:
    """What people are asked stays as it was, and the office knows; a hostile option is text."""
    async with surveyed(database, tmp_path) as town:
        path = f"encuestas/{asked(town).id}"
        page = (await town.get(path)).text
        assert "No &lt;b&gt;" in page
        assert "Ya salió con otra pregunta" not in page
        changed = str(SURVEYED["campanas/matriculas.yaml"]).replace(QUESTION, "¿Y el domingo?")
        await town.desk.reload({**SURVEYED, "campanas/matriculas.yaml": changed})
        page = (await town.get(path)).text
        assert QUESTION in page
        assert "Ya salió con otra pregunta" in page
        assert "pregonero cancel" not in page
