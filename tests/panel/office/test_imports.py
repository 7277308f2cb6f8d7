"""A list brought in from a browser: looked over, confirmed, followed, taken back, and told where it was cut short."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from openpyxl import Workbook

from audience.brought_list import DAY, ListFolder, Stage, folders, room_of, sweep
from audience.contacts_import import ALONE
from audience.list_bringer import BUSY
from panel.entrance.roles import Role
from panel.office.imports import EMPTY, NO_FILE, NO_PROOF
from storage.alone import alone
from storage.database import Database
from tests.panel.staffed import FILES, OFFICE, OWN, Office, office, token_in

LISTS = "listas:\n  familias: {nombre: Familias de los colegios, de: educacion, vigencia: 8 días}\n"
TOWN = {"municipio.yaml": f"{FILES['municipio.yaml']}{LISTS}"}  # type: ignore[str-bytes-safe]
PEOPLE = (
    "nombre;correo;barrio;religion;consentimiento\n"
    "Ana Ruiz;ana.ruiz@example.com;Centro;;sí\n"
    "Luis;luis@example.com;La Palma;;\n"
    '"=HYPERLINK(""http://malo"")";mal;=1+1;;\n'
)
PATIENCE = 400


@asynccontextmanager
async def town(database: Database, folder: Path) -> AsyncIterator[Office]:
    """Ana, who communicates, has come in."""
    async with office(database, folder, TOWN) as found:
        found.user("ana", Role.COMMUNICATOR)
        await found.sign_in("ana")
        yield found


async def hand_in(found: Office, data: bytes, name: str = "gente.csv", **fields: str) -> httpx.Response:
    """Send a file with the form."""
    token = token_in((await found.get("personas/traer")).text)
    files = {"archivo": (name, data, "application/octet-stream")} if name else {}
    fields = {"ficha": token, "base": "", "finalidad": "gestion", **fields}
    multipart = files or {"nada": ("", b"", "text/plain")}
    return await found.browser.post(f"{OFFICE}personas/traer", data=fields, files=multipart, headers=OWN)


async def settled(found: Office, way: str) -> str:
    """The page of a list, once nobody works on it."""
    for _ in range(PATIENCE):
        page = (await found.get(way)).text
        if "data-hx-trigger" not in page:
            return page
        await asyncio.sleep(0.05)
    raise AssertionError(page)


async def looked_over(found: Office, data: bytes = PEOPLE.encode(), name: str = "gente.csv", **fields: str) -> str:
    """Where a list lies that was handed in and looked over."""
    answer = await hand_in(found, data, name, **fields)
    assert answer.status_code == 303, answer.text
    way = answer.headers["location"].removeprefix(OFFICE)
    await settled(found, way)
    return str(way)


def folder_of(found: Office, way: str) -> ListFolder:
    """The same on the disk."""
    room = room_of(found.desk.place.folder, found.desk.tenant.slug)
    return ListFolder(room / way.rpartition("/")[2])


async def test_a_list_is_looked_over_before_anything_is_kept(database: Database, tmp_path: Path) -> None:
    """How each column is read, the first rows, what is left out and why, and whose consent it has."""
    async with town(database, tmp_path) as found:
        page = (await found.get(await looked_over(found))).text
        assert found.desk.rows("contact") == []
        for words in ("Revise antes de traer", "Texto en el código UTF-8", "La Palma", "es un dato sensible"):
            assert words in page
        for pattern in (
            r"renglones leídos</p><p><strong>3<",
            r"personas nuevas</p><p><strong>2<",
            "Renglón 4: correo:",
        ):
            assert re.search(pattern, page), pattern
        assert "solo de la columna «consentimiento»" in page


async def test_a_list_is_brought_in(database: Database, tmp_path: Path) -> None:
    """Whoever brought it is in the audit; the file is gone, and the lines that were left out bear no formula."""
    async with town(database, tmp_path) as found:
        way = await looked_over(found)
        await found.post(f"{way}/hacer", way, hacer="traer")
        page = await settled(found, way)
        assert "La lista quedó traída" in page
        assert sorted(row.name for row in found.desk.rows("contact")) == ["Ana Ruiz", "Luis"]
        assert found.told("contacts_import") == ["ana"]
        assert folder_of(found, way).list is None
        answer = await found.get(f"{way}/renglones")
        assert answer.headers["content-disposition"].startswith("attachment")
        [_, line] = answer.text.strip().splitlines()
        assert line.startswith("4;")
        assert not [cell for cell in re.split(";", line.replace('"', "")) if cell.startswith(("=", "+", "-", "@"))]


async def test_a_workbook_is_a_list_too(sqlite_database: Database, tmp_path: Path) -> None:
    """As its contents say, whatever its name."""
    book, data = Workbook(), BytesIO()
    for row in (["Nombres", "Correo electrónico"], ["Eva", "eva@example.com"]):
        book.active.append(row)
    book.save(data)
    async with town(sqlite_database, tmp_path) as found:
        page = (await found.get(await looked_over(found, data.getvalue(), "gente.csv"))).text
        assert ("Libro de Excel" in page, "eva@example.com" in page) == (True, True)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [(b"", "gente.csv", EMPTY), (b"", "", NO_FILE)],
    ids=["an empty file", "no file"],
)
async def test_nothing_is_not_looked_over(
    sqlite_database: Database, tmp_path: Path, data: bytes, name: str, said: str
) -> None:
    """The form says so, with what was chosen."""
    async with town(sqlite_database, tmp_path) as found:
        answer = await hand_in(found, data, name, base="contrato", prueba="Contrato 7")
        assert (answer.status_code, said in answer.text, "Contrato 7" in answer.text) == (422, True, True)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\0\0\n", "no es una lista en texto"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "libro antiguo de Excel"),
        (b"PK\x03\x04" + b"\0" * 600, "el libro de Excel está dañado"),
        (b"una;cosa\n1;2\n", "falta una columna con la dirección"),
    ],
    ids=["a PDF", "an old workbook", "a broken workbook", "no list of people"],
)
async def test_what_is_no_list_is_refused(sqlite_database: Database, tmp_path: Path, data: bytes, said: str) -> None:
    """With what to do, and without saying where on the machine it lay."""
    async with town(sqlite_database, tmp_path) as found:
        way = await looked_over(found, data)
        page = (await found.get(way)).text
        assert ("La lista no se pudo leer" in page, said in page, str(tmp_path) in page) == (True, True, False)
        assert (await found.post(f"{way}/hacer", way, hacer="traer")).status_code == 409


async def test_what_is_said_of_everybody_is_proven(database: Database, tmp_path: Path) -> None:
    """Without a proof nothing is looked over; with it, all get a consent; it can be changed before they are brought."""
    async with town(database, tmp_path) as found:
        answer = await hand_in(found, PEOPLE.encode(), base="consentimiento")
        assert (answer.status_code, NO_PROOF in answer.text) == (422, True)
        way = await looked_over(found, base="consentimiento", prueba="Planillas firmadas")
        assert "consentimientos anotados" in (await found.get(way)).text
        again = {"hacer": "releer", "lista": "familias", "finalidad": "gestion"}
        assert (await found.post(f"{way}/hacer", way, **again)).status_code == 303
        page = await settled(found, way)
        assert ("la lista de Familias de los colegios" in page, "consentimientos anotados" in page) == (True, False)
        await found.post(f"{way}/hacer", way, hacer="traer")
        await settled(found, way)
        page = (await found.get("personas/listas")).text
        assert ("al día" in page, "2 personas" in page) == (True, True)


async def test_of_two_lists_at_once_one_waits(database: Database, tmp_path: Path) -> None:
    """It is told, and comes in once the other is through."""
    async with town(database, tmp_path) as found:
        way = await looked_over(found)
        with alone(database, ALONE) as ours:
            assert ours
            await found.post(f"{way}/hacer", way, hacer="traer")
            assert BUSY in await settled(found, way)
        assert found.desk.rows("contact") == []
        await found.post(f"{way}/hacer", way, hacer="traer")
        await settled(found, way)
        assert (await found.post(f"{way}/hacer", way, hacer="traer")).status_code == 409
        assert len(found.desk.rows("import_batch")) == 1


async def test_what_was_cut_short_is_told_and_goes_on(database: Database, tmp_path: Path) -> None:
    """The daemon was stopped: nobody holds the lock, and the state is as it was left."""
    async with town(database, tmp_path) as found:
        way = await looked_over(found)
        folder = folder_of(found, way)
        folder.change(stage=Stage.BRINGING)
        os.utime(folder.path / "estado.json", (1, 1))
        with folder.working():
            assert "Trayendo la lista" in (await found.get(way)).text
        assert "Quedó a medias" in (await found.get(way)).text
        assert "quedó a medias" in (await found.get("personas/listas")).text
        await found.post(f"{way}/hacer", way, hacer="traer")
        assert "La lista quedó traída" in await settled(found, way)


async def test_a_list_is_taken_back(database: Database, tmp_path: Path) -> None:
    """From the lists, and whoever did it is in the audit."""
    async with town(database, tmp_path) as found:
        way = await looked_over(found)
        await found.post(f"{way}/hacer", way, hacer="traer")
        await settled(found, way)
        [batch] = found.desk.rows("import_batch")
        answer = await found.post(f"personas/listas/{batch.id}", f"personas/listas/{batch.id}")
        page = await settled(found, answer.headers["location"].removeprefix(OFFICE))
        assert "La lista quedó deshecha" in page
        assert (found.desk.rows("contact"), found.told("contacts_undo")) == ([], ["ana"])
        assert "Deshacer esta lista" not in (await found.get(f"personas/listas/{batch.id}")).text


async def test_a_list_that_is_let_be_is_gone(sqlite_database: Database, tmp_path: Path) -> None:
    """Nobody was brought."""
    async with town(sqlite_database, tmp_path) as found:
        way = await looked_over(found)
        await found.post(f"{way}/hacer", way, hacer="dejar")
        assert (await found.get(way)).status_code == 404
        assert (folder_of(found, way).path.exists(), found.desk.rows("contact")) == (False, [])


@pytest.mark.parametrize("name", ["../../../malo.csv", "..\\..\\malo.csv", "/etc/malo.csv", "....//malo\x00.csv", ".."])
async def test_a_file_lies_where_nobody_else_reads_it(sqlite_database: Database, tmp_path: Path, name: str) -> None:
    """Whatever it is called."""
    async with town(sqlite_database, tmp_path) as found:
        folder = folder_of(found, await looked_over(found, name=name))
        kept = folder.list
        assert kept is not None
        assert kept.resolve().is_relative_to(found.desk.place.folder.resolve())
        assert [each.stat().st_mode & 0o077 for each in (folder.path.parent, folder.path, kept)] == [0, 0, 0]
        for other in ("..", "%2e%2e", "../../claves", "a" * 16):
            assert (await found.get(f"personas/traer/{other}/renglones")).status_code == 404


async def test_whoever_may_not_see_people_brings_none(database: Database, tmp_path: Path) -> None:
    """Nor follows a list that somebody else brings."""
    async with town(database, tmp_path) as found:
        way = await looked_over(found)
        found.user("luis", Role.READER)
        await found.sign_in("luis")
        for path in ("personas/listas", "personas/traer", way, f"{way}/renglones", "personas/publicos/ciudadania"):
            assert (await found.get(path)).status_code == 403, path


async def test_what_was_left_is_taken_away_after_a_day(sqlite_database: Database, tmp_path: Path) -> None:
    """But not what somebody works on."""
    async with town(sqlite_database, tmp_path) as found:
        kept, left = folder_of(found, await looked_over(found)), folder_of(found, await looked_over(found))
        later = left.path.stat().st_mtime + DAY + 60
        with kept.working():
            assert sweep(left.path.parent, later) == 1
        assert [each.token for each in folders(left.path.parent)] == [kept.token]
