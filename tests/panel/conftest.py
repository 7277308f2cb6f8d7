"""The service that calls the panel."""

import pytest

from tests.channels.service import Service
from tests.servers.fixtures import StartService


@pytest.fixture
def service(start_service: StartService) -> Service:
    """WhatsApp, as it is for one test."""
    return start_service("whatsapp")
