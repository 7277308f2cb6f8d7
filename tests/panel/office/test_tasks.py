"""Tareas: whose they are, what is late, what one task says, and to whom."""

from pathlib import Path

import pytest

from panel.entrance.roles import Role
from storage.database import Database
from storage.tables import order_person
from tests.panel.office.task_office import DUTY, RADIO, as_, numbers, photo, send, task_office
from tests.photographs import JPEG


async def test_mine_come_first_and_all_are_one_step_away(database: Database, tmp_path: Path) -> None:
    """Ana sees her spot and the duty that is owed to her; of the posters, which are Luis's, she reads under all."""
    async with task_office(database, tmp_path) as town:
        await as_(town, "ana")
        mine, every = (await town.get("tareas")).text, (await town.get("tareas?de=todas")).text
        assert [words in mine for words in (RADIO, DUTY, "Iglesia")] == [True, True, False]
        assert [words in every for words in (RADIO, DUTY, "Iglesia", "Alcaldía")] == [True] * 4
        assert "Deber de Luis Gómez con Ana Pérez" in mine


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("de=todas&medio=carteleras", {"Iglesia"}),
        ("de=todas&persona=ana", {RADIO}),
        ("de=todas&persona=nadie", set()),
        ("de=todas&ver=vencidas", {RADIO}),
        ("de=todas&ver=hechas", set()),
        ("de=todas&ver=otra-cosa&desde=nada", {RADIO, DUTY, "Iglesia"}),
        ("de=todas&desde=99999999999999999-999999999999999999", set()),
    ],
)
async def test_a_list_shows_what_is_asked_for(database: Database, tmp_path: Path, query: str, seen: set[str]) -> None:
    """By medium, person and state, once the spot's term is over; what an address says wrong is not heard."""
    async with task_office(database, tmp_path) as town:
        town.desk.clock.pass_(days=2, minutes=1)
        await as_(town, "ana", Role.READER)
        page = (await town.get(f"tareas?{query}")).text
        assert {
            words for words in (RADIO, DUTY, "Iglesia") if f"<strong>{words}" in page or f", {words}<" in page
        } == seen


async def test_a_list_goes_on_where_its_page_ends(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No task comes twice and none is left out, whatever the length of a page."""
    monkeypatch.setattr("delivery.tasks.listing.PAGE", 1)
    async with task_office(database, tmp_path) as town:
        await as_(town, "ana", Role.COMMUNICATOR)
        for number in (2, 3):
            await send(town, f"{number}/confirmar", {"cuantas": "1", "nota": "Pegado"})
        for view in ("abiertas", "hechas"):
            address, seen = f"tareas?de=todas&ver={view}", list[str]()
            while address:
                page = (await town.get(address)).text
                seen += [number for number in "1234" if f'tareas/{number}"' in page]
                more = page.partition('class="boton segundo" href="')[2].partition('"')[0]
                address = f"tareas{more.replace('&amp;', '&')}" if more else ""
            assert sorted(seen) == (["1", "4"] if view == "abiertas" else ["2", "3"])


async def test_a_task_says_what_to_read_and_until_when(database: Database, tmp_path: Path) -> None:
    """The script with its seconds, how often, by which medium, whose it is."""
    async with task_office(database, tmp_path) as town:
        await as_(town, "ana")
        page = (await town.get("tareas/1")).text
        for words in (
            "Vecinos, empiezan las matrículas.",
            "Se lee en unos 9 segundos",
            "3 emisiones, por radio",
        ):
            assert words in page
        assert "3 de febrero de 2027, 8:00\xa0a.\xa0m." in page
        assert 'capture="environment"' in page
        assert (await town.get("tareas/99")).status_code == 404
        assert (await town.get(f"tareas/{2**63}")).status_code == 404


@pytest.mark.parametrize(
    ("person", "role", "forms"),
    [
        ("ana", Role.MEDIA, {"confirmar", "no-hecha", "aplazar"}),
        ("luis", Role.COMMUNICATOR, {"tomar", "confirmar", "no-hecha", "aplazar"}),
        ("luis", Role.MEDIA, set()),
        ("rosa", Role.APPROVER, {"aplazar"}),
        ("ana", Role.READER, set()),
    ],
)
async def test_forms_are_shown_to_whoever_may_send_them(
    database: Database, tmp_path: Path, person: str, role: Role, forms: set[str]
) -> None:
    """Of Ana's spot: hers, the office's, another's; who is in charge puts it off; a reader only reads."""
    async with task_office(database, tmp_path) as town:
        await as_(town, person, role)
        page = (await town.get("tareas/1")).text
        every = ("tomar", "confirmar", "no-hecha", "aplazar", "recibir", "devolver", "prorroga", "lista", "corregir")
        assert {form for form in every if f"tareas/1/{form}" in page} == forms


async def test_a_reader_sees_no_file_nor_who_handed_it_in(database: Database, tmp_path: Path) -> None:
    """That there is one, and nothing more; the file itself is another right's."""
    async with task_office(database, tmp_path) as town:
        number = numbers(town)["Hospital San Juan"]
        await as_(town, "ana", Role.COMMUNICATOR)
        await send(town, f"{number}/recibir", {"quien": "jaime@example.com", "nota": "De Juana"}, photo("cedula.jpg"))
        digest = town.desk.rows("file")[0].sha256
        own = (await town.get(f"tareas/{number}")).text
        assert [words in own for words in ("jaime@example.com", "De Juana", "cedula.jpg")] == [True] * 3
        answer = await town.get(f"tareas/{number}/archivo/{digest}")
        assert (answer.status_code, answer.content) == (200, JPEG)
        await as_(town, "rosa", Role.READER)
        page = (await town.get(f"tareas/{number}")).text
        assert [words in page for words in ("jaime@example.com", "De Juana", "cedula.jpg")] == [False] * 3
        assert "1 archivo." in page
        assert (await town.get(f"tareas/{number}/archivo/{digest}")).status_code == 403


async def test_a_reader_reads_no_note_of_what_was_done(database: Database, tmp_path: Path) -> None:
    """Somebody may stand in it, which is for whoever may see persons, and for whose the task is."""
    async with task_office(database, tmp_path) as town:
        await as_(town, "ana", Role.COMMUNICATOR)
        await send(town, "1/confirmar", {"cuantas": "2", "nota": "La oyó Juana Díaz"})
        await send(town, "1/corregir", {"cuantas": "3", "nota": "Lo dijo Jaime Ruiz"})
        own = (await town.get("tareas/1")).text
        assert [words in own for words in ("Juana Díaz", "Jaime Ruiz")] == [True, True]
        await as_(town, "rosa", Role.READER)
        page = (await town.get("tareas/1")).text
        assert [words in page for words in ("Juana Díaz", "Jaime Ruiz", "lo corrigió a 3")] == [False, False, True]


async def test_a_file_of_one_task_is_none_of_another(database: Database, tmp_path: Path) -> None:
    """An address with a foreign sum, or with a way out of the folder, leads nowhere."""
    async with task_office(database, tmp_path) as town:
        await as_(town, "ana", Role.COMMUNICATOR)
        await send(town, "1/confirmar", {"cuantas": "3"}, photo())
        digest = town.desk.rows("file")[0].sha256
        assert (await town.get(f"tareas/1/archivo/{digest}")).status_code == 200
        for path in (f"tareas/2/archivo/{digest}", "tareas/1/archivo/..%2F..%2Fclaves", "tareas/1/archivo/0"):
            assert (await town.get(path)).status_code == 404, path


async def test_whom_a_task_names_is_for_those_who_see_persons(database: Database, tmp_path: Path) -> None:
    """With the number to call; others read how many they are."""
    async with task_office(database, tmp_path) as town:
        town.desk.people("juana@example.com", names=["Juana Díaz"])
        with town.desk.database.write() as connection:
            connection.execute(order_person.insert().values(work_order=1, contact=1))
        await as_(town, "luis", Role.COMMUNICATOR)
        assert "Juana Díaz" in (await town.get("tareas/1")).text
        await as_(town, "ana", Role.MEDIA)
        page = (await town.get("tareas/1")).text
        assert ("Juana Díaz" in page, "A quiénes: 1 persona<" in page) == (False, True)


async def test_what_is_late_is_told_so(database: Database, tmp_path: Path) -> None:
    """In the list and on its page; what was handed in is late no more."""
    async with task_office(database, tmp_path) as town:
        number = numbers(town)["Hospital San Juan"]
        town.desk.clock.pass_(days=30)
        await as_(town, "ana", Role.COMMUNICATOR)
        assert "vencida</span>" in (await town.get(f"tareas/{number}")).text
        await send(town, f"{number}/recibir", {"nota": "En papel, carpeta 3"})
        assert "vencida</span>" not in (await town.get(f"tareas/{number}")).text
        assert "recibido, por confirmar" in (await town.get("tareas")).text


async def test_the_day_leads_to_ones_own_tasks(database: Database, tmp_path: Path) -> None:
    """Each by its name."""
    async with task_office(database, tmp_path) as town:
        await as_(town, "ana")
        assert f'tareas/1"><strong>{RADIO}' in (await town.get("hoy")).text


async def test_what_was_handed_in_waits_for_whoever_asked(database: Database, tmp_path: Path) -> None:
    """On that day it is no longer among those of who owed it."""
    async with task_office(database, tmp_path) as town:
        await as_(town, "luis")
        link = f'tareas/{numbers(town)["Hospital San Juan"]}"'
        assert link in (await town.get("hoy")).text
        await send(town, f"{numbers(town)['Hospital San Juan']}/recibir", {"nota": "En papel"})
        assert link not in (await town.get("hoy")).text
        await as_(town, "ana")
        page = (await town.get("hoy")).text
        assert (link in page, "recibida, por confirmar" in page) == (True, True)
