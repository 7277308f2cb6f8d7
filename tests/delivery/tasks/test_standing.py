"""What people call the state of a task."""

from delivery.tasks.standing import TASKS
from storage.states import WorkOrderState


def test_a_task_that_was_told_is_asked_for_and_not_handed_in() -> None:
    """«Entregada» is what somebody hands in: of a task that only went out to him it would say the opposite."""
    assert TASKS["handed_over"] == "pedida"
    assert "entregada" not in TASKS.values()


def test_every_state_has_its_words() -> None:
    """None is shown as rows have it."""
    assert TASKS.keys() == {state.value for state in WorkOrderState}
