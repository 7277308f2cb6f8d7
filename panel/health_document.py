"""What a monitor reads at `/salud`."""

from datetime import UTC, datetime

from delivery.copies.copies import CopyStatus
from delivery.watching.health import Health, State, TenantHealth
from delivery.watching.status import LaneStatus
from logs import hide

CODES = {State.OK: 200, State.ATTENTION: 200, State.DOWN: 503}
"""503 where messages do not go out or no copy of them can be made; what else waits for a person wakes nobody."""


def document(found: Health) -> dict[str, object]:
    """The health of all municipalities as JSON: keys in English, words in Spanish."""
    return {
        "state": found.state.value,
        "reasons": [hide(finding.reason) for finding in found.findings],
        "now": _instant(found.now),
        "daemons": len(found.daemons),
        "last_tick": _instant(found.last_tick),
        "last_tick_seconds": _seconds(found.last_tick, found.now),
        "duties": {duty.value: round(seconds, 1) for duty, seconds in found.since_done.items()},
        "oldest_overdue": _oldest(found),
        "copies": [_copies(tenant.slug, tenant.copies) for tenant in found.tenants if tenant.copies is not None],
        "lanes": [_lane(tenant.slug, lane) for tenant in found.tenants for lane in tenant.lanes],
    }


def unknown(reason: str, now: datetime) -> dict[str, object]:
    """Where the rows cannot be read, nobody can tell how it goes."""
    return {"state": State.DOWN.value, "reasons": [hide(reason)], "now": _instant(now)}


def _oldest(found: Health) -> dict[str, object] | None:
    overdue = [
        (each.overdue.planned, each, each.overdue.key)
        for each in found.tenants
        if each.overdue is not None and each.overdue.planned is not None
    ]
    if not overdue:
        return None
    planned, tenant, key = min(overdue, key=lambda each: each[0])
    return _overdue(tenant, key, planned, found.now)


def _overdue(tenant: TenantHealth, key: str, planned: datetime, now: datetime) -> dict[str, object]:
    return {"tenant": tenant.slug, "key": key, "planned": _instant(planned), "seconds": _seconds(planned, now)}


def _copies(slug: str, copies: CopyStatus) -> dict[str, object]:
    outcome = copies.outcome
    return {
        "tenant": slug,
        "state": copies.state.value if copies.state is not None else None,
        "good_at": _instant(copies.good_at),
        "error": hide(outcome.error) if outcome is not None else "",
    }


def _lane(slug: str, lane: LaneStatus) -> dict[str, object]:
    return {
        "tenant": slug,
        "accounts": list(lane.accounts),
        "paused_until": _instant(lane.paused_until),
        "needs_person": lane.needs_person,
        "failures": lane.failures,
        "reason": hide(lane.last_error),
    }


def _seconds(moment: datetime | None, now: datetime) -> float | None:
    return None if moment is None else round((now - moment).total_seconds(), 1)


def _instant(moment: datetime | None) -> str | None:
    """`2027-01-04T13:00:00Z`."""
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
