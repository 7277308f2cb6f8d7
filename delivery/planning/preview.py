"""The finished messages of a campaign before anything is published."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from campaigns.account import Account
from campaigns.calendar import LONG_AGO, Occurrence, of_message
from campaigns.content import Content, FrozenFile, Renderer, freeze, public_link
from campaigns.content.mailing import with_token
from campaigns.reading.file_kind import UNKNOWN_KIND, file_kind
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from campaigns.when import Slot
from channels.adapter import Kind
from delivery.office.office import Refused, Unknown
from delivery.publications.cards import bears_card, picture
from pieces.refusal import CannotDraw

NAME = "María Fernanda Ospina"
"""Whom a message to persons is shown as written to."""
HOUSEHOLD = (NAME, "Jorge Ospina", "Luisa Ospina")
"""Who lives with her, where a message goes to households."""
ATTRIBUTE = re.compile(r"\bpersona\.(\w+)")
AHEAD = timedelta(days=730)
"""How far ahead the next occurrence is looked for."""


@dataclass(frozen=True, slots=True)
class Preview:
    """One message as one account finishes it."""

    message: CampaignMessage
    account: Account
    occurrence: Occurrence
    content: Content
    subject: str
    text: str
    html: str | None
    length: int
    """As the service counts it."""
    limit: int

    @property
    def files(self) -> tuple[FrozenFile, ...]:
        """Images, then attachments."""
        return (*self.content.images, *self.content.attachments)


def preview(
    tenant: Tenant, campaign_id: str, message_id: str | None, account_name: str | None, now: datetime
) -> list[Preview]:
    """The messages of a campaign, each on each of its accounts, as its next occurrence would say them.

    Only one message or one account where these are given. Raises `Unknown` where there is no such thing, `Refused`
    where the messages do not go out on that account.
    """
    campaign = tenant.campaigns.get(campaign_id)
    if campaign is None:
        known = ", ".join(sorted(tenant.campaigns))
        raise Unknown(f"No hay ninguna campaña «{campaign_id}» en la configuración. Hay: {known}.")
    if message_id is not None and campaign.message(message_id) is None:
        names = ", ".join(each.id for each in campaign.messages)
        raise Unknown(f"La campaña «{campaign_id}» no tiene el mensaje «{message_id}». Tiene: {names}.")
    if account_name is not None and account_name not in tenant.accounts:
        names = ", ".join(sorted(tenant.accounts))
        raise Unknown(f"No hay ninguna cuenta «{account_name}» en canales.yaml. Hay: {names}.")
    found = [
        finished(tenant, next_occurrence(tenant, campaign, message, now), account, now, whole=True, language=code)
        for message in campaign.messages
        if message_id in (None, message.id)
        for account in message.accounts
        if account_name in (None, account.name)
        for code in languages_of(message, account)
    ]
    if not found:
        raise Refused(f"Ninguno de esos mensajes de «{campaign_id}» sale por «{account_name}».")
    return found


def next_occurrence(tenant: Tenant, campaign: Campaign, message: CampaignMessage, now: datetime) -> Occurrence:
    """The next occurrence, else the last one, else one that would be now."""
    coming = (each for each in of_message(tenant, campaign, message, now, now + AHEAD) if each.slot.local is not None)
    if (upcoming := next(coming, None)) is not None:
        return upcoming
    past = [each for each in _past(tenant, campaign, message, now) if each.slot.local is not None]
    local = now.astimezone(tenant.municipality.zone)
    return past[-1] if past else Occurrence(campaign, message, Slot("1", local, local), str(message.entry.repeat))


def _past(tenant: Tenant, campaign: Campaign, message: CampaignMessage, now: datetime) -> Iterator[Occurrence]:
    since = now - AHEAD if message.rule.recurring else LONG_AGO
    return of_message(tenant, campaign, message, since, now)


def languages_of(message: CampaignMessage, account: Account) -> tuple[str, ...]:
    """What it is said in on an account: in its own language, which is empty here, then in those of its translations."""
    direct = account.kind is Kind.DIRECT and not message.entry.becomes
    return ("", *(message.entry.translations or ())) if direct else ("",)


def finished(
    tenant: Tenant,
    occurrence: Occurrence,
    account: Account,
    now: datetime,
    *,
    whole: bool = False,
    language: str = "",
    report: Mapping[str, object] | None = None,
) -> Preview:
    """An occurrence's message as one account says it; with its files and its card only where it is `whole`.

    `language`: one of `languages_of`. `report`: what it says of its report, as `report_values` tells; None: samples.

    Raises `Refused` where a card cannot be drawn, OSError where a file cannot be read.
    """
    message = occurrence.message
    folder = tenant.folder / "archivos"
    files = {name: file_of(folder / name) if whole else FrozenFile("", name, "", 0) for name in message.files}
    link = public_link(tenant, message, occurrence.name, occurrence.slot.occurrence)
    local = occurrence.slot.local or now
    content = freeze(tenant, message, account, local, link, files, occurrence=occurrence.slot.occurrence)
    if report is not None:
        content = replace(content, values={**content.values, "informe": report})
    content = content.in_language(language)
    if whole and bears_card(message, account):
        content = replace(content, images=(*content.images, _card(tenant, message, account, content)))
    kind = Kind.MANUAL if message.entry.becomes else account.kind
    reader = made_up_reader(content, household=bool(message.entry.per_household)) if kind is Kind.DIRECT else {}
    rendered = Renderer(content, account.profile, kind).render(reader)
    pictured = bool(content.images) or bears_card(message, account)
    carries = pictured or (content.attachments and account.profile.attachments.types)
    limit = account.profile.caption if carries and account.profile.caption else account.profile.text
    return Preview(
        message=message,
        account=account,
        occurrence=occurrence,
        content=content,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        length=limit.count(with_token(content, account.type, rendered.text)),
        limit=limit.maximum,
    )


def made_up_reader(content: Content, *, household: bool) -> Mapping[str, object]:
    """A made-up person who has whatever the texts name; each attribute shows its own name.

    `household`: others live with her.
    """
    named = ATTRIBUTE.findall(f"{content.subject} {content.text}")
    names = HOUSEHOLD if household else HOUSEHOLD[:1]
    return {"nombre": NAME, "nombres": names, "persona": {name: f"({name.replace('_', ' ')})" for name in named}}


def _card(tenant: Tenant, message: CampaignMessage, account: Account, content: Content) -> FrozenFile:
    try:
        return picture(tenant, message, account, content)[0]
    except CannotDraw as refusal:
        raise Refused(f"No se pudo dibujar la tarjeta de «{message.id}». {refusal}") from refusal


def file_of(path: Path) -> FrozenFile:
    """A file as a message would take it along. Raises OSError."""
    data = path.read_bytes()
    mime = file_kind(path) or UNKNOWN_KIND
    return FrozenFile(sha256=hashlib.sha256(data).hexdigest(), name=path.name, mime=mime, size=len(data))
