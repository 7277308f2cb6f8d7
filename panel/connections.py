"""Connections that are waited for: closed in time, few to a network, and the first to make room for whoever speaks."""

import asyncio
from collections.abc import Iterable

from uvicorn.protocols.http.h11_impl import H11Protocol

from delivery.sending.ballots import HOUSE, network_of
from panel.public import Proxies

HEAD = 10.0
"""Seconds in which the head of a request has to be there."""
MOST = 32
"""Connections of one network at the same time; a proxy that is trusted brings those of everybody."""
MOST_UNREAD = 8
"""Of these, those whose request has begun and is not whole: whoever is honest sends a form at once."""
AT_ONCE = 64
"""Connections of all networks; whoever comes then takes the place of the one that has been waited for longest."""
BUSY = 2 * AT_ONCE
"""More requests are answered with 503: none of so many is waited for, and all are at work."""
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
    waited_for_since: float | None = None
    """By the loop's clock: for a head, the rest of a body, or the next request. None: one is at work."""
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

    @property
    def unread(self) -> bool:
        """Whether a request has begun whose body is not whole."""
        return self.cycle is not None and not self.cycle.response_complete and self.cycle.more_body

    def data_received(self, data: bytes) -> None:
        """Wait on, as long as no whole request is there; each octet of it buys no time."""
        before = self.unread
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._wait()
        elif self.unread:
            self._no_deadline()
            if not before:
                self._keep_to_share()
        else:
            self._wait_no_more()

    def on_response_complete(self) -> None:
        """It was answered: whether it asks for more is waited for, too."""
        super().on_response_complete()
        if self.cycle is not None and self.cycle.response_complete and not self.transport.is_closing():
            self.waited_for_since = self.loop.time()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        self._wait_no_more()
        super().connection_lost(exc)

    def give_up(self) -> None:
        """Close it, for it has said too little."""
        self._wait_no_more()
        self.transport.abort()

    def _wait(self) -> None:
        if self._deadline is None and not self.transport.is_closing():
            self._deadline = self.loop.call_later(HEAD, self.give_up)
            if self.waited_for_since is None:
                self.waited_for_since = self.loop.time()

    def _wait_no_more(self) -> None:
        self._no_deadline()
        self.waited_for_since = None

    def _no_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = None

    def _keep_to_share(self) -> None:
        """Of the unread ones of a network the oldest goes where there are too many."""
        ours = [each for each in self.connections if isinstance(each, PatientProtocol) and each.unread]
        same = [each for each in ours if self.network and each.network == self.network]
        if len(same) > MOST_UNREAD:
            _make_room(same)


def patient(proxies: Proxies) -> type[PatientProtocol]:
    """The protocol of a server that trusts these proxies."""

    class Ours(PatientProtocol):
        passing = Proxies((*NEAR, *proxies.networks))

    return Ours


def _make_room(others: Iterable[PatientProtocol]) -> None:
    """The connection that has been waited for longest goes; whoever means to ask has asked by then."""
    waited_for = {each: each.waited_for_since for each in others if each.waited_for_since is not None}
    if waited_for:
        min(waited_for, key=waited_for.__getitem__).give_up()
