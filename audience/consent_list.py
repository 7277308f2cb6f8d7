"""What a list says of consents: who has given one, when, and by what it is proven."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import NamedTuple

from sqlalchemy import Connection

from audience.consents import Word, contacts_of, last_words, say, speaker
from audience.contact_row import Row
from audience.import_result import Tally
from audience.subscriptions import Proof, subscribe, topic_of
from audience.suppression import PUBLICITY, refusing
from campaigns.purpose import CONSENT, MANAGEMENT

CONTRADICTED = "otro renglón dice que no consiente para la misma dirección; vale el no"
BESIDE = "la persona ya lo había retirado en otra de sus direcciones"
"""How the source of a no ends that goes with the one of another address."""
WITHDRAWN = "retiró antes su consentimiento; una lista no lo devuelve, y sigue sin recibir mensajes de gestión"
LEFT_TOPIC = "se dio de baja de «{}»; una lista no la suscribe de nuevo"


@dataclass(frozen=True, slots=True)
class Grant:
    """What the staff say of the consents in a list.

    Its column `consentimiento` always speaks of `gestion`. What the staff say of everybody may be of something else,
    and is kept besides.
    """

    proof: str
    """On what they stand: `Planillas firmadas, feria de 2026-05`."""
    zone: tzinfo
    """Of the days in its column `consentimiento`."""
    everybody: bool = False
    """Whoever is in the list has given it, but for those of whom it says no; to a legal function nobody can say no."""
    purpose: str = MANAGEMENT
    basis: str = CONSENT
    listed: str = ""
    """On what the column stands where `proof` is of no consent: `Lista «feria.csv»`."""

    @property
    def of_column(self) -> "Grant":
        """What the column is read with: everybody's consent to `gestion` counts where it is empty."""
        if self.purpose == MANAGEMENT and self.basis == CONSENT:
            return self
        return Grant(self.proof if self.basis == CONSENT else self.listed, self.zone)


class Said(NamedTuple):
    """What the staff say, and when."""

    grant: Grant
    now: datetime


@dataclass(frozen=True, slots=True)
class ConsentList:
    """What is to be kept of some lines."""

    words: tuple[Word, ...] = ()
    now: datetime | None = None
    """When the list is taken in; None where it says nothing."""

    def write(self, connection: Connection, tenant: int) -> list[tuple[int, Word]]:
        """Keep it; the people of the lines are in the database already. A yes to a topic is a subscription.

        What was kept, by the contact's number.
        """
        if self.now is None:
            return []
        keys = {word.key for word in self.words}
        behind = dict(contacts_of(connection, tenant, keys))
        # A line that repeats somebody may say no for an address that is not taken.
        behind |= {key: speaker(connection, tenant, key, self.now) for key in sorted(keys - behind.keys())}
        kept = [(behind[word.key], word) for word in self.words]
        say(connection, tenant, [pair for pair in kept if not _is_topical(pair[1])])
        for person, word in kept:
            if _is_topical(word):
                topics, proof = [topic_of(word.purpose)], Proof(word.source)
                subscribe(connection, tenant, person, word.key, topics, proof, word.at)
        return kept


def read_consents(
    connection: Connection, tenant: int, rows: Collection[Row], told: Collection[Row], said: Said, tally: Tally
) -> ConsentList:
    """What the lines say that is new. Whoever has taken a consent back has, whatever a list says, also of an address
    that nobody knew: it is remarked.

    `told`: all lines, those too of which nothing else is taken. A no in any of them counts for its addresses, whatever
    another line says, and is kept where nothing was said before.
    """
    grant, now = said
    refused = frozenset(key for row in told if row.consent is False for key in row.keys)
    words, withdrawn = _of_column(connection, tenant, rows, refused, Said(grant.of_column, now), tally)
    if grant.everybody and grant.of_column is not grant:
        more, left = _of_everybody(connection, tenant, rows, refused, said, tally)
        words, withdrawn = words + more, withdrawn | left
    tally.withdrawn += len(withdrawn)
    tally.consents += sum(each.given for each in words)
    return ConsentList(tuple(words), now)


def _of_column(
    connection: Connection, tenant: int, rows: Collection[Row], refused: frozenset[str], said: Said, tally: Tally
) -> tuple[list[Word], set[int]]:
    """Consents to `gestion`, given and refused; and the lines of whoever has taken it back."""
    grant, now = said
    saying = [row for row in rows if _says(row, grant)]
    keys = refused.union(*(row.keys for row in saying))
    spoken = last_words(connection, tenant, keys, MANAGEMENT) if keys else {}
    words = {
        key: Word(key, MANAGEMENT, False, grant.proof, now) for key in sorted(refused) if spoken.get(key) is not False
    }
    given, withdrawn = [], set()
    silent = refusing(connection, tenant, keys, PUBLICITY) if keys else frozenset()
    taken_back = silent.union(key for key, yes in spoken.items() if not yes)
    for row in saying:
        if (at := _when(_says(row, grant), grant, now)) > now:
            tally.remark(row.line, f"consentimiento: el {row.consent} todavía no ha llegado; no se anota")
            continue
        unheard = row.keys - spoken.keys() - silent
        given.append((unheard, at))
        if row.keys & taken_back:
            withdrawn.add(row.line)
            tally.remark(row.line, WITHDRAWN)
            for key in sorted(unheard - words.keys()):
                words[key] = Word(key, MANAGEMENT, False, f"{grant.proof}: {BESIDE}", now)
        elif row.keys & refused:
            tally.remark(row.line, CONTRADICTED)
    for those, at in given:
        for key in sorted(those):
            words.setdefault(key, Word(key, MANAGEMENT, True, grant.proof, at))
    return list(words.values()), withdrawn


def _of_everybody(
    connection: Connection, tenant: int, rows: Collection[Row], refused: frozenset[str], said: Said, tally: Tally
) -> tuple[list[Word], set[int]]:
    """What the staff say of the whole list that is no consent to `gestion`; and the lines of whoever has left it.

    A consent is of nobody who refuses one in this list, or who has taken back just this one. A function of the law and
    a contract are of everybody.
    """
    grant, now = said
    keys = {key for row in rows for key in row.keys}
    spoken = last_words(connection, tenant, keys, grant.purpose, grant.basis) if keys else {}
    gone: list[Row] = []
    if grant.basis == CONSENT:
        taken_back = {key for key, yes in spoken.items() if not yes}
        gone = [row for row in rows if row.keys & taken_back]
        for row in gone:
            tally.remark(row.line, LEFT_TOPIC.format(topic_of(grant.purpose)))
    barred = refused.union(*(row.keys for row in gone)) if grant.basis == CONSENT else frozenset()
    words: dict[str, Word] = {}
    for row in rows:
        at = _when(row.consent, grant, now) if grant.basis == CONSENT else now
        for key in sorted(row.keys - spoken.keys() - barred):
            if at <= now:
                words.setdefault(key, Word(key, grant.purpose, True, grant.proof, at, "", grant.basis))
    return list(words.values()), {row.line for row in gone}


def _is_topical(word: Word) -> bool:
    return bool(topic_of(word.purpose)) and word.basis == CONSENT


def _says(row: Row, grant: Grant) -> date | bool | None:
    return True if row.consent is None and grant.everybody else row.consent


def _when(said: date | bool | None, grant: Grant, now: datetime) -> datetime:
    return datetime.combine(said, time(), grant.zone) if isinstance(said, date) else now
