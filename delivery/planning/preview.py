"""The finished messages of a campaign before anything is published, and a test of them to a reviewer."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from audience.addresses import KIND_OF_CHANNEL, read_address
from campaigns.account import Account
from campaigns.calendar import LONG_AGO, Occurrence, of_message
from campaigns.content import Content, FrozenFile, Renderer, freeze, public_link
from campaigns.content.mailing import with_token
from campaigns.reading.file_kind import UNKNOWN_KIND, file_kind
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from campaigns.when import Slot
from channels.adapter import Kind
from channels.message import Media, Message
from delivery.accounts.outlets import Outlets
from delivery.office.office import Refused, Unknown
from delivery.publications.cards import bears_card, picture
from delivery.publishing.freeze import media_folder
from delivery.workplace import Workplace
from pieces.refusal import CannotDraw
from storage.files import file_path, put_file

NAME = "María Fernanda Ospina"
"""Whom a message to persons is shown as written to."""
HOUSEHOLD = (NAME, "Jorge Ospina", "Luisa Ospina")
"""Who lives with her, where a message goes to households."""
ATTRIBUTE = re.compile(r"\bpersona\.(\w+)")
AHEAD = timedelta(days=730)
"""How far ahead the next occurrence is looked for."""
MARK = "[Prueba] "


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


async def send_test(workplace: Workplace, previews: list[Preview], address: str, now: datetime) -> list[str]:
    """Send each message that goes person by person to a reviewer, through its own account; say where each went.

    Nothing of it is counted: it has no row. Raises `Refused` where no account writes to such an address, `NotSent`
    where the service does not take it, `BadAddress`.
    """
    direct = [each for each in previews if each.account.kind is Kind.DIRECT and each.account.profile.live]
    fitting = [each for each in direct if _writes_to(each.account, address)]
    if not fitting:
        raise Refused(f"Ninguno de estos mensajes sale por un canal que escriba a «{address}».")
    outlets = Outlets()
    told = []
    try:
        for each in fitting:
            written = read_address(KIND_OF_CHANNEL[each.account.type], address).text
            mode = workplace.mode(each.account)
            sent = await outlets.adapter(workplace, each.account, mode).send(
                _message(workplace, each, written, now), _forget
            )
            told.append(f"{each.account.name} ({mode.value}): {sent.url or sent.remote_id or address}")
    finally:
        await outlets.close()
    return told


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
    files = {name: _file(folder / name) if whole else FrozenFile("", name, "", 0) for name in message.files}
    link = public_link(tenant, message, occurrence.name, occurrence.slot.occurrence)
    local = occurrence.slot.local or now
    content = freeze(tenant, message, account, local, link, files, occurrence=occurrence.slot.occurrence)
    if report is not None:
        content = replace(content, values={**content.values, "informe": report})
    content = content.in_language(language)
    if whole and bears_card(message, account):
        content = replace(content, images=(*content.images, _card(tenant, message, account, content)))
    kind = Kind.MANUAL if message.entry.becomes else account.kind
    names = HOUSEHOLD if message.entry.per_household else HOUSEHOLD[:1]
    rendered = Renderer(content, account.profile, kind).render(_reader(content, names) if kind is Kind.DIRECT else {})
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


def _card(tenant: Tenant, message: CampaignMessage, account: Account, content: Content) -> FrozenFile:
    try:
        return picture(tenant, message, account, content)[0]
    except CannotDraw as refusal:
        raise Refused(f"No se pudo dibujar la tarjeta de «{message.id}». {refusal}") from refusal


def _reader(content: Content, names: Sequence[str]) -> Mapping[str, object]:
    """A made-up person who has whatever the texts name; each attribute shows its own name."""
    named = ATTRIBUTE.findall(f"{content.subject} {content.text}")
    return {"nombre": NAME, "nombres": names, "persona": {name: f"({name.replace('_', ' ')})" for name in named}}


def _file(path: Path) -> FrozenFile:
    data = path.read_bytes()
    mime = file_kind(path) or UNKNOWN_KIND
    return FrozenFile(sha256=hashlib.sha256(data).hexdigest(), name=path.name, mime=mime, size=len(data))


def _writes_to(account: Account, address: str) -> bool:
    kind = KIND_OF_CHANNEL.get(account.type)
    return kind is not None and (kind == "correo") == ("@" in address.strip("@"))


def _message(workplace: Workplace, each: Preview, address: str, now: datetime) -> Message:
    key = each.occurrence.key(each.account)
    folder = workplace.tenant.folder / "archivos"
    paths = {file.sha256: folder / name for name in each.message.files for file in [_file(folder / name)]}
    if bears_card(each.message, each.account):
        paths[each.content.images[-1].sha256] = _kept(workplace, each, now)
    return Message(
        publication=key,
        key=f"{key}/prueba/{now.isoformat()}",
        destination=address,
        written_at=now,
        text=each.text,
        subject=f"{MARK}{each.subject}" if each.subject else "",
        html=each.html,
        media=tuple(_media(file, paths) for file in each.content.images),
        attachments=tuple(_media(file, paths) for file in each.content.attachments),
        reply_to=each.content.reply_to,
        link=each.content.link,
        facts=each.content.facts,
    )


def _kept(workplace: Workplace, each: Preview, now: datetime) -> Path:
    """Where the card's bytes lie, as those of a publication would."""
    shown, data = picture(workplace.tenant, each.message, each.account, each.content)
    folder = media_folder(workplace.folder)
    with workplace.database.write() as connection:
        return file_path(folder, put_file(connection, folder, data, shown.name, shown.mime, now))


def _media(file: FrozenFile, paths: Mapping[str, Path]) -> Media:
    return Media(paths[file.sha256], file.name, file.mime, file.sha256, file.size, file.alt)


async def _forget(_token: str) -> None:
    """A test that is cut off is not taken up again."""
