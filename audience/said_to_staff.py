"""What a person says to the staff, at the desk or by telephone: done, and written down with who heard it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from audience.blanking import unnamed
from audience.consents import Word, contacts_of, last_words, say, words_of
from audience.consents import revoke as take_back
from audience.leaving import all_keys, leave, leave_all
from audience.leaving import readmit as lift
from audience.leaving_token import Leaver
from audience.subscriptions import Proof, topic_of, unsubscribe
from audience.suppression import refuses
from campaigns.purpose import CONSENT, MANAGEMENT
from storage.audit import append


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that was said of some addresses."""

    tenant: int
    keys: tuple[str, ...]
    how: str
    """By what it is known: `Por teléfono, 10 de mayo`, the form that was signed."""
    actor: str
    """Who took it down, as the audit names it."""
    now: datetime


class Granted(NamedTuple):
    """What a yes has changed."""

    words: Sequence[Word]
    """Those that were kept; none where all stood already."""
    silenced: bool
    """Nothing arrives all the same: more was refused, or the address is dead."""


class Revoked(NamedTuple):
    """What a no has changed."""

    words: Sequence[Word]
    had: bool
    """Some consent was there to be taken back."""


def silence(connection: Connection, heard: Heard, class_: str = "") -> None:
    """The person wants no more of a class of messages, or nothing at all; the connection may write."""
    reason = unnamed(connection, heard.tenant, heard.keys, heard.how)
    for key in heard.keys:
        leaver = Leaver(heard.tenant, key, class_)
        (leave if class_ else leave_all)(connection, leaver, reason, heard.now)
        # By its key: the address itself must not stay where nothing is ever erased.
        detail = {"class": class_, "reason": reason}
        append(connection, heard.tenant, heard.actor, "suppress", key, detail, heard.now)


def readmit(connection: Connection, heard: Heard) -> frozenset[str]:
    """The person wants to be written to again, or an address was set aside by mistake; of which keys it was so.

    A complaint, and what the person has told a service, stay. The connection may write.
    """
    lifted = lift(connection, heard.tenant, heard.keys)
    if lifted:
        reason = unnamed(connection, heard.tenant, heard.keys, heard.how)
        for key in sorted(lifted):
            append(connection, heard.tenant, heard.actor, "readmit", key, {"reason": reason}, heard.now)
    return lifted


def grant(connection: Connection, heard: Heard) -> Granted | None:
    """The person's own yes to messages of `gestion`: the only way back for who had taken it back.

    None where nobody has one of the addresses: nothing was kept. The connection may write.
    """
    theirs = contacts_of(connection, heard.tenant, heard.keys)
    if not theirs:
        return None
    stands = last_words(connection, heard.tenant, list(theirs), MANAGEMENT)
    given = [
        (contact, Word(key, MANAGEMENT, True, heard.how, heard.now))
        for key, contact in sorted(theirs.items())
        if not stands.get(key)
    ]
    say(connection, heard.tenant, given)
    for _, word in given:
        append(connection, heard.tenant, heard.actor, "grant_consent", word.key, {"proof": heard.how}, heard.now)
    return Granted([word for _, word in given], refuses(connection, heard.tenant, list(theirs), MANAGEMENT))


def revoke(connection: Connection, heard: Heard, purpose: str = "") -> Revoked:
    """The person takes a consent back, of one purpose or of all, at all addresses that are theirs alone.

    Topics of these end. The connection may write.
    """
    keys = whole(connection, heard.tenant, heard.keys)
    reason = unnamed(connection, heard.tenant, {*heard.keys, *keys}, heard.how)
    before = words_of(connection, heard.tenant, keys)
    topics = None if not purpose else [topic_of(purpose)]
    for key in keys:
        unsubscribe(connection, heard.tenant, key, topics, Proof(reason), heard.now)
    take_back(connection, heard.tenant, keys, reason, heard.now, purpose)
    if not purpose:
        take_back(connection, heard.tenant, keys, reason, heard.now, MANAGEMENT)
    taken = words_of(connection, heard.tenant, keys)[len(before) :]
    for key in sorted({word.key for word in taken}):
        # By its key: the address itself must not stay where nothing is ever erased.
        detail = {"purposes": sorted(word.purpose for word in taken if word.key == key), "reason": reason}
        append(connection, heard.tenant, heard.actor, "revoke_consent", key, detail, heard.now)
    return Revoked(taken, any(word.given and word.basis == CONSENT for word in before))


def whole(connection: Connection, tenant: int, keys: Sequence[str]) -> list[str]:
    """The addresses, and the person's others that are no one else's: a list's consent was for all of them."""
    known = {*contacts_of(connection, tenant, keys), *(word.key for word in words_of(connection, tenant, keys))}
    return sorted({each for key in known or keys for each in all_keys(connection, tenant, key)})
