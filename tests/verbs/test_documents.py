"""What each verb does and answers, on a little municipality: documents by their schemas, words in Spanish."""

import json
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.campaigns.town import ACCOUNTS
from tests.delivery.reporting.town import CHANGES as REPORTING
from tests.verbs.operator import COMMITTEE, RADIO, TOWN, Operator

PEOPLE = "nombre,correo\nAna,ana@correo.gov.co\nLuis,luis@correo.gov.co\nMal,mal\n"


def test_check_says_nothing_is_wrong(town: Operator) -> None:
    """A right configuration: an empty list, 0, and a word on what there is."""
    assert town.reads("check") == []
    assert town.does("check") == "Villa Clara: todo está bien. 1 campaña, 2 mensajes, todas las cuentas en pruebas.\n"


def test_check_tells_all_problems(operator: Operator) -> None:
    """A wrong one: each problem with its place, 2."""
    operator.town({"campanas/matriculas.yaml": COMMITTEE.replace("comite-gel\nmensajes", "nadie\nmensajes")})
    found = operator.reads("check", code=2)
    assert [Path(problem["file"]).name for problem in found] == ["matriculas.yaml"]
    assert "1 problema en la configuración." in operator.types("check").stdout


def test_check_draws_the_cards(operator: Operator) -> None:
    """One that could not be drawn at its hour is told now, at its line; the others are fine."""
    card = COMMITTEE.replace("    asunto: Matrículas", "    pieza: tarjeta\n    asunto: Matrículas")
    operator.town({"campanas/matriculas.yaml": card})
    assert operator.reads("check") == []
    operator.town({"campanas/matriculas.yaml": card.replace("asunto: Matrículas", "asunto: Matrículas 漢")}, "otro")
    [problem] = operator.reads("check", "-c", "otro", code=2)
    assert (problem["line"], problem["path"]) == (12, "mensajes[0].pieza")
    assert problem["message"].startswith("la tarjeta no se puede dibujar: la letra «漢»")
    assert problem["hint"].startswith("Escríbala de otra forma")


def test_init_makes_a_folder_that_checks(operator: Operator) -> None:
    """The new folder is right as it is; a second time it is refused."""
    assert "pregonero run -c nuevo" in operator.does("init", "nuevo")
    assert operator.reads("check", "-c", "nuevo") == []
    assert operator.types("init", "nuevo").exit_code == 2
    assert "pregonero check -c 'Mi Pueblo Ñame'\n" in operator.does("init", "Mi Pueblo Ñame")


@pytest.mark.usefixtures("wide")
def test_plan_tells_when_and_why(town: Operator) -> None:
    """Each account of each occurrence, with local time, instant, and what it waits for; nothing is written."""
    rows = town.reads("plan", "--from", "2030-01-07", "--to", "2030-01-12")
    assert [row["key"] for row in rows] == [
        f"{RADIO}@2030-01-07",
        "matriculas/anuncio/correo@1",
        "matriculas/anuncio/web@1",
    ]
    first, second, third = rows
    assert (first["local"], first["instant"]) == ("2030-01-07T07:00-05:00", "2030-01-07T12:00:00Z")
    assert [row["kind"] for row in rows] == ["manual", "direct", "broadcast"]
    assert [row["recipients"] for row in rows] == [1, 0, 1]
    assert {row["decision"] for row in rows} == {"ask_approval"}
    assert third["reason"] == "Espera la aprobación del Comité GEL."
    assert (first["action"], second["class"]) == ("SE-7", "servicio")
    assert not (town.folder / "var").exists()
    assert "falta aprobarla" in town.does("plan", "--from", "2030-01-07", "--to", "2030-01-12")


def test_plan_counts_who_is_in_the_database(town: Operator) -> None:
    """Recipients are counted from the contacts; an approval makes it go out."""
    (town.folder / "gente.csv").write_text(PEOPLE, encoding="utf-8")
    counts = town.reads("contacts", "import", "gente.csv")
    assert (counts["rows"], counts["created"], counts["refused"]) == (3, 2, 1)
    town.does("approve", "matriculas/anuncio@1", "--as", "ana")
    rows = town.reads("plan", "--from", "2030-01-12", "--to", "2030-01-12")
    assert [(row["account"], row["recipients"], row["decision"]) for row in rows] == [
        ("correo", 2, "send"),
        ("web", 1, "send"),
    ]


def test_days_in_the_wrong_order_are_refused(town: Operator) -> None:
    """A stretch that ends before it begins is a wrong call."""
    result = town.types("plan", "--from", "2030-02-01", "--to", "2030-01-01")
    assert result.exit_code == 2
    assert "anterior al primero" in result.stderr


def test_preview_shows_the_finished_messages(town: Operator) -> None:
    """Each account's own form, measured as its service counts."""
    rows = town.reads("preview", "matriculas")
    assert [(row["message"], row["account"]) for row in rows] == [
        ("anuncio", "correo"),
        ("anuncio", "web"),
        ("radio", "emisora"),
    ]
    assert rows[0]["html"].startswith("<!doctype html>") or "<html" in rows[0]["html"]
    assert all(0 < row["length"] <= row["limit"] for row in rows)
    assert "Asunto: Matrículas" in town.does("preview", "matriculas", "--channel", "correo")


def test_preview_sends_a_test_into_the_sandbox(town: Operator) -> None:
    """--to sends through the account that writes to such an address, and says in which mode."""
    result = town.types("preview", "matriculas", "--to", "ana@correo.gov.co", "--json")
    assert result.exit_code == 0
    assert "Prueba enviada por correo (pruebas): " in result.stderr
    [mail] = (town.folder / "var" / "pruebas" / "villa-clara" / "correo").rglob("*.eml")
    assert b"To: ana@correo.gov.co" in mail.read_bytes()


def test_piece_draws_what_the_accounts_use(town: Operator) -> None:
    """Cards and a script into files, each with its words for who cannot see it."""
    rows = town.reads("piece", "matriculas", "--out", "piezas")
    assert [(row["message"], row["kind"], row["mime"]) for row in rows] == [
        ("anuncio", "tarjeta-cuadrada", "image/png"),
        ("anuncio", "tarjeta-horizontal", "image/png"),
        ("radio", "guion", "application/pdf"),
    ]
    assert rows[0]["alt"] == "Matrículas."
    assert (town.folder / "piezas" / "radio" / "guion.pdf").read_bytes().startswith(b"%PDF")


def test_piece_draws_one_kind_of_one_message(town: Operator) -> None:
    """Without --out it lies under var/."""
    shown = town.does("piece", "matriculas", "--message", "radio", "--kind", "afiche")
    assert "2 piezas en var/municipios/villa-clara/piezas/matriculas." in shown
    assert (town.folder / "var/municipios/villa-clara/piezas/matriculas" / "radio" / "afiche-a3.pdf").exists()
    assert town.types("piece", "matriculas", "--kind", "mural").exit_code == 2


def test_piece_keeps_what_can_be_drawn(town: Operator) -> None:
    """One that cannot be: 1, its reason, and the others are there."""
    text = COMMITTEE.replace("asunto: Matrículas", "asunto: Matrículas 漢")
    town.town({**TOWN, "campanas/matriculas.yaml": text})
    result = town.types("piece", "matriculas", "--json")
    assert result.exit_code == 1
    assert "No se dibujó anuncio, tarjeta-cuadrada. La letra «漢»" in result.stderr
    assert [row["file"] is None for row in json.loads(result.stdout)] == [True, True, False]


def test_what_there_is_not_is_told_with_what_there_is(town: Operator) -> None:
    """A campaign or message that does not exist: 2, and the names of those that do."""
    result = town.types("preview", "matricula")
    assert (result.exit_code, "Hay: matriculas." in result.stderr) == (2, True)
    result = town.types("preview", "matriculas", "--message", "cierre")
    assert (result.exit_code, "Tiene: anuncio, radio." in result.stderr) == (2, True)


def test_simulate_counts_and_keeps(town: Operator) -> None:
    """Publications by account and row of the plan, the figures, and with --out the database for `report`."""
    counted = town.reads("simulate", "--from", "2030-01-01", "--to", "2030-01-31", "--out", "juego")
    assert counted["by_channel"] == {"correo": 1, "emisora": 4, "web": 1}
    assert (counted["publications"], counted["by_action"]) == (6, {"SE-7": 6})
    assert counted["indicators"] == {"contenidos": 6, "visitas": None}
    radio = town.folder / "juego" / "piezas" / "emisora"
    assert sorted(path.name for path in radio.iterdir())[0] == "matriculas.radio@2030-01-07"
    assert len(list(radio.rglob("guion.pdf"))) == 4
    assert list((town.folder / "juego" / "mensajes" / "correo").rglob("*.eml"))
    report = town.reads("report", "--period", "2030-01", "--db", "sqlite:///juego/simulacion.db")
    assert report["indicators"][0]["value"] == 6
    assert not (town.folder / "var" / "villa-clara.db").exists()


def test_simulate_says_what_it_assumed(town: Operator) -> None:
    """The made-up persons and the assumed approvals are told beside the result, not in it."""
    result = town.types("simulate", "--from", "2030-01-12", "--to", "2030-01-12", "--json")
    assert "se supone que todo se aprueba" in result.stderr
    shown = town.does("simulate", "--from", "2030-01-12", "--to", "2030-01-12")
    assert re.search(r"2 publicaciones, \d+ entregas?, en \d+(,\d)? segundos?\.", shown)
    assert "Para los mensajes que no tendrían a quién llegar se inventaron 3 personas." in result.stderr


def test_simulate_says_that_no_report_waits_for_figures(town: Operator) -> None:
    """Where a message bears one, and only there."""
    said = "Los informes no esperan las cifras que falten: salen con el hueco marcado."
    asked = ("simulate", "--from", "2030-01-12", "--to", "2030-01-12")
    assert said not in town.types(*asked).stderr
    town.town(REPORTING)
    assert said in town.types(*asked).stderr


def test_a_figure_is_recorded_and_reported(town: Operator) -> None:
    """A declared figure, with a decimal comma, stands in the report; an automatic one is refused."""
    [kept] = town.reads("record", "visitas", "1250,5", "--date", "2026-01-15", "--note", "Contador del sitio")
    assert (kept["value"], kept["date"]) == (1250.5, "2026-01-15")
    report = town.reads("report", "--period", "2026-01")
    assert {row["key"]: row["value"] for row in report["indicators"]} == {"contenidos": 0, "visitas": 1250.5}
    again = town.does("record", "visitas", "1250,5", "--date", "2026-01-15")
    assert "Anotado: visitas, 1.250,5, el 15 de enero de 2026. Es la cifra número 2." in again
    assert "Ese día ya tenía 1.250,5 (la número 1), y las cifras de este indicador se suman." in again
    town.does("record", "visitas", "0", "--corrects", "2", "--reason", "Se anotó dos veces")
    assert "ya tenía" not in town.does("record", "visitas", "7", "--date", "2026-01-14")
    assert town.types("record", "contenidos", "3").exit_code == 1
    assert town.types("record", "nada", "3").exit_code == 2
    assert "¿Quiso decir visitas?" in town.types("record", "visita", "3").stderr
    assert town.types("record", "visitas", "3", "--action", "SE-99").exit_code == 2
    early = town.types("record", "visitas", "3", "--date", "2099-12-31")
    assert (early.exit_code, "todavía no ha llegado" in early.stderr) == (2, True)


def test_who_closes_a_period_is_told_what_it_lacks(town: Operator) -> None:
    """By name, and that what is late is still taken with its reason."""
    told = town.does("close", "2026-01", "--as", "ana")
    assert "Quedó sin dato «Visitas al sitio»." in told
    assert "«pregonero record» y --reason" in told


def test_a_period_closes_and_a_figure_is_corrected(town: Operator) -> None:
    """What was reported stands; a correction needs its reason, keeps its evidence, and tells what was there before."""
    (town.folder / "contador.pdf").write_bytes(b"%PDF-1.7 el contador")
    [first] = town.reads("record", "visitas", "410", "--date", "2026-01-15", "--evidence", "contador.pdf")
    assert [each["name"] for each in first["evidence"]] == ["contador.pdf"]
    closed = town.reads("close", "2026-01", "--as", "ana")
    assert (closed["period"], closed["by"], closed["version"], closed["missing"]) == ("2026-01", "Ana Pérez", 1, 0)
    assert town.types("close", "2026-01").exit_code == 1
    assert town.types("close", "2099").exit_code == 1
    assert "«enero» no es un periodo" in town.types("close", "enero").stderr
    report = town.reads("report", "--period", "2026-01")
    assert report["closed"]["digest"] == closed["digest"]

    wrong = ("record", "visitas", "41", "--corrects", str(first["id"]))
    assert town.types(*wrong).exit_code == 2
    assert "Enero de 2026 ya está cerrado. Diga por qué" in town.types(*wrong).stderr
    assert town.reads("report", "--period", "2026-01") == report
    [right] = town.reads(*wrong, "--reason", "Se leyó mal", "--as", "ana")
    assert (right["date"], right["periods"]) == ("2026-01-15", [{"period": "2026-01", "version": 2}])
    after = town.reads("report", "--period", "2026-01")
    assert {row["key"]: row["value"] for row in after["indicators"]} == {"contenidos": 0, "visitas": 41}
    [told] = after["closed"]["corrections"]
    assert (told["before"], told["value"], told["by"], told["reason"]) == (410, 41, "Ana Pérez", "Se leyó mal")
    assert "por Ana Pérez: Se leyó mal; antes decía 410" in " ".join(
        town.does("report", "--period", "2026-01", "--format", "csv").split()
    )
    [behind] = town.reads("report", "--period", "2026-01", "--why", "visitas")[0]["rows"]
    assert (behind["Antes decía"], behind["Motivo"]) == (410, "Se leyó mal")
    assert "está vacío" in _empty_evidence(town)


def _empty_evidence(town: Operator) -> str:
    (town.folder / "nada.pdf").touch()
    return town.types("record", "visitas", "1", "--evidence", "nada.pdf").stderr


def test_a_report_as_table_csv_and_file(town: Operator) -> None:
    """The same figures for a terminal, a spreadsheet and a file; a period that is none is a wrong call."""
    town.does("db", "upgrade")
    assert "Visitas al sitio" in town.does("report", "--period", "2030")
    assert town.does("report", "--period", "2030", "--format", "csv").startswith("\ufeff")
    assert town.does("report", "--period", "2030", "--format", "json", "--out", "informes/2030.json") == ""
    assert (town.folder / "informes" / "2030.json").read_text(encoding="utf-8").startswith("{")
    assert town.types("report", "--period", "enero").exit_code == 2
    assert town.types("report", "--why", "nada").exit_code == 2


def test_a_report_as_a_page(town: Operator) -> None:
    """To standard output or to a file, the same page; the rows behind a figure are none."""
    town.does("db", "upgrade")
    page = town.does("report", "--period", "2020", "--format", "html")
    assert page.startswith("<!DOCTYPE html>")
    assert "Visitas al sitio" in page
    told = town.types("report", "--period", "2020", "--format", "html", "--out", "informes/2020.html")
    assert (told.stdout, "informes/2020.html" in told.stderr) == ("", True)
    written = (town.folder / "informes" / "2020.html").read_text(encoding="utf-8")
    assert written.partition("<main")[2].partition("<footer")[0] == page.partition("<main")[2].partition("<footer")[0]
    refused = town.types("report", "--period", "2020", "--format", "html", "--why", "visitas")
    assert (refused.exit_code, "use --format table, json o csv" in refused.stderr) == (2, True)


def test_a_report_as_a_workbook(town: Operator) -> None:
    """To a file, whose folder is made; without one, and for the rows behind a figure, it is a wrong call."""
    town.does("db", "upgrade")
    asked = ("report", "--period", "2030", "--format", "xlsx")
    assert town.does(*asked, "--out", "informes/2030.xlsx") == ""
    book = load_workbook(town.folder / "informes" / "2030.xlsx")
    assert any("Visitas al sitio" in row for row in book["indicadores"].iter_rows(values_only=True))
    nowhere = town.types(*asked)
    assert (nowhere.exit_code, "agregue --out informe-" in nowhere.stderr) == (2, True)
    assert town.types(*asked, "--out", "a.xlsx", "--why", "visitas").exit_code == 2


def test_status_of_a_quiet_place(town: Operator) -> None:
    """Nothing runs, nothing waits; the configuration's digest is told."""
    town.does("db", "upgrade")
    told = town.reads("status")
    assert (told["tenant"], told["daemons"], told["oldest_overdue"], told["open_tasks"]) == ("villa-clara", [], None, 0)
    assert "El pregonero no está en marcha." in town.does("status")


def test_status_of_what_may_be_spent(town: Operator) -> None:
    """Each budget with what is gone of it, for people and for programs."""
    town.town({**TOWN, "canales.yaml": ACCOUNTS.replace("emisora: {", "emisora: {presupuesto: 90.000, costo: 500, ")})
    town.does("db", "upgrade")
    (told,) = town.reads("status")["allowances"]
    assert (told["unit"], told["mode"], told["limit"], told["spent"]) == ("pesos", "pruebas", 90_000, 0)
    assert (told["percent"], told["suffices"]) == (0, True)
    assert (told["lacking"], told["waiting"], told["missed"]) == (0, 0, 0)
    assert told["name"].startswith("el presupuesto de «emisora» para ")
    shown = town.does("status")
    assert "Presupuestos y existencias" in shown
    assert "$90.000" in shown


def test_plan_names_the_files_that_it_goes_without(town: Operator) -> None:
    """A broken campaign is not in the plan, though a daemon goes on with it: both are said, beside the document."""
    town.town({**TOWN, "campanas/luz.yaml": "campaña: [\n"})
    told = town.types("plan", "--from", "2030-01-12", "--to", "2030-01-12", "--json")
    assert (told.exit_code, "matriculas/anuncio/web@1" in told.stdout) == (0, True)
    assert "Aquí no está lo que dicen config/campanas/luz.yaml. Un pregonero en marcha sigue" in told.stderr
    assert "Aquí no está" in town.types("preview", "matriculas").stderr


def test_status_keeps_to_the_last_good_file(town: Operator) -> None:
    """A file that breaks goes on as it was, and status says which."""
    town.does("record", "visitas", "1")
    town.town({**TOWN, "campanas/matriculas.yaml": "campaña: [\n"})
    told = town.reads("status")
    assert [Path(path).name for path in told["remembered"]] == ["matriculas.yaml"]
    assert told["problems"]


def test_contacts_of_a_dry_run_stay_out(town: Operator) -> None:
    """--dry-run counts the same and keeps nothing; each bad line is told."""
    (town.folder / "gente.csv").write_text(PEOPLE, encoding="utf-8")
    counts = town.reads("contacts", "import", "gente.csv", "--dry-run")
    assert (counts["batch"], counts["created"]) == (None, 2)
    assert counts["problems"][0]["line"] == 4
    assert "gente.csv:4" in town.does("contacts", "import", "gente.csv")
    (town.folder / "vacia.csv").write_text("", encoding="utf-8")
    assert town.types("contacts", "import", "vacia.csv").exit_code == 2


def test_one_is_told_as_one(town: Operator) -> None:
    """Counts agree with their nouns."""
    (town.folder / "gente.csv").write_text("nombre,correo\nAna,ana@correo.gov.co\n", encoding="utf-8")
    told = town.does("contacts", "import", "gente.csv").splitlines()
    assert [line.strip() for line in told][1:5] == [
        "1 renglón leído",
        "1 persona nueva",
        "0 personas con datos nuevos",
        "0 ya estaban, sin cambios",
    ]


def test_status_of_one_campaign(town: Operator) -> None:
    """How far it is; what does not go out is said, and what there is not is a wrong call."""
    town.does("db", "upgrade")
    assert town.does("status", "--campaign", "matriculas") == "Nada se está enviando.\n"
    assert town.does("status", "--follow") == "Nada se está enviando.\n"
    assert town.reads("status", "--campaign", "matriculas")["progress"] == []
    unknown = town.types("status", "--campaign", "nada")
    assert (unknown.exit_code, "Hay: matriculas." in unknown.stderr) == (2, True)
    assert town.types("status", "--follow", "--json").exit_code == 2
