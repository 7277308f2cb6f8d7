"""A draft into its file: what was there is kept, and what is there now, and who did it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from campaigns.reading.files import Unreadable
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from campaigns.writing.placing import Changed, NotWritable, digest, place, read_file
from delivery.publications.votes import approval_of, name_of
from delivery.workplace import Workplace
from panel.office.drafts import Draft
from storage.approvals import decisions
from storage.audit import append
from storage.campaign_versions import Origin, keep_version

VERB = "edit_campaign"


def save(connection: Connection, workplace: Workplace, draft: Draft, actor: str, now: datetime) -> None:
    """In one transaction, of which the file is the last step. Raises `Changed`, `NotWritable`; nothing is kept then."""
    folder, name, number = workplace.tenant.folder, draft.name, workplace.tenant_id
    try:
        there = read_file(folder, name)
    except Unreadable as error:
        raise NotWritable(str(error)) from error
    if (digest(there) if there is not None else "") != draft.base:
        raise Changed(there)
    if there is not None:
        keep_version(connection, number, name, there, Origin.HAND, "", now)
    keep_version(connection, number, name, draft.data, draft.origin, actor, now)
    detail = {"before": draft.base, "after": digest(draft.data), "origin": draft.origin.value}
    append(connection, number, actor, VERB, name, detail, now)
    lost = place(folder, name, draft.data, draft.base)
    if lost is not None:
        keep_version(connection, number, name, lost, Origin.HAND, "", now)


@dataclass(frozen=True, slots=True)
class Effects:
    """What saving a draft would do beyond the file, in Spanish sentences."""

    approvals: tuple[str, ...]
    """What has to be approved, and what was and has to be again."""
    losses: tuple[str, ...]
    """What would not go out any more, or might go out twice."""


def effects(connection: Connection, workplace: Workplace, draft: Draft, then: Tenant) -> Effects:
    """`then`: the municipality with the draft in it."""
    tenant, path = workplace.tenant, workplace.tenant.folder / draft.name
    before, after = _of_file(tenant, path.name), _of_file(then, path.name)
    old = {each.id: each for each in before.messages} if before is not None else {}
    new = after.messages if after is not None else ()
    asked = tuple(_approvals(connection, workplace, old, new, then))
    return Effects(asked, tuple(_losses(before, after)))


def _of_file(tenant: Tenant, name: str) -> Campaign | None:
    return next((each for each in tenant.campaigns.values() if each.file.name == name), None)


def _approvals(
    connection: Connection,
    workplace: Workplace,
    old: dict[str, CampaignMessage],
    new: tuple[CampaignMessage, ...],
    then: Tenant,
) -> Iterator[str]:
    for message in new:
        before = old.get(message.id)
        if message.approver is None or (before is not None and before.digest == message.digest):
            continue
        who = name_of(then, message.approver)
        words = decisions(connection, workplace.tenant_id, before.digest) if before is not None else []
        word = approval_of(workplace.tenant, before, words) if before is not None else None
        if word is not None and word.approved:
            yield f"«{message.id}» ya estaba aprobado: con este cambio {who} lo tiene que aprobar otra vez."
        else:
            yield f"«{message.id}» sale cuando lo apruebe {who}."


def _losses(before: Campaign | None, after: Campaign | None) -> Iterator[str]:
    if before is None:
        return
    if after is not None and after.id != before.id:
        yield (
            f"El nombre corto de la campaña pasa de «{before.id}» a «{after.id}»: para Pregonero es otra campaña, y lo "
            "que ya salió puede salir otra vez."
        )
    kept = {each.id for each in after.messages} if after is not None else set()
    for each in before.messages:
        if each.id not in kept:
            yield f"«{each.id}» deja de estar: lo que no ha salido de él no sale."
