"""A message that is still being written, as each of its accounts will show it: by what shows those that are saved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from campaigns.moment import Moment
from campaigns.problem import Problem
from campaigns.reading.files import Files, Unreadable
from campaigns.templates import TemplateError
from campaigns.tenant import Campaign, Tenant
from campaigns.writing.checking import Desk, glance
from delivery.approving.exhibits import exhibits_of
from delivery.office.office import Refused
from delivery.planning.preview import next_occurrence
from panel.office.shown import Showing, showings


@dataclass(frozen=True, slots=True)
class Proofs:
    """What can be shown of a draft."""

    shown: tuple[Showing, ...]
    problems: tuple[Problem, ...]
    """Of the whole file."""
    trouble: str = ""
    """Why the message cannot be shown, in Spanish."""
    when: str = ""
    """When it goes out next; empty: it waits for something, or is over."""


def proofs(desk: Desk, name: str, data: bytes, message: int | None, now: datetime) -> Proofs:
    """Of the message at a place; of none where there is none open. It reads files: not for the loop."""
    found = glance(desk, name, data, message)
    if message is None or found.campaign is None:
        return Proofs((), found.problems)
    campaign, local = found.campaign, now.astimezone(desk.tenant.municipality.zone)
    try:
        tenant = _with(desk.tenant, campaign)
        occurrence = next_occurrence(tenant, campaign, campaign.messages[0], now)
        shown = tuple(showings(tenant, occurrence, exhibits_of(tenant, occurrence, local), local))
    except (Refused, TemplateError, Unreadable, OSError) as error:
        return Proofs((), found.problems, str(error))
    at = occurrence.slot.local
    return Proofs(shown, found.problems, when=str(Moment(at)) if at is not None and at > now else "")


def _with(tenant: Tenant, campaign: Campaign) -> Tenant:
    """The municipality with the draft in it, and the text files that it names."""
    templates: Mapping[str, str] = tenant.templates
    named = {each.entry.template for each in campaign.messages if each.entry.template is not None}
    if fresh := named - set(templates):
        files = Files(tenant.folder)
        templates = {**templates, **{each: files.template(each) for each in fresh}}
    return replace(tenant, campaigns={**tenant.campaigns, campaign.id: campaign}, templates=templates)
