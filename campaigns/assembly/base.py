"""What the campaigns of a tenant may name: its people, accounts, publics, plan and files."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from campaigns.account import Account
from campaigns.audience import Audience
from campaigns.cleared import Cleared
from campaigns.indicator import Indicator
from campaigns.municipality import Municipality
from campaigns.plan import Plan
from campaigns.reading.files import Files
from campaigns.tenant import LocalHoliday
from campaigns.when import Workdays


@dataclass(frozen=True, slots=True)
class Base:
    """The files that stand under the campaigns: right in everything, or as far as they could be understood."""

    files: Files
    municipality: Municipality
    plan: Plan
    accounts: Mapping[str, Account]
    audiences: Mapping[str, Audience]
    indicators: Mapping[str, Indicator]
    holidays: tuple[LocalHoliday, ...]
    workdays: Workdays
    actions: frozenset[str]
    """Keys of the plan's rows."""
    hollow: frozenset[str] = frozenset()
    """Names of accounts of which too much is wrong to know what they are."""
    lost: frozenset[str] = frozenset()
    """Files of which not every name could be read."""
    in_hub: bool = False
    """One of several in a folder."""
    cleared: Cleared = field(default_factory=Cleared)
    """Messages whose words need no second look."""

    @property
    def account_names(self) -> frozenset[str]:
        """Those that `canales.yaml` lists, whether or not they are right."""
        return self.hollow | self.accounts.keys()

    @property
    def approvers(self) -> tuple[str, ...]:
        """Who may approve: committees and people."""
        return (*self.municipality.committees, *self.municipality.people)

    @property
    def answerable(self) -> tuple[str, ...]:
        """Who may answer for something: people, departments and committees."""
        return (*self.municipality.people, *self.municipality.departments, *self.municipality.committees)
