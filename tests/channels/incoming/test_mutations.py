"""Mails that nobody meant to write: whatever is cut, doubled or turned over in one, it is read without a word."""

import re

from hypothesis import given
from hypothesis import strategies as st

from channels.email.incoming.mail import read
from channels.news import Returned
from tests.channels.incoming.mails import EXIM, QMAIL, RETURNS, TOKEN, complaint, letter, report

MAILS = [report(), report("delayed", "4.4.1"), complaint(), letter(), letter(subject="Baja"), QMAIL, EXIM]
ODD = [
    b"\x00",
    b"\xff\xfe",
    b"\r\n\r\n",
    b"=?utf-8?b?////?=",
    b"=?no-such-charset?q?=ff?=",
    b"Content-Type: text/plain; charset=no-such\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: x-uuencode\r\n",
    b"Content-Type: multipart/mixed; boundary=\r\n",
    b"Content-Type: message/rfc822\r\n",
    b"Subject: =?utf-16?b?2AA=?=\r\n",
    b"Date: Mon, 99 Foo 99999999\r\n",
    b"Content-Type: message/delivery-status; name*0*=utf-8''%ff; name*2=\"x\r\n",
    b"--partes--\r\n",
    b"Status: 5.1.1\r\nAction: failed\r\n",
]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A mail of these with some pieces cut, doubled, swapped, overwritten or put in."""
    mail = bytearray(draw(st.sampled_from(MAILS)))
    for _ in range(draw(st.integers(1, 6))):
        begin = draw(st.integers(0, len(mail)))
        end = min(len(mail), begin + draw(st.integers(0, 200)))
        piece = bytes(mail[begin:end])
        new = draw(st.one_of(st.just(b""), st.just(piece * 2), st.sampled_from(ODD), st.binary(max_size=40)))
        mail[begin:end] = new
    return bytes(mail)


@given(mutated())
def test_any_mail_is_read(mail: bytes) -> None:
    """It never raises, and names no delivery that the mail does not name itself."""
    found = read(mail, RETURNS).news
    if isinstance(found, Returned):
        assert all(mark.lower().encode() in mail.lower() for mark in found.marks)
        assert "\n" not in found.said
        assert found.said.isprintable()


@given(mutated(), st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=20, max_size=60))
def test_a_made_up_name_stays_what_it_is(mail: bytes, name: str) -> None:
    """What a mail bears is handed on as it stands there, for whoever has the keys to judge it."""
    found = read(re.sub(TOKEN.encode(), name.encode(), mail), RETURNS)
    if isinstance(found, Returned):
        assert TOKEN not in found.marks
