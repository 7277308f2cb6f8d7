"""Under whose name a message was approved, and what of that is another by now: told, and never a reason to wait."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from campaigns.account import Account
from campaigns.identity import Part, changed, signed
from campaigns.tenant import CampaignMessage, Tenant
from delivery.publications.legal import ballots_on
from storage.approvals import Approval, Decision
from storage.audit import append
from storage.checklists import PROGRAM


def since_approved(
    tenant: Tenant, message: CampaignMessage, account: Account, words: Sequence[Approval]
) -> tuple[Part, ...]:
    """What is another on an account than it was for whoever approved first; `words`: all on its digest."""
    if not words:
        return ()
    decided = [ballot.decided for ballot in ballots_on(tenant, message, words).values()]
    given = [word for word in decided if word is not None and word.decision is Decision.APPROVED]
    first = min(given, key=lambda word: word.at, default=None)
    before = first.identity.get(account.name) if first is not None and first.identity is not None else None
    return changed(before, signed(tenant, message, account)) if before is not None else ()


def note_identity(connection: Connection, tenant_id: int, key: str, parts: Iterable[Part], now: datetime) -> None:
    """Keep in the audit what went out otherwise than it was approved; nothing where all is as it was."""
    if detail := {part.name: {"was": part.was, "is": part.is_} for part in parts}:
        append(connection, tenant_id, PROGRAM, "identity_changed", key, detail, now)


def told_since_approved(parts: Iterable[Part]) -> str:
    """«Cambió desde que se aprobó: remitente (antes «…», ahora «…»).»."""
    return f"Cambió desde que se aprobó: {'; '.join(part.told for part in parts)}."
