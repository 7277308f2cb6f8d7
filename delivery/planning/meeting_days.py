"""What waits for a committee that meets only after its hour: told in the plan, and while the files are read."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from campaigns.assembly.base_files import open_document
from campaigns.calendar import of_message
from campaigns.meetings import Meetings, meetings_of, moment
from campaigns.problem import Problem
from campaigns.reading.files import CAMPAIGNS, Files
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from delivery.planned import Decision, Planned
from delivery.publications.votes import ballot_on
from storage.approvals import Approval

AHEAD = timedelta(days=120)
"""How far ahead the next time of a message is looked for."""
OTHERWISE = "sus miembros pueden dar su palabra antes, con «pregonero approve» o por el enlace de su correo"

Meeting = tuple[Meetings, datetime | None]
"""A committee's meetings, and the first that still decides on what is handed in now."""


def with_meetings(
    tenant: Tenant, rows: Sequence[Planned], decided: Mapping[str, Sequence[Approval]], now: datetime
) -> list[Planned]:
    """The rows, with a word in the reason of those whose committee has yet to decide, and meets too late.

    `decided`: all words by digest.
    """
    first: dict[str, Meeting | None] = {}
    return [
        _with_meeting(tenant, row, decided, first, now) if row.decision == Decision.ASK_APPROVAL else row
        for row in rows
    ]


def late_approvals(tenant: Tenant, decided: Mapping[str, Sequence[Approval]], now: datetime) -> Iterator[Problem]:
    """What comes next of each message that nobody has decided on, and cannot be in time, at its `cuando`.

    `decided`: all words by digest.
    """
    first: dict[str, Meeting | None] = {}
    for campaign in tenant.campaigns.values():
        for position, message in enumerate(campaign.messages):
            asked = ballot_on(tenant, message, decided.get(message.digest, ()))
            if asked is None or asked.decided is not None:
                continue
            coming = (each.slot.local for each in of_message(tenant, campaign, message, now, now + AHEAD))
            at = next((each for each in coming if each is not None), None)
            if at is not None and (late := too_late(_meeting(tenant, message, first, now), at)):
                yield problem_at_rule(tenant, campaign, position, f"sale el {moment(at)}, y {late}")


def _with_meeting(
    tenant: Tenant,
    row: Planned,
    decided: Mapping[str, Sequence[Approval]],
    first: dict[str, Meeting | None],
    now: datetime,
) -> Planned:
    campaign = tenant.campaigns.get(row.campaign)
    message = campaign.message(row.message) if campaign else None
    at = row.local or row.nominal
    if message is None or at is None:
        return row
    ballot = ballot_on(tenant, message, decided.get(message.digest, ()))
    if ballot is None or ballot.decided is not None:
        return row
    late = too_late(_meeting(tenant, message, first, now), at)
    return row._replace(reason=f"{row.reason} {late[:1].upper()}{late[1:]}.") if late else row


def _meeting(
    tenant: Tenant, message: CampaignMessage, first: dict[str, Meeting | None], now: datetime
) -> Meeting | None:
    """`first`: what was found for other messages."""
    approver = message.approver or ""
    if approver not in first:
        meetings = meetings_of(tenant, approver)
        first[approver] = (meetings, meetings.after(now)) if meetings is not None else None
    return first[approver]


def too_late(meeting: Meeting | None, at: datetime) -> str:
    """What is said of a committee that meets only after `at`, in Spanish without a stop; empty where it does not."""
    if meeting is None:
        return ""
    late = meeting[0].too_late(meeting[1], at)
    return f"{late}; {OTHERWISE}" if late else ""


def problem_at_rule(tenant: Tenant, campaign: Campaign, position: int, words: str) -> Problem:
    """What is to be said of a message, by its place in the file, at its `cuando`."""
    location = ("mensajes", position, "cuando")
    document, _ = open_document(Files(tenant.folder), f"{CAMPAIGNS}/{campaign.file.name}")
    if document is None:
        return Problem(campaign.file, 1, 1, "", words)
    return document.problem(location, words)
