"""Receivers find every mail signed and unchanged, by a verifier that is not ours."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.dkim import SIGNED
from channels.message import Leaving, Media, Message
from channels.sandbox import Sandbox, finished
from tests.channels.mail import MESSAGE, account, forget
from tests.channels.signing import OPTIONS, Pair, adapter_of, ed25519, rsa
from tests.servers.fixtures import StartMailServer

KEYS = pytest.mark.parametrize("made", [rsa, ed25519])
LONG = f"<https://genova.gov.co/baja/{'Ab-_9' * 184}>, <mailto:baja@genova.gov.co>"
BOTH = (("List-Unsubscribe", LONG), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=120)
ODD = st.sampled_from(
    [".", "..", " ", "  ", "\t", "\n", "\n\n\n", " \n", "=", "x" * 900, "ñ" * 200, "<p>  a \t b</p>\n"]
)
TEXTS = st.lists(st.one_of(WORDS, ODD)).map("".join)


def picture(name: str) -> Media:
    """An image without bytes."""
    return Media(Path(os.devnull), name, "image/png", "", 0)


MAILS = st.builds(
    MESSAGE._replace,
    text=TEXTS,
    html=st.none() | TEXTS.map(lambda text: f'{text}<img src="cid:a.png">'),
    subject=WORDS,
    destination=st.sampled_from(["vecina@example.org", "peña@example.org", "juan@alcaldía.gov.co"]),
    reply_to=st.none() | st.just("Educación  y  Deporte <educacion@genova.gov.co>"),
    headers=st.sampled_from([(), BOTH, (("X-Nota", "a  b"),)]),
    media=st.sampled_from([(), (picture("a.png"),), (picture("a.png"), picture("b.png"))]),
    attachments=st.sampled_from([(), (picture("acta  de  ñ.png"),)]),
)


@KEYS
@given(message=MAILS)
def test_any_mail_is_found_signed(made: Callable[[], Pair], message: Message) -> None:
    """Accents, dots, long lines, spaces, no words, empty lines at the end, images: each is signed as it leaves."""
    mail = adapter_of(made()).compose(message).data
    assert made().verifies(mail)
    assert mail.partition(b"\r\nFrom: ")[2] == adapter_of(None).compose(message).data.partition(b"From: ")[2]


@KEYS
@pytest.mark.parametrize("without", ["", "PIPELINING"])
async def test_what_a_server_gets_is_what_was_signed(
    made: Callable[[], Pair], without: str, tmp_path: Path, start_mail_server: StartMailServer
) -> None:
    """Byte for byte, mail after mail, with dots, long lines and a header of a thousand characters."""
    server = start_mail_server(*(("--without", without) if without else ()))
    messages = [
        MESSAGE._replace(key="1", text=".\n..\n.fin\n.\n\n\n", headers=BOTH),
        MESSAGE._replace(key="2", text="", html="<p>" + "señora  " * 200, destination="peña@example.org"),
        MESSAGE._replace(key="3", text="x" * 3000, attachments=(picture("b.png"),)),
    ]
    async with account(tmp_path, server.port, dkim=made().block) as adapter:
        composed = [adapter.compose(message).data for message in messages]
        for message in messages:
            await adapter.send(message, forget)

    taken = [record["data"].encode("latin-1") for record in server.taken()]
    assert taken == composed
    assert [made().verifies(mail) for mail in taken] == [True] * 3


ALWAYS = ["from", "from", "to", "subject", "date", "message-id", "reply-to", "mime-version", "content-type"]


def names(mail: bytes) -> list[str]:
    """What `h=` lists."""
    found = re.search(rb"h=([^;]+);", mail)
    assert found is not None
    return re.sub(rb"\s", b"", found[1]).decode("ascii").split(":")


def test_both_unsubscribe_headers_are_signed_at_full_length() -> None:
    """RFC 8058 §4: one click counts only where both are signed; the first may be as long as a line can be."""
    mail = adapter_of(rsa()).compose(MESSAGE._replace(headers=BOTH)).data
    line = next(line for line in mail.split(b"\r\n") if line.startswith(b"List-Unsubscribe: "))
    assert line == f"List-Unsubscribe: {LONG}".encode()
    assert 980 <= len(line) <= 998
    assert names(mail) == [*ALWAYS, "list-unsubscribe", "list-unsubscribe-post"]
    assert rsa().verifies(mail)
    for header, value in BOTH:
        changed = value.replace("Click", "click") if "Post" in header else value.replace("baja@", "alta@")
        assert not rsa().verifies(mail.replace(f"{header}: {value}".encode(), f"{header}: {changed}".encode()))


def test_only_headers_that_are_there_are_named() -> None:
    """Who leaves no list has no headers for it to sign; the sender is named once more than it stands there."""
    assert names(adapter_of(rsa()).compose(MESSAGE).data) == ALWAYS


@KEYS
async def test_the_way_out_is_signed_on_the_wire(
    made: Callable[[], Pair], tmp_path: Path, start_mail_server: StartMailServer
) -> None:
    """As a server takes it: list, page and click are under the signature, and none can be changed."""
    server = start_mail_server()
    page = f"https://participe.genova.gov.co/baja/{'a2' * 42}"
    listed = MESSAGE._replace(leaving=Leaving("gestion.genova.gov.co", "a2" * 42, page))
    async with account(tmp_path, server.port, dkim=made().block) as adapter:
        await adapter.send(listed, forget)
    (taken,) = server.taken()
    mail = taken["data"].encode("latin-1")
    assert names(mail) == [*ALWAYS, "list-id", "list-unsubscribe", "list-unsubscribe-post"]
    assert made().verifies(mail)
    for passage in (b"<gestion.", b"<https://participe.", b"=One-Click"):
        assert mail.count(passage) == 1
        assert not made().verifies(mail.replace(passage, passage + b"x"))


def test_a_header_that_a_message_brings_twice_is_signed_twice() -> None:
    """From the last to the first (RFC 6376 §5.4.2): none of them can be changed."""
    twice = (("List-Unsubscribe", "<mailto:a@genova.gov.co>"), ("List-Unsubscribe", "<mailto:b@genova.gov.co>"))
    mail = adapter_of(rsa()).compose(MESSAGE._replace(headers=twice)).data
    assert rsa().verifies(mail)
    assert not rsa().verifies(mail.replace(b":a@", b":x@"))
    assert not rsa().verifies(mail.replace(b":b@", b":x@"))


LIST = ("List-Id", "<gestion.genova.gov.co>")
SIGNED_MAIL = MESSAGE._replace(
    headers=(LIST, *BOTH), text="Señora vecina:\n\n  Hoy hay feria.\n", html="<p>Hoy  hay feria</p>"
)


@pytest.mark.parametrize("name", [name.decode() for name in SIGNED])
def test_a_changed_header_is_found(name: str) -> None:
    """One letter more at the end of any header that is signed, and the mail counts as forged."""
    mail = adapter_of(ed25519()).compose(SIGNED_MAIL).data
    changed, count = re.subn(rb"(?im)^(%b:[^\r]*)" % name.encode(), rb"\1x", mail)
    assert count >= 1
    assert ed25519().verifies(mail)
    assert not ed25519().verifies(changed)


def test_a_changed_byte_of_the_body_is_found() -> None:
    """Wherever it stands."""
    mail = adapter_of(ed25519()).compose(SIGNED_MAIL).data
    begin = mail.index(b"\r\n\r\n") + 4
    end = len(mail.rstrip())
    for place in range(begin, end):
        other = b"#" if mail[place : place + 1] != b"#" else b"x"
        assert not ed25519().verifies(mail[:place] + other + mail[place + 1 :])
    assert not ed25519().verifies(mail + b"x\r\n")


def test_a_second_sender_is_found() -> None:
    """A mail to which somebody adds a From, to be shown in place of the signed one, counts as forged."""
    mail = adapter_of(rsa()).compose(MESSAGE).data
    for forged in (
        b"From: otro@example.org\r\n" + mail,
        mail.replace(b"\r\n\r\n", b"\r\nFrom: o@example.org\r\n\r\n", 1),
    ):
        assert not rsa().verifies(forged)


def test_what_relays_do_to_white_space_does_no_harm() -> None:
    """Headers folded anew, spaces doubled or at ends of lines, and empty lines after the last are no change."""
    mail = adapter_of(rsa()).compose(SIGNED_MAIL).data
    head, _, body = mail.partition(b"\r\n\r\n")
    folded = head.replace(b"Reply-To: ", b"reply-to:\r\n\t ").replace(b"2027 ", b"2027 \r\n  ")
    assert folded != head
    assert rsa().verifies(
        folded + b"\r\n\r\n" + body.replace(b"Hoy ", b"Hoy \t ").replace(b"\r\n", b" \r\n") + b"\r\n\r\n"
    )


@KEYS
def test_the_same_message_has_the_same_bytes(made: Callable[[], Pair]) -> None:
    """Whenever it is made, and by whichever account that signs alike; a resumption changes nothing."""
    first = adapter_of(made()).compose(MESSAGE)
    assert first == adapter_of(made()).compose(MESSAGE._replace(resumption="x"))


async def test_what_is_kept_in_tests_is_signed(tmp_path: Path) -> None:
    """An account in `pruebas` writes the mail as it would leave, with its signature."""
    adapter = adapter_of(rsa())
    await Sandbox(adapter, tmp_path).send(MESSAGE, forget)
    assert kept(tmp_path) == finished(adapter, MESSAGE).data
    assert rsa().verifies(kept(tmp_path))


def kept(folder: Path) -> bytes:
    """The one mail of a folder."""
    (path,) = folder.rglob("*.eml")
    return path.read_bytes()


def test_nothing_is_loaded_where_nothing_is_signed() -> None:
    """The library that signs takes ten megabytes: an account without `dkim` does without it."""
    code = f"""
import sys
from pathlib import Path
from channels.adapter import Surroundings
from channels.email import Email, EmailOptions
from tests.channels.mail import MESSAGE
options = EmailOptions.model_validate({OPTIONS})
Email(options, Surroundings(Path(), "correo", "", "https://genova.gov.co", "genova.gov.co")).compose(MESSAGE)
sys.exit("cryptography" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
