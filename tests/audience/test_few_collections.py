"""Python's search for cycles while a long list goes by."""

import gc

import pytest

from audience.few_collections import few_collections


def test_it_is_seldom_meanwhile_and_as_before_afterwards() -> None:
    """Whatever ends the work."""
    before = gc.get_threshold()

    def broken_off() -> None:
        with few_collections():
            assert gc.get_threshold()[0] > 10 * before[0]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()

    assert gc.get_threshold() == before
