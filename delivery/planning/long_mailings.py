"""Mailings that are not through when the hours end: when each goes on, and whether there is time."""

from collections.abc import Iterable
from datetime import timedelta

from campaigns.tenant import Tenant
from channels.adapter import Kind
from delivery.planned import STILL_GOING, Planned


def broken_off(tenant: Tenant, rows: Iterable[Planned]) -> list[Planned]:
    """The rows, each telling what its account's pace and the hours make of it. Pure.

    A sending that shares its pace with others takes longer; one above a quota is told by the quota.
    """
    return [_told(tenant, row) for row in rows]


def _told(tenant: Tenant, row: Planned) -> Planned:
    account = tenant.accounts.get(row.account)
    if account is None or row.kind != Kind.DIRECT.value or row.local is None or row.decision not in STILL_GOING:
        return row
    hours = tenant.hours(row.class_)
    closes = None if hours is None or account.pace.quota is not None else hours.open_until(row.local)
    lasts = timedelta(seconds=row.recipients / account.pace.per_second)
    if hours is None or closes is None or row.local + lasts <= closes:
        return row
    said = f"No alcanza a salir toda antes de las {closes.astimezone(row.local.tzinfo):%H:%M}"
    said = f"{said}: sigue {hours.when(hours.opening(closes))}."
    if row.expires is not None and hours.deadline(row.local, lasts) > row.expires:
        said = f"{said} Vence antes de terminar: alargue «vence»."
    return row._replace(reason=f"{row.reason} {said}".strip())
