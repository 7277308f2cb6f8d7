"""Looking the accounts over before anything depends on them: each that can be asked is asked, beside the others."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from campaigns.account import Account
from campaigns.tenant import Tenant
from channels.adapter import Kind
from channels.capabilities import Examines, Finding, Standing, TellsTime
from channels.machine_clock import Heard
from delivery.accounts.outlets import Outlets
from delivery.contained import contained
from delivery.workplace import Workplace
from storage.states import Mode

PATIENCE = 120.0
"""Seconds for one account, beyond its calls."""
CALLS = 12
"""Of a look at one account, at most, each as long as its deadlines let it be."""


class Examined(NamedTuple):
    """One finding of one account."""

    account: str
    finding: Finding


class LookedOver(NamedTuple):
    """What a look at the accounts brought."""

    found: list[Examined]
    """In the accounts' order."""
    heard: list[Heard]
    """Hours that services told."""


def real_accounts(tenant: Tenant) -> list[Account]:
    """Those that send for real."""
    return [each for each in tenant.accounts.values() if each.mode == Mode.REAL.value]


async def look_over(workplace: Workplace, accounts: Sequence[Account], now: datetime) -> LookedOver:
    """What was found of each; nothing is sent and nothing changed."""
    outlets, heard = Outlets(), list[Heard]()
    try:
        found = await asyncio.gather(*(_look(workplace, outlets, account, now, heard) for account in accounts))
    finally:
        await outlets.close()
    pairs = zip(accounts, found, strict=True)
    return LookedOver([Examined(account.name, finding) for account, findings in pairs for finding in findings], heard)


async def _look(
    workplace: Workplace, outlets: Outlets, account: Account, now: datetime, heard: list[Heard]
) -> Sequence[Finding]:
    if account.kind is Kind.MANUAL:
        return (Finding("account", Standing.GOOD, "La operan personas: no hay servicio que revisar."),)
    with contained("an account could not be looked over", account=account.name) as block:
        adapter = outlets.adapter(workplace, account, Mode.REAL)
        if not isinstance(adapter, Examines):
            said = f"Un canal de tipo «{account.type}» no tiene todavía quién lo revise."
            return (Finding("account", Standing.UNKNOWN, said),)
        asked = workplace.clock.now()
        try:
            patience = PATIENCE + CALLS * account.options.patience
            found = await asyncio.wait_for(adapter.examine(now), patience)
        except TimeoutError:
            said = f"El servicio no terminó de responder en {patience:.0f} segundos."
            return (Finding("account", Standing.UNKNOWN, said, "Inténtelo otra vez en unos minutos."),)
        if isinstance(adapter, TellsTime) and (hour := adapter.hour()) is not None:
            heard.append(Heard(hour, asked, workplace.clock.now()))
        return found
    said = f"La revisión falló de una manera imprevista ({type(block.error).__name__})."
    return (Finding("account", Standing.UNKNOWN, said, "El detalle se ve con --verbose; repórtelo."),)
