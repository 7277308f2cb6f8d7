"""A test of finished messages: to a reviewer, through the accounts by which they will go out."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from audience.addresses import KIND_OF_CHANNEL, read_address
from campaigns.account import Account
from campaigns.content import FrozenFile
from channels.adapter import Kind
from channels.message import Media, Message
from delivery.accounts.outlets import Outlets
from delivery.office.office import Refused
from delivery.planning.preview import Preview, file_of
from delivery.publications.cards import bears_card, picture
from delivery.publishing.freeze import media_folder
from delivery.workplace import Workplace
from storage.files import file_path, put_file
from storage.states import Mode

MARK = "[Prueba] "


class Tested(NamedTuple):
    """A test that went out."""

    account: Account
    mode: Mode
    where: str
    """The service's own name for it or its address; in trial the file in which it lies."""


def takes_tests(account: Account) -> bool:
    """Whether it writes to one person, and something leaves by it."""
    return account.kind is Kind.DIRECT and account.profile.live


async def send_test(workplace: Workplace, previews: list[Preview], address: str, now: datetime) -> list[Tested]:
    """Send each message that goes person by person to a reviewer, through its own account; tell where each went.

    Nothing of it is counted: it has no row. Raises `Refused` where no account writes to such an address, `NotSent`
    where the service does not take it, `BadAddress`.
    """
    fitting = [each for each in previews if takes_tests(each.account) and _writes_to(each.account, address)]
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
            told.append(Tested(each.account, mode, sent.url or sent.remote_id or address))
    finally:
        await outlets.close()
    return told


def _writes_to(account: Account, address: str) -> bool:
    kind = KIND_OF_CHANNEL.get(account.type)
    return kind is not None and (kind == "correo") == ("@" in address.strip("@"))


def _message(workplace: Workplace, each: Preview, address: str, now: datetime) -> Message:
    key = each.occurrence.key(each.account)
    folder = workplace.tenant.folder / "archivos"
    paths = {file.sha256: folder / name for name in each.message.files for file in [file_of(folder / name)]}
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
