"""A figure that a person gives, as every way to give one has it: checked, kept, told to the audit."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from campaigns.tenant import Tenant
from indicators.correcting import Given, Noted, note_figure
from indicators.declared import BadMeasurement, Measurement, about, measurements
from indicators.lookup import find_action, find_indicator
from indicators.periods import days_between
from storage.audit import append


class NotYet(BadMeasurement):
    """A figure of a day that has not come; the message is Spanish."""


class Kept(NamedTuple):
    """What became of a figure."""

    noted: Noted
    detail: dict[str, object]
    """What the audit has of it."""
    twice: Sequence[Measurement]
    """Other figures of the same day to which this one is added: somebody may have noted the same twice."""


def keep_figure(
    connection: Connection, tenant: Tenant, tenant_id: int, figure: Given, actor: str, now: datetime
) -> Kept:
    """Keep a figure, or the right one in place of another. Raises UnknownKey, BadMeasurement."""
    find_indicator(tenant, figure.indicator)
    if figure.action:
        find_action(tenant, figure.action)
    if figure.day is not None and figure.day > now.astimezone(tenant.municipality.zone).date():
        raise NotYet(f"El {figure.day} todavía no ha llegado: una cifra se anota con la fecha en que se contó.")
    noted = note_figure(connection, tenant, tenant_id, figure, actor, now)
    detail = _detail(figure, noted)
    append(connection, tenant_id, actor, "record", figure.indicator, detail, now)
    twice = _of_the_same_day(connection, tenant, tenant_id, figure.indicator, noted) if figure.corrects is None else ()
    return Kept(noted, detail, twice)


def _of_the_same_day(
    connection: Connection, tenant: Tenant, tenant_id: int, key: str, noted: Noted
) -> Sequence[Measurement]:
    if tenant.indicators[key].accumulates != "suma":
        return ()
    day = days_between(noted.day, noted.day, tenant.municipality.zone)
    found = about(measurements(connection, tenant_id, day), key)
    return [each for each in found if each.action == noted.action and each.id != noted.number and each.value]


def _detail(figure: Given, noted: Noted) -> dict[str, object]:
    return {
        "value": figure.value,
        "date": noted.day.isoformat(),
        "action": noted.action,
        "corrects": figure.corrects,
        "reason": figure.reason,
        "evidence": [{"name": each["name"], "sha256": each["sha256"]} for each in figure.evidence],
    }
