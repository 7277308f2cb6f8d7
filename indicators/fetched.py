"""Why the figure of an indicator that is fetched is not there."""

from collections.abc import Mapping

from sqlalchemy import Connection

from campaigns.tenant import Tenant
from storage.chores import ChoreState, chores
from storage.fetched_figures import FETCHING

NEVER = "sin dato: todavía no se ha traído de su fuente"
ASKED = "sin dato: la fuente no ha dicho ninguna cifra de este periodo"


def why_not_fetched(connection: Connection, tenant: Tenant, tenant_id: int) -> Mapping[str, str]:
    """By the key of each indicator that is fetched, in Spanish: when it was tried last, and why it failed."""
    keys = [key for key, indicator in tenant.indicators.items() if indicator.type == "traido"]
    return {key: _why(connection, tenant, tenant_id, key) for key in keys}


def _why(connection: Connection, tenant: Tenant, tenant_id: int, key: str) -> str:
    last = next(iter(chores(connection, tenant_id, FETCHING, key, 1)), None)
    if last is None:
        return NEVER
    if last.state is ChoreState.DONE or not last.note:
        return ASKED
    return f"sin dato: no se pudo traer. {last.note}"
