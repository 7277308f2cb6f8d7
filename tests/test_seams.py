"""What a harness wraps is what the product calls; a seam that was moved fails aloud."""

import pytest

import delivery.sending.step
from storage import ledger
from tests.seams import rebind


def test_the_product_calls_what_was_put_in_a_function_s_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the function is known by name; put back, it is the function's own again."""
    original = ledger.intend
    with monkeypatch.context() as patch:
        rebind("storage.ledger", "intend", lambda _: repr, patch.setattr)
        assert vars(delivery.sending.step)["intend"] is repr
    assert vars(delivery.sending.step)["intend"] is original


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("intended", AttributeError),  # it has another name now
        ("DELIVERY_MOVES", LookupError),  # nobody outside its package uses it
    ],
)
def test_a_seam_that_was_moved_fails_aloud(name: str, error: type[Exception]) -> None:
    """It never wraps nothing."""
    with pytest.raises(error):
        rebind("storage.ledger", name, lambda function: function)
