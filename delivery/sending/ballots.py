"""Who votes: the link that one person's message bears, and what a vote is told apart by, never by a name or address."""

import hmac
from base64 import b32encode
from collections.abc import Iterator
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from campaigns.content.frozen import FrozenSurvey
from channels.message import Message
from storage.keyring import Keyring
from storage.states import Voter

SIGNED = 10
"""Octets of a signature: 80 bits, which nobody guesses over a network."""
HOUSE = 64
"""Bits of an IPv6 address that name a house: a device takes another of the rest whenever it likes (RFC 8981)."""
SITE = 56
"""Bits of an IPv6 address that name whoever the operator serves: a home is given 256 networks (RFC 6177)."""
REGION = 48
"""Bits of an IPv6 address that name the most that one customer is given (RFC 6177): 65,536 houses."""
_LARGEST = 18
"""Digits of a delivery's number."""


def with_own_ballot(message: Message, survey: FrozenSurvey, keyring: Keyring, delivery: int) -> Message:
    """A person's message, in which the address of the voting page is that of this person's own vote."""
    if not survey.page:
        return message
    own = f"{survey.page}/{token(keyring, survey.page, delivery)}"
    return message._replace(
        text=message.text.replace(survey.page, own),
        html=message.html.replace(survey.page, own) if message.html is not None else None,
        link=own if message.link == survey.page else message.link,
    )


def token(keyring: Keyring, page: str, delivery: int) -> str:
    """What one delivery's link bears: its number, signed with the newest key for this survey alone."""
    return f"{delivery}-{_signature(keyring.signing_keys[-1].key, _code(page), delivery)}"


def delivery_of(keyring: Keyring, code: str, told: str) -> int | None:
    """The delivery whose link this is; None where it was not ours. Keys that sign no more still tell their own."""
    number, _, signature = told.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= _LARGEST and signature.isascii()):
        return None
    delivery = int(number)
    right = [hmac.compare_digest(each, signature) for each in _signatures(keyring, code, delivery)]
    return delivery if any(right) and str(delivery) == number else None


def voter_of_token(keyring: Keyring, salt: str, recipient_key: str) -> str:
    """What the vote of a message's recipient is kept under: all links to one address are one voter."""
    return _voter(keyring, salt, Voter.TOKEN, recipient_key)


def voter_of_device(keyring: Keyring, salt: str, address: str, browser: str) -> str:
    """What the vote of a device is kept under. `address`: in the network; `browser`: what it says of itself."""
    return _voter(keyring, salt, Voter.DEVICE, f"{network_of(address, HOUSE)}\0{browser}")


def network_told(keyring: Keyring, salt: str, address: str) -> str:
    """What the votes of a network without links are counted under."""
    return _voter(keyring, salt, "network", network_of(address, SITE))


def network_of(address: str, bits: int) -> str:
    """The network of an address: an IPv4 address itself, of IPv6 the first `bits`; what is no address as it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ip_network((found, bits), strict=False))
    return str(found)


def _voter(keyring: Keyring, salt: str, kind: str, value: str) -> str:
    told = f"pregonero vote\0{salt}\0{kind}\0{value}".encode("utf-8", "replace")
    return hmac.digest(keyring.address_key, told, sha256).hex()


def _signatures(keyring: Keyring, code: str, delivery: int) -> Iterator[str]:
    return (_signature(each.key, code, delivery) for each in keyring.signing_keys)


def _signature(key: bytes, code: str, delivery: int) -> str:
    made = hmac.digest(key, f"pregonero ballot\0{code}\0{delivery}".encode(), sha256)
    return b32encode(made[:SIGNED]).decode().lower()


def _code(page: str) -> str:
    return page.rpartition("/")[2]
