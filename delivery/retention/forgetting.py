"""What has been kept long enough, kind by kind: counted, and forgotten a piece at a time."""

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, delete, exists, func, select, update

from audience.consents import TERM_OVER, revoke
from audience.erasure import erase
from audience.whose import Holder
from channels.adapter import Kind as AccountKind
from delivery.publishing.freeze import media_folder
from delivery.workplace import Workplace
from storage.files import remove_files
from storage.submissions import forget_submissions, submissions_older
from storage.tables import (
    address,
    attempt,
    consent,
    contact,
    delivery,
    event,
    import_batch,
    import_change,
    import_mention,
    order_person,
    publication,
    reply,
    subscription,
    work_order,
)

PIECE = 500
"""Rows of one transaction: the daemon's own transactions come in between."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row that ends."""

    old: Callable[[int, datetime], Select[Any]]
    """The numbers of what is older than a moment."""
    forget: Callable[[Connection, Workplace, list[int], datetime], None]
    term: str = ""
    """By whose term of `conservacion` it ends; empty: its own name's."""


def _old_deliveries(tenant: int, cutoff: datetime) -> Select[Any]:
    over = (publication.c.tenant == tenant) & (publication.c.finished_at < cutoff)
    direct = publication.c.kind == AccountKind.DIRECT.value
    mine = delivery.c.publication.in_(select(publication.c.id).where(over, direct))
    about = exists().where(work_order.c.delivery == delivery.c.id, order_person.c.work_order == work_order.c.id)
    by_hand = delivery.c.publication.in_(select(publication.c.id).where(over, ~direct)) & about
    return select(delivery.c.id).where((mine & delivery.c.address.is_not(None)) | by_hand).order_by(delivery.c.id)


def _forget_addresses(connection: Connection, _place: Workplace, numbers: list[int], _now: datetime) -> None:
    """Answers of services say to whom, as do numbers of WhatsApp: codes stay, to count by. Who was visited goes too."""
    those = delivery.c.id.in_(numbers)
    told = {"address": None, "error_text": None, "resumption": None, "remote_id": None}
    connection.execute(update(delivery).where(those).values(told))
    connection.execute(update(attempt).where(attempt.c.delivery.in_(numbers)).values(text=""))
    orders = select(work_order.c.id).where(work_order.c.delivery.in_(numbers))
    connection.execute(delete(order_person).where(order_person.c.work_order.in_(orders)))


def _old_replies(tenant: int, cutoff: datetime) -> Select[Any]:
    return select(reply.c.id).where(reply.c.tenant == tenant, reply.c.ended_at < cutoff).order_by(reply.c.id)


def _forget_replies(connection: Connection, _place: Workplace, numbers: list[int], _now: datetime) -> None:
    connection.execute(delete(reply).where(reply.c.id.in_(numbers)))


def _old_events(tenant: int, cutoff: datetime) -> Select[Any]:
    answered = exists().where(reply.c.event == event.c.id)
    old = (event.c.tenant == tenant, event.c.received_at < cutoff, ~answered)
    return select(event.c.id).where(*old).order_by(event.c.id)


def _forget_events(connection: Connection, _place: Workplace, numbers: list[int], _now: datetime) -> None:
    connection.execute(delete(event).where(event.c.id.in_(numbers)))


def _old_publications(tenant: int, cutoff: datetime) -> Select[Any]:
    its = publication.c
    return (
        select(its.id).where(its.tenant == tenant, its.finished_at < cutoff, its.content.is_not(None)).order_by(its.id)
    )


def _forget_content(connection: Connection, _place: Workplace, numbers: list[int], _now: datetime) -> None:
    connection.execute(update(publication).where(publication.c.id.in_(numbers)).values(content=None, condition=None))


def _old_contacts(tenant: int, cutoff: datetime) -> Select[Any]:
    """Of whom nothing has been heard since: no word, no subscription, no news, and no list since has named them."""
    its = contact.c
    key = address.c.contact == its.id
    said = exists().where(consent.c.contact == its.id, consent.c.at >= cutoff)
    subscribed = exists().where(subscription.c.contact == its.id, subscription.c.ended_at.is_(None))
    heard = exists().where(
        key, event.c.tenant == its.tenant, event.c.key == address.c.key, event.c.received_at >= cutoff
    )
    quiet = (its.tenant == tenant, its.erased_at.is_(None), its.created_at < cutoff, ~said, ~subscribed, ~heard)
    return select(its.id).where(*quiet).order_by(its.id)


def _forget_contacts(connection: Connection, place: Workplace, numbers: list[int], now: datetime) -> None:
    """They may come again by a list: nobody asked for them to be kept away. What they consented to ends with them."""
    for number in numbers:
        keys = connection.scalars(select(address.c.key).where(address.c.contact == number))
        gone = erase(connection, place.tenant_id, Holder(number, "", frozenset(keys)), TERM_OVER, now, barred=False)
        remove_files(media_folder(place.folder), gone.pictures)
        revoke(connection, place.tenant_id, gone.keys, TERM_OVER, now)


def _forget_submissions(connection: Connection, place: Workplace, numbers: list[int], now: datetime) -> None:
    remove_files(media_folder(place.folder), forget_submissions(connection, numbers, now))


def _old_changes(tenant: int, cutoff: datetime) -> Select[Any]:
    its, batch = import_change.c, import_batch.c
    old = (batch.tenant == tenant, func.coalesce(batch.moved_at, batch.at) < cutoff)
    return select(its.id).join(import_batch, batch.id == its.batch).where(*old).order_by(its.id)


def _forget_changes(connection: Connection, _place: Workplace, numbers: list[int], _now: datetime) -> None:
    connection.execute(delete(import_change).where(import_change.c.id.in_(numbers)))


KINDS: Mapping[str, Kind] = {
    "entregas": Kind(_old_deliveries, _forget_addresses),
    "respuestas": Kind(_old_replies, _forget_replies),
    "eventos": Kind(_old_events, _forget_events),
    "publicaciones": Kind(_old_publications, _forget_content),
    "solicitudes": Kind(submissions_older, _forget_submissions),
    "contactos": Kind(_old_contacts, _forget_contacts),
    "cambios": Kind(_old_changes, _forget_changes, "contactos"),
}
"""By name, mostly the key that staff write, in the order in which they go: what is answered before the answer.

`cambios`: what people were called and had before a list changed it, as it is kept to undo the list.
"""


def count_old(connection: Connection, place: Workplace, now: datetime) -> dict[str, int]:
    """How much of each kind would be forgotten now."""
    cutoffs = place.tenant.municipality.retention.cutoffs(now)
    found = {}
    for name, kind in KINDS.items():
        term = kind.term or name
        if term not in cutoffs:
            continue
        old = kind.old(place.tenant_id, cutoffs[term])
        found[name] = connection.scalar(select(func.count()).select_from(old.order_by(None).subquery())) or 0
        if name == "contactos":
            numbers = list(connection.scalars(old)) if found[name] else []
            found[name] = len(numbers) - len(_named_since(connection, place.tenant_id, set(numbers), cutoffs[name]))
    return {**found, "pruebas": len(old_rehearsals(place.sandbox, cutoffs["pruebas"]))}


def forget_some(connection: Connection, place: Workplace, name: str, after: int, now: datetime) -> tuple[int, int]:
    """Forget the next piece of a kind, of what has a number above `after`; how many, and the last number looked at.

    The last number is `after` where nothing is left.
    """
    cutoff = place.tenant.municipality.retention.cutoffs(now).get(KINDS[name].term or name)
    if cutoff is None:
        return 0, after
    old = KINDS[name].old(place.tenant_id, cutoff)
    number = old.selected_columns[0]
    numbers = list(connection.scalars(old.where(number > after).limit(PIECE)))
    if not numbers:
        return 0, after
    named = _named_since(connection, place.tenant_id, set(numbers), cutoff) if name == "contactos" else set()
    gone = [each for each in numbers if each not in named]
    KINDS[name].forget(connection, place, gone, now)
    return len(gone), numbers[-1]


def old_rehearsals(folder: Path, cutoff: datetime) -> list[Path]:
    """Finished messages that were written before."""
    if not folder.is_dir():
        return []
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if path.stat().st_mtime < cutoff.timestamp()]


def forget_kept(files: Iterable[str], folder: Path) -> int:
    """Delete finished messages of a rehearsal that were kept in full; how many lay in its `folder`.

    The line of one that was not kept in full names nobody.
    """
    gone = 0
    for kept in map(Path, files):
        path = _within(kept, folder)
        if path is not None and path.suffix != ".jsonl":
            with suppress(FileNotFoundError):
                path.unlink()
                gone += 1
    return gone


def _within(kept: Path, folder: Path) -> Path | None:
    """The file in `folder`, which whoever wrote it may have called by another path: a whole one, or from elsewhere."""
    end = folder.absolute().parts[-2:]
    for place in range(len(kept.parts) - len(end), -1, -1):
        if kept.parts[place : place + len(end)] == end:
            rest = kept.parts[place + len(end) :]
            return folder.joinpath(*rest) if rest and ".." not in rest else None
    return None


def _named_since(connection: Connection, tenant: int, numbers: set[int], cutoff: datetime) -> set[int]:
    """Which of them a list has named since."""
    its = import_mention.c
    asked = (
        select(its.contacts)
        .join(import_batch, import_batch.c.id == its.batch)
        .where(import_batch.c.tenant == tenant, import_batch.c.at >= cutoff)
    )
    found: set[int] = set()
    for text in connection.execute(asked).scalars():
        found |= numbers.intersection(json.loads(text))
    return found
