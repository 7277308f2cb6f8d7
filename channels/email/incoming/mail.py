"""One mail that came in, read: never raises, and believes nothing: whose it is, the names that it bears must prove."""

import re
from email.message import Message
from hashlib import sha256
from typing import NamedTuple

from channels.detail import detail
from channels.email.incoming.automatic import is_a_machines, is_automatic
from channels.email.incoming.parsing import BROKEN, parsed, shortened, subject
from channels.email.incoming.report import LONGEST_WORDS, Told, told_by
from channels.email.mailbox import CONTROL
from channels.email.returns import SIGN, Returns
from channels.news import Back, Departs, Returned, Unread, Word, bare_word

LARGEST = 256 * 1024
"""Octets of a mail that are read: a report stands at its beginning, before the mail that came back."""
LONGEST_LINE = 998
"""Octets of a line (RFC 5322 §2.1.1): what stands behind is not read."""
MOST_MARKS = 5
PLACES = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
"""Where a mail says to which address it came."""
_LEAVES = re.compile(r"\bbaja\s+[a-z2-7]{40,}", re.IGNORECASE)
"""The subject that the button of a mail program writes (RFC 2369): with the recipient's own token."""
_ADDRESS = re.compile(r"(?<![^\s<>;,])[^\s<>;,]*@([\w.-]+)")
"""What stands before the last @ of a word: looked for at each word's beginning alone, so that none is read twice."""


class Arrived(NamedTuple):
    """What a mail is."""

    news: Returned | Unread | None
    """None: a program wrote it and it says nothing of anybody; it needs no one."""
    ours: bool = False
    """It bears a name of the form of ours: it came for a mail of ours, and is nobody else's affair."""


class _Marks(NamedTuple):
    """What names deliveries in a mail."""

    own: tuple[str, ...]
    """In the address to which it came."""
    all: tuple[str, ...]


def read(data: bytes, returns: Returns) -> Arrived:
    """What a mail is that came to the address of `returns`."""
    name = sha256(data).hexdigest()[:32]
    try:
        return _read(name, shortened(data[:LARGEST], LONGEST_LINE), returns)
    except BROKEN:
        return Arrived(Unread(name, person=False))


def _read(name: str, data: bytes, returns: Returns) -> Arrived:
    mail = parsed(data)
    marks = _marks(mail, data, returns)
    told = told_by(mail)
    if told is not None:
        return _returned(name, marks.all, told)
    about = subject(mail)
    if marks.own and bare_word(about) is Word.STOP:
        return Arrived(Returned(name, marks.own, Back.UNWANTED), ours=True)
    if _LEAVES.search(about):
        # Whether its token is right is not known here: it stays where it is, for a person too.
        return Arrived(Departs(name, person=True, subject=about))
    if is_a_machines(mail) and (told := _in_own_form(mail)) is not None:
        return _returned(name, marks.all, told)
    if is_automatic(mail):
        return Arrived(None, ours=bool(marks.own))
    return Arrived(Unread(name, person=not is_a_machines(mail)), ours=bool(marks.own))


def _in_own_form(mail: Message) -> Told | None:
    from channels.email.incoming.bounce import told_by as told_in_own_form  # noqa: PLC0415 - its library loads only for such mails

    return told_in_own_form(mail)


def _returned(name: str, marks: tuple[str, ...], told: Told) -> Arrived:
    if told.back is None:
        return Arrived(None, ours=bool(marks))
    return Arrived(Returned(name, marks, told.back, told.code, _shown(told.words)), ours=bool(marks))


def _shown(words: str) -> str:
    """A server's words, fit to be kept for ever: without the person's address."""
    plain = " ".join(CONTROL.sub(" ", words.encode("utf-8", "replace").decode()).split())
    return detail(_ADDRESS.sub(r"…@\1", plain[:LONGEST_WORDS]))


def _marks(mail: Message, data: bytes, returns: Returns) -> _Marks:
    box = returns.box
    pattern = re.compile(
        rf"{re.escape(box.local)}{re.escape(SIGN)}([a-z2-7]{{20,60}})@{re.escape(box.domain)}", re.IGNORECASE
    )
    headers = "\n".join(str(value) for place in PLACES for value in mail.get_all(place, []))
    own = pattern.findall(headers)
    found = dict.fromkeys([*own, *pattern.findall(data.decode("latin-1"))])
    return _Marks(tuple(dict.fromkeys(own))[:MOST_MARKS], tuple(found)[:MOST_MARKS])
