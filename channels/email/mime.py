"""The bytes of a mail (RFC 5322, MIME): the same message always makes the same bytes."""

import re
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

from channels.email.mailbox import CONTROL, Mailbox, ascii_domain, mailbox
from channels.message import Media, Message, Rejected

LANGUAGE = "es-CO"
OWN = frozenset(
    (
        *("bcc", "cc", "date", "from", "message-id", "reply-to", "return-path", "sender", "subject", "to"),
        *("content-disposition", "content-id", "content-language", "content-transfer-encoding", "content-type"),
        *("dkim-signature", "mime-version", "received"),
    )
)
"""Headers that are made here: `Message.headers` may not carry them."""
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
REFERENCE = re.compile(r"cid:([^\"'\s)>]+)")
LARGEST = 10 * 1024 * 1024
"""Bytes of all files of a mail together: base64 makes them a third more, and many servers take no more than 20 MB."""
LONGEST_LINE = 998
"""Octets in a line without its CRLF (RFC 5322 §2.1.1)."""

BODY = SMTP.clone(cte_type="7bit", max_line_length=76)
"""For the parts: encoded lines have 76 characters at most (RFC 2045 §6.7)."""
FOLDED = SMTP.clone(cte_type="7bit", max_line_length=76)


class Wire(EmailPolicy):
    """How headers are written: ASCII in one line, so that a long List-Unsubscribe is not torn into encoded words.

    What is not ASCII becomes encoded words as a whole: an encoded word has 75 characters at most (RFC 2047 §2), and
    the library's own folding of mixed text loses spaces between them.
    """

    def fold_binary(self, name: str, value: Any) -> bytes:  # noqa: ANN401 - the signature is the library's
        """One header as it leaves, with its line ends."""
        if self.utf8 or str(value).isascii():
            return super().fold_binary(name, value)
        if hasattr(value, "params"):
            return FOLDED.fold_binary(name, value)
        if hasattr(value, "addresses"):
            (address,) = value.addresses
            return f"{name}: {_encoded(name, address.display_name)}\r\n <{address.addr_spec}>\r\n".encode("ascii")
        return f"{name}: {_encoded(name, str(value))}\r\n".encode("ascii")


@lru_cache(maxsize=256)
def _encoded(name: str, text: str) -> str:
    """Kept, for all mails of a publication have the same subject and sender."""
    return Header(text, "utf-8", maxlinelen=75, header_name=name).encode(linesep="\r\n")


WIRE = Wire(linesep="\r\n", cte_type="7bit", max_line_length=LONGEST_LINE)
WIRE_UTF8 = WIRE.clone(utf8=True)


def message_id(key: str, domain: str) -> str:
    """The Message-ID of a delivery, with its angle brackets: the same in every attempt, so duplicates are known."""
    return f"<{_digest(key)}@{ascii_domain(domain)}>"


def compose(message: Message, sender: Mailbox, reply_to: str, domain: str) -> bytes:
    """The whole mail with CRLF line ends, in 7 bits unless an address needs SMTPUTF8.

    `reply_to` serves where the message names none. Raises `Rejected` where the message cannot be a mail.
    """
    try:
        recipient = mailbox(message.destination)
        mail = _body(message, domain)
        _head(mail, message, sender, recipient, mailbox(message.reply_to or reply_to), domain)
        _bound(mail, _digest(message.key))
        wire = WIRE_UTF8 if recipient.needs_utf8 or sender.needs_utf8 else WIRE
        return mail.as_bytes(policy=wire)
    except OSError as error:
        raise Rejected(f"No se puede componer el correo: falta el archivo {error.filename}") from error
    except ValueError as error:
        raise Rejected(f"No se puede componer el correo: {error}") from error


def _head(
    mail: EmailMessage, message: Message, sender: Mailbox, recipient: Mailbox, reply_to: Mailbox, domain: str
) -> None:
    mail["From"] = _shown(sender)
    mail["To"] = _shown(recipient)
    mail["Reply-To"] = _shown(reply_to)
    mail["Subject"] = _line(message.subject.strip(), "el asunto")
    mail["Date"] = message.written_at
    mail["Message-ID"] = message_id(message.key, domain)
    mail["Content-Language"] = LANGUAGE
    for name, value in message.headers:
        if not TOKEN.fullmatch(name) or name.lower() in OWN:
            raise ValueError(f"el encabezado «{name}» no se puede añadir")
        if len(name) + len(value) > LONGEST_LINE - 2:
            raise ValueError(f"el encabezado «{name}» tiene más de {LONGEST_LINE} caracteres")
        mail[name] = _line(value, f"el encabezado «{name}»")
    if "Auto-Submitted" not in mail:
        # Asks automatic answerers to keep silent (RFC 3834 §5); persons can still answer.
        mail["Auto-Submitted"] = "auto-generated"


def _body(message: Message, domain: str) -> EmailMessage:
    if sum(media.size for media in (*message.media, *message.attachments)) > LARGEST:
        raise ValueError(f"sus archivos pasan de {LARGEST // 2**20} MB entre todos")
    mail = EmailMessage(policy=BODY)
    mail.set_content(_printable(message.text))
    separate = list(message.media)
    if message.html is not None:
        separate = _add_html(mail, message, domain)
    for media in (*separate, *message.attachments):
        kind, _, subtype = media.mime.partition("/")
        mail.add_attachment(media.path.read_bytes(), kind, subtype, filename=_line(media.name, "un archivo"))
    return mail


def _add_html(mail: EmailMessage, message: Message, domain: str) -> list[Media]:
    """Adds the HTML with the images that it shows as `cid:<file name>`; returns those that it does not show."""
    ids = {media.name: f"{_digest(message.key + media.name)}@{ascii_domain(domain)}" for media in message.media}
    shown: set[str] = set()

    def identify(found: re.Match[str]) -> str:
        name = unquote(found[1])
        if name not in ids:
            return found[0]
        shown.add(name)
        return f"cid:{ids[name]}"

    mail.add_alternative(REFERENCE.sub(identify, _printable(message.html or "")), subtype="html")
    html = list(mail.iter_parts())[-1]
    assert isinstance(html, EmailMessage)
    for media in (media for media in message.media if media.name in shown):
        kind, _, subtype = media.mime.partition("/")
        name = _line(media.name, "una imagen")
        html.add_related(
            media.path.read_bytes(), kind, subtype, cid=f"<{ids[media.name]}>", filename=name, disposition="inline"
        )
    return [media for media in message.media if media.name not in shown]


def _bound(mail: EmailMessage, digest: str) -> None:
    """Gives each multipart its boundary: the library's own are random."""
    multiparts = [part for part in mail.walk() if part.is_multipart()]
    for number, part in enumerate(multiparts, 1):
        part.set_boundary(f"={digest}.{number}=")


def _shown(box: Mailbox) -> Address:
    return Address(box.name, box.local, box.domain)


def _line(text: str, what: str) -> str:
    if CONTROL.search(text) or len(text.splitlines()) > 1:
        raise ValueError(f"{what} contiene saltos de línea o caracteres de control")
    return text


def _printable(text: str) -> str:
    if found := UNPRINTABLE.search(text):
        raise ValueError(f"el texto contiene el carácter de control U+{ord(found[0]):04X}")
    return text


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:32]
