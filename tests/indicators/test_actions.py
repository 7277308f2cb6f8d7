"""The state of a row of the plan: from rows, from the calendar, from settings."""

from datetime import date

import pytest
from sqlalchemy import Connection

from campaigns.plan import Action
from indicators.actions import Progress, State, judged, state_of
from indicators.pace import Course
from indicators.standing import Standing, read_standings
from storage.database import Database
from tests.indicators.rows import add_order, add_post, add_publication, add_tenant, at

NOW = at("2027-03-01 12:00")
TODAY = date(2027, 3, 1)


def an_action(**written: object) -> Action:
    """A row of a plan."""
    return Action.model_validate({"clave": "VC-1", "texto": "Contar", "responsable": "prensa", **written})


@pytest.mark.parametrize(
    ("standing", "served", "upcoming", "state"),
    [
        (None, True, True, "not_started"),
        (None, False, False, "not_started"),
        (Standing(planned=2), True, True, "not_started"),
        (Standing(open=1), True, False, "in_progress"),
        (Standing(succeeded=1, open=1), True, False, "in_progress"),
        (Standing(succeeded=1, planned=1), True, False, "in_progress"),
        (Standing(succeeded=1), True, True, "in_progress"),
        (Standing(succeeded=1), True, False, "done"),
        (Standing(succeeded=1, failed=1), True, False, "done"),
        (Standing(failed=1), True, True, "late"),
        (Standing(succeeded=9, open=1, overdue=1), True, True, "late"),
        (Standing(), True, False, "not_started"),
    ],
)
def test_a_row_stands_as_its_publications_do(
    standing: Standing | None, served: bool, upcoming: bool, state: State
) -> None:
    """One thing overdue makes it late; it is done when nothing is open and nothing is to come."""
    assert state_of(an_action(), standing, served, upcoming, TODAY) == state


@pytest.mark.parametrize("carried", [{"ajustes": ["contacto-en-cada-pieza"]}, {"informes": ["tabla-smart"]}])
def test_a_row_that_a_setting_carries_is_in_force(carried: dict[str, object]) -> None:
    """Unless messages serve it too: then it stands as they do."""
    assert state_of(an_action(**carried), None, served=False, upcoming=False, today=TODAY) == "in_force"
    assert state_of(an_action(**carried), None, served=True, upcoming=True, today=TODAY) == "not_started"


DONE = {"texto": "Imprimir", "hasta": "2027-02-28", "estado": "Cumplida, en febrero"}
PENDING = {"texto": "Repartir", "hasta": "2027-03-01", "estado": "pendiente"}
OVERDUE = {"texto": "Medir", "hasta": "2027-02-28", "estado": "por verificar"}
UNTOLD = {"texto": "Guardar", "hasta": "2027-02-28"}
UNTOLD_AHEAD = {"texto": "Evaluar", "hasta": "2027-03-01"}
UNDATED = {"texto": "Agradecer", "plazo": "Sin plazo", "estado": "pendiente"}


@pytest.mark.parametrize(
    ("activities", "standing", "state"),
    [
        ([OVERDUE], Standing(succeeded=1), "late"),
        ([DONE, OVERDUE], None, "late"),
        ([DONE, PENDING], Standing(succeeded=1), "in_progress"),
        ([DONE, UNDATED], Standing(succeeded=1), "in_progress"),
        ([DONE], Standing(succeeded=1), "done"),
        ([DONE], Standing(succeeded=1, planned=1), "in_progress"),
        ([DONE], None, "done"),
        ([DONE], Standing(failed=1), "late"),
        ([DONE, PENDING], None, "in_progress"),
        ([PENDING], None, "not_started"),
        ([PENDING], Standing(overdue=1), "late"),
        ([UNTOLD], Standing(succeeded=1), "done"),
        ([UNTOLD], Standing(succeeded=1, planned=1), "late"),
        ([UNTOLD], None, "late"),
        ([DONE, UNTOLD], None, "late"),
        ([DONE, UNTOLD_AHEAD], None, "in_progress"),
        ([UNTOLD_AHEAD], None, "not_started"),
    ],
)
def test_a_row_stands_as_its_activities_do_besides(
    activities: list[dict[str, str]], standing: Standing | None, state: State
) -> None:
    """No row is done whose schedule is not; an activity of which staff tell nothing is done, or late, with its row."""
    assert state_of(an_action(actividades=activities), standing, True, False, TODAY) == state


@pytest.mark.parametrize(
    ("activity", "state"), [(OVERDUE, "late"), (UNTOLD, "late"), (PENDING, "in_force"), (DONE, "in_force")]
)
def test_a_table_in_force_is_late_with_its_activities(activity: dict[str, str], state: State) -> None:
    """A row that only a table of the report carries."""
    row = an_action(informes=["cronograma"], actividades=[activity])
    assert state_of(row, None, served=False, upcoming=False, today=TODAY) == state


def fill(connection: Connection) -> int:
    """One publication of each kind, each for a row of its own."""
    tenant = add_tenant(connection)
    day = "2027-02-01 13:00"
    add_post(connection, tenant, "c/done/web@1", day, actions=("VC-1", "VC-2"))
    add_publication(connection, tenant, "c/failed/web@1", day, {"failed": 1}, ("VC-3",), state="done_with_errors")
    add_publication(
        connection, tenant, "c/some/web@1", day, {"failed": 1, "sent": 5}, ("VC-4",), state="done_with_errors"
    )
    add_publication(connection, tenant, "c/missed/web@1", day, actions=("VC-5",), state="missed")
    add_publication(connection, tenant, "c/held/web@1", day, actions=("VC-6",), state="awaiting_approval")
    later = at("2027-04-01 13:00")
    add_publication(connection, tenant, "c/ahead/web@1", None, actions=("VC-7",), state="planned", planned_at=later)
    add_publication(
        connection, tenant, "c/held-ahead/web@1", None, actions=("VC-8",), state="waiting", planned_at=later
    )
    add_publication(connection, tenant, "c/off/web@1", day, actions=("VC-9",), state="cancelled")
    running = {"kind": "manual", "state": "running", "finished_at": None}
    late = add_publication(connection, tenant, "c/order/radio@1", day, {"pending": 1}, ("VC-10",), **running)
    add_order(connection, tenant, late, "cuna", "2027-02-28 22:00")
    extended = add_publication(connection, tenant, "c/order/radio@2", day, {"pending": 1}, ("VC-11",), **running)
    add_order(
        connection, tenant, extended, "cuna", "2027-02-28 22:00", extended_to=at("2027-03-05 22:00"), state="postponed"
    )
    half = add_publication(connection, tenant, "c/order/radio@3", day, {"pending": 1, "sent": 1}, ("VC-12",), **running)
    add_order(connection, tenant, half, "cuna", "2027-02-28 22:00", "2027-02-20 22:00", place="a")
    add_order(connection, tenant, half, "cuna", "2027-03-10 22:00", place="b")
    add_post(connection, tenant, "c/other-world/web@1", day, actions=("VC-13",), mode="pruebas")
    add_post(connection, tenant, "c/before/web@1", "2026-02-01 13:00", actions=("VC-14",))
    return tenant


def test_standings_are_read_from_rows(database: Database) -> None:
    """By row of the plan, within its span; cancelled ones and other worlds are not there."""
    with database.write() as connection:
        tenant = fill(connection)
        found = read_standings(connection, tenant, at("2027-01-01 05:00"), at("2028-01-01 05:00"), NOW)
        always = read_standings(connection, tenant, None, None, NOW)

    assert found == {
        "VC-1": Standing(succeeded=1),
        "VC-2": Standing(succeeded=1),
        "VC-3": Standing(failed=1),
        "VC-4": Standing(succeeded=1),
        "VC-5": Standing(open=1, overdue=1),
        "VC-6": Standing(open=1, overdue=1),
        "VC-7": Standing(planned=1),
        "VC-8": Standing(open=1),
        "VC-10": Standing(open=1, overdue=1),
        "VC-11": Standing(open=1),
        "VC-12": Standing(succeeded=1, open=1),
    }
    assert set(always) - set(found) == {"VC-14"}


@pytest.mark.parametrize(
    ("progress", "target", "state"),
    [
        ("in_progress", None, "in_progress"),
        ("in_progress", "behind", "behind"),
        ("in_progress", "met", "met"),
        ("done", "not_met", "not_met"),
        ("done", "met", "met"),
        ("late", "met", "late"),
        ("not_started", "on_course", "not_started"),
        ("in_force", "at_risk", "in_force"),
    ],
)
def test_a_target_judges_what_is_under_way_or_done(progress: Progress, target: Course | None, state: State) -> None:
    """What is late stays late, however good its figure."""
    assert judged(progress, target) == state
