"""A year of each plan against dates written by hand."""

from collections import Counter
from datetime import date

from tests.plans.played import Played, local
from tests.plans.wall_calendar import open_to_persons

CARRIED_OUT = "p.state IN ('running', 'done', 'done_with_errors') AND p.message NOT LIKE '%~%'"


def test_each_message_goes_out_on_its_days_and_no_other(played: Played) -> None:
    """What began, where and at which local hour, is the table written by hand: nothing missing, nothing more."""
    query = f"SELECT p.campaign || '/' || p.message, p.account, p.started_at FROM publication p WHERE {CARRIED_OUT}"
    began = Counter((message, account, local(at)) for message, account, at in played.ask(query))
    assert sorted(played.expected.publications - set(began)) == []
    assert sorted(set(began) - played.expected.publications) == []
    assert max(began.values()) == 1


def test_what_is_planned_keeps_its_hour(played: Played) -> None:
    """Nothing went out before or after the hour that the calendar gave it; to persons, on no holiday and Sunday."""
    query = (
        "SELECT p.planned_local, p.started_at, p.kind FROM publication p "
        f"WHERE {CARRIED_OUT} AND p.planned_at IS NOT NULL"
    )
    moved = [row for row in played.ask(query) if row[0] != f"{local(row[1]):%Y-%m-%dT%H:%M}-05:00"]
    days = [date.fromisoformat(planned[:10]) for planned, _, _ in moved]
    assert {kind for _, _, kind in moved} <= {"direct"}
    assert open_to_persons(days) == []
    assert {f"{local(started):%H:%M}" for _, started, _ in moved} <= {"07:00"}


def test_the_simulation_counts_publications(played: Played) -> None:
    """The number of publications is that of the table."""
    assert played.simulated["publications"] == played.expected.number


def test_the_simulation_counts_by_account(played: Played) -> None:
    """Each account has as many publications as the table says, and no other account has any."""
    assert played.simulated["by_channel"] == played.expected.by_channel


def test_the_simulation_counts_by_row_of_the_plan(played: Played) -> None:
    """Each row of the plan has as many publications as the table says."""
    assert played.simulated["by_action"] == played.expected.by_action


def test_the_simulation_counts_deliveries(played: Played) -> None:
    """Persons, posts and work orders together are as many as the table says."""
    assert played.simulated["deliveries"] == played.expected.deliveries


def test_each_publication_reaches_as_many_as_it_should(played: Played) -> None:
    """One for a post, one for each person of the audience, one for each place, department or delegate."""
    query = (
        "SELECT DISTINCT p.campaign || '/' || p.message, p.account, count(d.id) FROM publication p "
        f"LEFT JOIN delivery d ON d.publication = p.id WHERE {CARRIED_OUT} GROUP BY p.id"
    )
    table = {(each.message, account, size) for each in played.expected.lines for account, size in each.accounts.items()}
    assert set(played.ask(query)) == table


def test_nothing_is_missed_left_or_failed(played: Played) -> None:
    """At the end of the year nothing was missed or failed; what is open is a task whose term ends in 2028."""
    states = {state for (state,) in played.ask("SELECT DISTINCT state FROM publication p")}
    assert states <= {"done", "running", "planned"}
    assert played.ask("SELECT * FROM delivery WHERE state IN ('failed', 'uncertain')") == []
    unfinished = played.ask("SELECT p.kind, p.finished_at FROM publication p WHERE p.state = 'running'")
    assert {kind for kind, _ in unfinished} <= {"manual"}
    open_orders = "SELECT due_at FROM work_order WHERE state IN ('to_do', 'handed_over')"
    assert [due for (due,) in played.ask(open_orders) if local(due).year < 2028] == []
