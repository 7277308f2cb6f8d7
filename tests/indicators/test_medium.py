"""One medium is one row, whether an account wrote its name or goes by its adapter's."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from indicators.content_table import contents_table
from indicators.measures import Figure, measure
from indicators.medium import medium_named
from indicators.periods import parse_period
from storage.database import Database
from storage.tables import publication
from tests.delivery.desk import at_work
from tests.indicators.rows import add_order, add_post, add_publication, add_tenant
from tests.indicators.test_measures import an_indicator, outcomes
from tests.indicators.test_periods import BOGOTA
from tests.indicators.test_told import told
from tests.indicators.test_voted import CHANGES, DUE, closed, figures

NEWS = "noticias/semanal/{}@2027-01-04"
WHEN = "2027-01-04 13:00"


def fill(connection: Connection) -> int:
    """A post, its figures and a task, of an account that writes its medium and of one that leaves it out."""
    tenant = add_tenant(connection)
    for account, medium in (("web", "Sitio web"), ("portal", "sitio web")):
        post = add_post(connection, tenant, NEWS.format(account), WHEN, medium=medium)
        told(connection, tenant, post, "2027-01-05 13:00", comments=2)
        asked = add_publication(
            connection, tenant, f"noticias/tarea/{account}@1", WHEN, {"sent": 1}, publishes=False, medium=medium
        )
        add_order(connection, tenant, asked, "revision", "2027-01-05 13:00", "2027-01-05 13:00", done=5)
    return tenant


@pytest.mark.parametrize("where", [{}, {"medios": ["Sitio web"]}, {"medios": ["sitio web"]}], ids=str)
@pytest.mark.parametrize(
    ("counts", "each"), [("contenidos", 1), ("publicaciones", 2), ("comentarios", 2), ("cantidad-confirmada", 5)]
)
def test_both_are_counted_under_one_name(database: Database, counts: str, each: int, where: dict[str, object]) -> None:
    """However the filter writes it."""
    with database.write() as connection:
        found = outcomes(connection, fill(connection), "2027-01")
    figure = measure(an_indicator(counts, **where), found)
    assert figure == Figure(2 * each, {"portal": each, "web": each}, {"Sitio web": 2 * each})


def test_the_table_of_contents_has_one_row_of_it(database: Database) -> None:
    """And the total below it."""
    with database.write() as connection:
        found = outcomes(connection, fill(connection), "2027-01")
    table = contents_table(found, parse_period("2027-W01", BOGOTA), BOGOTA)
    assert table.rows == (("Sitio web", 2, 2), ("Total", 2, 2))


async def test_votes_of_a_poll_too(database: Database, tmp_path: Path) -> None:
    """Under the name of the channel in which it was asked."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await closed(desk, 0, (12, 5))
        with database.write() as connection:
            connection.execute(update(publication).values(medium="canal del municipio"))
        assert figures(desk)[0].by_medium == {"Canal del municipio": 17}


@pytest.mark.parametrize(("written", "named"), [("X", "X"), ("correo electrónico", "Correo electrónico"), ("", "")])
def test_a_medium_has_a_capital(written: str, named: str) -> None:
    """The rest is as it was written."""
    assert medium_named(written) == named
