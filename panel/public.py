"""What is open to everyone: which paths, from whom a request really comes, how large it may be, and how often."""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

from starlette.datastructures import Headers

from delivery.accounts.intakes import HOOKS
from delivery.installation import var_folder
from delivery.sending.ballots import HOUSE, REGION, network_of
from delivery.workplace import KEYS

SURVEYS = "/encuesta/"
"""Where people vote."""
SUBSCRIPTIONS = "/suscripcion/"
"""Where people subscribe."""
APPROVALS = "/aprobar/"
"""Where whoever was asked by mail says a word."""
LEAVING = "/baja/"
"""Where people leave a list."""
PROPOSALS = "/proponer/"
"""Where people send what they want published, and suggestions."""
OFFICE = "/panel/"
"""Where staff work, each behind their own sign-in: a proxy may pass it on, over TLS."""
DESKS = (SURVEYS, SUBSCRIPTIONS, APPROVALS, LEAVING, PROPOSALS)
"""Pages for citizens, who are told on a page also what they cannot have."""
PREFIXES = (*DESKS, f"{HOOKS}/")
"""All that is public lies under these: a proxy has to pass nothing else. Services prove themselves under the second."""
PROXIES = "PREGONERO_PROXIES"
"""The setting with the proxies, by address or network, whose word on where a request comes from is believed."""
FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip", "via")
"""What a proxy says: such a request comes from outside, and sees what is public alone."""
LARGEST = 4_096
"""Octets of a form: a token and a choice."""
OFTEN = 30
"""Requests of one network within `WITHIN`; a house or a mobile network that shares one votes slower than this."""
WITHIN = timedelta(seconds=10)
HOUSES = 5
"""How many times as much as a house all of one customer's may ask for, who has 65,536 of them (`REGION`)."""
MOST_ADDRESSES = 10_000
"""How many are kept in mind; the one that has been quiet longest makes room."""


class WrongProxy(ValueError):
    """The setting names what is no address; the text is Spanish."""


@dataclass(frozen=True, slots=True)
class Proxies:
    """Whose `X-Forwarded-For` is believed."""

    networks: tuple[str, ...] = ()

    def trusts(self, address: str) -> bool:
        """Whether a request came through one of them."""
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in ip_network(each) for each in self.networks)

    def client(self, peer: str, headers: Headers) -> str:
        """Where a request comes from: the last address before the trusted ones; the peer's own where it is none."""
        told = [each.strip() for line in headers.getlist("x-forwarded-for") for each in line.split(",")]
        found = peer
        while told and self.trusts(found):
            found = _without_port(told.pop())
        return found


@dataclass(frozen=True, slots=True)
class Public:
    """What pages for everyone need."""

    keys: Path
    """The file of the database's keys."""
    proxies: Proxies = Proxies()
    environment: Mapping[str, str] = field(default_factory=dict)
    """What secrets are read from that the configuration names."""


def public_of(environment: Mapping[str, str]) -> Public:
    """As the environment says. Raises `WrongProxy`."""
    return Public(var_folder(environment) / KEYS, proxies(environment), environment)


def proxies(environment: Mapping[str, str]) -> Proxies:
    """What the setting says. Raises `WrongProxy`."""
    named = [each.strip() for each in environment.get(PROXIES, "").split(",") if each.strip()]
    for each in named:
        try:
            ip_network(each)
        except ValueError as error:
            raise WrongProxy(f"«{each}» no es una dirección de red; corrija {PROXIES}") from error
    return Proxies(tuple(named))


def is_public(path: str) -> bool:
    """Whether everyone may ask for it."""
    return path.startswith(PREFIXES)


def is_office(path: str) -> bool:
    """Whether it lies where staff sign in."""
    return path.startswith(OFFICE) or path == OFFICE.removesuffix("/")


def from_outside(headers: Headers) -> bool:
    """Whether a proxy has passed the request on."""
    return any(name in headers for name in FORWARDED)


def _without_port(told: str) -> str:
    """The address alone, where a proxy wrote `198.51.100.7:4711` or `[2001:db8::7]:4711`: a port names nobody."""
    if told.startswith("["):
        return told[1:].partition("]")[0]
    return told.partition(":")[0] if told.count(":") == 1 else told


class Throttle:
    """Counts the requests of each network; nothing of it is kept in rows."""

    def __init__(self, often: int = OFTEN, within: timedelta = WITHIN, most: int = MOST_ADDRESSES) -> None:
        """Nobody has asked yet."""
        self._often, self._within, self._most = often, within, most
        self._seen: OrderedDict[str, tuple[datetime, int]] = OrderedDict()

    def admits(self, address: str, now: datetime) -> bool:
        """Whether one more is let in."""
        since, count = self._seen.pop(address, (now, 0))
        if now - since >= self._within:
            since, count = now, 0
        self._seen[address] = (since, count + 1)
        if len(self._seen) > self._most:
            self._seen.popitem(last=False)
        return count < self._often

    @property
    def addresses(self) -> Collection[str]:
        """Those in mind."""
        return self._seen.keys()


class Networks:
    """Counts what each house asks for, and of IPv6 also what all those of one customer do."""

    def __init__(self, often: int = OFTEN, within: timedelta = WITHIN) -> None:
        """`often`: of a house; of all of one customer `HOUSES` times that."""
        self._houses, self._regions = Throttle(often, within), Throttle(often * HOUSES, within)

    def admits(self, address: str, now: datetime) -> bool:
        """Whether one more is let in; what its own house is refused for counts for no other."""
        house, region = network_of(address, HOUSE), network_of(address, REGION)
        return self._houses.admits(house, now) and self._regions.admits(region, now)
