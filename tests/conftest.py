"""What every test may ask for."""

from tests.servers.fixtures import start_server

__all__ = ["start_server"]
