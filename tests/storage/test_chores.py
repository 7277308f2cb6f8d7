"""What the daemon does for itself: one row for each time, taken by one at a time, over on both databases."""

from datetime import timedelta

from sqlalchemy import Connection

from storage.chores import (
    ChoreState,
    add_chore,
    chores,
    end_chore,
    keep_chore,
    take_chore,
    tenants_with_open,
)
from tests.storage.rows import NOW, a_tenant

SOON = timedelta(minutes=2)


def test_a_time_is_written_down_once(writing: Connection) -> None:
    """The second time it is there already, whatever became of it."""
    number = a_tenant(writing)
    assert add_chore(writing, number, "copy", "database", "2027-01-15", NOW)
    assert not add_chore(writing, number, "copy", "database", "2027-01-15", NOW)
    [only] = chores(writing, number, "copy", "database", 5)
    assert (only.slot, only.due_at, only.state) == ("2027-01-15", NOW, ChoreState.DUE)


def test_the_next_time_ends_one_that_was_never_done(writing: Connection) -> None:
    """It has failed for good; what was done stays done."""
    number = a_tenant(writing)
    for day, state in (("13", ChoreState.DONE), ("14", ChoreState.FAILING)):
        add_chore(writing, number, "copy", "database", f"2027-01-{day}", NOW)
        end_chore(writing, chores(writing, number, "copy", "database", 1)[0].id, state, NOW)
    add_chore(writing, number, "copy", "database", "2027-01-15", NOW)
    found = [each.state for each in chores(writing, number, "copy", "database", 5)]
    assert found == [ChoreState.DUE, ChoreState.FAILED, ChoreState.DONE]


def test_one_is_at_it_until_he_is_not_heard_of(writing: Connection) -> None:
    """Another may take it once he has not been heard of for as long as he is believed."""
    number = a_tenant(writing)
    add_chore(writing, number, "copy", "database", "2027-01-15", NOW)
    [mine] = chores(writing, number, "copy", "database", 1)
    assert not take_chore(writing, mine.id, NOW - timedelta(seconds=1), SOON)
    assert take_chore(writing, mine.id, NOW, SOON)
    assert not take_chore(writing, mine.id, NOW + timedelta(seconds=1), SOON)
    assert keep_chore(writing, mine.id, NOW + timedelta(minutes=1), SOON)
    assert not take_chore(writing, mine.id, NOW + timedelta(minutes=2), SOON)
    assert take_chore(writing, mine.id, NOW + timedelta(minutes=3), SOON)
    assert tenants_with_open(writing, "copy") == [number]
    end_chore(writing, mine.id, ChoreState.DONE, NOW)
    assert not take_chore(writing, mine.id, NOW + timedelta(days=1), SOON)
    assert not keep_chore(writing, mine.id, NOW, SOON)
    assert tenants_with_open(writing, "copy") == []
