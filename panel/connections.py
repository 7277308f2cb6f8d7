"""Connections that say nothing: closed in time, few to a network, and the first to make room for whoever speaks."""

import asyncio
from collections.abc import Iterable

from uvicorn.protocols.http.h11_impl import H11Protocol

from delivery.sending.ballots import HOUSE, network_of
from panel.public import Proxies

HEAD = 10.0
"""Seconds in which the head of a request has to be there."""
MOST = 32
"""Connections of one network at the same time; a proxy that is trusted brings those of everybody."""
AT_ONCE = 64
"""Connections of all networks; more requests are answered with 503."""
NEAR = ("127.0.0.0/8", "::1/128")
"""This machine itself, where the proxy mostly is."""


def is_crowded(network: str, open_ones: Iterable[str]) -> bool:
    """Whether a network has as many connections open as it may."""
    return sum(each == network for each in open_ones) >= MOST


class PatientProtocol(H11Protocol):
    """uvicorn's, whose own clock starts only after the first answer, and stops at the first octet of the next head."""

    passing: Proxies
    """Whose connections are not counted: they pass on those of others."""
    network = ""
    """Empty: it is not counted."""
    silent_since: float | None = None
    """By the loop's clock; None while a request is at work, and in the rest after its answer."""
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a head; refuse it where its network has its share."""
        others = [each for each in self.connections if isinstance(each, PatientProtocol)]
        super().connection_made(transport)
        peer = self.client[0] if self.client else ""
        if not self.passing.trusts(peer):
            self.network = network_of(peer, HOUSE)
            if is_crowded(self.network, [each.network for each in others]):
                transport.close()
                return
        if len(self.connections) >= AT_ONCE:
            _make_room(others)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait on, as long as no whole head is there."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._wait_no_more()
        else:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        self._wait_no_more()
        super().connection_lost(exc)

    def close_silent(self) -> None:
        """Close it, for it has said too little."""
        self._wait_no_more()
        self.transport.abort()

    def _wait(self) -> None:
        if self._deadline is None and not self.transport.is_closing():
            self.silent_since = self.loop.time()
            self._deadline = self.loop.call_later(HEAD, self.close_silent)

    def _wait_no_more(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = self.silent_since = None


def patient(proxies: Proxies) -> type[PatientProtocol]:
    """The protocol of a server that trusts these proxies."""

    class Ours(PatientProtocol):
        passing = Proxies((*NEAR, *proxies.networks))

    return Ours


def _make_room(others: Iterable[PatientProtocol]) -> None:
    """The connection that has been silent longest goes; whoever means to ask has asked by then."""
    silent = {each: each.silent_since for each in others if each.silent_since is not None}
    if silent:
        min(silent, key=silent.__getitem__).close_silent()
