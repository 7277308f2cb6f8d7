"""What a look at a Telegram account found, told to whoever keeps it."""

from collections.abc import Sequence
from typing import NamedTuple

from channels.capabilities import Finding, Standing
from channels.message import NotSent, Scope, Unavailable

MIGRATED = "migrated"
"""The code of what was written to a group that has another number now: Telegram made it a larger one."""
ADMINISTRATORS = ("administrator", "creator")


class Look(NamedTuple):
    """Who the bot is, and what it may do in the account's group or channel."""

    bot: str
    """Its public name, without @."""
    title: str = ""
    channel: bool = False
    """A channel, where only administrators write; else a group."""
    status: str = ""
    """The bot's place there, as Telegram calls it; empty: the account writes to persons."""
    may_post: bool = False


def told(look: Look | NotSent, target: str) -> Sequence[Finding]:
    """The findings: token, and for a group or channel whether it is there and the bot may write into it."""
    if isinstance(look, NotSent):
        return (_failed(look, target),)
    token = Finding("token", Standing.GOOD, f"El bot es @{look.bot}.")
    if not look.status:
        return (token,)
    reach = Finding("target", Standing.GOOD, f"«{target}» es «{look.title}».")
    return (token, reach, _permission(look, target))


def _permission(look: Look, target: str) -> Finding:
    administrator = look.status in ADMINISTRATORS
    if not look.may_post or (look.channel and not administrator):
        advice = f"Haga a @{look.bot} administrador de «{target}», con permiso para publicar."
        return Finding("permissions", Standing.BAD, f"El bot no puede publicar allí (es «{look.status}»).", advice)
    if not administrator:
        advice = f"Haga a @{look.bot} administrador: así un cambio de permisos del grupo no lo deja sin voz."
        return Finding("permissions", Standing.WARNING, "El bot puede escribir, y no es administrador.", advice)
    return Finding("permissions", Standing.GOOD, "El bot es administrador y puede publicar.")


def _failed(failure: NotSent, target: str) -> Finding:
    """What a person has to mend is bad; what is only away is unknown."""
    if failure.code == MIGRATED:
        return Finding("target", Standing.WARNING, failure.reason, "Cambie «destino» en canales.yaml.")
    if not isinstance(failure, Unavailable) or failure.scope is not Scope.ACCOUNT or not failure.needs_person:
        return Finding("token", Standing.UNKNOWN, failure.reason, "Mire otra vez en unos minutos.")
    check = "target" if target and f"«{target}»" in failure.reason else "token"
    return Finding(check, Standing.BAD, failure.reason, "Corrija la cuenta en canales.yaml o en Telegram.")
