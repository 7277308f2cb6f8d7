"""What automatic indicators count, against figures counted by hand."""

import pytest
from sqlalchemy import Connection, insert

from campaigns.indicator import Indicator
from indicators.measures import measure
from indicators.outcomes import Outcomes, read_outcomes
from indicators.periods import parse_period
from storage import meta
from storage.database import Database
from storage.tables import counter
from tests.indicators.rows import add_order, add_post, add_publication, add_tenant, at
from tests.indicators.test_periods import BOGOTA


def fill(connection: Connection) -> int:
    """January and February 2027 of a municipality, and all that must not be counted."""
    tenant = add_tenant(connection)
    add_post(connection, tenant, "noticias/semanal/web@2027-01-04", "2027-01-04 13:00", actions=("VC-1", "VC-2"))
    add_post(connection, tenant, "noticias/semanal/facebook@2027-01-04", "2027-01-04 13:01")
    add_post(connection, tenant, "noticias/semanal/web@2027-02-01", "2027-02-01 05:00")
    # The last minutes of January in Bogotá; the mails go on into February.
    add_publication(
        connection,
        tenant,
        "matriculas/anuncio/correo@1",
        "2027-02-01 04:59",
        {"sent": 10_000, "bounced": 200, "failed": 30},
        actions=("VC-7",),
        kind="direct",
        finished_at=at("2027-02-02 18:00"),
    )
    add_publication(
        connection,
        tenant,
        "matriculas/dos/correo@1",
        "2027-01-20 13:00",
        {"padres": {"sent": 3}, "docentes": {"sent": 4, "bounced": 1}},
        actions=("VC-7",),
        kind="direct",
        audience="padres",
    )
    # Due in January, read on the radio in February.
    radio = add_publication(
        connection,
        tenant,
        "matriculas/cuna/emisora@1",
        "2027-01-28 13:00",
        {"sent": 1},
        kind="manual",
        finished_at=at("2027-02-02 20:00"),
    )
    add_order(connection, tenant, radio, "cuna", "2027-01-29 22:00", "2027-02-02 20:00", done=5)
    visits = add_publication(
        connection,
        tenant,
        "visitas/veredas/visita@1",
        "2027-01-11 13:00",
        {"sent": 2, "pending": 1},
        kind="manual",
        publishes=False,
        state="running",
        finished_at=None,
    )
    add_order(connection, tenant, visits, "visita", "2027-01-15 22:00", "2027-01-14 20:00", done=40, place="a")
    add_order(connection, tenant, visits, "visita", "2027-01-15 22:00", "2027-01-15 20:00", done=25, place="b")
    add_order(connection, tenant, visits, "visita", "2027-01-15 22:00", place="c")
    leave_out(connection, tenant)
    return tenant


def leave_out(connection: Connection, tenant: int) -> None:
    """Rows that no figure counts."""
    add_post(connection, tenant, "noticias/semanal/web@2027-01-11", "2027-01-11 13:00", mode="pruebas")
    add_post(connection, tenant, "noticias/semanal/web@2027-01-18", "2027-01-18 13:00", mode="simulada")
    add_post(connection, tenant, "noticias/semanal~correccion-1/web@1", "2027-01-18 13:00")
    add_post(connection, tenant, "noticias/encuesta/web@1", "2027-01-18 13:00", act="close")
    add_publication(connection, tenant, "noticias/mala/web@1", "2027-01-18 13:00", {"failed": 1, "sent": 0})
    add_publication(connection, tenant, "noticias/espera/web@1", None, state="awaiting_approval")
    add_post(connection, add_tenant(connection, "otro"), "noticias/semanal/web@1", "2027-01-18 13:00")


def an_indicator(counts: str, **where: object) -> Indicator:
    """An automatic one."""
    written = {"nombre": "N°", "unidad": "u", "tipo": "automatico", "cuenta": counts, "filtro": where}
    return Indicator.model_validate(written)


def outcomes(connection: Connection, tenant: int, key: str) -> Outcomes:
    """What happened in a period."""
    period = parse_period(key, BOGOTA)
    return read_outcomes(connection, tenant, period.since, period.until)


@pytest.mark.parametrize(
    ("counts", "where", "january", "february"),
    [
        # web, facebook, both mails; in February web and the radio spot.
        ("contenidos", {}, 4, 2),
        # The visits too: a duty is a publication, no content.
        ("publicaciones", {}, 5, 2),
        # 10,000 - 200 and 3 + 4 - 1; posts and spots reach nobody that we could count.
        ("alcanzados", {}, 9_806, 0),
        ("alcanzados", {"publicos": ["docentes"]}, 3, 0),
        ("devueltos", {}, 201, 0),
        ("devueltos", {"publicos": ["docentes"]}, 1, 0),
        ("alcanzados", {"campañas": ["matriculas"], "mensajes": ["dos"]}, 6, 0),
        ("contenidos", {"publicos": ["docentes"]}, 1, 0),
        ("contenidos", {"acciones": ["VC-2"]}, 1, 0),
        ("contenidos", {"acciones": ["VC-2", "VC-7"]}, 3, 0),
        ("contenidos", {"medios": ["Web"]}, 1, 1),
        ("contenidos", {"canales": ["web", "facebook"]}, 2, 1),
        ("contenidos", {"canales": ["web"], "acciones": ["VC-7"]}, 0, 0),
        ("tareas-cumplidas", {}, 2, 1),
        ("tareas-cumplidas", {"tareas": ["visita"]}, 2, 0),
        ("cantidad-confirmada", {}, 65, 5),
        ("cantidad-confirmada", {"tareas": ["cuna"]}, 0, 5),
        ("cantidad-confirmada", {"canales": ["emisora"], "tareas": ["visita"]}, 0, 0),
    ],
)
def test_figures_are_those_counted_by_hand(
    database: Database, counts: str, where: dict[str, object], january: int, february: int
) -> None:
    """Each measure, whole and filtered, in two months."""
    indicator = an_indicator(counts, **where)
    with database.write() as connection:
        tenant = fill(connection)

        found = [measure(indicator, outcomes(connection, tenant, key)).value for key in ("2027-01", "2027-02")]

    assert found == [january, february]


def test_a_figure_divides_by_account_and_by_medium(database: Database) -> None:
    """The parts are those of the rows."""
    with database.write() as connection:
        figure = measure(an_indicator("contenidos"), outcomes(connection, fill(connection), "2027-01"))

    assert figure.by_channel == {"correo": 2, "facebook": 1, "web": 1}
    assert figure.by_medium == {"Correo": 2, "Facebook": 1, "Web": 1}


def test_a_figure_for_a_row_of_the_plan_counts_what_serves_it(database: Database) -> None:
    """Unless the indicator says itself whose rows it counts: then it is the same for every row that uses it."""
    with database.write() as connection:
        rows = outcomes(connection, fill(connection), "2027-01")

    assert measure(an_indicator("contenidos"), rows, "VC-7").value == 2
    assert measure(an_indicator("contenidos", acciones=["VC-2"]), rows, "VC-7").value == 1


def test_a_simulation_counts_its_own_rows(database: Database) -> None:
    """In a database that says it is one, what was simulated is counted; what ran in `pruebas` is not."""
    with database.write() as connection:
        tenant = fill(connection)
        meta.put(connection, meta.SIMULATION, "yes")

        assert measure(an_indicator("contenidos"), outcomes(connection, tenant, "2027-01")).value == 5


def test_the_figures_of_a_year_are_those_of_its_months(database: Database) -> None:
    """Nothing is counted twice at a border, nothing is lost."""
    with database.write() as connection:
        tenant = fill(connection)
        for counts in (
            "contenidos",
            "publicaciones",
            "alcanzados",
            "devueltos",
            "tareas-cumplidas",
            "cantidad-confirmada",
        ):
            indicator = an_indicator(counts)
            months = [
                measure(indicator, outcomes(connection, tenant, f"2027-{month:02}")).value for month in range(1, 13)
            ]

            assert sum(value or 0 for value in months) == measure(indicator, outcomes(connection, tenant, "2027")).value


def test_counters_are_enough(database: Database) -> None:
    """A sending to persons is counted without a single row of its deliveries."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        number = add_publication(connection, tenant, "c/m/correo@1", "2027-01-04 13:00", kind="direct")
        connection.execute(insert(counter).values(publication=number, audience="todos", state="sent", count=10_000_000))

        assert measure(an_indicator("alcanzados"), outcomes(connection, tenant, "2027-01")).value == 10_000_000
