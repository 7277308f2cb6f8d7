"""What the tests of sources share."""

import socket

import pytest


@pytest.fixture
def unused() -> int:
    """A port at which nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
