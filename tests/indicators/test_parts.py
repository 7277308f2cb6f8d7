"""What a longer report reads of its closed weeks and months."""

from pathlib import Path

from sqlalchemy import Connection, event

from campaigns.tenant import Tenant
from indicators.closing import PROGRAM, close, closed_report, count_to_close
from indicators.parts import part_of, read_parts
from indicators.periods import parse_period
from tests.indicators.plan import INDICATORS, a_town
from tests.indicators.rows import at
from tests.indicators.test_periods import BOGOTA
from tests.indicators.test_report import fill

NOW = at("2027-05-20 12:00")
YEAR = parse_period("2027", BOGOTA)
COUNTED = INDICATORS.replace("tipo: declarado", "tipo: declarado\n  acumula: suma")


def _closed(connection: Connection, town: Tenant, keys: tuple[str, ...]) -> int:
    tenant = fill(connection, town)
    for key in keys:
        close(connection, tenant, count_to_close(connection, town, tenant, parse_period(key, BOGOTA), NOW), PROGRAM)
    return tenant


def test_a_part_tells_what_its_whole_report_tells(writing: Connection, tmp_path: Path) -> None:
    """Contents by day, figures and what persons gave, as of the report made again; weeks are no parts of a year."""
    town = a_town(tmp_path, COUNTED)
    tenant = _closed(writing, town, ("2027-W03", "2027-01", "2027-02"))

    january, february = read_parts(writing, town, tenant, YEAR)

    for key, part in (("2027-01", january), ("2027-02", february)):
        whole = closed_report(writing, town, tenant, parse_period(key, BOGOTA))
        assert whole is not None
        assert part == part_of(whole, town.indicators)
    assert january.contents
    assert january.counts
    assert january.given


def test_all_parts_are_read_at_once(writing: Connection, tmp_path: Path) -> None:
    """Their figures by one statement, and the plan that they share by another."""
    town = a_town(tmp_path, COUNTED)
    tenant = _closed(writing, town, ("2027-01", "2027-02", "2027-03", "2027-04"))
    said: list[str] = []

    def note(*given: str) -> None:
        said.append(given[2])

    event.listen(writing, "before_cursor_execute", note)
    assert len(read_parts(writing, town, tenant, YEAR)) == 4
    event.remove(writing, "before_cursor_execute", note)
    assert len(said) == 2
