"""What a look at an X account found, told to whoever keeps it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from channels.capabilities import Finding, Standing
from channels.message import NotSent, Scope, Unavailable

ACCESS = "x-access-level"
"""What the keys may do: `read`, `read-write`, `read-write-directmessages`."""
REMAINING, LIMIT = "x-rate-limit-remaining", "x-rate-limit-limit"
WRITES = "read-write"


class Look(NamedTuple):
    """Whose account it is, and what the answer's headers tell."""

    user: str
    """Its name, without @."""
    headers: Mapping[str, str]


def told(look: Look | NotSent) -> Sequence[Finding]:
    """The findings: token, permission to write, calls left, and credits as far as X tells them."""
    if isinstance(look, NotSent):
        return (_failed(look),)
    return (
        Finding("token", Standing.GOOD, f"Las claves son de @{look.user}."),
        _permission(look.headers.get(ACCESS, "")),
        _quota(look.headers.get(REMAINING, ""), look.headers.get(LIMIT, "")),
        Finding(
            "credit",
            Standing.UNKNOWN,
            "X no dice con estas claves cuántos créditos quedan.",
            "Mírelos en console.x.com antes de una semana de muchas publicaciones.",
        ),
    )


def _permission(access: str) -> Finding:
    if not access:
        return Finding("permissions", Standing.UNKNOWN, "X no dijo qué pueden hacer las claves.")
    if not access.startswith(WRITES):
        advice = "En el portal de desarrolladores dé a la aplicación «Read and write» y genere otra vez las claves."
        return Finding("permissions", Standing.BAD, f"Las claves no pueden publicar («{access[:40]}»).", advice)
    return Finding("permissions", Standing.GOOD, "Las claves pueden publicar.")


def _quota(left: str, limit: str) -> Finding:
    if not (left.isdecimal() and limit.isdecimal()):
        return Finding("quota", Standing.UNKNOWN, "X no dijo cuántas consultas quedan.")
    said = f"Quedan {int(left)} de {int(limit)} consultas en los próximos minutos."
    if int(left) == 0:
        return Finding("quota", Standing.WARNING, said, "Espere quince minutos; otro programa puede estar usándolas.")
    return Finding("quota", Standing.GOOD, said)


def _failed(failure: NotSent) -> Finding:
    """What a person has to mend is bad; what is only away is unknown."""
    if not isinstance(failure, Unavailable) or failure.scope is not Scope.ACCOUNT or not failure.needs_person:
        return Finding("token", Standing.UNKNOWN, failure.reason, "Mire otra vez en unos minutos.")
    check = "credit" if failure.code == "402" else "token"
    return Finding(check, Standing.BAD, failure.reason, "Corrija la cuenta en el portal de desarrolladores de X.")
