"""A message to a household: who is named in it, and which address goes before the others."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from audience.addresses import KIND_OF_CHANNEL
from audience.households import Member, at_home, homes_of, members_of
from audience.same_person import behind
from campaigns.audience import Condition
from channels.keys import Key
from delivery.sending.precedence import Rival
from storage.states import DeliveryState, PublicationState

CODE = "hogar"
"""Of who lives where somebody else has the message."""
Names = Mapping[str, Mapping[str, object]]
"""Recipient key to what a message may call the person."""
Publication = Row[Any]


class State(NamedTuple):
    """Of a delivery that is written down."""

    number: int
    state: str
    bounced: bool
    code: str | None = None
    """Why nothing goes to its recipient, or went wrong."""

    @property
    def reached(self) -> str:
        """The state in which other messages see it: whoever lives with somebody who got it, has got it."""
        return DeliveryState.SENT.value if self.code == CODE else self.state


States = Mapping[tuple[int, str], State]
"""By publication and recipient key."""


def with_household(
    connection: Connection, tenant: int, row: Publication, names: Names
) -> tuple[Names, Mapping[str, int]]:
    """The names of all who live with the people behind some addresses, and how many these are.

    Whoever wants no messages, or has not consented where that is asked for, is not among them.
    """
    condition = Condition.model_validate(row.condition or {})
    people = behind(connection, tenant, condition, names.keys())
    homes = homes_of(connection, {contact for contacts in people.values() for contact in contacts})
    named = at_home(connection, tenant, condition, set(homes.values()), row.class_, row.purpose)
    found: dict[str, Mapping[str, object]] = {}
    counts: dict[str, int] = {}
    for key, values in names.items():
        theirs = [named[home] for home in sorted({homes.get(contact, "") for contact in people[key]}) if home in named]
        own = values["nombres"] if isinstance(values["nombres"], tuple) else ()
        found[key] = {
            **values,
            "nombres": tuple(dict.fromkeys((*own, *(name for each in theirs for name in each.names)))),
        }
        counts[key] = len({*people[key], *(number for each in theirs for number in each.contacts)})
    return found, counts


def rivals_at_home(
    connection: Connection, tenant: int, mine: Publication, siblings: Sequence[Publication], homes: Collection[str]
) -> "Households":
    """All addresses of some households to which it goes; `siblings`: its publications, in their accounts' order."""
    return Households(
        mine, siblings, members_of(connection, tenant, Condition.model_validate(mine.condition or {}), homes)
    )


class Households:
    """The addresses of some households, each household's in the order in which they are tried."""

    def __init__(self, mine: Publication, siblings: Sequence[Publication], members: Sequence[Member]) -> None:
        """`members`: of all of them."""
        self._mine = mine
        self._order: dict[str, list[tuple[Publication, Member]]] = {}
        places = [(place, each) for place, each in enumerate(siblings) if each.max_contact_id is not None]
        ranked = sorted(
            (not member.head, place, member.contact, member.key, number)
            for number, member in enumerate(members)
            for place, each in places
            if member.kind == KIND_OF_CHANNEL[each.channel] and member.contact <= each.max_contact_id
        )
        for _, place, _, _, number in ranked:
            self._order.setdefault(members[number].home, []).append((siblings[place], members[number]))

    @property
    def keys(self) -> set[str]:
        """Of all addresses."""
        return {member.key for tried in self._order.values() for _, member in tried}

    def rivals(self, home: str, key: str, states: States) -> Iterator[Rival]:
        """What else of the message goes to a household, seen from what goes to one of its addresses."""
        first = True
        for other, member in self._order.get(home, ()):
            if (other.id, member.key) == (self._mine.id, key):
                first = False
                continue
            running = other.state == PublicationState.RUNNING.value
            stands = states.get((other.id, member.key))
            if stands is not None:
                key_told = Key(other.campaign, other.message, other.account, other.occurrence)
                told = f"la entrega {stands.number} de {key_told}"
                yield Rival(told, first, stands.state, running, stands.bounced)
            elif running and other.expanded_at is None and member.contact > other.expand_cursor:
                yield Rival("", first, None, running)
