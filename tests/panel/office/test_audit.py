"""Auditoría: who did what, in words; looked for, kept as a file, and proven; whom it is about is not for everybody."""

import ast
import csv
import io
import re
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event, update

from panel.entrance.roles import RIGHTS, Right, Role
from panel.office.audit_rows import MOST, Sought, read_cells, read_page
from panel.office.audit_words import PERSONAL, VERBS, tell
from storage.audit import append
from storage.database import Database
from storage.ledger import Cause
from storage.states import WorkOrderState
from storage.tables import audit
from tests.delivery.desk import bogota
from tests.panel.staffed import OFFICE, Office, office

ROOT = Path(__file__).parents[3]
KEY = "matriculas/anuncio/correo@1"


def write(town: Office, verb: str, subject: str = KEY, actor: str = "ana", **detail: object) -> None:
    """One row, as it is now."""
    place, now = town.desk.place, town.desk.clock.now()
    with town.desk.database.write() as connection:
        append(connection, place.tenant_id, actor, verb, subject, detail, now)


def lines(page: str) -> list[str]:
    """What the page says, row by row, without its tags."""
    seen = re.sub(r'<span class="oculto">[^<]*</span>', "", page)
    rows = re.findall(r"<li><div>(.*?)</li>", seen, re.DOTALL)
    spaced = [re.sub(r"</?(?:p|br|div)[^>]*>", " ", row) for row in rows]
    return [" ".join(re.sub(r"<[^>]+>", "", row).split()) for row in spaced]


async def test_each_row_says_who_did_what_in_words(database: Database, tmp_path: Path) -> None:
    """By name, on what, from what to what, with the words that were noted; the newest first."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        await town.sign_in("ana")
        write(town, "rejected", "matriculas/anuncio", "luis", note="Falta <la> sede", by="panel", digest="0")
        write(town, "pause", **{"from": "running"})
        write(town, "change_role", "luis", **{"from": "reader", "to": "media"})
        write(town, "work_order_recounted", "work_order/7", before=3, done=5, reason="Se contó mal")
        write(town, "edit_campaign", "matriculas.yaml", before="a" * 64, after="b" * 64)
        write(town, "purge", "villa-clara", "conservación", entregas=4)
        told = lines((await town.get("auditoria")).text)
        assert [each.rpartition(" 5 de enero")[0] for each in told] == [
            "El pregonero, al vencer los plazos Borró lo que ya no se puede guardar entregas: 4",
            "Ana Pérez Escribió la campaña matriculas.yaml",
            "Ana Pérez Corrigió la cantidad de la tarea 7: de 3 a 5 Razón: Se contó mal",
            "Ana Pérez Cambió el rol de Luis Mora: de Lector a Responsable de medio",
            f"Ana Pérez Puso en pausa «Matrículas escolares» por correo electrónico: estaba en curso {KEY}",
            "Luis Mora No aprobó por el panel «Matrículas escolares», anuncio Nota: Falta &lt;la&gt; sede",
            "Ana Pérez Entró al panel con su clave",
        ]


async def test_who_acted_from_a_terminal_is_told_as_such(sqlite_database: Database, tmp_path: Path) -> None:
    """An account of the machine is nobody's name; somebody who has left the files stays what was written down."""
    async with office(sqlite_database, tmp_path) as town:
        town.user("ana")
        write(town, "pause", actor="root")
        write(town, "pause", actor="quien-se-fue")
        await town.sign_in("ana")
        told = lines((await town.get("auditoria")).text)
        assert [each.partition(" Puso")[0] for each in told[1:]] == [
            "quien-se-fue",
            "Consola del servidor (root)",
        ]


async def test_what_has_a_number_is_told_by_its_name(database: Database, tmp_path: Path) -> None:
    """A publication, and the one of a delivery, with the way to its page; of a number that is none, the number."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        town.desk.people("vecina@example.com")
        town.desk.clock.moment = bogota("2026-12-28T08:00")
        await town.desk.turn()
        number, [sent] = town.desk.publication(KEY.partition("/")[2]).id, town.desk.deliveries(KEY.partition("/")[2])
        write(town, "retry", f"publication/{number}", count=1)
        write(town, "settle", f"delivery/{sent.id}", to="sent")
        write(town, "retry", "publication/4711", count=2)
        await town.sign_in("ana")
        page = (await town.get("auditoria")).text
        assert page.count(f'href="{OFFICE}envios/{number}"') == 2
        told = "\n".join(lines(page))
        assert "Mandó intentar otra vez (1 envío) «Matrículas escolares» por correo" in told
        assert "Dijo qué pasó con un envío dudoso de «Matrículas escolares» por correo" in told
        assert "Mandó intentar otra vez (2 envíos) la publicación 4711" in told


async def test_rows_are_looked_for_by_person_verb_and_day(database: Database, tmp_path: Path) -> None:
    """Days are the municipality's; what is nonsense asks nothing."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        for day, verb, actor in ((3, "pause", "ana"), (4, "cancel", "luis"), (4, "pause", "luis")):
            town.desk.clock.moment = bogota(f"2027-01-0{day}T23:30")
            write(town, verb, actor=actor)
        town.desk.clock.moment = bogota("2027-01-05T00:10")
        await town.sign_in("ana")

        async def found(query: str) -> int:
            return len(lines((await town.get(f"auditoria?{query}")).text))

        assert await found("quien=luis") == 2
        assert await found("quien=luis&que=pause") == 1
        assert await found("hasta=2027-01-03") == 1
        assert await found("desde=2027-01-04&hasta=2027-01-04") == 2
        assert await found("desde=ayer&antes=nada") == 4
        assert await found("que=nada") == 0
        assert "Nada con lo que busca." in (await town.get("auditoria?que=nada")).text


async def test_a_page_is_read_from_the_end_on(database: Database, tmp_path: Path) -> None:
    """However many rows there are: by their numbers, never by sorting all of a municipality's."""
    async with office(database, tmp_path) as town:
        said: list[tuple[str, object]] = []

        def note(*given: object) -> None:
            said.append((str(given[2]), given[3]))

        write(town, "pause")
        with database.read() as connection:
            event.listen(connection, "before_cursor_execute", note)
            days = Sought(person="ana", since=date(2027, 1, 4), until=date(2027, 1, 5))
            assert len(read_page(connection, town.desk.place, days, people=True)[0]) == 1
            event.remove(connection, "before_cursor_execute", note)
            explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
            for words, values in said:
                plan = " ".join(map(str, connection.exec_driver_sql(f"{explain} {words}", values)))  # type: ignore[arg-type]
                assert "ix_audit_subject" not in plan
                assert "TEMP B-TREE" not in plan


async def test_it_goes_on_page_by_page(database: Database, tmp_path: Path) -> None:
    """By the number of the last row that was read: what comes meanwhile moves nothing."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        await town.sign_in("ana")
        for number in range(MOST + 5):
            write(town, "retry", f"publication/{number}", count=1)
        first = (await town.get("auditoria?quien=ana")).text
        further = re.search(r'href="[^"]*auditoria\?([^"]*antes=\d+)"', first)
        assert further is not None
        write(town, "retry", "publication/999", count=2)
        second = (await town.get(f"auditoria?{further.group(1)}".replace("&amp;", "&"))).text
        assert len(lines(first)) == MOST
        assert len(lines(second)) == 6
        assert "antes=" not in second
        assert len(first.encode()) < 100_000


async def test_the_file_has_all_of_it_and_no_formula(database: Database, tmp_path: Path) -> None:
    """Whatever somebody wrote; more rows than one batch come once each, under one head."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        await town.sign_in("ana")
        write(town, "pause", "=cmd|' /C calc'!A0", note="@SUM(A1)")
        place, now = town.desk.place, town.desk.clock.now()
        with database.write() as connection:
            for number in range(1_001):
                append(connection, place.tenant_id, "luis", "retry", f"publication/{number}", {"count": 1}, now)
        answer = await town.get("auditoria/archivo")
        assert answer.headers["content-disposition"] == 'attachment; filename="auditoria-2027-01-05.csv"'
        rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
        assert rows[0][:4] == ["Número", "Cuándo", "Quién", "Qué"]
        numbers = [int(row[0]) for row in rows[1:]]
        assert numbers == sorted(set(numbers), reverse=True)
        assert len(numbers) == 1_003
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
        assert "'=cmd|' /C calc'!A0" in cells


@pytest.mark.parametrize("people", [True, False])
async def test_whom_a_row_is_about_is_not_for_everybody(database: Database, tmp_path: Path, people: bool) -> None:
    """Who may not see persons reads that something was done, and not to whom nor why; in the file neither."""
    async with office(database, tmp_path) as town:
        key = "a1b2" * 16
        write(town, "suppress", key, reason="Vecina de la casa 3, quinta@example.com")
        write(town, "erase_person", "4711", reason="Lo pidió Quinta")
        write(town, "duty_received", "work_order/3", "buzón", **{"from": "quinta@example.com", "files": 1})
        write(town, "work_order_done", "work_order/4", "quinta@example.com", note="Hecho")
        with database.read() as connection:
            told, _ = read_page(connection, town.desk.place, Sought(), people=people)
            cells, _ = read_cells(connection, town.desk.place, Sought(), people=people)
        whole = f"{told} {cells}"
        for secret in (key, "4711", "Vecina", "Quinta", "quinta@example.com"):
            # A key is told to nobody but in the way to the person's page.
            assert (secret in whole) == people, secret
        assert told[1].about == ("tareas/3" if people else "")
        assert [each.about for each in told][2:] == (["personas/4711", f"personas/clave/{key}"] if people else ["", ""])


def test_only_some_may_read_it() -> None:
    """Whoever administers and communicators; both may see persons, too."""
    roles = {role for role in Role if Right.AUDIT in RIGHTS[role]}
    assert roles == {Role.ADMINISTRATOR, Role.COMMUNICATOR}
    assert all(Right.PEOPLE in RIGHTS[role] for role in roles)


async def test_the_chain_is_proven(database: Database, tmp_path: Path) -> None:
    """Whole, with the hash of its end; where a row was changed in the database, from which row on it is not."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        await town.sign_in("ana")
        write(town, "pause")
        write(town, "cancel")
        rows = town.desk.rows("audit")
        whole = (await town.get("auditoria/cadena")).text
        assert f"{len(rows)} líneas son como se escribieron" in whole
        assert rows[-1].hash in whole
        with database.write() as connection:
            connection.execute(update(audit).where(audit.c.id == rows[-2].id).values(actor="luis"))
        broken = (await town.get("auditoria/cadena")).text
        assert f"desde la línea {rows[-2].id} no es como se escribió" in broken


def verbs_of_the_code() -> set[str]:
    """Each word that the code writes into the audit as it stands there."""
    found: set[str] = set()
    for room in ("audience", "delivery", "handover", "indicators", "panel", "storage", "verbs"):
        for path in (ROOT / room).rglob("*.py"):
            text = path.read_text("utf-8")
            if "storage.audit import" not in text or "append" not in text:
                continue
            for call in ast.walk(ast.parse(text)):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "append":
                    named = re.search(rf'^{ast.unparse(call.args[3])} = "(\w+)"$', text, re.MULTILINE)
                    word = named.group(1) if named is not None else getattr(call.args[3], "value", None)
                    found |= {word} if isinstance(word, str) else set()
    return found


def test_whatever_is_written_down_has_words() -> None:
    """A new word in the audit wants a sentence here; states of tasks and causes of moves have theirs."""
    written = verbs_of_the_code() | {f"work_order_{state.value}" for state in WorkOrderState}
    written |= {Cause.PAUSE.value, Cause.CANCEL.value}
    assert len(written) > 40
    assert written - VERBS.keys() == set()
    assert VERBS.keys() > PERSONAL


@pytest.mark.parametrize(
    "subject", ["", "nada", "nada/nada", "work_order/", "matriculas/x/y/z@", "delivery/x", "a@b@c"]
)
async def test_no_row_is_too_odd_to_be_told(database: Database, tmp_path: Path, subject: str) -> None:
    """Of another version, or of what the files know no more."""
    async with office(database, tmp_path) as town:
        for verb in (*VERBS, "otra_cosa"):
            told = tell(town.desk.tenant, verb, subject, {"from": None, "to": 3, "by": [], "until": "2027-01-05T"}, str)
            assert told.what


async def test_the_program_is_one_name_to_look_for(database: Database, tmp_path: Path) -> None:
    """It writes as two actors; both are found by it, and it is offered once."""
    async with office(database, tmp_path) as town:
        town.user("ana")
        await town.sign_in("ana")
        write(town, "pause", actor="pregonero")
        write(town, "resume", actor="el pregonero")
        page = (await town.get("auditoria?quien=pregonero")).text
        assert page.count(">El pregonero, solo</option>") == 1
        assert len(lines(page)) == 2
