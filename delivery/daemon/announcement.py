"""What a daemon says when it begins: where its rows are, which accounts are real, and what comes next."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from campaigns.tenant import Tenant
from delivery.planned import Decision, Planned
from delivery.planning.known import Known
from delivery.planning.planning import plan
from delivery.workplace import Workplaces

NEXT = 10
LOOKS = (timedelta(days=7), timedelta(days=45), timedelta(days=400))
"""How far ahead the next messages are looked for, until there are enough."""


def announce(places: Workplaces, now: datetime) -> Iterator[str]:
    """Lines in Spanish for the operator."""
    for place in places.all:
        tenant = place.tenant
        yield f"{tenant.municipality.body}, base de datos {place.database.where}"
        yield from _modes(tenant, place.sandbox)
        coming = upcoming(tenant, now)
        yield "Próximos diez mensajes:" if len(coming) == NEXT else f"Próximos mensajes: {len(coming)}"
        for row in coming:
            assert row.local is not None
            held = " (falta la aprobación)" if row.decision is Decision.ASK_APPROVAL else ""
            yield f"  {row.local:%Y-%m-%d %H:%M %Z}  {row.key}{held}"


def upcoming(tenant: Tenant, now: datetime) -> list[Planned]:
    """The next messages that have an hour."""
    local = now.astimezone(tenant.municipality.zone)
    coming: list[Planned] = []
    for ahead in LOOKS:
        coming = [row for row in plan(tenant, Known(), local, local + ahead, now) if row.local is not None]
        if len(coming) >= NEXT:
            break
    return coming[:NEXT]


def _modes(tenant: Tenant, sandbox: Path) -> Iterator[str]:
    real = [account.name for account in tenant.accounts.values() if account.mode == "real"]
    trial = [account.name for account in tenant.accounts.values() if account.mode != "real"]
    if real:
        yield f"  Cuentas en modo real: {', '.join(real)}"
    if trial:
        yield f"  Cuentas en pruebas (no sale nada; los mensajes quedan en {sandbox}): {', '.join(trial)}"
