"""Accounts that stand still, or would at their hour, as `status` tells them."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from delivery.watching.status import LaneStatus
from reports.table import Table
from storage.unready import Unready
from verbs.words import instant, shown


def lane_documents(lanes: Iterable[LaneStatus]) -> list[dict[str, object]]:
    """Every credential, for JSON."""
    return [
        {
            "sender": each.sender,
            "paused_until": instant(each.paused_until),
            "needs_person": each.needs_person,
            "failures": each.failures,
            "last_error": each.last_error,
            "accounts": list(each.accounts),
        }
        for each in lanes
    ]


def unready_documents(unready: Iterable[Unready]) -> list[dict[str, object]]:
    """Accounts whose messages would be refused, for JSON."""
    return [{"account": each.account, "since": instant(each.since), "reason": each.reason} for each in unready]


def account_tables(lanes: Iterable[LaneStatus], unready: Iterable[Unready], zone: ZoneInfo) -> list[Table]:
    """Those that are stopped, and those that are not ready; no table where there are none."""
    stopped = tuple(
        (", ".join(each.accounts) or each.sender, _until(each, zone), each.last_error) for each in lanes if each.stopped
    )
    waiting = tuple((each.account, shown(each.since, zone), each.reason) for each in unready)
    tables = (
        Table("lanes", "Cuentas detenidas", ("Cuenta", "Hasta", "Por qué"), stopped),
        Table("unready", "Cuentas que no están listas para su hora", ("Cuenta", "Desde", "Por qué"), waiting),
    )
    return [table for table in tables if table.rows]


def _until(each: LaneStatus, zone: ZoneInfo) -> str:
    return "que una persona lo arregle" if each.needs_person else shown(each.paused_until, zone)
