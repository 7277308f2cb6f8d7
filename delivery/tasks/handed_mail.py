"""A mail that hands something in, read before any row is: what it bears, whatever its writer made of it."""

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from hashlib import sha256
from pathlib import PurePath
from typing import NamedTuple

from channels.email.incoming.parsing import BROKEN, bounded, decoded, parsed, subject

PLACES = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
"""Where a mail says to which address it came."""
LONGEST_NOTE = 2_000
"""Characters of a mail's words that stay with its receipt."""
LONGEST_SENDER = 254
LONGEST_NAME = 200
"""Characters of a file's name."""
_LONGEST_FROM = 1_000
_IN_ADDRESS = re.compile(r"\+([a-z2-7]{20,64})@", re.IGNORECASE)
_IN_SUBJECT = re.compile(r"\[([a-z2-7]{20,64})\]", re.IGNORECASE)
"""The code, where a mail program or a server keeps nothing behind the +."""
_BODIES = frozenset({"text/plain", "text/html", "multipart/related", "multipart/alternative"})
"""The first of each kind is what its writer says, and nothing that was attached."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""What no row of PostgreSQL takes, and nobody reads."""


class Head(NamedTuple):
    """What the head of a mail says."""

    codes: tuple[str, ...] = ()
    """What may name a duty, as it stands there: whether one does is not known here."""
    automatic: bool = False
    """A program answered, or a mail server: nobody handed anything in (RFC 3834 §5)."""


class HandedMail(NamedTuple):
    """All that it bears."""

    head: Head = Head()
    sender: str = ""
    words: str = ""
    """What its writer says, without what he answers to."""
    files: tuple[tuple[str, bytes], ...] = ()
    """Names and contents."""
    digest: str = ""
    """Of its name, by which it is known again."""


def read_head(data: bytes) -> Head:
    """Of a mail's head; never raises for what it is."""
    try:
        return _head(BytesHeaderParser(policy=bounded()).parsebytes(data))
    except BROKEN:
        return Head()


def read_mail(data: bytes) -> HandedMail:
    """Of a whole mail; one that cannot be read bears nothing. Never raises for what it is."""
    try:
        mail = parsed(data)
        return HandedMail(
            _head(mail),
            _line(parseaddr(str(mail["From"] or "")[:_LONGEST_FROM])[1])[:LONGEST_SENDER],
            _words(mail),
            tuple(_files(mail)),
            sha256(str(mail["Message-ID"]).encode("utf-8", "replace") if mail["Message-ID"] else data).hexdigest(),
        )
    except BROKEN:
        return HandedMail()


def _head(mail: Message) -> Head:
    headers = "\n".join(str(value) for name in PLACES for value in mail.get_all(name, []))
    codes = [*_IN_ADDRESS.findall(headers), *_IN_SUBJECT.findall(subject(mail))]
    said = str(mail["Auto-Submitted"] or "no").partition(";")[0].strip().lower()
    from_nobody = str(mail["Return-Path"] or "").strip() == "<>"
    automatic = said != "no" or from_nobody or mail.get_content_type() == "multipart/report"
    return Head(tuple(dict.fromkeys(codes)), automatic)


def _words(mail: Message) -> str:
    for part in _leaves(mail):
        data = part.get_payload(decode=True)
        if _is_attached(part) or part.get_content_type() != "text/plain" or not isinstance(data, bytes):
            continue
        own = [line for line in _text(data, str(part.get_content_charset("utf-8"))).splitlines() if line[:1] != ">"]
        return _CONTROL.sub(" ", "\n".join(own)).strip()[:LONGEST_NOTE]
    return ""


def _text(data: bytes, charset: str) -> str:
    """In a charset that nobody knows, as everybody writes; without halves of signs, which no row takes."""
    try:
        text = data.decode(charset, "replace")
    except (LookupError, ValueError):
        text = data.decode("utf-8", "replace")
    return text.encode("utf-8", "replace").decode()


def _leaves(part: Message) -> Iterator[Message]:
    """The parts that hold no others; a mail that was forwarded is one."""
    payload = part.get_payload()
    if not isinstance(payload, list) or part.get_content_maintype() != "multipart":
        yield part
        return
    for each in payload:
        if isinstance(each, Message):
            yield from _leaves(each)


def _files(mail: Message) -> Iterator[tuple[str, bytes]]:
    payload = mail.get_payload()
    if not isinstance(payload, list) or mail.get_content_type() == "multipart/alternative":
        return
    # Of what belongs together the first is the text, and the others are its pictures.
    parts = payload[1:] if mail.get_content_type() == "multipart/related" else payload
    seen = set[str]()
    for part in parts:
        if not isinstance(part, Message):
            continue
        kind = part.get_content_type()
        if parts is payload and kind in _BODIES and kind not in seen and not _is_attached(part):
            seen.add(kind)
            continue
        data = part.get_payload(decode=True)
        if isinstance(data, bytes):
            yield _name(part), data


def _name(part: Message) -> str:
    told = _line(decoded(part.get_filename() or ""))
    return PurePath(told.replace("\\", "/")).name[:LONGEST_NAME] or "archivo"


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _line(text: str) -> str:
    """Fit to be kept: without signs that no row takes."""
    return _CONTROL.sub("", text.encode("utf-8", "replace").decode()).strip()
