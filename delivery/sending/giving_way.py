"""Claimed deliveries that give way to other messages for the same person: asked at the last second, of the rows."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, bindparam, or_, select

from audience.addresses import KIND_OF_CHANNEL
from audience.households import homes_of
from audience.same_person import behind, keys_of, to_come
from campaigns.audience import Condition
from channels.adapter import Kind
from channels.keys import Key
from delivery.sending.claimed import BY_PUBLICATION, CLAIMED
from delivery.sending.living_together import CODE as HOME
from delivery.sending.living_together import State, rivals_at_home
from delivery.sending.precedence import Decision, Rival, Turn, decide, waits_until
from delivery.workplace import Workplace
from storage.execution import execute, select_many
from storage.ledger import Tally, bar, put_off
from storage.states import PublicationState
from storage.tables import delivery, publication
from storage.turns import in_turn

CODE = "precedencia"
Publication = Row[Any]
"""One whose deliveries give way, or before which others do."""


def give_way(
    connection: Connection, place: Workplace, numbers: Sequence[int], epoch: int, now: datetime, tally: Tally
) -> list[int]:
    """Skip those of some claimed deliveries whose people another message has reached; which these are.

    Those whom another may yet reach are put off. Of two lanes that ask this of one campaign's hour the second waits
    until the first has committed.
    """
    about = select_many(connection, _ABOUT, {"numbers": list(numbers), "under": epoch}).all()
    skipped: list[int] = []
    for publication_id, rows in groupby(sorted(about, key=BY_PUBLICATION), lambda row: row.publication):
        mine = execute(connection, _ONE, {"number": publication_id}).one()
        _alone(connection, mine)
        mine_by_key = {row.recipient_key: row.id for row in rows}
        asked = Asked(connection, place, mine, patient=now < waits_until(mine.started_at, mine.expires_at))
        left, decided = asked.of_others(mine_by_key)
        skipped += _apply(connection, mine, mine_by_key, decided, told, CODE, epoch, now, tally)
        if mine.per_household:
            at_home = asked.at_home(left)
            skipped += _apply(connection, mine, mine_by_key, at_home, told_home, HOME, epoch, now, tally)
    return skipped


def told(key: str) -> str:
    """What the row of whoever gets another message says."""
    return f"Recibe en su lugar «{key}»: este mensaje es para quienes no reciben aquel."


def told_home(delivery_told: str) -> str:
    """What the row of whoever lives with somebody who gets it says."""
    return f"A su hogar le llega uno solo: {delivery_told}."


def _apply(
    connection: Connection,
    mine: Publication,
    numbers: Mapping[str, int],
    decisions: Mapping[str, Decision],
    words: Callable[[str], str],
    code: str,
    epoch: int,
    now: datetime,
    tally: Tally,
) -> list[int]:
    skipped: list[int] = []
    for decision in sorted(set(decisions.values()), key=lambda each: (each.turn.value, each.served_by, each.again)):
        ids = [numbers[key] for key, its in decisions.items() if its == decision]
        if decision.turn is Turn.YIELD:
            skipped += bar(connection, ids, epoch, code, words(decision.served_by), tally)
        elif decision.turn is Turn.WAIT:
            put_off(connection, mine.id, ids, epoch, now + decision.again, tally)
    return skipped


@dataclass(frozen=True, slots=True)
class Asked:
    """What becomes of the deliveries of one publication."""

    connection: Connection
    place: Workplace
    mine: Publication
    patient: bool
    """They wait yet for what goes before them."""

    def of_others(self, keys: Collection[str]) -> tuple[Mapping[str, list[int]], dict[str, Decision]]:
        """What other messages make of each key; first, behind those that go, the people whom none of these reaches."""
        people = behind(self.connection, self.place.tenant_id, _condition(self.mine), keys)
        everybody = {contact for contacts in people.values() for contact in contacts}
        rivals: dict[int, list[Rival]] = {contact: [] for contact in everybody}
        if self.mine.yields_to or self.mine.yielded_by:
            theirs = keys_of(self.connection, self.place.tenant_id, everybody)
            for contact, rival in self._rivals(theirs):
                rivals[contact].append(rival)
        free = {each for each in everybody if self._decide({each: rivals[each]}).turn is Turn.GO}
        decided = {key: self._decide({each: rivals[each] for each in contacts}) for key, contacts in people.items()}
        left = {
            key: [each for each in people[key] if each in free] for key, its in decided.items() if its.turn is Turn.GO
        }
        return left, decided

    def at_home(self, left: Mapping[str, Sequence[int]]) -> dict[str, Decision]:
        """For each key what comes of it where its people live; nothing at all where none of them has a household."""
        homes = homes_of(self.connection, {contact for contacts in left.values() for contact in contacts})
        if not homes:
            return {}
        siblings = self._publications([self.mine.message])
        together = rivals_at_home(self.connection, self.place.tenant_id, self.mine, siblings, set(homes.values()))
        states = self._states(siblings, together.keys)
        found = {}
        for key, contacts in left.items():
            theirs = {homes[each] for each in contacts if each in homes}
            alone = any(each not in homes for each in contacts)
            rivals = {number: list(together.rivals(home, key, states)) for number, home in enumerate(sorted(theirs))}
            found[key] = Decision(Turn.GO) if alone else self._decide(rivals)
        return found

    def _decide(self, rivals: Mapping[int, Sequence[Rival]]) -> Decision:
        return decide(rivals, patient=self.patient)

    def _rivals(self, theirs: Mapping[int, frozenset[str]]) -> Iterator[tuple[int, Rival]]:
        """Each of the other messages to some people, by the contact; `theirs`: the keys of each."""
        others = self._publications([*(self.mine.yields_to or ()), *(self.mine.yielded_by or ())])
        states = self._states(others, {key for keys in theirs.values() for key in keys})
        for other in others:
            running, first = other.state == PublicationState.RUNNING.value, other.message in (self.mine.yields_to or ())
            key = str(Key(other.campaign, other.message, other.account, other.occurrence))
            coming = self._coming(other, theirs) if running else frozenset()
            for contact, keys in theirs.items():
                if contact in coming:
                    yield contact, Rival(key, first, None, running)
                for its in (states[other.id, each] for each in keys if (other.id, each) in states):
                    yield contact, Rival(key, first, its.reached, running, its.bounced)

    def _coming(self, other: Publication, contacts: Collection[int]) -> frozenset[int]:
        """Whom another publication has yet to write down."""
        if other.expanded_at is not None:
            return frozenset()
        kind, stands, number = KIND_OF_CHANNEL[other.channel], other.expand_cursor, self.place.tenant_id
        return to_come(self.connection, number, _condition(other), kind, contacts, stands, other.max_contact_id)

    def _publications(self, messages: Sequence[str]) -> Sequence[Publication]:
        """Those of some messages at the same hour, in their accounts' order."""
        mine = self.mine
        asked = {"of": mine.tenant, "its": mine.campaign, "at": mine.occurrence, "in_mode": mine.mode}
        return execute(self.connection, _OTHERS, {**asked, "named": list(messages)}).all()

    def _states(self, publications: Sequence[Publication], keys: Collection[str]) -> dict[tuple[int, str], State]:
        named = {"among": [each.id for each in publications], "those": sorted(keys)}
        return {
            (row.publication, row.recipient_key): State(row.id, row.state, row.bounced_at is not None, row.error_code)
            for row in select_many(self.connection, _STATES, named)
        }


def _condition(row: Publication) -> Condition:
    return Condition.model_validate(row.condition or {})


def _alone(connection: Connection, row: Publication) -> None:
    """Wait until no other lane decides on the same hour of a campaign; on SQLite there is one writer anyway."""
    in_turn(connection, f"{row.tenant}/{row.campaign}@{row.occurrence}")


_ITS = publication.c
_ABOUT = CLAIMED.where(or_(_ITS.yields_to.is_not(None), _ITS.yielded_by.is_not(None), _ITS.per_household))
_SHOWN = (
    _ITS.id,
    _ITS.tenant,
    _ITS.campaign,
    _ITS.message,
    _ITS.account,
    _ITS.occurrence,
    _ITS.mode,
    _ITS.state,
    _ITS.channel,
    _ITS.condition,
    _ITS.yields_to,
    _ITS.yielded_by,
    _ITS.per_household,
    _ITS.expanded_at,
    _ITS.expand_cursor,
    _ITS.max_contact_id,
    _ITS.started_at,
    _ITS.expires_at,
)
_ONE = select(*_SHOWN).where(_ITS.id == bindparam("number"))
_OTHERS = (
    select(*_SHOWN)
    .where(
        _ITS.tenant == bindparam("of"),
        _ITS.campaign == bindparam("its"),
        _ITS.message.in_(bindparam("named", expanding=True)),
        _ITS.occurrence == bindparam("at"),
        _ITS.mode == bindparam("in_mode"),
        _ITS.kind == Kind.DIRECT.value,
        _ITS.started_at.is_not(None),
    )
    .order_by(_ITS.id)
)
_ONE_OF = (delivery.c.publication, delivery.c.recipient_key)
_STATES = select(delivery.c.id, *_ONE_OF, delivery.c.state, delivery.c.bounced_at, delivery.c.error_code).where(
    delivery.c.publication.in_(bindparam("among", expanding=True)),
    delivery.c.recipient_key.in_(bindparam("those", expanding=True)),
)
