"""What was decided: each word that let a content go or stopped it, with what was read then and all that was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from campaigns.tenant import CampaignMessage
from delivery.approving.by_link import Said, said_of
from delivery.approving.in_office import Spot
from delivery.approving.questions import open_content
from delivery.approving.shown import title_of
from delivery.publications.votes import name_of
from delivery.publishing.correction_gate import SUFFIX
from delivery.workplace import Workplace
from storage.approval_requests import Shown, version
from storage.approvals import Verdict, decisions, verdict, verdicts


class Decided(NamedTuple):
    """A word that decided."""

    number: int
    """Of its row."""
    title: str
    campaign: str
    """Its title, or its id where the files know it no more."""
    approver: str
    """For whom it was said: the committee's or person's name; empty: older versions did not keep it."""
    said: Said


@dataclass(frozen=True, slots=True)
class Record:
    """The same with all that belongs to it."""

    decided: Decided
    read: Shown
    """What was read of it; empty where nothing was kept."""
    words: Sequence[Said]
    """All that was said on this content, the oldest first."""
    open: Spot | None
    """Where it can be said otherwise still; None: it says something else now, or has gone out."""


def decided(
    connection: Connection, place: Workplace, now: datetime, most: int, before: int | None = None
) -> list[Decided]:
    """The newest first, no more than `most`; only those before a number, where it is given."""
    return [_decided(place, each, now) for each in verdicts(connection, place.tenant_id, most, before)]


def record(connection: Connection, place: Workplace, number: int, now: datetime) -> Record | None:
    """One of them; None where there is none with this number."""
    found = verdict(connection, place.tenant_id, number)
    if found is None:
        return None
    return Record(
        decided=_decided(place, found, now),
        read=version(connection, place.tenant_id, found.digest) or (),
        words=[said_of(place, word) for word in decisions(connection, place.tenant_id, found.digest)],
        open=_open(connection, place, found, now),
    )


def _decided(place: Workplace, found: Verdict, now: datetime) -> Decided:
    message = _message(place, found)
    campaign = place.tenant.campaigns.get(found.campaign)
    known = campaign is not None and message is not None
    # What people sent stands under the name of its part of the site.
    section = place.tenant.municipality.proposals.sections.get(found.message)
    unknown = section.name if section is not None else found.message
    title = title_of(place.tenant, campaign, message, now) if campaign and message else unknown
    if known and SUFFIX in found.message:
        title = f"Corrección de «{title}»"
    approver = name_of(place.tenant, found.word.approver) if found.word.approver else ""
    name = campaign.entry.title if campaign is not None else found.campaign
    return Decided(found.number, title, name, approver, said_of(place, found.word))


def _message(place: Workplace, found: Verdict) -> CampaignMessage | None:
    campaign = place.tenant.campaigns.get(found.campaign)
    return campaign.message(found.message.partition(SUFFIX)[0]) if campaign else None


def _open(connection: Connection, place: Workplace, found: Verdict, now: datetime) -> Spot | None:
    message, campaign = _message(place, found), place.tenant.campaigns.get(found.campaign)
    if campaign is None or message is None or message.digest != found.digest:
        return None
    question = open_content(connection, place, campaign, message, now)
    return None if question is None else Spot(campaign.id, message.id, question.key.rpartition("@")[2])
