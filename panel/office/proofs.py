"""A message that is still being written, as each of its accounts will say it: by the same functions that send it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from campaigns.account import Account
from campaigns.language import language_name
from campaigns.moment import Moment
from campaigns.problem import Problem
from campaigns.reading.files import Files, Unreadable
from campaigns.templates import TemplateError
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from campaigns.writing.checking import Desk, glance
from channels.adapter import Kind, TextLimit
from channels.manual import ManualOptions, work
from delivery.office.office import Refused
from delivery.planning.preview import Preview, finished, languages_of, next_occurrence
from pieces.reading_time import duration, reading_seconds

NEAR = 0.9
"""Share of a limit from which the count is told with a warning."""
FIRST_WORD = " ("
"""What explains a unit stands in brackets behind it."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One message on one account."""

    account: str
    medium: str
    language: str
    """What it is called; empty: the message's own."""
    subject: str
    text: str
    length: int
    limit: int
    unit: str
    explained: str
    """Where the count is not seen in the text, what came to it."""
    seconds: str
    """How long it takes to read aloud; empty: nobody does."""
    when: str
    """When it goes out next; empty: it waits for something."""

    @property
    def tone(self) -> str:
        """A colour for the count, beside its words."""
        share = self.length / self.limit if self.limit else 0
        return "malo" if share > 1 else "ojo" if share > NEAR else "bien"

    @property
    def over(self) -> int:
        """How much is too much."""
        return max(0, self.length - self.limit)


@dataclass(frozen=True, slots=True)
class Proofs:
    """What can be shown of a draft."""

    shown: tuple[Proof, ...]
    problems: tuple[Problem, ...]
    """Of the whole file."""
    trouble: str = ""
    """Why the message cannot be shown, in Spanish."""


def proofs(desk: Desk, name: str, data: bytes, message: int | None, now: datetime) -> Proofs:
    """Of the message at a place; of none where there is none open. It reads files: not for the loop."""
    found = glance(desk, name, data, message)
    if message is None or found.campaign is None:
        return Proofs((), found.problems)
    campaign = found.campaign
    try:
        tenant = _with(desk.tenant, campaign)
        shown = tuple(
            _proof(finished(tenant, next_occurrence(tenant, campaign, each, now), account, now, language=code), now)
            for each in campaign.messages
            for account in each.accounts
            for code in languages_of(each, account)
        )
    except (Refused, TemplateError, Unreadable, OSError) as error:
        return Proofs((), found.problems, str(error))
    return Proofs(shown, found.problems)


def _with(tenant: Tenant, campaign: Campaign) -> Tenant:
    """The municipality with the draft in it, and the text files that it names."""
    templates: Mapping[str, str] = tenant.templates
    named = {each.entry.template for each in campaign.messages if each.entry.template is not None}
    if fresh := named - set(templates):
        files = Files(tenant.folder)
        templates = {**templates, **{each: files.template(each) for each in fresh}}
    return replace(tenant, campaigns={**tenant.campaigns, campaign.id: campaign}, templates=templates)


def _proof(made: Preview, now: datetime) -> Proof:
    account, message = made.account, made.message
    limit = _limit(made)
    spoken = isinstance(account.options, ManualOptions) and work(account.options.kind).spoken
    pace = account.options.words_per_second if isinstance(account.options, ManualOptions) else 0
    local = made.occurrence.slot.local
    return Proof(
        account=account.name,
        medium=account.medium,
        language=language_name(made.content.language) if _is_foreign(made, message, account) else "",
        subject=made.subject,
        text=made.text,
        length=made.length,
        limit=made.limit,
        unit=limit.unit.partition(FIRST_WORD)[0],
        explained=limit.explain(made.text).said if limit.explain is not None else "",
        seconds=duration(reading_seconds(made.text, pace)) if spoken else "",
        when=str(Moment(local)) if local is not None and local > now else "",
    )


def _limit(made: Preview) -> TextLimit:
    profile = made.account.profile
    return profile.caption if profile.caption is not None and made.limit == profile.caption.maximum else profile.text


def _is_foreign(made: Preview, message: CampaignMessage, account: Account) -> bool:
    return account.kind is Kind.DIRECT and made.content.language not in ("", message.language)
