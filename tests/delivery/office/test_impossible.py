"""What a person reads who asks for a move that there is not: each state has its sentence."""

import pytest

from delivery.office.impossible import why_not
from storage.ledger import Cause
from storage.ledger.moves import origins
from storage.states import PublicationState

KEY = "matriculas/anuncio@1"
WORDS = (
    (PublicationState.PAUSED, Cause.PAUSE),
    (PublicationState.RUNNING, Cause.RESUME),
    (PublicationState.CANCELLED, Cause.CANCEL),
)
REFUSED = [(state, to) for to, cause in WORDS for state in PublicationState if state not in origins(to, cause)]


@pytest.mark.parametrize(("state", "to"), REFUSED)
def test_every_refusal_is_a_sentence_of_its_own(state: PublicationState, to: PublicationState) -> None:
    """It names the publication, leaves nothing open, and does not speak of states as a program does."""
    said = why_not(KEY, state, to)
    assert said.startswith(f"«{KEY}» ")
    assert said.endswith(".")
    assert "{" not in said
    assert "pasar a estar" not in said


@pytest.mark.parametrize(
    ("state", "to", "command"),
    [
        (PublicationState.PAUSED, PublicationState.PAUSED, "resume"),
        (PublicationState.MISSED, PublicationState.PAUSED, "cancel"),
        (PublicationState.AWAITING_APPROVAL, PublicationState.RUNNING, "approve"),
        (PublicationState.MISSED, PublicationState.RUNNING, "send --missed"),
        (PublicationState.DONE_WITH_ERRORS, PublicationState.RUNNING, "retry"),
    ],
)
def test_what_can_be_done_is_named(state: PublicationState, to: PublicationState, command: str) -> None:
    """The command with the key, to be typed as it stands."""
    assert f"«pregonero {command} {KEY}»" in why_not(KEY, state, to)
