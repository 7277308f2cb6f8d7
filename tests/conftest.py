"""What every test may ask for."""

from tests.servers.fixtures import authority, start_mail_server, start_server

__all__ = ["authority", "start_mail_server", "start_server"]
