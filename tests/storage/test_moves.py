"""What may move from where to where, and for which cause."""

from datetime import timedelta
from enum import StrEnum

import pytest
from sqlalchemy import Connection, select, update

from storage.ledger import (
    DELIVERY_MOVES,
    FIRST_STATES,
    PUBLICATION_MOVES,
    WORK_ORDER_MOVES,
    Cause,
    IllegalMove,
    add_publication,
    move_deliveries,
    move_publication,
    origins,
)
from storage.states import DeliveryState, PublicationState, WorkOrderState
from storage.tables import delivery, publication
from tests.storage.rows import NOW, a_publication, counted, deliveries, publication_state, rows_counted, states

PUBLICATION_DIAGRAM = {
    "planned": {"waiting", "awaiting_approval", "running", "paused", "missed", "cancelled"},
    "waiting": {"awaiting_approval", "running", "paused", "missed", "cancelled"},
    "awaiting_approval": {"waiting", "running", "paused", "missed", "cancelled"},
    "running": {"paused", "done", "done_with_errors", "cancelled"},
    "paused": {"planned", "running", "cancelled"},
    "missed": {"waiting", "awaiting_approval", "running", "cancelled"},
    "done_with_errors": {"running", "done"},
    "done": {"running"},
    "cancelled": set(),
}
DELIVERY_DIAGRAM = {
    "pending": {"claimed", "skipped", "failed", "sent"},
    "claimed": {"sending", "pending", "skipped", "failed", "sent"},
    "sending": {"sent", "failed", "uncertain", "pending"},
    "uncertain": {"sent", "failed", "pending"},
    "failed": {"pending", "sent"},
    "sent": {"pending"},
    "skipped": set(),
}
WORK_ORDER_DIAGRAM = {
    "to_do": {"handed_over", "done", "not_done", "postponed", "cancelled"},
    "handed_over": {"done", "not_done", "postponed", "cancelled"},
    "postponed": {"to_do"},
    "not_done": {"done"},
    "done": {"counted"},
    "counted": set(),
    "cancelled": set(),
}


@pytest.mark.parametrize(
    ("table", "diagram", "states"),
    [
        (PUBLICATION_MOVES, PUBLICATION_DIAGRAM, PublicationState),
        (DELIVERY_MOVES, DELIVERY_DIAGRAM, DeliveryState),
        (WORK_ORDER_MOVES, WORK_ORDER_DIAGRAM, WorkOrderState),
    ],
)
def test_table_is_the_diagram(
    table: tuple[tuple[StrEnum, StrEnum, Cause], ...], diagram: dict[str, set[str]], states: type[StrEnum]
) -> None:
    """The table of moves allows what the diagram draws and nothing else."""
    drawn = {(origin.value, to.value) for origin, to, _ in table}

    assert {(origin, to) for origin, targets in diagram.items() for to in targets} == drawn
    assert {state.value for state in states} == set(diagram)


def test_no_move_stands_twice() -> None:
    """Each row of the tables says something of its own."""
    for table in (PUBLICATION_MOVES, DELIVERY_MOVES, WORK_ORDER_MOVES):
        assert len(set(table)) == len(table)


@pytest.mark.parametrize("to", list(PublicationState))
def test_publication_moves_by_the_table_alone(writing: Connection, to: PublicationState) -> None:
    """For each cause and target, a publication moves from the states of the table and from no other."""
    for cause in Cause:
        with writing.begin_nested() as attempt:
            _try_publication(writing, to, cause)
            attempt.rollback()


def _try_publication(writing: Connection, to: PublicationState, cause: Cause) -> None:
    legal = {origin for origin, target, reason in PUBLICATION_MOVES if (target, reason) == (to, cause)}
    number = a_publication(writing)
    if not legal:
        with pytest.raises(IllegalMove, match="publicación"):
            move_publication(writing, number, to, cause, NOW)
        return
    for origin in PublicationState:
        writing.execute(update(publication).where(publication.c.id == number).values(state=origin.value))

        assert move_publication(writing, number, to, cause, NOW, "porque sí") == (origin in legal)
        assert publication_state(writing, number) == (to if origin in legal else origin).value


@pytest.mark.parametrize("to", list(DeliveryState))
def test_delivery_moves_by_the_table_alone(writing: Connection, to: DeliveryState) -> None:
    """For each cause and target, a delivery moves from the states of the table and from no other."""
    for cause in Cause:
        with writing.begin_nested() as attempt:
            _try_delivery(writing, to, cause)
            attempt.rollback()


def _try_delivery(writing: Connection, to: DeliveryState, cause: Cause) -> None:
    legal = {origin for origin, target, reason in DELIVERY_MOVES if (target, reason) == (to, cause)}
    number = a_publication(writing)
    ids = deliveries(writing, number, len(DeliveryState))
    if not legal:
        with pytest.raises(IllegalMove, match="entrega"):
            move_deliveries(writing, ids, to, cause, NOW)
        return
    for identity, origin in zip(ids, DeliveryState, strict=True):
        writing.execute(update(delivery).where(delivery.c.id == identity).values(state=origin.value))

    moved = move_deliveries(writing, ids, to, cause, NOW, error_code="why")

    assert moved == [identity for identity, origin in zip(ids, DeliveryState, strict=True) if origin in legal]
    expected = [(to if origin in legal else origin).value for origin in DeliveryState]
    assert list(states(writing, number).values()) == expected


@pytest.mark.parametrize("state", list(PublicationState))
def test_publication_begins_in_a_first_state(writing: Connection, state: PublicationState) -> None:
    """No publication begins as paused or done."""
    a_publication(writing, message="otro")
    row = writing.execute(select(publication)).mappings().one()
    values = {key: value for key, value in row.items() if key not in {"id", "state", "message", "class"}}
    values |= {"class_": "servicio", "message": "nuevo", "state": state}
    if state in FIRST_STATES:
        assert add_publication(writing, **values) is not None
    else:
        with pytest.raises(IllegalMove):
            add_publication(writing, **values)


def test_publication_key_exists_once(writing: Connection) -> None:
    """A key that exists already makes no second row, and says so."""
    a_publication(writing)

    row = writing.execute(select(publication)).mappings().one()
    again = {key: value for key, value in row.items() if key not in {"id", "class"}} | {"class_": "servicio"}
    assert add_publication(writing, **again) is None


def test_running_and_ending_are_dated(writing: Connection) -> None:
    """The first running and the end of a publication are kept with their moments; running again takes the end away."""
    number = a_publication(writing, PublicationState.PLANNED)
    later = NOW + timedelta(hours=1)

    move_publication(writing, number, PublicationState.RUNNING, Cause.DUE, NOW)
    move_publication(writing, number, PublicationState.DONE_WITH_ERRORS, Cause.FINISH, later)
    ended = writing.execute(select(publication.c.started_at, publication.c.finished_at)).one()
    move_publication(writing, number, PublicationState.RUNNING, Cause.RETRY, later)
    again = writing.execute(select(publication.c.started_at, publication.c.finished_at)).one()

    assert tuple(ended) == (NOW, later)
    assert tuple(again) == (NOW, None)


def test_cancel_takes_along_what_has_not_gone_out(writing: Connection) -> None:
    """A cancel skips what is pending or claimed and leaves alone what is on the wire or sent."""
    number = a_publication(writing)
    ids = deliveries(writing, number, len(DeliveryState))
    for identity, origin in zip(ids, DeliveryState, strict=True):
        for path in _PATHS[origin]:
            move_deliveries(writing, [identity], *path, NOW)

    move_publication(writing, number, PublicationState.CANCELLED, Cause.CANCEL, NOW, "se aplazó")

    kept = {DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNCERTAIN}
    expected = [(origin if origin in kept else DeliveryState.SKIPPED).value for origin in DeliveryState]
    assert list(states(writing, number).values()) == expected
    assert counted(writing) == rows_counted(writing)


def test_illegal_move_speaks_spanish() -> None:
    """A move that no state allows says what it was."""
    with pytest.raises(IllegalMove, match="Una tarea no puede pasar a «counted» por «claim»"):
        origins(WorkOrderState.COUNTED, Cause.CLAIM)


D = DeliveryState
_CLAIMED = ((D.CLAIMED, Cause.CLAIM),)
_SENDING = (*_CLAIMED, (D.SENDING, Cause.INTEND))
_PATHS: dict[DeliveryState, tuple[tuple[DeliveryState, Cause], ...]] = {
    D.PENDING: (),
    D.CLAIMED: _CLAIMED,
    D.SENDING: _SENDING,
    D.SENT: (*_SENDING, (D.SENT, Cause.RESULT)),
    D.FAILED: (*_SENDING, (D.FAILED, Cause.RESULT)),
    D.SKIPPED: ((D.SKIPPED, Cause.GATE),),
    D.UNCERTAIN: (*_SENDING, (D.UNCERTAIN, Cause.RESULT)),
}
