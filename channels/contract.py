"""A gateway's address with whose contract it is: several may call one address, each with keys of their own."""

import hashlib
from collections.abc import Iterable
from urllib.parse import urlsplit

from pydantic import SecretStr

SHOWN = 4
"""Signs of the digest: enough to tell two contracts apart, too few to try passwords against."""


def contract(url: str, secrets: Iterable[SecretStr]) -> str:
    """`<host><path>`, with a digest of the secrets where any is at hand: a lane's name, which holds none of them."""
    parts = urlsplit(url)
    place = f"{parts.netloc}{parts.path.rstrip('/')}"
    told = "\0".join(sorted(each.get_secret_value() for each in secrets))
    return f"{place}#{hashlib.sha256(told.encode()).hexdigest()[:SHOWN]}" if told.strip("\0") else place
