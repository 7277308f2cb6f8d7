"""A report of a running year changes no figure of a closed period."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from indicators.closing import close, count_to_close
from indicators.declared import measurements, record
from indicators.periods import parse_period
from indicators.report_json import as_json
from tests.plans.made_up import Filled, fill
from tests.plans.played import Played

CLOSED = ("2027-01", "2027-W03")
RUNNING = datetime(2027, 6, 15, 15, tzinfo=UTC)


@pytest.fixture
def running(played: Played, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """A plan's year in June, January and one of its weeks closed."""
    found = fill(played, tmp_path_factory.mktemp("running"))
    with found.database.write() as connection:
        for key in CLOSED:
            period = parse_period(key, found.tenant.municipality.zone)
            counted = count_to_close(connection, found.tenant, found.number, period, RUNNING)
            assert close(connection, found.number, counted, "la oficina") is not None
    return found


def told(filled: Filled, period: str) -> str:
    """What `report --json` prints."""
    return json.dumps(as_json(filled.report(period, RUNNING)), ensure_ascii=False)


def test_what_comes_late_changes_no_byte_of_a_closed_period(running: Filled) -> None:
    """Mails of January that bounce, counts that change, figures noted down late: open periods tell it."""
    before = {key: told(running, key) for key in (*CLOSED, "2027", "2027-S1")}
    come_late(running)
    assert told(running, "2027") != before["2027"]
    assert told(running, "2027-S1") != before["2027-S1"]
    assert {key: told(running, key) for key in CLOSED} == {key: before[key] for key in CLOSED}


def come_late(filled: Filled) -> None:
    """Into the rows of January and of February, whatever the plan has of them."""
    with filled.database.write() as connection:
        for statement in (
            "UPDATE delivery SET bounced_at = sent_at WHERE state = 'sent' AND sent_at < '2027-02-01'",
            "UPDATE work_order SET done = coalesce(done, 0) + 7 WHERE confirmed_at < '2027-03-01'",
            "UPDATE publication SET publishes = 0 WHERE id IN "
            "(SELECT id FROM publication WHERE publishes AND started_at < '2027-02-01' ORDER BY id LIMIT 3)",
        ):
            assert connection.execute(text(statement)).rowcount >= 0
        zone = filled.tenant.municipality.zone
        for given in measurements(connection, filled.number, parse_period("2027-B1", zone))[:2]:
            indicator = filled.tenant.indicators[given.indicator]
            record(
                *(connection, filled.number, given.indicator, indicator, given.value + 1_000),
                *(date(2027, 1, 31), "la oficina", "", RUNNING),
            )
