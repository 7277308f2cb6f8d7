"""The service that a test's town sends by."""

import pytest

from tests.channels.service import Service
from tests.servers.fixtures import StartService


@pytest.fixture
def service(request: pytest.FixtureRequest, start_service: StartService) -> Service:
    """The one that the test's module names as `SERVICE`, as it is for one test."""
    return start_service(request.module.SERVICE)
