"""A tenant as the daemon sees it: everything checked, every name resolved, every rule parsed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from campaigns.account import Account
from campaigns.audience import Audience, Condition, subscribers
from campaigns.campaign import CampaignEntry, MessageEntry
from campaigns.indicator import Indicator
from campaigns.language import SPANISH
from campaigns.municipality import Municipality
from campaigns.plan import Plan
from campaigns.problem import Problem
from campaigns.purpose import MANAGEMENT
from campaigns.when import AnyEvent, Lead, LocalHoliday, Moves, OpenHours, Rule, Workdays
from channels.adapter import Kind

__all__ = ["Campaign", "CampaignMessage", "LocalHoliday", "Tenant"]


@dataclass(frozen=True, slots=True)
class CampaignMessage:
    """One message of a campaign with all that it inherits."""

    campaign: str
    id: str
    entry: MessageEntry
    rule: Rule
    moves: Moves
    accounts: tuple[Account, ...]
    """In the order in which they were named or are preferred."""
    audience: str
    actions: tuple[str, ...]
    """Rows of the plan that it serves, the main one first."""
    class_: str
    responsible: str
    """Slug of a person, department or committee."""
    approver: str | None
    priority: int
    """0 urgent, 3 high, 5 normal, 7 low: lower goes first."""
    at_least_once: bool
    tolerance: timedelta
    """How late it may still go out by itself."""
    expires: timedelta | None
    """Until when after its hour it is tried; None: the event's end, else 72 hours."""
    reminders: tuple[Lead, ...]
    digest: str
    """sha256 of the source content: what an approval is bound to. Empty only while its file is being read."""
    media: Mapping[str, str] = field(default_factory=dict)
    """sha256 of each of its files, as the digest has it."""
    drafter: str | None = None
    """The person who wrote it; None: nobody knows."""
    requires: str = ""
    """`campaign/message` of the duty to be done before it goes out; empty: none."""
    of_all: bool = False
    """That duty is required of all that is published, and not of this message alone."""
    language: str = SPANISH
    """Its own, by code."""

    @property
    def languages(self) -> frozenset[str]:
        """What persons get it in: its own language, and those of its translations."""
        return frozenset((self.language, *(self.entry.translations or ())))

    @property
    def reference(self) -> str:
        """`campaign/message`."""
        return f"{self.campaign}/{self.id}"

    @property
    def spares(self) -> tuple[str, ...]:
        """Ids of the campaign's messages whose recipients do not get this one."""
        return self.entry.spares or ()

    @property
    def files(self) -> tuple[str, ...]:
        """Names under `archivos/` of its images and attachments."""
        return self.entry.files

    def purpose(self, account: Account) -> str | None:
        """To what a person must have consented to get it by an account; None: it asks for no consent.

        Whoever has subscribed to its topics has asked for it.
        """
        return self.consent if account.kind is Kind.DIRECT and not self.entry.becomes else None

    @property
    def consent(self) -> str | None:
        """To what persons must have consented whom it reaches in whatever way; None: it asks for no consent."""
        return MANAGEMENT if self.class_ == MANAGEMENT and self.entry.subscription is None else None


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign with its event's dates."""

    id: str
    entry: CampaignEntry
    event: AnyEvent | None
    messages: tuple[CampaignMessage, ...]
    file: Path

    def message(self, name: str) -> CampaignMessage | None:
        """The message of that id."""
        return next((message for message in self.messages if message.id == name), None)

    def sparing(self, name: str) -> tuple[str, ...]:
        """Ids of the messages that those do not get who get the one of that id."""
        return tuple(message.id for message in self.messages if name in message.spares)


@dataclass(frozen=True, slots=True)
class Tenant:
    """One municipality, whole."""

    slug: str
    """The folder's name, or the municipality's own."""
    folder: Path
    municipality: Municipality
    plan: Plan
    accounts: Mapping[str, Account]
    audiences: Mapping[str, Audience]
    indicators: Mapping[str, Indicator]
    holidays: tuple[LocalHoliday, ...]
    workdays: Workdays
    campaigns: Mapping[str, Campaign]
    digest: str
    """sha256 over all files: two daemons that show the same run the same configuration."""
    templates: Mapping[str, str] = field(default_factory=dict)
    """Texts of `plantillas/` by file name, as `plantilla:` names them."""
    in_hub: bool = False
    """One of several in a folder: what each of them sends as files lies apart."""
    problems: tuple[Problem, ...] = ()
    """All that is wrong in its files as they are now, also in those that go on from their last good text."""
    _hours: dict[tuple[str, ZoneInfo], OpenHours | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """By class and zone: hours remember what they have worked out."""

    def condition(self, message: CampaignMessage) -> Condition | None:
        """Which persons a message goes to; None: none person by person."""
        public, wanted = self.audiences[message.audience].condition, message.entry.subscription
        return public if wanted is None else subscribers(wanted.topics, public)

    def topics(self, message: CampaignMessage) -> tuple[str, ...] | None:
        """To one of which each of its recipients is subscribed, by the message's word or its public's; None: not so."""
        condition = self.condition(message)
        return None if condition is None else condition.subscribed

    def hours(self, class_: str, zone: ZoneInfo | None = None) -> OpenHours | None:
        """When messages of a class may go out to persons of a zone, the municipality's own unless another is given.

        None: at any hour.
        """
        asked = class_, zone or self.municipality.zone
        if asked not in self._hours:
            week = self.municipality.windows.week(class_)
            self._hours[asked] = None if week is None else OpenHours(week, self.workdays, asked[1])
        return self._hours[asked]
