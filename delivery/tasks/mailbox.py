"""Duties handed in by mail: an address of its own for each, and a mail that came to it made into a receipt."""

from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from hashlib import sha256
from io import BytesIO
from pathlib import PurePath
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, select

from campaigns.reading.file_kind import HEAD
from delivery.publishing.freeze import media_folder
from delivery.tasks.asked_by_mail import Question, pass_on
from delivery.tasks.evidence import MOST, kind_by, picture_fault
from delivery.tasks.handed_mail import HandedMail, read_head
from delivery.workplace import Workplace
from logs import Log
from storage.execution import execute
from storage.files import put_file
from storage.keyring import Keyring
from storage.receipts import MAILBOX, HandedIn, Receipt, receive
from storage.tables import delivery, publication, work_order
from storage.tokens import BadToken, Use, read, sign

log = Log(__name__)

MOST_FILES = 20
MOST_NAMED = 10
"""Of those that were not kept."""
LARGEST_NUMBER = 8
"""Octets of an order's number."""
MARK = 3
"""Octets of what tells an order from whichever has its number after a copy was taken back."""
_KEY = (
    select(publication.c.campaign, publication.c.message, publication.c.account, publication.c.occurrence)
    .add_columns(delivery.c.recipient_key)
    .join(work_order, work_order.c.publication == publication.c.id)
    .join(delivery, delivery.c.id == work_order.c.delivery)
    .where(work_order.c.id == bindparam("order"))
)


class NoDelivery(Enum):
    """A mail that bears a duty's code and hands nothing in."""

    QUESTION = "question"
    """It brought no file, and was passed on to whoever asked for the duty."""
    AUTOMATIC = "automatic"
    """A program wrote it: that somebody is away, or that a mail came back."""


class _Named(NamedTuple):
    """An order that a code names."""

    order: int
    mark: bytes

    def stands(self, connection: Connection) -> bool:
        """Whether it is still the one for which the code was made."""
        key = execute(connection, _KEY, {"order": self.order}).one_or_none()
        return key is not None and self.mark == _mark(key)


def address_of(connection: Connection, workplace: Workplace, order: int) -> str | None:
    """Where the duty is handed in by mail; None where the municipality has no mailbox for that."""
    box = workplace.tenant.municipality.deliveries
    if box is None:
        return None
    name, _, host = box.partition("@")
    return f"{name}+{code_of(connection, workplace.keyring, order)}@{host}"


def code_of(connection: Connection, keyring: Keyring, order: int) -> str:
    """The code of an order: whoever has it may hand something in for that order, and nothing else.

    It bears a mark beside the number: numbers are given again after a copy was taken back. Raises `NoResultFound`.
    """
    mark = _mark(execute(connection, _KEY, {"order": order}).one())
    return sign(keyring, Use.RECEIVE, mark + order.to_bytes((order.bit_length() + 7) // 8, "big"))


def hands_in(keyring: Keyring, head: bytes, now: datetime) -> bool:
    """Whether a mail's head bears a duty's code, and no program wrote it. Never raises for what a mail is."""
    told = read_head(head)
    return not told.automatic and _named(keyring, told.codes, now) is not None


def take_in(
    connection: Connection, workplace: Workplace, mail: HandedMail, now: datetime
) -> Receipt | NoDelivery | None:
    """The receipt of a mail that bears an open duty's code; None for any other mail, which is left alone.

    A mail that is taken in again gives the receipt that it gave before. One without a file that can be kept is passed
    on to whoever asked, and what a program answered goes no further: neither is a delivery. `mail` was read before the
    transaction began: a long one takes a while. Raises `OSError` where a file cannot be kept.
    """
    named = _named(workplace.keyring, mail.head.codes, now)
    if named is None or not named.stands(connection):
        return None
    order = named.order
    if mail.head.automatic:
        return NoDelivery.AUTOMATIC
    kept: list[dict[str, object]] = []
    left = []
    for name, content in mail.files:
        kind = kind_by(content[:HEAD], PurePath(name).suffix)
        spoilt = picture_fault(BytesIO(content), kind)
        if not kind or not content or spoilt or len(content) > MOST or len(kept) >= MOST_FILES:
            left.append(name)
            continue
        digest = put_file(connection, media_folder(workplace.folder), content, name, kind, now)
        kept.append({"sha256": digest, "name": name})
    note = "\n".join(filter(None, [mail.words, _not_kept(left)]))
    if not kept:
        question = Question(order, mail.sender, note, mail.digest)
        return NoDelivery.QUESTION if pass_on(connection, workplace, question, now) else None
    what = HandedIn(
        order=order,
        handed_by=mail.sender or "correo sin remitente",
        by=MAILBOX,
        files=kept,
        note=note,
        mail=mail.sender,
        mail_digest=mail.digest,
    )
    year = now.astimezone(workplace.tenant.municipality.zone).year
    made = receive(connection, workplace.tenant_id, what, year, now)
    log.info("duty handed in by mail", tenant=workplace.tenant.slug, order=order, taken=made is not None)
    return made


def _not_kept(left: list[str]) -> str:
    if not left:
        return ""
    more = f" y {len(left) - MOST_NAMED} más" if len(left) > MOST_NAMED else ""
    return f"No se guardó: {', '.join(left[:MOST_NAMED])}{more}."


def _named(keyring: Keyring, codes: Iterable[str], now: datetime) -> _Named | None:
    """The order that one of the codes names."""
    for code in codes:
        try:
            content = read(keyring, Use.RECEIVE, code, now)
        except BadToken:
            continue
        mark, number = content[:MARK], content[MARK:]
        if 0 < len(number) <= LARGEST_NUMBER:
            return _Named(int.from_bytes(number, "big"), mark)
    return None


def _mark(key: Row[Any]) -> bytes:
    return sha256("\0".join(key).encode()).digest()[:MARK]
