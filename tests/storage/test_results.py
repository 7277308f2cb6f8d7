"""What came of each send, also when the word comes late; and what a person decides afterwards."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, update

from storage.ledger import (
    Cause,
    IllegalMove,
    claim,
    finish,
    intend,
    move_publication,
    record,
    remember,
    settle,
)
from storage.states import DeliveryState, PublicationState
from storage.tables import attempt, delivery, lane, publication
from tests.storage.rows import (
    FAILED,
    NOW,
    PENDING,
    SENT,
    UNCERTAIN,
    a_lane,
    a_publication,
    a_result,
    a_tenant,
    counted,
    publication_state,
    rows_counted,
    sending,
    states,
    the_row,
)


def test_each_outcome_moves_its_delivery(writing: Connection) -> None:
    """Sent, failed, uncertain and to be tried again: one group of results moves each its own way."""
    publication_id, epoch, ids = sending(writing, 4)
    again = NOW + timedelta(minutes=5)
    results = [
        a_result(ids[0], epoch, SENT, remote_id="250 ok", url="https://x.co/1", sha256="f" * 64),
        a_result(ids[1], epoch, FAILED, code="550", text="No existe esa dirección."),
        a_result(ids[2], epoch, UNCERTAIN, code="timeout"),
        a_result(ids[3], epoch, PENDING, code="451", not_before=again),
    ]

    record(writing, results, NOW)

    assert list(states(writing, publication_id).values()) == ["sent", "failed", "uncertain", "pending"]
    assert the_row(writing, ids[0], "remote_id", "url", "sha256", "sent_at", "error_code") == (
        "250 ok",
        "https://x.co/1",
        "f" * 64,
        results[0].ended_at,
        None,
    )
    assert the_row(writing, ids[1], "error_code", "error_text", "sent_at") == ("550", "No existe esa dirección.", None)
    assert the_row(writing, ids[3], "not_before", "attempts") == (again, 1)
    kept = writing.execute(select(attempt.c.delivery, attempt.c.number, attempt.c.outcome).order_by(attempt.c.id)).all()
    outcomes = ["sent", "rejected", "uncertain", "unavailable"]
    assert [tuple(row) for row in kept] == [(ids[i], 1, outcomes[i]) for i in range(4)]
    assert counted(writing) == rows_counted(writing)


@pytest.mark.parametrize("code", ["", "250"])
@pytest.mark.parametrize("erased", [True, False])
def test_a_number_that_spells_the_address_is_kept_of_nobody_who_was_erased(
    writing: Connection, code: str, erased: bool
) -> None:
    """The service's answer comes after the erasure; of everyone else's message its number is kept, and of a post."""
    _, epoch, ids = sending(writing, 2)
    person, post = ids
    if erased:
        writing.execute(update(delivery).where(delivery.c.id == person).values(address=None))
    writing.execute(update(delivery).where(delivery.c.id == post).values(address=None, recipient_key="canal:whatsapp"))

    record(writing, [a_result(each, epoch, SENT, remote_id="wamid.1", code=code) for each in ids], NOW)

    assert the_row(writing, person, "state", "remote_id") == ("sent", None if erased else "wamid.1")
    assert the_row(writing, post, "state", "remote_id") == ("sent", "wamid.1")


def test_pause_of_an_account_burns_no_attempt(writing: Connection) -> None:
    """A send that the whole account's pause turned back does not count as one of the recipient's attempts."""
    _, epoch, ids = sending(writing)

    record(writing, [a_result(ids[0], epoch, PENDING, burns_attempt=False)], NOW)

    assert the_row(writing, ids[0], "attempts") == (0,)


def test_token_is_kept_while_it_may_serve(writing: Connection) -> None:
    """What a send can be resumed with outlives an unavailable service and ends with the delivery."""
    publication_id, epoch, ids = sending(writing)

    assert remember(writing, ids[0], epoch, "container-1")
    record(writing, [a_result(ids[0], epoch, PENDING)], NOW)
    assert the_row(writing, ids[0], "resumption") == ("container-1",)
    assert not remember(writing, ids[0], epoch, "container-2")

    assert claim(writing, publication_id, 0, epoch, 1, NOW)[0].resumption == "container-1"
    intend(writing, ids, epoch)
    record(writing, [a_result(ids[0], epoch, SENT)], NOW)
    assert the_row(writing, ids[0], "resumption") == (None,)


def test_result_leads_nowhere_else(writing: Connection) -> None:
    """No result makes a delivery skipped, and the error says so."""
    _, epoch, ids = sending(writing)

    with pytest.raises(IllegalMove):
        record(writing, [a_result(ids[0], epoch)._replace(to=DeliveryState.SKIPPED)], NOW)


def epoch_of(connection: Connection) -> int:
    """The lane's, as whoever opened it last knows it."""
    return int(connection.execute(select(lane.c.epoch)).scalar_one())


def take_over(connection: Connection, publication_id: int, ids: list[int]) -> None:
    """Another process opens the lane."""
    a_lane(connection, "dos")


def ask_again(connection: Connection, publication_id: int, ids: list[int]) -> None:
    """Another process opens the lane, and a person wants the uncertain sent again."""
    take_over(connection, publication_id, ids)
    settle(connection, a_tenant(connection), ids[0], PENDING, "ana", NOW)


def claim_again(connection: Connection, publication_id: int, ids: list[int]) -> None:
    """The same, and the new owner has claimed it."""
    ask_again(connection, publication_id, ids)
    claim(connection, publication_id, 0, epoch_of(connection), 1, NOW)


def send_again(connection: Connection, publication_id: int, ids: list[int]) -> None:
    """The same, and the new owner is sending it."""
    claim_again(connection, publication_id, ids)
    intend(connection, ids, epoch_of(connection))


def say_failed(connection: Connection, publication_id: int, ids: list[int]) -> None:
    """Another process opens the lane, and a person says that it failed."""
    take_over(connection, publication_id, ids)
    settle(connection, a_tenant(connection), ids[0], FAILED, "ana", NOW)


@pytest.mark.parametrize(
    ("meanwhile", "word", "becomes"),
    [
        (take_over, SENT, "sent"),
        (take_over, FAILED, "failed"),
        (take_over, PENDING, "uncertain"),
        (take_over, UNCERTAIN, "uncertain"),
        (ask_again, SENT, "sent"),
        (ask_again, FAILED, "pending"),
        (claim_again, SENT, "sent"),
        (claim_again, FAILED, "claimed"),
        (send_again, SENT, "sending"),
        (send_again, FAILED, "sending"),
        (say_failed, SENT, "failed"),
        (say_failed, FAILED, "failed"),
    ],
)
def test_late_word(
    writing: Connection, meanwhile: Callable[[Connection, int, list[int]], None], word: DeliveryState, becomes: str
) -> None:
    """The word of a process that lost its lane may end a delivery, never start it again; it is kept in any case."""
    publication_id, epoch, ids = sending(writing)
    meanwhile(writing, publication_id, ids)

    record(writing, [a_result(ids[0], epoch, word)], NOW)

    assert states(writing, publication_id)[ids[0]] == becomes
    assert writing.execute(select(attempt.c.epoch)).scalars().all() == [epoch]
    assert counted(writing) == rows_counted(writing)


def test_late_word_ends_a_publication(writing: Connection) -> None:
    """A publication whose last uncertain delivery turns out to be sent is done."""
    publication_id, epoch, ids = sending(writing)
    a_lane(writing, "dos")
    assert finish(writing, publication_id, NOW) is PublicationState.DONE_WITH_ERRORS

    record(writing, [a_result(ids[0], epoch, SENT)], NOW)

    assert publication_state(writing, publication_id) == "done"


def test_unavailable_in_a_cancelled_publication_is_skipped(writing: Connection) -> None:
    """What was on the wire at a cancel and did not get through is not tried again."""
    publication_id, epoch, ids = sending(writing)
    move_publication(writing, publication_id, PublicationState.CANCELLED, Cause.CANCEL, NOW)

    record(writing, [a_result(ids[0], epoch, PENDING)], NOW)

    assert states(writing, publication_id) == {ids[0]: "skipped"}
    assert counted(writing) == rows_counted(writing)


@pytest.mark.parametrize(
    ("words", "becomes"),
    [
        ((SENT, SENT), PublicationState.DONE),
        ((SENT, FAILED), PublicationState.DONE_WITH_ERRORS),
        ((UNCERTAIN, SENT), PublicationState.DONE_WITH_ERRORS),
        ((SENT, PENDING), None),
        ((SENT,), None),
    ],
)
def test_finished_is_counted_from_rows(
    writing: Connection, words: tuple[DeliveryState, ...], becomes: PublicationState | None
) -> None:
    """A publication is done when every row is decided, with errors where any is failed or uncertain."""
    publication_id, epoch, ids = sending(writing, 2)

    record(writing, [a_result(ids[place], epoch, word) for place, word in enumerate(words)], NOW)

    assert finish(writing, publication_id, NOW) is becomes
    assert publication_state(writing, publication_id) == (becomes or PublicationState.RUNNING).value


def test_unfinished_expansion_is_not_done(writing: Connection) -> None:
    """A publication whose recipients are not all written yet is not done, whatever its rows say."""
    publication_id = a_publication(writing, expanded_at=None)

    assert finish(writing, publication_id, NOW) is None
    writing.execute(update(publication).values(expanded_at=NOW))
    assert finish(writing, publication_id, NOW) is PublicationState.DONE
