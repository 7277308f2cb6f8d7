"""A mail's bytes, as the server of another process got them."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from mailbox import Maildir
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.adapter import Surroundings
from channels.email import Email, mime
from channels.email.mailbox import Mailbox
from channels.email.options import EmailOptions
from channels.message import Media, Message, Rejected
from tests.channels.mail import MESSAGE, account, attempt, forget, said
from tests.servers.fixtures import StartMailServer, StartServer


async def test_what_arrives(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """The server gets sender, recipient, subject, text, date and the Message-ID that `send` returns."""
    server = start_mail_server()
    async with account(tmp_path, server.port) as adapter:
        sent = await adapter.send(MESSAGE, forget)

    (record,) = server.taken()
    (mail,) = server.mails()
    assert (record["from"], record["to"]) == ("prensa@genova.gov.co", "vecina@example.org")
    assert mail["From"].addresses[0].display_name == "Alcaldía de Génova"
    assert mail["To"] == "vecina@example.org"
    assert mail["Reply-To"] == "contacto@genova.gov.co"
    assert mail["Subject"] == "Matrículas escolares 2027 📚"
    assert mail["Date"].datetime == MESSAGE.written_at
    assert mail["Message-ID"] == sent.remote_id
    assert mail["Content-Language"] == "es-CO"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    assert said(mail) == MESSAGE.text


async def test_wire_bytes_are_composed_bytes(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """The bytes on the wire are the composed ones, in ASCII, with short lines and no bare line end."""
    server = start_mail_server()
    async with account(tmp_path, server.port) as adapter:
        composed = adapter.compose(MESSAGE)
        await adapter.send(MESSAGE, forget)

    data = server.taken()[0]["data"].encode("latin-1")
    assert data == composed.data
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 78


async def test_another_server_reads_the_same(tmp_path: Path, start_server: StartServer) -> None:
    """aiosmtpd, which is not ours, takes the mail and reads the same words in it, dots and accents included."""
    server = start_server("tests.servers.mailbox", "--folder", tmp_path / "buzon")
    message = MESSAGE._replace(html="<p>Señora vecina</p>", destination="peña@example.org")
    assert await attempt(tmp_path, server.port, message) is None

    (taken,) = Maildir(tmp_path / "buzon").values()
    mail = message_from_bytes(taken.as_bytes(), policy=policy.default)
    text = mail.get_body(("plain",))
    assert isinstance(text, EmailMessage)
    assert said(text) == MESSAGE.text
    assert mail["Subject"] == MESSAGE.subject
    assert (mail["X-MailFrom"], mail["X-RcptTo"]) == ("prensa@genova.gov.co", "peña@example.org")


async def test_html_images_and_attachments(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """HTML goes beside the text with the image that it shows; the rest goes attached."""
    server = start_mail_server()
    shown, hidden = picture(tmp_path, "matrículas.png"), picture(tmp_path, "escudo.png")
    notice = replace(picture(tmp_path, "resolución 12.pdf"), mime="application/pdf")
    html = '<p>Matrículas <img src="cid:matrículas.png" alt="Niños"></p>'
    message = MESSAGE._replace(html=html, media=(shown, hidden), attachments=(notice,))
    assert await attempt(tmp_path, server.port, message) is None

    (mail,) = server.mails()
    text, rich = mail.get_body(("plain",)), mail.get_body(("html",))
    assert isinstance(text, EmailMessage)
    assert isinstance(rich, EmailMessage)
    image = next(part for part in mail.walk() if part["Content-ID"])
    assert said(text) == MESSAGE.text
    assert said(rich).strip() == html.replace("cid:matrículas.png", f"cid:{image['Content-ID'].strip('<>')}")
    assert image.get_content() == shown.path.read_bytes()
    assert [part.get_filename() for part in mail.iter_attachments()] == ["escudo.png", "resolución 12.pdf"]
    assert [part.get_content() for part in mail.iter_attachments()] == [b"\x89PNG\r\n.\r\n\n"] * 2


def picture(folder: Path, name: str) -> Media:
    """A small file with line ends and dots in it."""
    path = folder / name
    path.write_bytes(b"\x89PNG\r\n.\r\n\n")
    return Media(path, name, "image/png", sha256="", size=path.stat().st_size)


async def test_long_unsubscribe_header_is_intact(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """A List-Unsubscribe longer than a folded line stands on the wire in one line, letter by letter."""
    server = start_mail_server()
    value = f"<https://genova.gov.co/baja/{'Ab-_9' * 80}>, <mailto:baja@genova.gov.co>"
    headers = (("List-Unsubscribe", value), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    assert await attempt(tmp_path, server.port, MESSAGE._replace(headers=headers)) is None

    lines = server.taken()[0]["data"].split("\r\n")
    assert f"List-Unsubscribe: {value}" in lines
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "Hola\r\nBcc: otro@example.org"},
        {"subject": "Hola\nBcc: otro@example.org"},
        {"subject": "Hola\x00"},
        {"subject": "Hola\u2028Bcc: otro@example.org"},
        {"destination": "vecina@example.org\r\nRCPT TO:<otro@example.org>"},
        {"destination": "vecina@example.org> SIZE=1"},
        {"destination": "vecina@example.org,otro@example.org"},
        {"destination": "vecina"},
        {"reply_to": "a@example.org\r\nBcc: otro@example.org"},
        {"headers": (("List-Id", "uno\r\nBcc: otro@example.org"),)},
        {"headers": (("X: a\r\nBcc", "otro@example.org"),)},
        {"headers": (("Bcc", "otro@example.org"),)},
        {"headers": (("Subject", "otro"),)},
        {"headers": (("List-Id", "x" * 1000),)},
        {"text": "nulo \x00"},
        {"attachments": (Media(Path("/dev/null"), 'a"\r\nBcc: otro@example.org', "image/png", "", 0),)},
        {"attachments": (Media(Path("/no/existe"), "a.png", "image/png", "", 0),)},
        {"attachments": (Media(Path("/dev/null"), "a.png", "image/png", "", 11 * 2**20),)},
    ],
    ids=repr,
)
async def test_injection_is_refused(change: dict[str, Any], tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """What could add a header, a recipient or a broken line is rejected, and no connection is made."""
    server = start_mail_server()
    outcome = await attempt(tmp_path, server.port, MESSAGE._replace(**change))
    assert isinstance(outcome, Rejected)
    assert outcome.reason.startswith("No se puede componer el correo: ")
    assert server.connections() == 0


async def test_dots_survive(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """A line that is a dot alone neither ends the mail nor is lost."""
    server = start_mail_server()
    text = ".\n..\n.fin\nSMTP\n.\n"
    assert await attempt(tmp_path, server.port, MESSAGE._replace(text=text)) is None
    assert said(server.mails()[0]) == text


async def test_international_addresses(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """A domain with accents goes as ASCII; a local part with accents goes as UTF-8 and is announced."""
    server = start_mail_server()
    async with account(tmp_path, server.port) as adapter:
        await adapter.send(MESSAGE._replace(destination="juan@alcaldía.gov.co"), forget)
        await adapter.send(MESSAGE._replace(destination="peña@example.org"), forget)

    plain, accented = server.taken()
    assert (plain["to"], "SMTPUTF8" in plain["options"]) == ("juan@xn--alcalda-dza.gov.co", False)
    assert (accented["to"], "SMTPUTF8" in accented["options"]) == ("peña@example.org", True)
    assert "To: peña@example.org".encode() in accented["data"].encode("latin-1").split(b"\r\n")


async def test_accented_address_without_smtputf8(tmp_path: Path, start_mail_server: StartMailServer) -> None:
    """A relay without SMTPUTF8 cannot take an accented address: rejected with the reason, the address not gone."""
    server = start_mail_server("--without", "SMTPUTF8")
    outcome = await attempt(tmp_path, server.port, MESSAGE._replace(destination="peña@example.org"))
    assert isinstance(outcome, Rejected)
    assert not outcome.recipient_gone
    assert "SMTPUTF8" in outcome.reason


def test_message_id_is_of_the_delivery(tmp_path: Path) -> None:
    """Message-ID depends on the delivery's key and not on what the mail says."""
    options = EmailOptions.model_validate({"servidor": "s.co", "remitente": "a@b.co", "responder-a": "a@b.co"})
    adapter = Email(options, Surroundings(tmp_path, "correo", "", "https://b.co", "alcaldía.gov.co"))

    def id_of(message: Message) -> bytes:
        lines = adapter.compose(message).data.split(b"\r\n")
        return next(line for line in lines if line.startswith(b"Message-ID:"))

    later = MESSAGE._replace(text="otro", written_at=datetime(2028, 1, 1, tzinfo=UTC))
    assert id_of(MESSAGE) == id_of(later) != id_of(MESSAGE._replace(key="otra"))
    assert id_of(MESSAGE).endswith(b"@xn--alcalda-dza.gov.co>")


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=120)
"""Anything that a person can type into one line."""


@given(
    subject=WORDS,
    name=WORDS.map(lambda words: " ".join(words.split())),
    text=st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300),
)
def test_any_words_come_back(subject: str, name: str, text: str) -> None:
    """Whatever a subject, a sender's name and a text say, the reader sees it, in 7 bits and no header too many."""
    data = mime.compose(
        MESSAGE._replace(subject=subject, text=text),
        Mailbox(name, "prensa", "genova.gov.co"),
        "b@genova.gov.co",
        "g.co",
    )
    mail = message_from_bytes(data, policy=policy.default)
    assert data.isascii()
    assert [name.lower() for name in mail] == HEADERS
    assert str(mail["Subject"]) == subject.strip()
    assert mail["From"].addresses[0].addr_spec == "prensa@genova.gov.co"
    assert displayed(data) == name
    assert mail.get_content().rstrip("\r\n") == text


def displayed(data: bytes) -> str:
    """The sender's name as RFC 2047 §6.2 has it; the newer parser adds spaces between encoded words of a phrase."""
    name, _ = parseaddr(message_from_bytes(data)["From"])
    return str(make_header(decode_header(name)))


@given(name=WORDS.filter(str.strip).map(str.strip))
def test_any_file_name_comes_back(name: str) -> None:
    """Whatever an attachment is called, the reader sees that name, and no header is added."""
    attached = Media(Path(os.devnull), name, "application/pdf", "", 0)
    data = mime.compose(
        MESSAGE._replace(attachments=(attached,)), Mailbox("", "prensa", "genova.gov.co"), "b@genova.gov.co", "g.co"
    )
    (part,) = message_from_bytes(data, policy=policy.default).iter_attachments()
    assert data.isascii()
    assert part.get_filename() == name
    assert sorted(part.keys()) == ["Content-Disposition", "Content-Transfer-Encoding", "Content-Type"]


HEADERS = [
    "from",
    "to",
    "reply-to",
    "subject",
    "message-id",
    "date",
    "content-language",
    "auto-submitted",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
]


@pytest.mark.parametrize(
    "words",
    ["=?utf-8?q?Bcc?= y =?x", "Palabra " * 24, "a" * 950, "ñ" * 400, '"Prensa" <prensa@otra.org>, \\ Co. (S.A.)'],
    ids=["encoded words", "long", "one long word", "long with accents", "specials"],
)
def test_odd_names_and_subjects_are_read_as_written(words: str) -> None:
    """What looks like another encoding, is longer than a line, or has a meaning of its own in an address."""
    words = words.strip()
    data = mime.compose(
        MESSAGE._replace(subject=words), Mailbox(words, "prensa", "genova.gov.co"), "b@genova.gov.co", "g.co"
    )
    mail = message_from_bytes(data, policy=policy.default)
    assert str(mail["Subject"]) == words
    assert [each.addr_spec for each in mail["From"].addresses] == ["prensa@genova.gov.co"]
    assert displayed(data) == words
    assert max(map(len, data.split(b"\r\n"))) <= 998


@pytest.mark.parametrize(
    "line", ["x" * 500, "á" * 100, "fin con espacio \n\tsangría\n", "uno\rdos\r\ntres", "=\n.\n= ."]
)
def test_any_line_of_a_text_is_carried(line: str) -> None:
    """Long lines, spaces at their ends, dots and every kind of line end come back, in lines of 76 characters."""
    data = mime.compose(MESSAGE._replace(text=line, html=f"<p>{line}</p>"), SENDER, "b@genova.gov.co", "g.co")
    mail = message_from_bytes(data, policy=policy.default)
    parts = [part.get_content().replace("\r\n", "\n") for part in mail.iter_parts()]
    plain = line.replace("\r\n", "\n").replace("\r", "\n")
    assert parts == [plain.removesuffix("\n") + "\n", f"<p>{plain}</p>\n"]
    assert max(map(len, data.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 76


SENDER = Mailbox("", "prensa", "genova.gov.co")
