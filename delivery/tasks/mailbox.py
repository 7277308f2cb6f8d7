"""Duties handed in by mail: an address of its own for each, and a mail that came to it made into a receipt."""

import re
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr
from enum import Enum
from hashlib import sha256
from pathlib import PurePath
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, select

from campaigns.reading.file_kind import HEAD
from delivery.publishing.freeze import media_folder
from delivery.tasks.asked_by_mail import Question, pass_on
from delivery.tasks.evidence import MOST, kind_by
from delivery.workplace import Workplace
from logs import Log
from storage.execution import execute
from storage.files import put_file
from storage.keyring import Keyring
from storage.receipts import MAILBOX, HandedIn, Receipt, receive
from storage.tables import delivery, publication, work_order
from storage.tokens import BadToken, Use, read, sign

log = Log(__name__)

PLACES = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
"""Where a mail says to which address it came."""
IN_SUBJECT = re.compile(r"\[([a-z2-7]{20,64})\]", re.IGNORECASE)
"""The code, where a mail program or a server keeps nothing behind the +."""
MOST_FILES = 20
LARGEST_NUMBER = 8
"""Octets of an order's number."""
MARK = 3
"""Octets of what tells an order from whichever has its number after a copy was taken back."""
LONGEST_NOTE = 2_000
"""Characters of a mail's words that stay with its receipt."""
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the library's parser raises for mails that nobody meant to write."""


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
    try:
        mail = message_from_bytes(head, policy=policy.default)
        return _named(keyring, mail, now) is not None and not _is_automatic(mail)
    except _BROKEN:
        return False


def take_in(connection: Connection, workplace: Workplace, data: bytes, now: datetime) -> Receipt | NoDelivery | None:
    """The receipt of a mail that bears an open duty's code; None for any other mail, which is left alone.

    A mail that is taken in again gives the receipt that it gave before. One without a file that can be kept is passed
    on to whoever asked, and what a program answered goes no further: neither is a delivery. Never raises for what a
    mail is. Raises `OSError` where a file cannot be kept.
    """
    try:
        mail = message_from_bytes(data, policy=policy.default)
        named = _named(workplace.keyring, mail, now)
        if named is None or not named.stands(connection):
            return None
        order = named.order
        if _is_automatic(mail):
            return NoDelivery.AUTOMATIC
        sender = parseaddr(str(mail["From"] or ""))[1][:254]
        words, parts = _words(mail), _attachments(mail)
    except _BROKEN:
        return None
    kept: list[dict[str, object]] = []
    left = []
    for name, content in parts:
        kind = kind_by(content[:HEAD], PurePath(name).suffix)
        if not kind or not content or len(content) > MOST or len(kept) >= MOST_FILES:
            left.append(name)
            continue
        digest = put_file(connection, media_folder(workplace.folder), content, name, kind, now)
        kept.append({"sha256": digest, "name": name})
    note = "\n".join(filter(None, [words, f"No se guardó: {', '.join(left)}." if left else ""]))
    mail_digest = sha256(str(mail["Message-ID"] or data).encode()).hexdigest()
    if not kept:
        question = Question(order, sender, note, mail_digest)
        return NoDelivery.QUESTION if pass_on(connection, workplace, question, now) else None
    what = HandedIn(
        order=order,
        handed_by=sender or "correo sin remitente",
        by=MAILBOX,
        files=kept,
        note=note,
        mail=sender,
        mail_digest=mail_digest,
    )
    year = now.astimezone(workplace.tenant.municipality.zone).year
    made = receive(connection, workplace.tenant_id, what, year, now)
    log.info("duty handed in by mail", tenant=workplace.tenant.slug, order=order, taken=made is not None)
    return made


def _named(keyring: Keyring, mail: EmailMessage, now: datetime) -> _Named | None:
    """The order that the mail's code names."""
    headers = [str(value) for name in PLACES for value in mail.get_all(name, [])]
    codes = [address.partition("@")[0].rpartition("+")[2] for _, address in getaddresses(headers) if "+" in address]
    codes += IN_SUBJECT.findall(str(mail["Subject"] or ""))
    for code in dict.fromkeys(codes):
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


def _is_automatic(mail: EmailMessage) -> bool:
    """A program answered, or a mail server: nobody handed anything in (RFC 3834 §5)."""
    said = str(mail["Auto-Submitted"] or "no").partition(";")[0].strip().lower()
    from_nobody = str(mail["Return-Path"] or "").strip() == "<>"
    return said != "no" or from_nobody or mail.get_content_type() == "multipart/report"


def _words(mail: EmailMessage) -> str:
    """What its writer says, without what he answers to."""
    body = mail.get_body(("plain",))
    text = str(body.get_content()) if body is not None else ""
    own = [line for line in text.splitlines() if not line.startswith(">")]
    return "\n".join(own).strip()[:LONGEST_NOTE]


def _attachments(mail: EmailMessage) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for part in mail.iter_attachments():
        data = part.get_payload(decode=True)
        if isinstance(data, bytes):
            name = PurePath((part.get_filename() or "archivo").replace("\\", "/")).name
            found.append((name[:200] or "archivo", data))
    return found
