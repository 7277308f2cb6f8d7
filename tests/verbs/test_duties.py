"""What is said of a duty: handed in, sent back, extended once, looked at point by point."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from delivery.clock import SystemClock
from storage.database import Database
from storage.tables import checklist_item, work_order
from tests.campaigns.town import ACCOUNTS
from tests.verbs.operator import COMMITTEE, TOWN, Operator

PAPER = b"%PDF-1.7\n%informe"
MUNICIPALITY = """\
nombre: Villa Clara
entidad: Alcaldía de Villa Clara
codigo-dane: 05001
sitio: https://villaclara.gov.co
contacto: {Web: villaclara.gov.co}
politica-de-datos: https://villaclara.gov.co/datos
dependencias:
  educacion: {nombre: Secretaría de Educación, jefe: ana}
personas:
  ana: {nombre: Ana Pérez, correo: ana@villaclara.gov.co}
  luis: {nombre: Luis Gómez, correo: luis@villaclara.gov.co}
  rosa: {nombre: Rosa Ríos, correo: rosa@villaclara.gov.co}
  eva: {nombre: Eva Gil, correo: eva@villaclara.gov.co}
fuentes:
  hospital: {nombre: Hospital San Juan, delegado: luis, contacto: {Gerencia: 831 56 13}}
comites:
  comite-gel: {nombre: Comité GEL, miembros: [ana]}
avisos: correo
encargado: rosa
"""
DUTY = COMMITTEE.replace("responsable: educacion", "responsable: ana").replace(
    "    aprueba: comite-gel\n    texto: Empiezan",
    "    aprueba: comite-gel\n    deber: {de: [hospital], plazo: 10 días hábiles, prorroga: 7 días, escala-a: rosa}\n"
    "    texto: Empiezan",
)
LISTED = DUTY.replace("escala-a: rosa", "lista: [Cifras, Fotos, Fechas]")
CHANGES = {**TOWN, "municipio.yaml": MUNICIPALITY, "campanas/matriculas.yaml": DUTY}
TODAY = SystemClock().now().date()


@pytest.fixture
def duty(town: Operator) -> Operator:
    """Somebody at an office that has asked the hospital, through Luis, for its report."""
    town.town(CHANGES)
    (town.folder / "informe.pdf").write_bytes(PAPER)
    return town


@pytest.fixture
def listed(duty: Operator) -> Operator:
    """The same with a check-list of three."""
    duty.town({**CHANGES, "campanas/matriculas.yaml": LISTED})
    return duty


def test_a_source_is_asked_through_its_delegate(duty: Operator) -> None:
    """The order is Luis's, and names the source, how it is reached, and him."""
    duty.a_task()
    [order] = duty.reads("tasks")
    assert (order["place"], order["responsible"], order["asked_by"]) == ("Hospital San Juan", "luis", "ana")
    assert (order["kind"], order["becomes"], order["escalates_to"]) == ("deber", "", "rosa")
    assert "Fuente: Hospital San Juan (Gerencia: 831 56 13). Delegado: Luis Gómez." in order["sheet"]


def test_what_is_handed_in_has_a_number_and_is_kept(duty: Operator) -> None:
    """A receipt with its hour, who brought it and the file; the duty stays open until it is accepted."""
    number = duty.a_task()
    said = duty.does("receive", number, "--from", "Luis, en mano", "--file", "informe.pdf", "--as", "eva")
    assert f"Recibido {TODAY.year}-0001" in said
    [order] = duty.reads("tasks")
    [receipt] = order["receipts"]
    assert (receipt["number"], receipt["from"], receipt["by"]) == (f"{TODAY.year}-0001", "Luis, en mano", "eva")
    kept = Path("var/archivos").rglob(f"{receipt['files'][0]['sha256']}*")
    assert [path.read_bytes() for path in kept if path.is_file()] == [PAPER]
    assert order["state"] == "to_do"
    [done] = duty.reads("confirm", number, "--as", "ana")
    assert (done["state"], [each["name"] for each in done["evidence"]]) == ("done", ["informe.pdf"])


def test_what_does_not_do_goes_back(duty: Operator) -> None:
    """With the reason and the same term; what comes next has the next number."""
    number = duty.a_task()
    before = duty.reads("tasks")[0]["due"]
    duty.does("receive", number, "--file", "informe.pdf")
    duty.does("return", number, "--note", "Faltan las cifras", "--as", "ana")
    [order] = duty.reads("tasks")
    assert (order["due"], order["receipts"][0]["why_returned"]) == (before, "Faltan las cifras")
    assert "devuelta:" in duty.does("tasks")
    duty.does("receive", number, "--note", "En papel, carpeta 3")
    assert [each["number"] for each in duty.reads("tasks")[0]["receipts"]] == [
        f"{TODAY.year}-0001",
        f"{TODAY.year}-0002",
    ]


def test_an_extension_is_asked_for_and_agreed_to_once(duty: Operator) -> None:
    """Luis asks, Ana agrees; the first term stays visible, and there is no second."""
    number = duty.a_task()
    due = duty.reads("tasks")[0]["due"]
    until = str(day(due) + timedelta(days=6))
    duty.does("extend", number, "--until", until, "--note", "Hay mucha información", "--as", "luis")
    assert duty.reads("tasks")[0]["due"] == due
    duty.does("extend", number, "--as", "ana")
    [order] = duty.reads("tasks")
    assert (day(order["due"]) - timedelta(days=1), order["first_due"]) == (day(due) + timedelta(days=6), due)
    again = duty.types("extend", number, "--until", until, "--note", "Más", "--as", "ana")
    assert (again.exit_code, "ya tuvo su prórroga" in again.stderr) == (1, True)


def day(instant: str) -> date:
    """Of an instant in JSON."""
    return date.fromisoformat(instant[:10])


@pytest.mark.parametrize(
    ("days", "words", "code", "told"),
    [
        (8, ("--note", "Mucho", "--as", "ana"), 2, "La prórroga es de 7 días como máximo: hasta el "),
        (0, ("--note", "Mucho", "--as", "ana"), 2, "no lo alarga"),
        (3, ("--as", "ana"), 2, "Diga en --note por qué"),
        (
            3,
            ("--note", "Mucho", "--as", "eva"),
            2,
            "la pide quien la debe, y la da quien pidió la tarea",
        ),
        (None, ("--note", "Mucho", "--as", "ana"), 2, "Diga en --until hasta qué día"),
    ],
)
def test_an_extension_beyond_the_rule_is_refused(
    duty: Operator, days: int | None, words: tuple[str, ...], code: int, told: str
) -> None:
    """Longer than allowed, none at all, without a reason, by somebody else: the term stays."""
    number = duty.a_task()
    due = duty.reads("tasks")[0]["due"]
    until = () if days is None else ("--until", str(day(due) + timedelta(days=days)))
    said = duty.types("extend", number, *until, *words)
    assert (said.exit_code, told in said.stderr) == (code, True), said.stderr
    assert duty.reads("tasks")[0]["due"] == due


@pytest.mark.parametrize(
    ("verb", "words", "told"),
    [
        ("receive", ("--note", " "), "Adjunte con --file lo que se entregó"),
        ("return", ("--note", "Mal", "--as", "luis"), "la devuelve quien la pidió o el encargado"),
        ("return", ("--as", "ana"), "Diga en --note qué le falta"),
        ("confirm", ("--note", "Listo", "--as", "luis"), "la recibe quien la pidió"),
        ("postpone", ("--until", "2099-01-01", "--note", "Luego", "--as", "luis"), "se pide con «pregonero extend"),
    ],
)
def test_what_is_not_theirs_to_say_is_refused(duty: Operator, verb: str, words: tuple[str, ...], told: str) -> None:
    """Nobody accepts, returns or puts off what he owes himself; nothing is received without anything."""
    number = duty.a_task()
    duty.does("receive", number, "--file", "informe.pdf")
    said = duty.types(verb, number, *words)
    assert (said.exit_code, told in said.stderr) == (2, True), said.stderr
    assert duty.reads("tasks")[0]["state"] == "to_do"


def test_a_plain_task_is_no_duty(town: Operator) -> None:
    """Of a spot on the radio nothing is received, and it has no extension."""
    number = town.a_task()
    for words in (("receive", number, "--note", "Algo"), ("return", number, "--note", "No"), ("extend", number)):
        said = town.types(*words)
        assert (said.exit_code, "no es un deber" in said.stderr) == (2, True), said.stderr


def test_each_point_of_a_list_is_looked_at_by_itself(listed: Operator) -> None:
    """One is ticked, one is left with its reason, and while one is open the duty is not done."""
    number = listed.a_task()
    assert "Faltan 2 puntos" in listed.does("confirm", number, "--item", "1", "--as", "ana")
    early = listed.types("confirm", number, "--note", "Listo", "--as", "ana")
    assert (early.exit_code, "  2. Fotos\n  3. Fechas\n" in early.stderr) == (2, True)
    assert "Falta 1 punto" in listed.does("confirm", number, "--without", "2", "--note", "No hay", "--as", "ana")
    assert "La lista está completa" in listed.does("confirm", number, "--item", "3", "--as", "ana")
    [order] = listed.reads("tasks")
    assert [(each["ticked"] is not None, each["note"]) for each in order["checklist"]] == [
        *((True, ""), (False, "No hay"), (True, "")),
    ]
    assert listed.reads("confirm", number, "--note", "Listo", "--as", "ana")[0]["state"] == "done"


def test_a_simulation_looks_at_each_point_too(listed: Operator) -> None:
    """Its people do their duties whole, and in time."""
    listed.does("simulate", "--from", "2030-01-07", "--to", "2030-01-31", "--out", "ensayo")
    told = listed.reads("duties", "--period", "2030", "--db", "sqlite:///ensayo/simulacion.db")
    assert {each["status"] for each in told["orders"] if each["accepted"]} == {"on_time"}
    database = Database.open("sqlite:///ensayo/simulacion.db")
    with database.read() as connection:
        done = select(work_order.c.id).where(work_order.c.state == "done")
        asked = select(checklist_item.c.by).where(checklist_item.c.work_order.in_(done))
        assert set(connection.scalars(asked)) == {"simulación"}
    database.close()


def test_a_whole_list_is_looked_at_at_once(listed: Operator) -> None:
    """With one word, beside the confirmation."""
    [order] = listed.reads("confirm", listed.a_task(), "--all", "--note", "Listo", "--as", "ana")
    assert (order["state"], [each["by"] for each in order["checklist"]]) == ("done", ["ana"] * 3)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--item", "4"), "tiene 3 puntos: no hay punto 4"),
        (("--without", "1"), "Diga en --note por qué no se cumple"),
        (("--item", "1", "--without", "1", "--note", "No"), "no puede ir en --item y en --without"),
        (("--item", "1", "--count", "1"), "la tarea se confirma después"),
        (("--item", "1", "--not-done", "--note", "No"), "--not-done no va con"),
    ],
)
def test_a_list_is_not_misread(listed: Operator, words: tuple[str, ...], told: str) -> None:
    """No point that is not there, none left without a reason, none in two ways."""
    number = listed.a_task()
    said = listed.types("confirm", number, *words)
    assert (said.exit_code, told in said.stderr) == (2, True), said.stderr
    assert all(each["ticked"] is None for each in listed.reads("tasks")[0]["checklist"])


def test_a_duty_counts_in_the_period_in_which_it_is_due_with_its_extension(duty: Operator) -> None:
    """As in reports: one of January that was extended into March is March's."""
    duty.a_task()
    until = datetime(2030, 3, 4, 12, tzinfo=UTC)
    database = duty.database()
    with database.write() as connection:
        connection.execute(update(work_order).values(due_at=datetime(2030, 1, 30, 12, tzinfo=UTC), extended_to=until))
    database.close()
    assert duty.reads("duties", "--period", "2030-01")["duties"] == []
    assert [each["month"] for each in duty.reads("duties", "--period", "2030-03")["duties"]] == ["2030-03"]


def test_who_delivered_and_who_is_late_is_a_table(duty: Operator) -> None:
    """By whom and month: what was asked, what came, extended, handed in; and each by itself."""
    number = duty.a_task()
    duty.does("receive", number, "--file", "informe.pdf")
    due = duty.reads("tasks")[0]["due"]
    told = duty.reads("duties", "--period", due[:4])
    [total] = told["duties"]
    assert (total["who"], total["asked"], total["on_time"], total["receipts"]) == ("Hospital San Juan", 1, 1, 1)
    assert [(each["debtor"], each["status"], each["accepted"]) for each in told["orders"]] == [
        ("hospital", "on_time", False),
    ]
    assert "Hospital San Juan" in duty.does("duties", "--period", due[:4])
    assert "Ningún deber tuvo su plazo" in duty.does("duties", "--period", "2020")


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize(("mode", "marked"), [("pruebas", True), ("real", False)])
def test_a_duty_in_tests_is_told_so(duty: Operator, mode: str, marked: bool) -> None:
    """By `tasks` and `duties`, in words and for programs."""
    accounts = ACCOUNTS.replace("emisora: {tipo: manual, modo: pruebas", f"emisora: {{tipo: manual, modo: {mode}")
    duty.town({**CHANGES, "canales.yaml": accounts})
    duty.a_task()
    database = duty.database()
    with database.write() as connection:
        connection.execute(update(work_order).values(due_at=datetime(2020, 1, 30, 12, tzinfo=UTC)))
    database.close()
    assert [each["mode"] for each in duty.reads("tasks")] == [mode]
    told = duty.reads("duties", "--period", "2020")
    assert [each["mode"] for each in (*told["duties"], *told["orders"])] == [mode, mode]
    assert ("por hacer (en pruebas)" in duty.does("tasks")) == marked
    said = duty.does("duties", "--period", "2020")
    assert [words in said for words in ("Hospital San Juan (en pruebas)", "en mora (en pruebas)")] == [marked] * 2
