"""Lists of people that others keep, and when they are too old to be written to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from campaigns.account import Account
from campaigns.articles import the
from campaigns.municipality import Municipality
from campaigns.people_list import PeopleList
from campaigns.tenant import CampaignMessage, Tenant
from channels.adapter import Kind

MARK = "lista:"
"""Begins what a row keeps that waits for a list to be brought in anew."""


@dataclass(frozen=True, slots=True)
class KeptList:
    """One list as it stands."""

    slug: str
    name: str
    owner: str
    """Who owes it, by name."""
    validity: str
    """How long it holds, as it is written: «8 días»."""
    lasts: timedelta
    brought_at: datetime | None
    """When it was brought in last, by the municipality's clock; None: never."""

    @property
    def holds_until(self) -> datetime | None:
        """From when on it is too old; None: it never came."""
        return None if self.brought_at is None else self.brought_at + self.lasts

    @property
    def mark(self) -> str:
        """What the rows that it holds back keep of it."""
        return f"{MARK}{self.slug}"

    def is_old(self, now: datetime) -> bool:
        """Whether nobody is written to by it at `now`."""
        return self.holds_until is None or now >= self.holds_until

    @property
    def standing(self) -> str:
        """«la lista «Familias», que debe la Secretaría de Educación, es del 2027-01-04 y vale 8 días»."""
        its = f"la lista «{self.name}», que debe {the(self.owner)},"
        if self.brought_at is None:
            return f"{its} no se ha traído nunca"
        return f"{its} es del {self.brought_at:%Y-%m-%d} y vale {self.validity}"

    @property
    def told(self) -> str:
        """Why something waits, in Spanish, and what helps."""
        return f"Espera una lista nueva: {self.standing}. {self.counsel}"

    @property
    def counsel(self) -> str:
        """The command that brings it in, in Spanish."""
        return f"Tráigala con «pregonero contacts import ARCHIVO --list {self.slug}»."


def kept_lists(municipality: Municipality, brought: Mapping[str, datetime]) -> dict[str, KeptList]:
    """All of a municipality, by slug. `brought`: when each came last."""
    return {slug: _kept(municipality, slug, each, brought.get(slug)) for slug, each in municipality.lists.items()}


def named_by(
    tenant: Tenant, message: CampaignMessage, account: Account, brought: Mapping[str, datetime]
) -> tuple[KeptList, ...]:
    """Those that say to whom a message goes by an account; none where it is written to nobody in person."""
    condition = tenant.condition(message)
    to_persons = (account.kind is Kind.DIRECT or account.lists_people) and not message.entry.becomes
    if condition is None or not condition.lists or not to_persons:
        return ()
    known = kept_lists(tenant.municipality, brought)
    return tuple(known[slug] for slug in condition.lists)


def _kept(municipality: Municipality, slug: str, entry: PeopleList, brought_at: datetime | None) -> KeptList:
    local = None if brought_at is None else brought_at.astimezone(municipality.zone)
    owner = owner_of(municipality, entry)
    return KeptList(slug, entry.name, owner, entry.validity, entry.lasts, local)


def owner_of(municipality: Municipality, entry: PeopleList) -> str:
    """The name of whoever owes a list."""
    groups = (municipality.people, municipality.departments, municipality.committees, municipality.sources)
    return next(group[entry.owner].name for group in groups if entry.owner in group)
