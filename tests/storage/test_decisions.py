"""What a person decides: settle the uncertain, try the failed again."""

import pytest
from sqlalchemy import Connection, insert, select

from storage.ledger import (
    Cause,
    IllegalMove,
    finish,
    move_deliveries,
    move_publication,
    record,
    retry_failed,
    settle,
    settle_all,
)
from storage.states import DeliveryState, PublicationState
from storage.tables import audit, work_order
from tests.storage.rows import (
    FAILED,
    NOW,
    PENDING,
    SENT,
    UNCERTAIN,
    a_result,
    a_tenant,
    counted,
    publication_state,
    rows_counted,
    sending,
    states,
    the_row,
)


@pytest.mark.parametrize("to", [SENT, FAILED, PENDING])
def test_person_settles_the_uncertain(writing: Connection, to: DeliveryState) -> None:
    """A person's word moves the uncertain delivery and its publication, and stands in the audit."""
    publication_id, epoch, ids = sending(writing)
    record(writing, [a_result(ids[0], epoch, UNCERTAIN)], NOW)
    finish(writing, publication_id, NOW)

    assert settle(writing, a_tenant(writing), ids[0], to, "ana", NOW)

    expected = {SENT: "done", FAILED: "done_with_errors", PENDING: "running"}
    assert states(writing, publication_id) == {ids[0]: to.value}
    assert publication_state(writing, publication_id) == expected[to]
    assert tuple(writing.execute(select(audit.c.actor, audit.c.verb)).one()) == ("ana", "settle")
    assert not settle(writing, a_tenant(writing), ids[0], to, "ana", NOW)
    assert counted(writing) == rows_counted(writing)


@pytest.mark.parametrize("to", [SENT, FAILED, PENDING])
def test_person_settles_all_the_uncertain_at_once(writing: Connection, to: DeliveryState) -> None:
    """Those alone; the publication stands as its rows say, and the audit has one line with how many."""
    publication_id, epoch, ids = sending(writing, 3)
    record(writing, [a_result(number, epoch, UNCERTAIN) for number in ids[:2]], NOW)
    record(writing, [a_result(ids[2], epoch, SENT)], NOW)
    finish(writing, publication_id, NOW)

    assert sorted(settle_all(writing, publication_id, to, "ana", NOW)) == ids[:2]

    expected = {SENT: "done", FAILED: "done_with_errors", PENDING: "running"}
    assert states(writing, publication_id) == {ids[0]: to.value, ids[1]: to.value, ids[2]: "sent"}
    assert publication_state(writing, publication_id) == expected[to]
    assert writing.execute(select(audit.c.verb, audit.c.detail)).all() == [("settle", {"to": to.value, "count": 2})]
    assert settle_all(writing, publication_id, to, "ana", NOW) == []
    assert counted(writing) == rows_counted(writing)


def test_nothing_is_resent_in_a_cancelled_publication(writing: Connection) -> None:
    """The uncertain of a cancelled publication can be called sent or failed, not sent again."""
    publication_id, epoch, ids = sending(writing)
    record(writing, [a_result(ids[0], epoch, UNCERTAIN)], NOW)
    move_publication(writing, publication_id, PublicationState.CANCELLED, Cause.CANCEL, NOW)

    with pytest.raises(IllegalMove, match="cancelada"):
        settle(writing, a_tenant(writing), ids[0], PENDING, "ana", NOW)
    with pytest.raises(IllegalMove, match="cancelada"):
        settle_all(writing, publication_id, PENDING, "ana", NOW)
    assert settle(writing, a_tenant(writing), ids[0], SENT, "ana", NOW)
    assert not settle(writing, a_tenant(writing), 999, SENT, "ana", NOW)


def test_nobody_settles_another_municipalitys_delivery(writing: Connection) -> None:
    """A number of another municipality is none of ours: nothing moves."""
    _, epoch, ids = sending(writing)
    record(writing, [a_result(ids[0], epoch, UNCERTAIN)], NOW)

    assert not settle(writing, a_tenant(writing, "otra"), ids[0], SENT, "ana", NOW)
    assert settle(writing, a_tenant(writing), ids[0], SENT, "ana", NOW)


def test_retry_takes_the_failed_alone(writing: Connection) -> None:
    """A retry begins the failed afresh and leaves sent and uncertain alone."""
    publication_id, epoch, ids = sending(writing, 3)
    words = (SENT, FAILED, UNCERTAIN)
    record(writing, [a_result(ids[place], epoch, word, code="x") for place, word in enumerate(words)], NOW)
    finish(writing, publication_id, NOW)

    assert retry_failed(writing, publication_id, "ana", NOW) == 1

    assert list(states(writing, publication_id).values()) == ["sent", "pending", "uncertain"]
    assert the_row(writing, ids[1], "attempts", "error_code", "not_before") == (0, None, None)
    assert publication_state(writing, publication_id) == "running"
    assert retry_failed(writing, publication_id, "ana", NOW) == 0
    assert len(writing.execute(select(audit)).all()) == 1
    assert counted(writing) == rows_counted(writing)


def test_retry_leaves_cancelled_and_manual_alone(writing: Connection) -> None:
    """Nothing of a cancelled publication is tried again, nor what a person said was not done."""
    publication_id, epoch, ids = sending(writing, 2)
    record(writing, [a_result(number, epoch, FAILED) for number in ids], NOW)
    finish(writing, publication_id, NOW)
    order = {"kind": "radio", "title": "Cuña", "sheet": "…", "responsible": "ana", "due_at": NOW, "evidence": []}
    keys = {"tenant": a_tenant(writing), "publication": publication_id, "delivery": ids[0], "state": "not_done"}
    writing.execute(insert(work_order).values(**order, **keys))

    assert retry_failed(writing, publication_id, "ana", NOW) == 1
    assert list(states(writing, publication_id).values()) == ["failed", "pending"]
    move_publication(writing, publication_id, PublicationState.CANCELLED, Cause.CANCEL, NOW)
    assert retry_failed(writing, publication_id, "ana", NOW) == 0


def test_uncertain_is_resent_where_the_campaign_says_so(writing: Connection) -> None:
    """With at least once, what is uncertain becomes pending again, under that cause."""
    _, epoch, ids = sending(writing)
    record(writing, [a_result(ids[0], epoch, UNCERTAIN)], NOW)

    assert move_deliveries(writing, ids, PENDING, Cause.AT_LEAST_ONCE, NOW) == ids
