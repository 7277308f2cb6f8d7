"""The bytes of a mail (RFC 5322, MIME): the same message always makes the same bytes.

What all mails of a publication share (sender, subject, date, files) is written once and kept; of each mail there
remain its recipient, its Message-ID and its words. The library's `EmailMessage` would take a hundred times as long.
"""

import re
from functools import lru_cache
from urllib.parse import unquote

from channels.email import headers
from channels.email.letterhead import Letterhead, digest
from channels.email.mailbox import Mailbox, ascii_domain, mailbox
from channels.email.parts import encoded_file
from channels.message import Media, Message, Rejected

REFERENCE = re.compile(r"cid:([^\"'\s)>]+)")
LARGEST = 10 * 1024 * 1024
"""Bytes of all files of a mail together: base64 makes them a third more, and many servers take no more than 20 MB."""


@lru_cache(maxsize=256)
def message_id(key: str, domain: str) -> str:
    """The Message-ID of a delivery, with its angle brackets: the same in every attempt, so duplicates are known."""
    return f"<{digest(key)}@{ascii_domain(domain)}>"


def compose(message: Message, sender: Mailbox, reply_to: str, domain: str) -> bytes:
    """The whole mail with CRLF line ends, in 7 bits unless an address needs SMTPUTF8.

    `reply_to` serves where the message names none. Raises `Rejected` where the message cannot be a mail.
    """
    try:
        recipient = mailbox(message.destination)
        letterhead = _letterhead(message.publication)
        writer, answers, below = letterhead.lines(message, sender, message.reply_to or reply_to)
        return b"".join(
            (
                writer,
                headers.address("To", recipient),
                answers,
                headers.subject(message.subject.strip()),
                b"Message-ID: %b\r\n" % message_id(message.key, domain).encode("ascii"),
                below,
                _body(message, domain, letterhead),
            )
        )
    except OSError as error:
        raise Rejected(f"No se puede componer el correo: falta el archivo {error.filename}") from error
    except ValueError as error:
        raise Rejected(f"No se puede componer el correo: {error}") from error


def _body(message: Message, domain: str, letterhead: Letterhead) -> bytes:
    """The parts with the headers of the outermost: text; beside it HTML with its images; and then the files."""
    if sum([media.size for media in (*message.media, *message.attachments)]) > LARGEST:
        raise ValueError(f"sus archivos pasan de {LARGEST // 2**20} MB entre todos")
    text = letterhead.text.part(message.text)
    separate = message.media
    if message.html is not None:
        html, shown = _html(message, message.html, domain, letterhead)
        text = letterhead.alternative.part(text, html)
        separate = tuple(media for media in message.media if media not in shown)
    files = (*separate, *message.attachments)
    if not files:
        return text
    return letterhead.mixed.part(text, *map(encoded_file, files))


def _html(message: Message, html: str, domain: str, letterhead: Letterhead) -> tuple[bytes, tuple[Media, ...]]:
    """The HTML with the images that it shows as `cid:<file name>`, and which they are."""
    if not message.media:
        return letterhead.html.part(html), ()
    # The same for all mails of a publication: the image is the same, and so is its part.
    ids = {each.name: f"{digest(message.publication + each.name)}@{ascii_domain(domain)}" for each in message.media}
    named = {unquote(name) for name in REFERENCE.findall(html)}
    shown = tuple(media for media in message.media if media.name in named)
    html = REFERENCE.sub(lambda found: f"cid:{ids[name]}" if (name := unquote(found[1])) in ids else found[0], html)
    part = letterhead.html.part(html)
    if not shown:
        return part, ()
    images = (encoded_file(media, ids[media.name]) for media in shown)
    return letterhead.related.part(part, *images), shown


@lru_cache(maxsize=64)
def _letterhead(publication: str) -> Letterhead:
    return Letterhead(publication)
