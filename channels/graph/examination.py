"""What can be looked over of every account of Meta's: its token, its rights, its limits and its version."""

from collections.abc import Awaitable, Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from channels.capabilities import Finding, Standing
from channels.graph.answer import inner, number, text
from channels.graph.connection import Connection
from channels.graph.failure import Failed, Failure, How
from channels.graph.outcome import Errors, Meaning, outcome, rule_of
from channels.graph.versions import retirement

Answer = TypeVar("Answer")

SOON = timedelta(days=14)
"""A token that ends within is told of."""
NEARLY, ALL = 75, 100
"""Per cent of Meta's limits."""
_ANOTHER = "Genere otro token como dice docs/canales.md y cámbielo."


async def look(asked: Awaitable[Answer]) -> Answer | Failure:
    """What a call answers, or what is known of its failure; raises nothing."""
    try:
        return await asked
    except Failed as failed:
        return failed.failure


def unseen(check: str, failure: Failure, service: str, errors: Errors) -> Finding:
    """What a look that failed says: bad where Meta refused for good, unknown where it could not be asked."""
    if failure.how is not How.REFUSED:
        broken = failure.how in (How.CERTIFICATE, How.ADDRESS)
        reason = outcome(failure, service, errors).reason
        if failure.how is How.UNKNOWN:
            reason = f"{service} no respondió algo que se entienda ({failure.said})."
        return Finding(check, Standing.BAD if broken else Standing.UNKNOWN, reason)
    rule = rule_of(failure, errors)
    passes = rule.meaning in (Meaning.LIMITED, Meaning.LATER, Meaning.UNCERTAIN)
    advice = "" if passes else f"{rule.advice[:1].upper()}{rule.advice[1:]}."
    return Finding(check, Standing.UNKNOWN if passes else Standing.BAD, f"{rule.what} ({failure.said}).", advice)


async def token_findings(
    connection: Connection, now: datetime, needed: Sequence[str], kinds: Collection[str], service: str, errors: Errors
) -> list[Finding]:
    """How the token stands, when it ends, and what it may. `kinds`: those of Meta's that it may be of.

    https://developers.facebook.com/docs/graph-api/reference/debug_token; the token goes in the body.
    """
    asked = await look(connection.ask("debug_token", {"input_token": connection.token.get_secret_value()}))
    if isinstance(asked, Failure):
        return [unseen("token", asked, service, errors)]
    data = inner(asked, "data")
    if data.get("is_valid") is not True:
        said = text(inner(data, "error"), "message") or "Meta no dijo por qué"
        return [Finding("token", Standing.BAD, f"Meta no acepta el token ({said[:200]}).", _ANOTHER)]
    return [_kind(data, kinds), _end(data, now), _rights(data, needed)]


def _kind(data: Mapping[str, Any], kinds: Collection[str]) -> Finding:
    kind = text(data, "type")
    if kind in kinds:
        return Finding("token", Standing.GOOD, f"Meta acepta el token, que es de tipo {kind}.")
    evidence = f"El token es de tipo {kind or 'desconocido'}, y debe ser {' o '.join(sorted(kinds))}."
    return Finding("token", Standing.BAD, evidence, _ANOTHER)


def _end(data: Mapping[str, Any], now: datetime) -> Finding:
    """The first of its ends: of the token, and of its right to read (https://developers.facebook.com/docs/facebook-login)."""
    ends = [number(data, "expires_at"), number(data, "data_access_expires_at")]
    dates = [datetime.fromtimestamp(each, UTC) for each in ends if each and 0 < each < 32_503_680_000]
    if not dates:
        return Finding("expiry", Standing.GOOD, "El token no caduca.")
    end = min(dates)
    if end <= now:
        return Finding("expiry", Standing.BAD, f"El token caducó el {end:%Y-%m-%d}.", _ANOTHER)
    if end - now <= SOON:
        return Finding("expiry", Standing.WARNING, f"El token caduca el {end:%Y-%m-%d}.", _ANOTHER)
    return Finding("expiry", Standing.GOOD, f"El token caduca el {end:%Y-%m-%d}.")


def _rights(data: Mapping[str, Any], needed: Sequence[str]) -> Finding:
    """`needed` may name several that do, as `one|other`."""
    scopes = data.get("scopes")
    has = {each for each in scopes if isinstance(each, str)} if isinstance(scopes, list) else set()
    missing = [each.partition("|")[0] for each in needed if not has & set(each.split("|"))]
    if not missing:
        return Finding("permissions", Standing.GOOD, "El token tiene los permisos que hacen falta.")
    evidence = f"Al token le faltan permisos: {', '.join(missing)}."
    return Finding("permissions", Standing.BAD, evidence, "Genere otro con esos permisos y cámbielo.")


def usage_findings(connection: Connection, now: datetime) -> list[Finding]:
    """What the last answer told of limits, and how its version stands; nothing where it told nothing."""
    found: list[Finding] = []
    if connection.used is not None:
        share = round(connection.used)
        standing = Standing.GOOD if share < NEARLY else Standing.WARNING if share < ALL else Standing.BAD
        advice = "" if share < NEARLY else "Espere, o revise qué más usa la misma aplicación."
        found.append(Finding("quota", standing, f"Se ha usado el {share} % de las llamadas que Meta admite.", advice))
    served, asked = connection.version_served, connection.version
    if served == asked:
        found.append(retirement(asked, now.date()))
    elif served:
        evidence = f"Meta ya no atiende la versión {asked} y contesta con la {served}."
        found.append(Finding("version", Standing.WARNING, evidence, f"Escriba «version: {served}» en canales.yaml."))
    return found
