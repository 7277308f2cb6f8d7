"""Who of a publication's recipients got it, who did not and why; for whoever may see persons."""

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, insert, text, update

from panel.entrance.roles import Role
from panel.office import causes as causes_module
from panel.office.causes import NO_CODE, Group, causes, first_clause
from panel.office.recipients import PAGE, Wanted, find_recipients
from storage.database import Database
from storage.ledger import told_failed
from storage.states import BOUNCED
from storage.tables import delivery
from tests.panel.office.sendings_town import FAILED, GOT, LEFT, MAILING, sendings
from tests.panel.staffed import Office
from tests.storage.rows import NOW, a_publication

FOUND = re.compile("ix_delivery_troubled|INTEGER PRIMARY KEY|pk_delivery")
"""How the databases say that they find the few by their own index, or by number."""
GONE = "La dirección de correo no existe: 550 5.1.1 sin buzón"


def number(town: Office) -> int:
    """Of the mailing."""
    return int(town.desk.publication(MAILING).id)


@pytest.mark.parametrize("role", [Role.READER, Role.APPROVER, Role.MEDIA])
async def test_persons_are_for_whoever_may_see_them(database: Database, tmp_path: Path, role: Role) -> None:
    """Others see how many by each cause, and neither the list nor the file."""
    async with sendings(database, tmp_path, role) as town:
        page = (await town.get(f"envios/{number(town)}")).text
        assert "Pidió no recibir más" in page
        assert "destinatarios" not in page
        for path in ("destinatarios", "sin-recibir.csv"):
            assert (await town.get(f"envios/{number(town)}/{path}")).status_code == 403


@pytest.mark.parametrize(
    ("group", "address", "why"),
    [("fallidos", FAILED, "Falta el dato"), ("omitidos", LEFT, "La persona pidió no recibir"), ("enviados", GOT, "")],
)
async def test_each_stands_in_a_group_with_why(
    database: Database, tmp_path: Path, group: str, address: str, why: str
) -> None:
    """As the row says it, with the panel's buttons in the place of commands."""
    async with sendings(database, tmp_path) as town:
        page = (await town.get(f"envios/{number(town)}/destinatarios?grupo={group}")).text
        assert [mail for mail in (GOT, FAILED, LEFT) if mail in page] == [address]
        assert why in page
        assert "«pregonero" not in page


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        ("LUZ@Example.com", 200, "Falta el dato"),
        (GOT, 200, "Enviados"),
        ("nadie@example.com", 200, "Nadie con la dirección «nadie@example.com» está en este envío."),
        ("<b>no soy", 422, "&lt;b&gt;no soy"),
    ],
)
async def test_one_is_found_by_the_address(
    database: Database, tmp_path: Path, typed: str, code: int, told: str
) -> None:
    """However it is written, with each time that it was tried; what is no address says so, and stays typed."""
    async with sendings(database, tmp_path) as town:
        page = await town.post(f"envios/{number(town)}/destinatarios", buscar=typed)
        assert page.status_code == code
        assert told in page.text
        assert ("Cada vez que se intentó" in page.text) == (typed == GOT)


async def test_what_came_back_is_told_with_the_rest(database: Database, tmp_path: Path) -> None:
    """It was sent, and bounced: it has its own group, and its cause without what a server said."""
    async with sendings(database, tmp_path) as town:
        [row] = [row for row in town.desk.deliveries(MAILING) if row.address == GOT]
        with database.write() as connection:
            told_failed(connection, row.id, "550 5.1.1", GONE, town.desk.clock.now())
        page = (await town.get(f"envios/{number(town)}")).text
        assert "La dirección de correo no existe</a>" in page
        assert "sin buzón" not in page
        assert GOT in (await town.get(f"envios/{number(town)}/destinatarios?grupo=rebotados")).text


async def test_the_file_has_all_who_did_not_get_it_and_no_formula(database: Database, tmp_path: Path) -> None:
    """One line each, with why; who took it stands in the audit."""
    async with sendings(database, tmp_path) as town:
        with database.write() as connection:
            wrong = {"error_text": "=HIPERVINCULO()"}
            connection.execute(update(delivery).where(delivery.c.address == FAILED).values(**wrong))
        answer = await town.get(f"envios/{number(town)}/sin-recibir.csv")
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert answer.headers["x-content-type-options"] == "nosniff"
        header, *lines = csv.reader(StringIO(answer.text.removeprefix("\ufeff")), delimiter=";")
        assert header == ["Dirección", "Qué pasó", "Por qué", "Cuándo"]
        assert [line[:2] for line in lines] == [[FAILED, "Sin enviar"], [LEFT, "Omitidos"]]
        assert lines[0][2] == "'=HIPERVINCULO()"
        assert town.told("export_unreached") == ["ana"]


def many(connection: Connection) -> int:
    """A mailing to six thousand, of whom some did not get it for several reasons."""
    publication = a_publication(connection, started_at=NOW)
    kinds = [("failed", "550 5.1.1"), ("failed", "550"), ("failed", None), ("skipped", "suppressed"), ("sent", None)]
    rows = []
    for place in range(6_000):
        state, code = kinds[place % 60 % 5] if place % 60 < 5 else kinds[-1]
        row = {"publication": publication, "recipient_key": f"{place:064d}", "address": f"p{place}@example.com"}
        row |= {"audience": "x", "state": state, "error_code": code, "bounced_at": None}
        row["error_text"] = GONE if code and code.startswith("550") else None
        if place % 60 == 7:
            row |= {"bounced_at": NOW, "error_code": "5.2.2", "error_text": "El buzón está lleno: 552."}
        rows.append(row)
    connection.execute(insert(delivery), rows)
    if connection.dialect.name == "postgresql":
        connection.execute(text("ANALYZE delivery"))
    return publication


COUNTS = {"failed": 300, "skipped": 100, "sent": 5_600, BOUNCED: 100}


def test_causes_are_counted_and_alike_ones_are_one(writing: Connection) -> None:
    """Two codes of a server that say the same are one cause; what has no code has a line too."""
    found = causes(writing, many(writing), COUNTS)
    assert [(each.group, each.words, each.count) for each in found] == [
        (Group.FAILED, "La dirección de correo no existe", 200),
        (Group.FAILED, "No quedó dicho por qué", 100),
        (Group.BOUNCED, "El buzón está lleno", 100),
        (Group.SKIPPED, "Pidió no recibir más, o su dirección ya no sirve", 100),
    ]
    assert set(found[0].codes) == {"550", "550 5.1.1"}


def test_what_is_too_much_to_be_counted_is_what_the_others_leave(
    writing: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One cause of a million is not counted row by row; of two such ones is said that there are more."""
    publication = many(writing)
    monkeypatch.setattr(causes_module, "COUNTED", 40)
    for scale, expected in (({"skipped": 100}, [(100, False)]), ({"failed": 300}, [(80, True), (40, True)])):
        found = causes(writing, publication, scale)
        assert [(each.count, each.at_least) for each in found] == expected


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(Group.FAILED, ("550", "550 5.1.1")), 200),
        (Wanted(Group.FAILED, (NO_CODE,)), 100),
        (Wanted(Group.SKIPPED), 100),
        (Wanted(Group.BOUNCED), 100),
        (Wanted(Group.SENT), 5_600),
    ],
)
def test_pages_have_each_once(writing: Connection, wanted: Wanted, count: int) -> None:
    """One after the other, by their index or a window of it."""
    publication, seen = many(writing), list[int]()
    while True:
        found = find_recipients(writing, publication, wanted)
        assert len(found.rows) <= PAGE
        seen += [row.id for row in found.rows]
        if not found.more:
            break
        wanted = wanted._replace(after=found.more)
    assert len(seen) == len(set(seen)) == count


def test_no_look_reads_all_recipients(writing: Connection) -> None:
    """Causes and pages are found by indexes on either database: of a million who got it none is looked at."""
    publication = many(writing)
    said: list[tuple[str, object]] = []

    def note(*given: object) -> None:
        said.append((str(given[2]), given[3]))

    event.listen(writing, "before_cursor_execute", note)
    causes(writing, publication, COUNTS)
    for group in (Group.FAILED, Group.SKIPPED, Group.BOUNCED):
        find_recipients(writing, publication, Wanted(group, (), "5~1"))
        find_recipients(writing, publication, Wanted(group, ("550",), ""))
    event.remove(writing, "before_cursor_execute", note)
    if writing.dialect.name == "postgresql":
        # Of so few rows, and what it knows of them, it would take all: what is asked is whether an index serves.
        writing.exec_driver_sql("SET LOCAL enable_seqscan = off")
    explain = "EXPLAIN QUERY PLAN" if writing.dialect.name == "sqlite" else "EXPLAIN"
    for words, values in said:
        plan = "\n".join(str(row) for row in writing.exec_driver_sql(f"{explain} {words}", values))  # type: ignore[arg-type]
        assert FOUND.search(plan), f"{words}\n{plan}"


@pytest.mark.parametrize(
    ("sentence", "clause"),
    [
        ("La dirección no existe: 550 5.1.1", "La dirección no existe"),
        ("El operador no acepta el mensaje (código 4).", "El operador no acepta el mensaje"),
        ("Falta el dato «a.b». Complete.", "Falta el dato «a.b»"),
        ("", ""),
    ],
)
def test_a_cause_is_the_first_clause(sentence: str, clause: str) -> None:
    """What a server adds differs from one recipient to the next, and may name a person."""
    assert first_clause(sentence) == clause
