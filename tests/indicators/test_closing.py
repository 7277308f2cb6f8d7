"""A closed period stands: when it closes, that it closes once, and that nothing which comes later changes it."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from campaigns.closing import Closing
from campaigns.tenant import Tenant
from indicators.closing import (
    PROGRAM,
    NotClosed,
    close,
    count_to_close,
    due_periods,
    read_report,
)
from indicators.declared import record
from indicators.periods import parse_period
from indicators.report import Report, make_report
from indicators.report_json import as_json
from storage.audit import verify
from storage.database import Database
from storage.schema import prepare
from storage.snapshots import SpoiledSnapshot, add_snapshot, last_snapshot
from storage.tables import audit, closed_plan, counter, delivery, measurement, period_snapshot, publication
from tests.indicators.plan import a_tenant
from tests.indicators.rows import add_order, add_post, add_publication, add_tenant, at
from tests.indicators.test_periods import BOGOTA
from tests.indicators.test_report import NOW, fill, town

__all__ = ["town"]

JANUARY = parse_period("2027-01", BOGOTA)


@pytest.fixture
def tenant(database: Database, town: Tenant) -> int:
    """The municipality's number, with the two months of `fill`."""
    with database.write() as connection:
        return fill(connection, town)


def closed(connection: Connection, town: Tenant, tenant: int, period: str = "2027-01", by: str = PROGRAM) -> Report:
    """A period that was closed just now, as it is read back."""
    asked = parse_period(period, BOGOTA)
    close(connection, tenant, count_to_close(connection, town, tenant, asked, NOW), by)
    return read_report(connection, town, tenant, asked, NOW).report


def text(report: Report) -> str:
    """As `report --format json` writes it."""
    return json.dumps(as_json(report), ensure_ascii=False)


def test_a_period_that_closes_says_what_it_said_before(database: Database, town: Tenant, tenant: int) -> None:
    """Its figures are those of just now; it says when it was closed, by whom, and the sum of what is kept."""
    with database.write() as connection:
        open_ = make_report(connection, town, tenant, JANUARY, NOW)
        now = closed(connection, town, tenant, by="ana")
        kept = last_snapshot(connection, tenant, "2027-01")

        assert kept is not None
        assert as_json(open_)["closed"] is None
        assert as_json(now) == {
            **as_json(open_),
            "closed": {
                "at": "2027-03-01T12:00:00Z",
                "by": "Ana Pérez",
                "version": 1,
                "digest": kept.digest,
                "corrections": [],
            },
        }
        told = connection.execute(select(audit.c.actor, audit.c.subject, audit.c.detail)).one()
        sums = {"digest": kept.digest, "document": kept.document_digest}
        assert tuple(told) == ("ana", "2027-01", {"version": 1, "reason": "", **sums})
        assert verify(connection) is None


def test_a_running_year_changes_no_closed_month(database: Database, town: Tenant, tenant: int) -> None:
    """A figure that comes after the close counts in the year, and January stays; another month is counted."""
    with database.write() as connection:
        before = text(closed(connection, town, tenant))
        add_post(connection, tenant, "noticias/semanal/web@2027-01-25", "2027-01-25 12:30")

        def contents(period: str) -> float | None:
            report = read_report(connection, town, tenant, parse_period(period, BOGOTA), NOW).report
            return report.indicators[0].figure.value

        assert text(read_report(connection, town, tenant, JANUARY, NOW).report) == before
        assert [contents(period) for period in ("2027-01", "2027-02", "2027", "2027-W04")] == [4, 1, 6, 1]


def test_the_period_before_stands_beside_it_as_it_was_closed(database: Database, town: Tenant, tenant: int) -> None:
    """What came for January after its close is in no comparison of February, open or closed."""
    february = parse_period("2027-02", BOGOTA)
    with database.write() as connection:
        january = closed(connection, town, tenant)
        add_post(connection, tenant, "noticias/semanal/web@2027-01-25", "2027-01-25 12:30")

        for report in (
            read_report(connection, town, tenant, february, NOW).report,
            closed(connection, town, tenant, "2027-02"),
        ):
            assert [row.before for row in report.indicators] == [4, 1_480, 410]
            of_plan = [row.indicator.before for row in report.actions if row.indicator is not None]
            assert of_plan == [row.indicator.figure.value for row in january.actions if row.indicator is not None]
            assert report.findings.earlier == january.findings.outcomes


def test_it_closes_once(database: Database, town: Tenant, tenant: int) -> None:
    """Whoever comes second is refused, in a sentence; of two who counted at once one is; a running one is refused."""
    with database.write() as connection:
        first, second = (count_to_close(connection, town, tenant, JANUARY, NOW) for _ in range(2))
        close(connection, tenant, first, PROGRAM)
        with pytest.raises(NotClosed, match=r"Enero de 2027 ya está cerrado desde el 2027-03-01"):
            close(connection, tenant, second, PROGRAM)
        with pytest.raises(NotClosed, match=r"Marzo de 2027 no ha terminado"):
            count_to_close(connection, town, tenant, parse_period("2027-03", BOGOTA), NOW)
        assert connection.scalar(select(func.count()).select_from(period_snapshot)) == 1


def test_a_version_is_written_once(database: Database, town: Tenant, tenant: int) -> None:
    """The database itself refuses a second one: nothing of what was kept is rewritten."""
    with database.write() as connection:
        closed(connection, town, tenant)
        kept = last_snapshot(connection, tenant, "2027-01")
    assert kept is not None
    with pytest.raises(IntegrityError), database.write() as connection:
        add_snapshot(connection, tenant, JANUARY.first, JANUARY.last, replace(kept, reason="otra"))


def test_a_figure_that_comes_between_counting_and_closing_is_counted(
    database: Database, town: Tenant, tenant: int
) -> None:
    """Nothing is kept then: it is counted again, with it."""
    with database.write() as connection:
        counted = count_to_close(connection, town, tenant, JANUARY, NOW)
        record(connection, tenant, "visitas", town.indicators["visitas"], 1, date(2027, 1, 5), "ana", "", NOW)
        assert close(connection, tenant, counted, PROGRAM) is None
        assert last_snapshot(connection, tenant, "2027-01") is None
        visits = closed(connection, town, tenant).indicators[2]
        assert visits.figure.value == 411


def test_the_plan_of_the_day_of_the_close_counts(database: Database, town: Tenant, tenant: int) -> None:
    """Edited when the period was over and still open: it closes by the edited one, and stays with it."""
    with database.write() as connection:
        open_ = read_report(connection, town, tenant, JANUARY, NOW)
        closed(connection, edited(town, True, frozenset({"visitas"}), 1), tenant)
        after = read_report(connection, town, tenant, JANUARY, NOW)

    assert open_.shown.document.plan == "Plan de comunicaciones"
    assert after.shown.document.plan == "Otro plan"
    assert [row.key for row in after.report.indicators] == ["contenidos", "alcanzados"]
    assert [row.action.key for row in after.report.actions] == ["VC-2", "VC-3", "VC-4", "VC-5"]


def test_plans_are_kept_once(database: Database, town: Tenant, tenant: int) -> None:
    """Several periods of one plan share its words."""
    with database.write() as connection:
        for period in ("2027-01", "2027-02", "2027-B1"):
            closed(connection, town, tenant, period)
        assert connection.scalar(select(func.count()).select_from(closed_plan)) == 1


@pytest.mark.parametrize(
    ("column", "change", "told"),
    [
        ("figures", lambda text: text.replace("410", "999"), r"Las cifras .* 2027-01 \(versión 1\) no son las que se"),
        ("document", lambda text: text.replace("410", "999"), r"Las palabras .* no son las que se guardaron"),
        ("document", lambda _: None, r"Las palabras .* no son las que se guardaron"),
    ],
)
def test_what_is_kept_cannot_be_changed_unseen(
    database: Database, town: Tenant, tenant: int, column: str, change: Callable[[str], str | None], told: str
) -> None:
    """Whoever writes another figure or another word into the database is found out by the sum."""
    its = period_snapshot.c[column]
    with database.write() as connection:
        closed(connection, town, tenant)
        connection.execute(update(period_snapshot).values({its: change(str(connection.scalar(select(its))))}))
        with pytest.raises(SpoiledSnapshot, match=told):
            read_report(connection, town, tenant, JANUARY, NOW)


def test_a_document_that_was_taken_out_is_missed(database: Database, town: Tenant, tenant: int) -> None:
    """With its sum as well: the figures say that there was one."""
    with database.write() as connection:
        closed(connection, town, tenant)
        connection.execute(update(period_snapshot).values(document=None, document_digest=""))
        with pytest.raises(SpoiledSnapshot, match=r"Faltan las palabras del periodo cerrado 2027-01"):
            read_report(connection, town, tenant, JANUARY, NOW)


@pytest.mark.parametrize(
    ("now", "days", "due"),
    [
        ("2027-01-14 04:59", 3, []),
        ("2027-01-14 05:00", 3, ["2027-W01"]),
        ("2027-02-11 04:59", 10, ["2027-W01", "2027-W02", "2027-W03"]),
        ("2027-02-11 05:00", 10, ["2027-W01", "2027-W02", "2027-W03", "2027-W04", "2027-01"]),
        ("2027-01-11 05:00", 0, ["2027-W01"]),
    ],
)
def test_periods_close_by_themselves_after_the_days_of_grace(
    database: Database, town: Tenant, now: str, days: int, due: list[str]
) -> None:
    """By the municipality's midnight; of the time before its first row none does, and none twice."""
    town = replace(town, municipality=town.municipality.model_copy(update={"closing": Closing(dias=days)}))
    with database.write() as connection:
        tenant = add_tenant(connection)
        assert due_periods(connection, town, tenant, at(now)) == ()
        add_post(connection, tenant, "noticias/semanal/web@1", "2027-01-05 12:30")
        found = due_periods(connection, town, tenant, at(now))
        assert [period.key for period in found] == due
        for period in found:
            close(connection, tenant, count_to_close(connection, town, tenant, period, at(now)), PROGRAM)
        assert due_periods(connection, town, tenant, at(now)) == ()


def test_a_daemon_that_was_off_finds_all_that_is_due(database: Database, town: Tenant) -> None:
    """After two years: weeks, months, bimesters, semesters, years, the oldest first."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        add_post(connection, tenant, "noticias/semanal/web@1", "2027-01-05 12:30")
        found = due_periods(connection, town, tenant, at("2029-01-12 12:00"))

    assert len(found) == 104 + 24 + 12 + 4 + 2
    assert [period.last for period in found] == sorted(period.last for period in found)


Change = Callable[[Connection, int], None]


def _late_bounce(connection: Connection, tenant: int) -> None:
    connection.execute(update(counter).where(counter.c.state == "bounced").values(count=counter.c.count + 7))


def _retried(connection: Connection, tenant: int) -> None:
    connection.execute(update(counter).where(counter.c.state == "sent").values(count=counter.c.count + 3))


def _late_post(connection: Connection, tenant: int) -> None:
    number = connection.scalar(select(func.count()).select_from(publication))
    add_post(connection, tenant, f"noticias/tarde/web@{number}", "2027-01-20 12:30")


def _late_task(connection: Connection, tenant: int) -> None:
    number = connection.scalar(select(func.count()).select_from(publication))
    made = add_publication(connection, tenant, f"noticias/radio/emisora@{number}", "2027-01-21 12:30", kind="manual")
    add_order(connection, tenant, made, "cuña", "2027-01-22 12:00", "2027-01-23 12:00", done=4)


def _later_figure(connection: Connection, tenant: int) -> None:
    row = {"tenant": tenant, "indicator": "visitas", "source": "pulled", "value": 5_000, "day": date(2027, 1, 30)}
    connection.execute(insert(measurement).values(**row, recorded_at=NOW))


def _purged(connection: Connection, tenant: int) -> None:
    connection.execute(delete(counter))
    connection.execute(update(delivery).values(sent_at=None, address=None))


def _cancelled(connection: Connection, tenant: int) -> None:
    connection.execute(update(publication).values(state="cancelled"))


LATER: tuple[Change, ...] = (_late_bounce, _retried, _late_post, _late_task, _later_figure, _purged, _cancelled)


@contextmanager
def undone(database: Database) -> Iterator[Connection]:
    """A transaction that leaves nothing."""
    with database.write() as connection:
        step = connection.begin_nested()
        yield connection
        step.rollback()


@dataclass(frozen=True, repr=False)
class Archive:
    """Some periods that are closed."""

    database: Database
    town: Tenant
    tenant: int
    texts: Mapping[str, str]
    """Their reports, by key."""


def edited(town: Tenant, renamed: bool, without: frozenset[str], fewer: int) -> Tenant:
    """The municipality after somebody has been at its files."""
    indicators = {
        key: indicator.model_copy(update={"name": "Otro nombre", "baseline": None}) if renamed else indicator
        for key, indicator in town.indicators.items()
        if key not in without
    }
    actions = tuple(
        action.model_copy(
            update={
                "text": "Otro texto" if renamed else action.text,
                "indicators": tuple(key for key in action.indicators if key not in without),
            }
        )
        for action in town.plan.actions[fewer:]
    )
    plan = town.plan.model_copy(update={"actions": actions, "title": "Otro plan"})
    return replace(town, plan=plan, indicators=MappingProxyType(indicators))


@settings(max_examples=40)
@given(
    later=st.lists(st.sampled_from(LATER), max_size=6),
    renamed=st.booleans(),
    without=st.frozensets(st.sampled_from(["contenidos", "alcanzados", "visitas"])),
    fewer=st.integers(0, 4),
    days=st.integers(0, 4_000),
)
def test_whatever_happens_after_a_close_its_report_is_the_same(
    archive: Archive,
    later: list[Change],
    renamed: bool,
    without: frozenset[str],
    fewer: int,
    days: int,
) -> None:
    """Letter by letter: bounces, retries, late posts and tasks, pulled figures, purges, edits of the files."""
    town, now = edited(archive.town, renamed, without, fewer), NOW + timedelta(days=days)
    with undone(archive.database) as connection:
        for change in later:
            change(connection, archive.tenant)
        for key, kept in archive.texts.items():
            assert text(read_report(connection, town, archive.tenant, parse_period(key, BOGOTA), now).report) == kept


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """A week, a month and a bimester that are closed, and their reports as text."""
    folder: Path = tmp_path_factory.mktemp("cerrado")
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'cerrado.db'}"
    else:
        url = request.getfixturevalue("postgresql").create()
    town, database = a_tenant(folder), Database.open(url)
    try:
        prepare(database)
        with database.write() as connection:
            tenant = fill(connection, town)
            before = {key: text(closed(connection, town, tenant, key)) for key in ("2027-W03", "2027-01", "2027-B1")}
        yield Archive(database, town, tenant, before)
    finally:
        database.close()
        if request.param == "postgresql":
            request.getfixturevalue("postgresql").drop(url)
