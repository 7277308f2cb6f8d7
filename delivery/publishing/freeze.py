"""The move to running: content, condition and mode become the publication's own, and its first rows are written."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from audience.people import max_contact_id
from campaigns.account import Account
from campaigns.calendar import Occurrence
from campaigns.campaign import MessageEntry
from campaigns.content import Content, FrozenFile, freeze, public_link
from campaigns.reading.file_kind import UNKNOWN_KIND, kind_of
from campaigns.templates import TemplateError
from campaigns.tenant import CampaignMessage
from channels.adapter import Kind
from delivery.money.funds import stocks_of
from delivery.publications.cards import with_card
from delivery.publications.orders import write_orders
from delivery.publications.replaced import replace_earlier
from delivery.publications.reported import TooLarge, told_of_report, with_report
from delivery.publications.surveys import asking, note_poll, opened
from delivery.workplace import Workplace
from pieces.refusal import CannotDraw
from storage.audit import append
from storage.files import put_file
from storage.ledger import NewDelivery, add_deliveries

ACTOR = "pregonero"
"""Who does what nobody else does, in the chained record."""


class MissingFile(Exception):
    """A file that goes with a message cannot be kept; the text says which, and what to do."""


class ChangedFile(Exception):
    """A file is no longer what the message's digest was made of; the text says which, and what happens."""


Frozen = dict[str, Any]
"""Column to value: what a publication takes with it when it begins to run."""


def frozen(
    connection: Connection, workplace: Workplace, occurrence: Occurrence, account: Account, now: datetime
) -> Frozen:
    """The columns that nothing changes from now on; media are copied under `var/archivos` by their sha256.

    Raises `MissingFile`, and `ChangedFile` where the configuration is to be read again first.
    """
    tenant, message = workplace.tenant, occurrence.message
    files = {name: _keep(connection, workplace, message, name, now) for name in _files(message.entry)}
    link = public_link(tenant, message, occurrence.name, occurrence.slot.occurrence)
    local = _hour(workplace, occurrence, now)
    slot, survey = occurrence.slot.occurrence, opened(connection, workplace, occurrence, account, now)
    closes = survey.closes_at if survey is not None else None
    content = asking(freeze(tenant, message, account, local, link, files, occurrence=slot, closes=closes), survey)
    content = _with_card(connection, workplace, message, account, content, now)
    content = _with_report(connection, workplace, occurrence, account, content)
    condition = tenant.condition(message)
    direct = account.kind is Kind.DIRECT and not message.entry.becomes
    return {
        "content": content.to_json(),
        "condition": condition.model_dump(mode="json", by_alias=True) if direct and condition is not None else None,
        "max_contact_id": max_contact_id(connection, workplace.tenant_id) if direct else None,
        "started_at": now,
        # Posts and work orders get their rows at once, in the same transaction.
        "expanded_at": None if direct else now,
    }


def _hour(workplace: Workplace, occurrence: Occurrence, now: datetime) -> datetime:
    """The moment that its texts tell; an alert that goes out late says the hour at which it does."""
    local = occurrence.slot.local or now
    late = occurrence.message.rule.until_lifted and local < now
    return now.astimezone(workplace.tenant.municipality.zone) if late else local


def begin(
    connection: Connection,
    workplace: Workplace,
    occurrence: Occurrence,
    account: Account,
    publication_id: int,
    columns: Frozen,
    now: datetime,
) -> None:
    """Write the first rows of a publication that runs: a post's one delivery, or a person's work orders.

    Messages to persons are expanded by their lane, piece by piece. What goes out of an alert's earlier times ends.
    """
    replace_earlier(connection, workplace.tenant_id, occurrence, account.name, now)
    _note_report(connection, workplace, occurrence, account, now)
    if columns["max_contact_id"] is not None:
        return
    if account.kind is Kind.MANUAL or occurrence.message.entry.becomes:
        content = Content.from_json(columns["content"])
        stocks = stocks_of(connection, workplace, occurrence.campaign, occurrence.message, account)
        left = min((stock.left for stock in stocks), default=None)
        write_orders(connection, workplace, occurrence, account, publication_id, content, now, left)
    else:
        post = NewDelivery(f"canal:{account.name}", None, 0, occurrence.message.audience)
        add_deliveries(connection, publication_id, [post])
        note_poll(connection, workplace, occurrence, account, publication_id)


def _note_report(
    connection: Connection,
    workplace: Workplace,
    occurrence: Occurrence,
    account: Account,
    now: datetime,
) -> None:
    """In the chained record: by what a copy of a report can be compared for as long as the chain is whole."""
    if occurrence.message.entry.report is None:
        return
    told = told_of_report(connection, workplace, occurrence)
    append(connection, workplace.tenant_id, ACTOR, "publish_report", occurrence.key(account), told, now)


def media_folder(folder: Path) -> Path:
    """Where frozen bytes lie under `var/`."""
    return folder / "archivos"


def _with_card(
    connection: Connection,
    workplace: Workplace,
    message: CampaignMessage,
    account: Account,
    content: Content,
    now: datetime,
) -> Content:
    folder = media_folder(workplace.folder)
    try:
        return with_card(connection, folder, workplace.tenant, message, account, content, now)
    except (CannotDraw, TemplateError) as error:
        raise MissingFile(f"No se pudo dibujar la tarjeta. {error}") from error
    except OSError as error:
        raise MissingFile(f"No se pudo guardar la tarjeta ({error}). Revise el espacio en disco.") from error


def _with_report(
    connection: Connection, workplace: Workplace, occurrence: Occurrence, account: Account, content: Content
) -> Content:
    try:
        return with_report(connection, workplace, occurrence, account, content)
    except TooLarge as error:
        raise MissingFile(str(error)) from error


def _files(entry: MessageEntry) -> list[str]:
    images = [*((entry.image,) if entry.image else ()), *entry.images]
    return [*(image.file for image in images), *(attachment.file for attachment in entry.attachments)]


def _keep(
    connection: Connection, workplace: Workplace, message: CampaignMessage, name: str, now: datetime
) -> FrozenFile:
    path = workplace.tenant.folder / "archivos" / name
    try:
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != message.media.get(name):
            raise ChangedFile(f"«{name}» cambió después de leer la configuración: se lee otra vez antes de enviar.")
        mime = kind_of(data, path.suffix.lower()) or UNKNOWN_KIND
        digest = put_file(connection, media_folder(workplace.folder), data, path.name, mime, now)
    except OSError as error:
        where = error.filename or path
        raise MissingFile(
            f"No se pudo tomar «{name}» ({where}). Revise que esté en archivos/, sus permisos y el espacio en disco."
        ) from error
    return FrozenFile(sha256=digest, name=path.name, mime=mime, size=len(data))
