"""What is said of a task in its forms: kept once, by whose it is, and as it was typed where it does not do."""

import asyncio
import re
from pathlib import Path

import pytest

from panel.entrance.roles import Role
from storage.database import Database
from tests.panel.office.task_office import as_, numbers, photo, send, states, task_office
from tests.panel.staffed import OFFICE, OWN, Office, token_in
from tests.photographs import JPEG

DONE = {"cuantas": "2", "costo": "25.000", "nota": "La tercera no salió"}


def kept(town: Office) -> list[Path]:
    """Files under `var/archivos`."""
    return sorted(path for path in (town.desk.folder / "archivos").rglob("*") if path.is_file())


async def test_a_spot_is_confirmed_with_its_photo(database: Database, tmp_path: Path) -> None:
    """How often, at what cost, with what shows it; the delivery follows, and the audit says who."""
    async with task_office(database, tmp_path) as town:
        await as_(town, "ana")
        answer = await send(town, "1/confirmar", DONE, photo("../../Cuña 1.JPG"))
        assert answer.headers["location"].endswith("tareas/1?hecho=tarea-confirmada")
        row = town.desk.rows("work_order")[0]
        assert (row.state, row.done, row.cost, row.note, row.confirmed_by) == ("done", 2, 25000, DONE["nota"], "ana")
        assert [each["name"] for each in row.evidence] == ["Cuña 1.JPG"]
        assert [path.read_bytes() for path in kept(town)] == [JPEG]
        assert town.told("work_order_done") == ["ana"]
        page = (await town.get("tareas/1?hecho=tarea-confirmada")).text
        for words in ("La tarea quedó confirmada.", "Se hizo: 2 emisiones de 3", "Ana Pérez", "Costó $25.000."):
            assert words in page


async def test_a_form_that_is_sent_twice_counts_once(database: Database, tmp_path: Path) -> None:
    """Whoever presses twice is told the same twice; another count, or another person, comes too late."""
    async with task_office(database, tmp_path) as town:
        await as_(town, "ana")
        for _ in range(2):
            answer = await send(town, "1/confirmar", DONE, photo())
            assert answer.status_code == 303
        assert town.told("work_order_done") == ["ana"]
        assert len(town.desk.rows("work_order")[0].evidence) == 1
        other = await send(town, "1/confirmar", {**DONE, "cuantas": "3"}, photo())
        assert (other.status_code, "ya está confirmada, con 2" in other.text) == (409, True)
        await as_(town, "luis", Role.COMMUNICATOR)
        assert (await send(town, "1/confirmar", DONE)).status_code == 409


async def test_two_who_confirm_at_once_are_one_confirmation(database: Database, tmp_path: Path) -> None:
    """One is believed, the other is told that it was said; of the other's photo nothing is kept."""
    async with task_office(database, tmp_path) as town:
        await as_(town, "luis", Role.COMMUNICATOR)
        theirs = dict(town.browser.cookies), token_in((await town.get("cuenta")).text)
        await as_(town, "ana")
        mine = dict(town.browser.cookies), token_in((await town.get("cuenta")).text)
        town.browser.cookies.clear()

        async def confirm(who: tuple[dict[str, str], str], count: str) -> int:
            cookie = "; ".join(f"{name}={value}" for name, value in who[0].items())
            data, files = {"ficha": who[1], "cuantas": count}, photo(data=JPEG + count.encode())
            headers = {**OWN, "Cookie": cookie}
            answer = await town.browser.post(f"{OFFICE}tareas/1/confirmar", data=data, files=files, headers=headers)
            return answer.status_code

        codes = await asyncio.gather(confirm(mine, "2"), confirm(theirs, "3"))
        assert sorted(codes) == [303, 409]
        assert len(town.told("work_order_done")) == 1
        row = town.desk.rows("work_order")[0]
        assert row.done == (2 if codes[0] == 303 else 3)
        assert [path.read_bytes() for path in kept(town)] == [JPEG + str(row.done).encode()]


@pytest.mark.parametrize("form", ["confirmar", "no-hecha", "aplazar", "tomar", "evidencia", "corregir", "recibir"])
async def test_nobody_speaks_for_anothers_task(database: Database, tmp_path: Path, form: str) -> None:
    """Whoever answers for one medium says nothing of another's, whatever is sent; nothing is kept."""
    async with task_office(database, tmp_path) as town:
        await as_(town, "eva")
        said = {"cuantas": "3", "nota": "x", "hasta": "2027-03-01"}
        assert (await send(town, f"1/{form}", said, photo())).status_code == 403
        assert states(town)["Cuña de matrículas"] == "to_do"
        assert kept(town) == []


@pytest.mark.parametrize(
    ("form", "said", "told"),
    [
        ("confirmar", {"cuantas": "", "nota": "Sí"}, "Se planearon 3: diga abajo cuántas se hicieron."),
        ("confirmar", {"cuantas": "tres", "nota": "Sí"}, "«tres» no es una cantidad."),
        ("confirmar", {"cuantas": "0", "nota": "Sí"}, "dígalo en «No se hizo», y en la nota por qué"),
        ("confirmar", {"cuantas": "3"}, "Adjunte la foto, el audio o el acta; si no la hay, diga en la nota por qué."),
        ("confirmar", {"cuantas": "4", "nota": "Sí"}, "Si de verdad fueron más, marque la casilla que lo dice."),
        ("confirmar", {"cuantas": "3", "nota": "Sí", "costo": "mucho"}, "Costo: «mucho» no es una suma en pesos"),
        ("confirmar", {"cuantas": "3", "nota": "x" * 4_001}, "La nota tiene 4001 letras, y caben 4000"),
        ("no-hecha", {"nota": " "}, "Diga abajo por qué no se hizo."),
        ("aplazar", {"hasta": "2027-01-31", "nota": "Viaja"}, "El 31 de enero de 2027 ya pasó"),
        ("aplazar", {"hasta": "2027-02-02", "nota": "Viaja"}, "plazo hasta el 3 de febrero de 2027, 8:00\xa0a.\xa0m."),
        ("aplazar", {"hasta": "mañana", "nota": "Viaja"}, "«mañana» no es una fecha."),
        ("aplazar", {"hasta": "9999-12-31", "nota": "Viaja"}, "«9999-12-31» no es una fecha."),
        ("recibir", {"nota": "Algo"}, ""),
        ("lista", {"punto": "1"}, "La tarea 1 no tiene lista"),
        ("lista", {}, "Escoja al menos un punto"),
    ],
)
async def test_what_does_not_say_enough_comes_back_as_it_was_typed(
    database: Database, tmp_path: Path, form: str, said: dict[str, str], told: str
) -> None:
    """With what is missing; what is no form of this task is nobody's."""
    async with task_office(database, tmp_path) as town:
        await as_(town, "ana")
        answer = await send(town, f"1/{form}", said)
        assert answer.status_code == (422 if told else 403)
        assert told in answer.text
        for typed in said.values() if told else ():
            assert str(typed).strip() in answer.text
        assert states(town)["Cuña de matrículas"] == "to_do"


async def test_what_was_not_done_says_why(database: Database, tmp_path: Path) -> None:
    """And may be confirmed after all."""
    async with task_office(database, tmp_path) as town:
        await as_(town, "ana")
        for _ in range(2):
            assert (await send(town, "1/no-hecha", {"nota": "No hubo luz"})).status_code == 303
        assert town.told("work_order_not_done") == ["ana"]
        page = (await town.get("tareas/1")).text
        assert ("No se hizo." in page, "No hubo luz" in page) == (True, True)
        assert (await send(town, "1/confirmar", {"cuantas": "1"}, photo())).status_code == 303
        assert states(town)["Cuña de matrículas"] == "done"


async def test_a_task_is_put_off_by_whose_it_is_and_by_the_office(database: Database, tmp_path: Path) -> None:
    """Until the end of a day; a form that is sent twice puts it off once."""
    async with task_office(database, tmp_path) as town:
        for person, role, day in (("ana", Role.MEDIA, "2027-02-10"), ("luis", Role.COMMUNICATOR, "2027-02-12")):
            await as_(town, person, role)
            said = {"hasta": day, "nota": "El locutor viaja"}
            codes = [(await send(town, "1/aplazar", said)).status_code for _ in range(2)]
            assert codes == [303, 303]
        row = town.desk.rows("work_order")[0]
        assert (row.state, row.postponements) == ("postponed", 2)
        assert "(era el 3 de febrero de 2027, 8:00\xa0a.\xa0m.)" in (await town.get("tareas/1")).text


async def test_somebody_of_the_office_takes_a_task(database: Database, tmp_path: Path) -> None:
    """From then on it is among theirs; it is taken once, and a duty is nobody else's."""
    async with task_office(database, tmp_path) as town:
        await as_(town, "luis", Role.COMMUNICATOR)
        for _ in range(2):
            answer = await send(town, "1/tomar")
            assert answer.status_code == 303
        assert (town.desk.rows("work_order")[0].responsible, town.told("work_order_taken")) == ("luis", ["luis"])
        assert "Cuña de matrículas" in (await town.get("tareas")).text
        await as_(town, "ana", Role.COMMUNICATOR)
        assert (await send(town, f"{numbers(town)['Hospital San Juan']}/tomar")).status_code == 403


async def test_more_is_shown_and_a_count_corrected_later(database: Database, tmp_path: Path) -> None:
    """The same photo is added once; the count before stays to be seen, with the reason."""
    async with task_office(database, tmp_path) as town:
        await as_(town, "ana")
        await send(town, "1/confirmar", DONE)
        for _ in range(2):
            assert (await send(town, "1/evidencia", {}, photo("b.jpg"))).status_code == 303
        assert (await send(town, "1/evidencia", {})).status_code == 422
        assert town.told("work_order_evidence") == ["ana"]
        for nota, code in (("Sí salió", 303), ("Sí salió", 303), ("Otra razón", 422)):
            assert (await send(town, "1/corregir", {"cuantas": "3", "nota": nota})).status_code == code
        assert len(town.desk.rows("recount")) == 1
        page = (await town.get("tareas/1")).text
        assert "Se hizo: 3 emisiones de 3" in page
        assert "Antes decía 2; Ana Pérez lo corrigió a 3" in page


async def test_a_duty_is_handed_in_returned_and_closed(database: Database, tmp_path: Path) -> None:
    """Luis hands in, Ana returns it and takes the second; nobody accepts what is their own."""
    async with task_office(database, tmp_path) as town:
        number = numbers(town)["Hospital San Juan"]
        await as_(town, "luis")
        once = {"formulario": "uno", "nota": ""}
        for _ in range(2):
            assert (await send(town, f"{number}/recibir", once, photo("informe.jpg"))).status_code == 303
        assert len(town.desk.rows("receipt")) == 1
        assert (await send(town, f"{number}/confirmar", {"toda": "si"})).status_code == 403
        assert (await send(town, f"{number}/devolver", {"nota": "No"})).status_code == 403
        await as_(town, "ana")
        for _ in range(2):
            assert (await send(town, f"{number}/devolver", {"nota": "Faltan las cifras"})).status_code == 303
        assert town.told("duty_returned") == ["ana"]
        again = await send(town, f"{number}/devolver", {"nota": "Falta todo"})
        assert (again.status_code, "no hay nada recibido que devolver" in again.text) == (409, True)
        assert "Faltan las cifras" in (await town.get(f"tareas/{number}")).text
        await as_(town, "luis")
        await send(town, f"{number}/recibir", {"formulario": "dos", "nota": "En papel"})
        await as_(town, "ana")
        open_ = await send(town, f"{number}/confirmar", {"cuantas": "1"})
        assert (open_.status_code, "  1. Cifras" in open_.text) == (422, True)
        assert (await send(town, f"{number}/lista", {"punto": ["1"], "hacer": "marcar"})).status_code == 303
        left = {"punto": ["2"], "hacer": "dejar", "por-que": "No hubo"}
        assert (await send(town, f"{number}/lista", left)).status_code == 303
        assert (await send(town, f"{number}/confirmar", {"cuantas": "1"})).status_code == 303
        assert states(town)["Hospital San Juan"] == "done"
        assert "No se cumple: No hubo" in (await town.get(f"tareas/{number}")).text


async def test_what_is_ticked_counts_when_it_is_confirmed(database: Database, tmp_path: Path) -> None:
    """Of a list of two one tick is not enough, and the page keeps it; two are, without a word for all of it."""
    async with task_office(database, tmp_path) as town:
        number = numbers(town)["Hospital San Juan"]
        await as_(town, "luis")
        await send(town, f"{number}/recibir", {"formulario": "uno"}, photo("informe.jpg"))
        await as_(town, "ana")
        one = await send(town, f"{number}/confirmar", {"punto": ["1"], "cuantas": "1"})
        assert (one.status_code, "1. Cifras" in one.text) == (422, False)
        assert re.findall(r'name="punto"[^>]* value="(\d)" checked', one.text) == ["1"]
        assert (await send(town, f"{number}/confirmar", {"punto": ["1", "2"], "cuantas": "1"})).status_code == 303
        assert states(town)["Hospital San Juan"] == "done"
        assert (await town.get(f"tareas/{number}")).text.count(">Revisado<") == 2


async def test_an_extension_is_asked_for_and_granted_once(database: Database, tmp_path: Path) -> None:
    """Luis asks, Ana agrees with one press; there is no second."""
    async with task_office(database, tmp_path) as town:
        number = numbers(town)["Hospital San Juan"]
        await as_(town, "luis")
        late = await send(town, f"{number}/prorroga", {"hasta": "2027-03-30", "nota": "Inventario"})
        assert (late.status_code, "hasta el 15 de febrero de 2027" in late.text) == (422, True)
        said = {"hasta": "2027-02-12", "nota": "Inventario"}
        assert [(await send(town, f"{number}/prorroga", said)).status_code for _ in range(2)] == [303, 303]
        assert (await send(town, f"{number}/prorroga", {**said, "hasta": "2027-02-13"})).status_code == 409
        await as_(town, "ana")
        assert "falta concederla: Inventario" in (await town.get(f"tareas/{number}")).text
        assert (await send(town, f"{number}/prorroga", {"hasta": "2027-02-12"})).status_code == 303
        assert (await send(town, f"{number}/prorroga", {"hasta": "2027-02-13"})).status_code == 409
        page = (await town.get(f"tareas/{number}")).text
        assert "Tuvo su prórroga, hasta el 12 de febrero de 2027, 11:59\xa0p.\xa0m.: Inventario" in page


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (photo("foto.jpg", b"\x7fELF\x02\x01"), "«foto.jpg» no es de una clase que se reciba."),
        ([*photo(), *photo("vacia.jpg", b"")], "«vacia.jpg» está vacío."),
        (photo() * 11, "Son 11 archivos"),
    ],
    ids=["a program", "nothing", "too many"],
)
async def test_a_file_that_does_not_do_costs_nothing_that_was_typed(
    database: Database, tmp_path: Path, files: list[tuple[str, tuple[str, bytes, str]]], told: str
) -> None:
    """The page comes back with count, cost and note, and asks for the files again; of none anything is kept."""
    async with task_office(database, tmp_path) as town:
        await as_(town, "ana")
        answer = await send(town, "1/confirmar", DONE, files)
        assert (answer.status_code, told in answer.text) == (422, True)
        assert "Los archivos no quedaron: adjúntelos otra vez." in answer.text
        for typed in ('value="2"', 'value="25.000"', ">La tercera no salió</textarea>"):
            assert typed in answer.text
        assert (kept(town), states(town)["Cuña de matrículas"]) == ([], "to_do")


async def test_what_was_typed_is_never_read_as_a_page(database: Database, tmp_path: Path) -> None:
    """Neither in the form again nor once it is kept, with the name of a file."""
    async with task_office(database, tmp_path) as town:
        await as_(town, "ana")
        hostile = "</textarea><script>alert(1)</script>"
        answer = await send(town, "1/confirmar", {"cuantas": hostile, "nota": hostile})
        assert (answer.status_code, "<script>alert" in answer.text) == (422, False)
        named = photo("<img src=x onerror=alert(1)>.jpg")
        assert (await send(town, "1/confirmar", {"cuantas": "3", "nota": hostile}, named)).status_code == 303
        page = (await town.get("tareas/1")).text
        assert [words in page for words in ("<script>alert", "<img", "&lt;script&gt;alert(1)")] == [False, False, True]
