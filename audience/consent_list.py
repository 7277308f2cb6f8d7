"""What a list says of consents: who has given one, when, and by what it is proven."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import NamedTuple

from sqlalchemy import Connection

from audience.consents import Word, contacts_of, last_words, say, speaker
from audience.contact_row import Row
from audience.import_result import Tally
from audience.subscriptions import Proof, subscribe, topic_of, unsubscribe
from audience.suppression import PUBLICITY, refusing
from campaigns.purpose import CONSENT, MANAGEMENT

CONTRADICTED = "otro renglón dice que no consiente para la misma dirección; vale el no"
BESIDE = "la persona ya lo había retirado en otra de sus direcciones"
"""How the source of a no ends that goes with the one of another address."""
WITHDRAWN = "retiró antes su consentimiento; una lista no lo devuelve, y sigue sin recibir mensajes de gestión"


@dataclass(frozen=True, slots=True)
class Grant:
    """What the staff say of the consents in a list."""

    proof: str
    """On what they stand: `Planillas firmadas, feria de 2026-05`."""
    zone: tzinfo
    """Of the days in its column `consentimiento`."""
    everybody: bool = False
    """Whoever is in the list has given it, but for those of whom it says no."""
    purpose: str = MANAGEMENT
    basis: str = CONSENT


class Said(NamedTuple):
    """What the staff say, and when."""

    grant: Grant
    now: datetime


@dataclass(frozen=True, slots=True)
class ConsentList:
    """What is to be kept of some lines."""

    words: Mapping[str, Word]
    """By the key of the address."""
    now: datetime | None = None
    """When the list is taken in; None where it says nothing."""

    def write(self, connection: Connection, tenant: int) -> list[tuple[int, Word]]:
        """Keep it; the people of the lines are in the database already. A yes to a topic is a subscription.

        What was kept, by the contact's number.
        """
        if self.now is None:
            return []
        behind = dict(contacts_of(connection, tenant, self.words))
        # A line that repeats somebody may say no for an address that is not taken.
        behind |= {key: speaker(connection, tenant, key, self.now) for key in self.words.keys() - behind.keys()}
        topical = {key: word for key, word in self.words.items() if topic_of(word.purpose) and word.basis == CONSENT}
        say(connection, tenant, [(behind[key], word) for key, word in self.words.items() if key not in topical])
        for key, word in topical.items():
            topics, proof = [topic_of(word.purpose)], Proof(word.source)
            if word.given:
                subscribe(connection, tenant, behind[key], key, topics, proof, word.at)
            else:
                unsubscribe(connection, tenant, key, topics, proof, word.at)
        return [(behind[key], word) for key, word in self.words.items()]


def read_consents(
    connection: Connection, tenant: int, rows: Collection[Row], told: Collection[Row], said: Said, tally: Tally
) -> ConsentList:
    """What the lines say that is new. Whoever has taken a consent back has, whatever a list says, also of an address
    that nobody knew: it is remarked.

    `told`: all lines, those too of which nothing else is taken. A no in any of them counts for its addresses, whatever
    another line says, and is kept where nothing was said before.
    """
    grant, now = said
    refused = {key for row in told if row.consent is False for key in row.keys}
    saying = [row for row in rows if _says(row, grant)]
    keys = refused.union(*(row.keys for row in saying))
    spoken = last_words(connection, tenant, keys, grant.purpose, grant.basis) if keys else {}
    words = {
        key: Word(key, grant.purpose, False, grant.proof, now, "", grant.basis)
        for key in sorted(refused)
        if spoken.get(key) is not False
    }
    given = []
    silent = _refusing(connection, tenant, keys, grant)
    taken_back = silent.union(key for key, yes in spoken.items() if not yes)
    for row in saying:
        if (at := _when(_says(row, grant), grant, now)) > now:
            tally.remark(row.line, f"consentimiento: el {row.consent} todavía no ha llegado; no se anota")
            continue
        unheard = row.keys - spoken.keys() - silent
        given.append((unheard, at))
        if row.keys & taken_back:
            tally.withdrawn += 1
            tally.remark(row.line, WITHDRAWN)
            for key in sorted(unheard - words.keys()):
                words[key] = Word(key, grant.purpose, False, f"{grant.proof}: {BESIDE}", now, "", grant.basis)
        elif row.keys & refused:
            tally.remark(row.line, CONTRADICTED)
    for those, at in given:
        for key in sorted(those):
            words.setdefault(key, Word(key, grant.purpose, True, grant.proof, at, "", grant.basis))
    tally.consents += sum(each.given for each in words.values())
    return ConsentList(words, now)


def _refusing(connection: Connection, tenant: int, keys: Collection[str], grant: Grant) -> frozenset[str]:
    """Whoever refuses the class of messages that wants the consent has taken it back, and stands there no less."""
    if not keys or grant.basis != CONSENT or grant.purpose != MANAGEMENT:
        return frozenset()
    return refusing(connection, tenant, keys, PUBLICITY)


def _says(row: Row, grant: Grant) -> date | bool | None:
    return True if row.consent is None and grant.everybody else row.consent


def _when(said: date | bool | None, grant: Grant, now: datetime) -> datetime:
    return datetime.combine(said, time(), grant.zone) if isinstance(said, date) else now
