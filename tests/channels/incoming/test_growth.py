"""Mails that were written to keep a reader busy: twice as much of one takes twice as long, and no more."""

import pytest

from channels.email.incoming.mail import read
from tests.channels.incoming.mails import RETURNS, letter, report
from tests.growth import grows_as_its_length

LENGTH = 8_000
"""Of the shorter text: one of this length took seconds."""


def _long(unit: str, length: int) -> str:
    """So many characters, on lines that a header may be folded into."""
    text = unit * (length // len(unit))
    return "\n ".join(text[at : at + 900] for at in range(0, length, 900))


@pytest.mark.parametrize("unit", ["a", "a ", "@", "a@", "user ", "5.1."])
def test_a_servers_words(unit: str) -> None:
    """On one line, and folded into many."""
    for folded in (True, False):

        def work(length: int, *, folded: bool = folded) -> object:
            return read(report(diagnostic=f"smtp; {_long(unit, length) if folded else unit * length}"), RETURNS)

        assert grows_as_its_length(work, LENGTH)


@pytest.mark.parametrize("name", ["Subject", "To", "From", "Content-Type", "Content-Disposition"])
@pytest.mark.parametrize("unit", ['"', "(", ";a", "=?x?q?", "=?utf-8?q?a?= ", "a:"])
def test_a_header(name: str, unit: str) -> None:
    """Of a mail that nobody knows."""
    assert grows_as_its_length(lambda length: read(letter(**{name: _long(unit, length)}), RETURNS), LENGTH)


@pytest.mark.parametrize("unit", ["<", "a", "a@", " ", ",a@", "=\n", "message from ", "\n", "x\n\n"])
@pytest.mark.parametrize(
    "begins", ["did not reach the following recipient", "Hi. This is the", "failed addresses follow:"]
)
def test_a_bounce_in_a_form_of_its_own(begins: str, unit: str) -> None:
    """Which a library looks for line by line, with many patterns."""
    named = {"From": "MAILER-DAEMON@mx.example.org", "Content-Transfer-Encoding": "quoted-printable"}

    def work(length: int) -> object:
        return read(letter(f"{begins}\n{unit * (length // len(unit))}", "failure notice", **named), RETURNS)

    assert grows_as_its_length(work, LENGTH)
