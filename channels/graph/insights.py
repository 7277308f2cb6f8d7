"""Figures of a post that Meta tells one by one: one that is retired loses none of the others."""

from collections.abc import Awaitable, Mapping
from typing import Any

from channels.capabilities import Metric
from channels.graph.answer import inner, number, rows
from channels.graph.connection import Connection
from channels.graph.failure import Failed, Failure, How
from channels.graph.outcome import Errors, Meaning, outcome, rule_of
from channels.message import NotSent, Rejected, Unavailable


async def insights(
    connection: Connection, post: str, wanted: Mapping[str, Metric], errors: Errors
) -> dict[Metric, int]:
    """Those of `wanted`, by Meta's names, that Meta tells; no data is left out, for that is not nought.

    Once Meta asks for patience, or cannot be reached, the rest is left for another time.
    """
    found: dict[Metric, int] = {}
    for name, metric in wanted.items():
        try:
            value = _value(await connection.get(f"{post}/insights", metric=name))
        except Failed as failed:
            if _goes_on(failed.failure, errors):
                continue
            break
        if value is not None:
            found[metric] = value
    return found


async def measured(asked: Awaitable[Mapping[Metric, int]], service: str, errors: Errors) -> Mapping[Metric, int]:
    """The figures that are asked for. Raises `Rejected` where there is no such post, `Unavailable`."""
    try:
        return await asked
    except Failed as failed:
        failure = failed.failure
    raise _unmeasured(failure, service, errors)


def _unmeasured(failure: Failure, service: str, errors: Errors) -> NotSent:
    """What a post that cannot be measured means: it is no more, or it is asked later."""
    if (failure.number, failure.subcode) == (100, 33):
        return Rejected(f"La publicación ya no está en {service} ({failure.said}).", code=failure.code)
    failed = outcome(failure, service, errors)
    if isinstance(failed, Unavailable):
        return failed
    return Unavailable(f"{service} no dijo las cifras de la publicación ({failure.said}).", code=failure.code)


def _goes_on(failure: Failure, errors: Errors) -> bool:
    return failure.how is How.REFUSED and rule_of(failure, errors).meaning is not Meaning.LIMITED


def _value(answer: Mapping[str, Any]) -> int | None:
    """The figure over the post's whole life, in either of Meta's forms. Raises `Failed`."""
    for each in rows(answer):
        total = number(inner(each, "total_value"), "value")
        values = each.get("values")
        last = values[-1] if isinstance(values, list) and values else None
        value = number(last, "value") if isinstance(last, dict) else None
        if value is not None or total is not None:
            return value if value is not None else total
    return None
