"""Passwords: kept with Argon2id, checked in the same time whether or not there is such a user."""

from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from delivery.memory import apart_from

LEAST = 12
"""Characters. NIST SP 800-63B §3.1.1.2 asks for eight beside a second factor, and for more where it is alone."""
MOST = 200
"""Characters that are looked at: hashing takes its time."""
MEMORY = 19_456
"""KiB that a password is hashed in."""
DISTINCT = 5
"""Different characters that a password has at least."""


@cache
def _hasher() -> PasswordHasher:
    """19 MiB, two passes, one lane: what OWASP names least, so that a daemon on a small machine bears it.

    https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
    """
    apart_from(MEMORY * 1024 // 2)
    return PasswordHasher(time_cost=2, memory_cost=MEMORY, parallelism=1)


@cache
def _nobodys() -> str:
    return _hasher().hash("la clave de nadie")


def hashed(password: str) -> str:
    """What is kept of a password. Takes some tens of milliseconds and 19 MiB."""
    return _hasher().hash(password)


def is_right(kept: str | None, password: str) -> bool:
    """Whether a password is the one that was kept; None (no such user, or none was chosen) takes as long to say no."""
    try:
        right = _hasher().verify(kept or _nobodys(), password[:MOST])
    except (VerificationError, InvalidHashError):
        return False
    return right and bool(kept)


def weakness(password: str, names: Iterable[str]) -> str:
    """Why a password is not taken, in Spanish; empty where it is. `names`: the person's and the municipality's."""
    if len(password) < LEAST:
        return f"La clave necesita al menos {LEAST} caracteres. Tres o cuatro palabras seguidas sirven bien."
    if len(password) > MOST:
        return f"La clave puede tener hasta {MOST} caracteres."
    if len(set(password)) < DISTINCT:
        return "La clave repite muy pocos caracteres: alguien la adivinaría. Use varias palabras."
    told = password.casefold()
    if any(len(name) > LEAST // 3 and name.casefold() in told and len(told) < len(name) + LEAST for name in names):
        return "La clave lleva su nombre o el del municipio y poco más: alguien la adivinaría. Use varias palabras."
    return ""
