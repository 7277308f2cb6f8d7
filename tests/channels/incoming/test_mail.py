"""A mail that came in: what it is, whatever its writer has made of the standards, and which delivery it may name."""

import pytest

from channels.email.incoming.mail import LARGEST, read
from channels.email.incoming.parsing import DEEPEST, MOST_PARTS, TooMuch, parsed
from channels.news import Back, Returned, Unread
from tests.channels.incoming.mails import (
    EXIM,
    EXIM_TIMEOUT,
    QMAIL,
    RETURNS,
    TO,
    TOKEN,
    complaint,
    letter,
    lines,
    report,
    returned_mail,
)

FULL = report(status="5.2.2", diagnostic="smtp; 552 5.2.2 mailbox full")
BASE64 = report().replace(
    b"Content-Type: message/delivery-status\r\n\r\n",
    b"Content-Type: message/delivery-status\r\nContent-Transfer-Encoding: 7bit\r\n\r\n\r\n\r\n",
)
NO_BLANK = report().replace(b"Reporting-MTA: dns; mx.example.org\r\n\r\n", b"Reporting-MTA: dns; mx.example.org\r\n")
GLOBAL = report().replace(b"message/delivery-status", b"message/global-delivery-status")
SECOND = "\nFinal-Recipient: rfc822; otra@example.org\nAction: failed\nStatus: 4.4.7\n"
ARRIVED = "\nFinal-Recipient: rfc822; otra@example.org\nAction: delivered\nStatus: 2.0.0\n"


@pytest.mark.parametrize(
    ("mail", "back"),
    [
        (report(), Back.HARD),
        (report(status="5.0.0", diagnostic="smtp; 550 5.1.1 no such user"), Back.HARD),
        (report(action="FAILED", status="5.1.10 (null MX)"), Back.HARD),
        (FULL, Back.SOFT),
        (report(status="4.4.7", diagnostic="smtp; 451 4.4.1 timed out"), Back.SOFT),
        (report(status="5.7.1", diagnostic="smtp; 550 5.7.1 blocked"), Back.OURS),
        (report(more=SECOND), Back.SOFT),
        (BASE64, Back.HARD),
        (NO_BLANK, Back.HARD),
        (GLOBAL, Back.HARD),
        (QMAIL, Back.HARD),
        (EXIM, Back.HARD),
        (EXIM_TIMEOUT, Back.SOFT),
        (complaint(), Back.COMPLAINT),
        (complaint("fraud"), Back.COMPLAINT),
        (complaint("opt-out"), Back.UNWANTED),
        (letter(subject="Baja"), Back.UNWANTED),
        (letter(subject="=?utf-8?q?BAJA?="), Back.UNWANTED),
    ],
    ids=[
        *("gone", "code in the words", "other spelling", "full", "expired", "policy", "two recipients"),
        *("empty lines", "one group", "global", "qmail", "exim", "exim waits", "abuse", "fraud", "opt-out", "baja"),
        "baja encoded",
    ],
)
def test_what_came_back(mail: bytes, back: Back) -> None:
    """With the name of the delivery, wherever it stands."""
    found = read(mail, RETURNS).news
    assert isinstance(found, Returned)
    assert (found.back, found.marks) == (back, (TOKEN,))


@pytest.mark.parametrize(
    "mail",
    [
        report(action="delayed", status="4.4.1"),
        report(action="delivered", status="2.0.0"),
        report(action="relayed", status="2.0.0"),
        report(more=ARRIVED),
        complaint("not-spam"),
        complaint("auth-failure"),
        letter("Estoy de vacaciones.", Auto_Submitted="auto-replied (vacation)"),
        letter("Estoy de vacaciones.", Auto_Submitted="auto-generated"),
        letter("Estoy de vacaciones.", Precedence="bulk", Return_Path="<>"),
        letter("Estoy de vacaciones.", X_Autoreply="yes"),
        lines(
            "From: vecina@example.org\nMIME-Version: 1.0\nContent-Type: multipart/report; "
            'report-type=disposition-notification; boundary="p"\n\n--p\nContent-Type: '
            "message/disposition-notification\n\nDisposition: automatic-action; displayed\n\n--p--\n"
        ),
    ],
    ids=[
        *("delayed", "delivered", "relayed", "one of two arrived", "not spam", "dmarc", "vacation", "generated"),
        *("bulk", "autoreply", "receipt"),
    ],
)
def test_what_says_nothing_of_anybody(mail: bytes) -> None:
    """What waits or arrived, and what programs answer by themselves, sets nobody aside and needs nobody."""
    assert read(mail, RETURNS).news is None


@pytest.mark.parametrize(
    ("mail", "person"),
    [
        (letter(), True),
        (letter(subject="Baja", To="rebotes@villaclara.gov.co"), True),
        (letter("Reenvío este rebote: 550 5.1.1 user unknown " + returned_mail()), True),
        (letter(Auto_Submitted="no"), True),
        (letter(subject="=?utf-8?b?a?="), True),
        (letter("Something strange happened.", From="MAILER-DAEMON@mx.example.org"), False),
        (letter("Something strange happened.", Return_Path="<>"), False),
        (b"", True),
        (b"\x00\xff" * 300, True),
    ],
    ids=[
        "word",
        "baja without a name",
        "a bounce told",
        "no program",
        "broken code",
        "server",
        "nobody",
        "empty",
        "noise",
    ],
)
def test_what_only_a_person_can_read(mail: bytes, person: bool) -> None:
    """Whatever is not understood is kept for somebody: it may be a petition with a legal term."""
    found = read(mail, RETURNS).news
    assert isinstance(found, Unread)
    assert found.person is person


def test_a_report_without_a_name_names_none() -> None:
    """It is read all the same, and proves nothing of anybody."""
    found = read(report(to="rebotes@villaclara.gov.co"), RETURNS).news
    assert isinstance(found, Returned)
    assert found.marks == ()


def test_another_domain_or_box_names_none() -> None:
    """Only what came to our own address counts."""
    for other in (TO.replace("villaclara", "otraparte"), TO.replace("rebotes", "boletin")):
        found = read(report(to=other), RETURNS).news
        assert isinstance(found, Returned)
        assert found.marks == ()


@pytest.mark.parametrize(
    "said",
    [
        "550 5.1.1 <vecina@example.org>: user unknown",
        "550 5.1.1 otra@example.org:vecina@example.org: user unknown",
        f"550 5.1.1 {'x' * 980} vecina@example.org user unknown",
        "550 5.1.1 user unknown (vecina@example.org)",
    ],
)
def test_the_persons_address_is_not_kept(said: str) -> None:
    """The server's words outlive the contact, without whose address it was."""
    found = read(report(diagnostic=f"smtp; {said}"), RETURNS).news
    assert isinstance(found, Returned)
    assert "vecina" not in found.said
    assert found.said.startswith("550 5.1.1 ")


def test_only_the_beginning_of_a_large_mail_is_read() -> None:
    """Of a report with a mail of megabytes behind it the same is known."""
    assert isinstance(read(report() + b"x" * LARGEST, RETURNS).news, Returned)


def test_a_mail_of_thousands_of_parts_is_not_taken_apart() -> None:
    """The library would take minutes for it."""
    part = 'Content-Type: multipart/mixed; boundary="b{0}"\n\n--b{0}\n'
    nested = lines("".join(part.format(number) for number in range(5000)))
    found = read(nested, RETURNS).news
    assert isinstance(found, Unread)
    assert not found.person
    assert nested.count(b"boundary=") > DEEPEST


def test_a_mail_of_thousands_of_parts_beside_each_other_is_not_taken_apart() -> None:
    """Nor whatever else has more of them than people and programs write."""
    flat = lines("Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n" * (MOST_PARTS + 1))
    assert isinstance(read(flat, RETURNS).news, Unread)
    with pytest.raises(TooMuch):
        parsed(flat)
