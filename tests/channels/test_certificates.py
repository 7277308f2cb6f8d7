"""A server's certificate is told before it ends, for an account at a server that any town hall may run."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from channels.capabilities import Examines, Standing
from tests.channels.accounts import SERVERS, account
from tests.channels.service import Service
from tests.servers.certificates import FAR, Authority
from tests.servers.process import Server


@pytest.mark.parametrize("kind", ["sms", "webhook", "wordpress"])
async def test_a_certificate_is_told_before_it_ends(
    kind: str,
    start_server: Callable[..., Server],
    tmp_path: Path,
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Fourteen days before; without encryption there is none to tell of."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    pair = authority.certificate("service")
    arguments = ("--certificate", pair.certificate, "--key", pair.key)
    service = Service.start(start_server, f"tests.servers.{SERVERS[kind][0]}", tmp_path, *arguments)
    asked = account(kind, service.address, tmp_path)
    assert isinstance(asked, Examines)
    for days, standing in ((14, Standing.GOOD), (13, Standing.WARNING), (-1, Standing.BAD)):
        found = {each.check: each for each in await asked.examine(FAR - timedelta(days=days))}
        assert found["certificate"].standing is standing
        assert bool(found["certificate"].advice) == (standing is not Standing.GOOD)
    await asked.close()
