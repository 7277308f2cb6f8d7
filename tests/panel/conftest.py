"""The service that calls the panel, and the browser that opens it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.channels.service import Service
from tests.servers.browser import chromium
from tests.servers.fixtures import StartService


@pytest.fixture
def service(start_service: StartService) -> Service:
    """WhatsApp, as it is for one test."""
    return start_service("whatsapp")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for the tests of a file: while it is open no other event loop runs beside it."""
    with chromium() as found:
        yield found
