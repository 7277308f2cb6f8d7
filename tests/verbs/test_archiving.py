"""`archive`: what was published, for whoever asks for it."""

import csv
import json
from contextlib import closing

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from storage import meta
from storage.approvals import Approval, Decision, decide
from storage.database import Database
from storage.tables import publication
from storage.tenants import find_tenant
from tests.indicators.contents import add_content
from tests.indicators.rows import add_order, add_tenant, at
from tests.verbs.operator import Operator

DIGEST = "a" * 64
PAGE, MAIL, RADIO = (f"matriculas/anuncio/{account}@1" for account in ("web", "correo", "emisora"))


def publish(database: Database) -> None:
    """A page that ana approved, with a picture; a mail to persons; and a spot that was read four times."""
    with database.write() as connection:
        tenant = find_tenant(connection, "villa-clara") or add_tenant(connection)
        picture = {"imagen": {"archivo": "a.png", "alt": "Niñas que leen"}, "redacta": "luz", "asunto": "=Matrículas"}
        source = add_content(
            connection, tenant, PAGE, "2027-01-04 13:00", message=picture, digest=DIGEST, actions=["SE-7"]
        )
        word = Approval(Decision.APPROVED, "ana", "", at("2027-01-03 15:00"), approver="comite-gel", complete=True)
        decide(connection, tenant, "matriculas", "anuncio", DIGEST, word)
        add_content(connection, tenant, MAIL, "2027-01-05 04:59", "Buenos días, {{ nombre }}.")
        spot = add_content(connection, tenant, RADIO, "2027-02-04 13:00", "Al aire.")
        evidence = [{"name": "recibo.jpg", "sha256": "c" * 64}]
        add_order(
            connection,
            tenant,
            spot,
            "emisora",
            "2027-02-05 13:00",
            "2027-02-05 15:00",
            4,
            place="Estéreo",
            evidence=evidence,
        )
        fixed = PAGE.replace("anuncio", "anuncio~correccion-1")
        add_content(connection, tenant, fixed, "2027-02-06 13:00", "El 14.", publishes=False, corrects=source)
        gone = PAGE.replace("anuncio", "anuncio~retiro-1")
        add_content(connection, tenant, gone, "2027-02-07 13:00", act="withdraw", publishes=False, corrects=source)


@pytest.fixture
def published(town: Operator) -> Operator:
    """An operator whose municipality has published something."""
    town.does("db", "upgrade")
    database = town.database()
    publish(database)
    database.close()
    return town


def test_programs_read_each_content_whole(published: Operator) -> None:
    """By the published schema; with names of people, files by their digest, and what became of it."""
    page, mail, spot, correction = published.reads("archive")
    assert (page["key"], page["written_by"], page["subject"]) == (PAGE, "Luz Mesa", "=Matrículas")
    assert [(word["name"], word["decision"], word["at"]) for word in page["approvals"]] == [
        ("Ana Pérez", "approved", "2027-01-03T15:00:00Z")
    ]
    assert [(file["name"], file["sha256"]) for file in page["files"]] == [("a.png", "0" * 64)]
    assert [each["key"] for each in page["corrections"]] == [correction["key"]]
    assert (page["withdrawn"]["at"], correction["corrects"]) == ("2027-02-07T13:00:00Z", PAGE)
    assert (mail["text"], mail["people"], page["people"]) == ("Buenos días, {{ nombre }}.", 2, None)
    [task] = spot["tasks"]
    assert (task["count"], task["evidence"]) == (4, [{"name": "recibo.jpg", "sha256": "c" * 64}])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("NIÑAS", "enero"), [PAGE]),
        (("--from", "2027-01-05", "--to", "2027-02-05"), [RADIO]),
        (("--to", "2027-01-04"), [PAGE, MAIL]),
        (("--channel", "correo"), [MAIL]),
        (("--action", "SE-7", "--campaign", "matriculas"), [PAGE]),
        (("--medium", "EMISORA"), [RADIO]),
        (("fútbol",), []),
    ],
)
def test_what_is_asked_for_is_found(published: Operator, words: tuple[str, ...], found: list[str]) -> None:
    """Days are the municipality's, and the last one counts too."""
    assert [each["key"] for each in published.reads("archive", *words)] == found


def test_people_read_who_when_and_to_how_many(published: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line each where the window is wide, by the municipality's clock."""
    monkeypatch.setattr("verbs.answer.PIPED", 600)
    shown = published.does("archive")
    assert "4 contenidos" in shown
    for words in ("2027-01-04 08:00 -05", "Luz Mesa", "Ana Pérez"):
        assert words in shown


def test_what_was_taken_back_or_corrected_is_told_beside_its_title(
    published: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody takes it for what the municipality still says."""
    monkeypatch.setattr("verbs.answer.PIPED", 600)
    shown = published.does("archive")
    assert "=Matrículas (retirada el 2027-02-07 08:00)" in shown
    assert f"(corrige a {PAGE})" in shown
    database = published.database()
    with database.write() as connection:
        connection.execute(update(publication).where(publication.c.act == "withdraw").values(started_at=None))
    database.close()
    assert "=Matrículas (corregida el 2027-02-06 08:00)" in published.does("archive")


def test_a_spreadsheet_has_all_of_it(published: Operator) -> None:
    """On standard output and in a file alike; no text is taken for a formula."""
    printed = published.does("archive", "--format", "csv")
    assert published.does("archive", "--format", "csv", "--out", "informes/a.csv") == ""
    assert (published.folder / "informes" / "a.csv").read_text(encoding="utf-8") == printed.replace("\r\n", "\n")
    rows = list(csv.DictReader(printed.removeprefix("\ufeff").splitlines(), delimiter=";"))
    assert [row["Salió"] for row in rows][:2] == ["2027-01-04 08:00", "2027-01-04 23:59"]
    assert (rows[0]["Título"], rows[0]["La redactó"], rows[0]["Retirada"]) == (
        "'=Matrículas",
        "Luz Mesa",
        "2027-02-07 08:00 -05",
    )
    assert (
        rows[2]["Tareas hechas y sus pruebas"]
        == f"Estéreo: 4, dijo prensa el 2027-02-05 10:00; recibo.jpg ({'c' * 64})"
    )


def test_a_workbook_has_all_of_it_too(published: Operator) -> None:
    """Moments are moments, numbers are numbers."""
    assert published.does("archive", "--format", "xlsx", "--out", "a.xlsx") == ""
    rows = list(load_workbook(published.folder / "a.xlsx")["archivo"].iter_rows(values_only=True))
    top = next(place for place, row in enumerate(rows) if row[0] == "Salió")
    first, second = (dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 : top + 3])
    assert first["Salió"].isoformat() == "2027-01-04T08:00:00"
    assert (first["Título"], second["Personas"]) == ("=Matrículas", 2)


def test_json_in_a_file_is_that_of_the_output(published: Operator) -> None:
    """Nothing is added and nothing left out."""
    assert published.does("archive", "--format", "json", "--out", "a.json") == ""
    assert json.loads((published.folder / "a.json").read_text(encoding="utf-8")) == published.reads("archive")


def test_what_went_out_in_trials_is_told_and_not_listed(published: Operator) -> None:
    """Above the table, beside what programs read, on a cover: an empty list is no silence."""
    with closing(published.database()) as database, database.write() as connection:
        connection.execute(update(publication).where(publication.c.account == "web").values(mode="pruebas"))
    shown = published.does("archive")
    assert "Hubo además 2 contenidos en pruebas." in shown
    assert "2 contenidos\n" in shown
    assert "en pruebas" not in published.does("archive", "--channel", "correo")
    assert "Hubo además 1 contenido en pruebas." in published.does("archive", "--to", "2027-01-05")
    assert "Todo lo que salió fue en pruebas: 1 contenido." in published.does("archive", "NIÑAS")
    for form in ("csv", "json"):
        told = published.types("archive", "--channel", "web", "--format", form)
        assert ("fue en pruebas: 2 contenidos" in told.stderr, "en pruebas" in told.stdout) == (True, False)
    published.does("archive", "--format", "xlsx", "--out", "a.xlsx")
    cover = load_workbook(published.folder / "a.xlsx").worksheets[0]
    assert [
        cell for row in cover.iter_rows(values_only=True) for cell in row if cell and "2 contenidos en pruebas" in cell
    ]
    published.does("handover", "empalme", "--as", "ana")
    assert "Hubo además 2 contenidos en pruebas." in (published.folder / "empalme/index.html").read_text("utf-8")


def test_what_a_rehearsal_published_is_told_as_such(published: Operator) -> None:
    """Its database is told from the municipality's own."""
    with closing(published.database()) as database, database.write() as connection:
        meta.put(connection, meta.SIMULATION, "1")
        meta.put(connection, meta.LAST_NOW, "2028-01-01T05:00:00+00:00")
    assert "Es de una simulación: nada de esto se publicó." in published.does("archive")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--campaign", "matricula"), "No hay ninguna campaña «matricula». Hay: matriculas"),
        (("--channel", "paloma"), "No hay ningún canal «paloma»"),
        (("--action", "SE-99"), "«SE-99» no es una acción del plan"),
        (("--from", "2027-02-01", "--to", "2027-01-01"), "es anterior al primero"),
        (("--format", "xlsx"), "agregue --out archivo-villa-clara.xlsx"),
        (("--out", "a.txt"), "use --format csv, json o xlsx"),
        (("--json", "--out", "a.json"), "con --out use --format json"),
    ],
)
def test_a_wrong_call_says_what_to_write(published: Operator, words: tuple[str, ...], said: str) -> None:
    """2, and nothing is written."""
    done = published.types("archive", *words)
    assert (done.exit_code, said in done.stderr) == (2, True), done.stderr
