"""How often somebody may fail to sign in: kept in rows, so that a restart forgives nothing."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection

from delivery.sending.ballots import HOUSE, network_of
from storage.keyring import Keyring
from storage.sign_in_attempts import failures, forgive, note_failure

WITHIN = timedelta(minutes=15)
"""The stretch in which failures are counted, from the first of them."""
OF_NAME_HERE = 5
"""Of one name from one network."""
OF_NETWORK = 30
"""Of one network, whatever the names: an office shares one."""
TOO_OFTEN = "Hubo demasiados intentos fallidos. Espere quince minutos y vuelva a intentarlo."
OF_NAME = 50
"""Of one name from everywhere: more guesses than a password bears, and fewer than would shut its owner out at once."""


class Attempt(NamedTuple):
    """Somebody who wants to come in: the keys under which failures are counted, each with how many it bears."""

    limits: tuple[tuple[str, int], ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(key for key, _ in self.limits)


def attempt_of(keyring: Keyring, tenant_id: int, name: str, address: str) -> Attempt:
    """By the name that was typed, whether or not there is such a user, and the network that it came from."""
    network, told = network_of(address, HOUSE), name.strip().casefold()
    return Attempt(
        (
            (_key(keyring, f"{tenant_id} here {told} {network}"), OF_NAME_HERE),
            (_key(keyring, f"network {network}"), OF_NETWORK),
            (_key(keyring, f"{tenant_id} name {told}"), OF_NAME),
        )
    )


def is_let(connection: Connection, attempt: Attempt, now: datetime) -> bool:
    """Whether one more is looked at."""
    found = failures(connection, attempt.keys, now - WITHIN)
    return all(found.get(key, 0) < most for key, most in attempt.limits)


def failed(connection: Connection, attempt: Attempt, now: datetime) -> None:
    """It was wrong."""
    note_failure(connection, attempt.keys, now, WITHIN)


def came_in(connection: Connection, attempt: Attempt) -> None:
    """It was right: what failed of this name from this network is forgiven, and nothing else."""
    forgive(connection, attempt.keys[:1])


def _key(keyring: Keyring, told: str) -> str:
    return hmac.new(keyring.address_key, b"sign-in\0" + told.encode("utf-8", "replace"), sha256).hexdigest()
