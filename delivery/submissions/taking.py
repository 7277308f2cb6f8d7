"""What somebody asks of the office is taken in: with its term, and whose row of the plan it serves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import Connection

from audience.addresses import Address, recipient_key
from audience.subscriptions import add_notice
from campaigns.proposals import ProposalSection, usual_notice
from campaigns.tenant import Tenant
from campaigns.when import parse_lead
from delivery.publishing.freeze import media_folder
from delivery.workplace import Workplace
from storage.audit import append
from storage.files import put_file
from storage.states import Sender, SubmissionKind
from storage.submissions import KeptPicture, add_submission

OFFICE_CLOSES = time(18)
"""By the municipality's clock: within it ends a term that is counted in days."""
PUBLIC = "la página"
"""Who did it, in the audit, where nobody signed in."""
LONGEST_TITLE = 150
LONGEST_TEXT = 5_000
LONGEST_NAME = 120
LONGEST_ALT = 300
MOST_PICTURES = 3


@dataclass(frozen=True, slots=True)
class Picture:
    """One that came along, cleaned."""

    data: bytes
    mime: str
    name: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody asks; all texts are checked."""

    kind: SubmissionKind
    sender: Sender
    title: str
    text: str
    section: str = ""
    person: str = ""
    """The slug of whoever is signed in."""
    department: str = ""
    addressee: str = ""
    name: str = ""
    adult: str = ""
    signs: bool = False
    shows: bool = False
    address: Address | None = None
    """Of mail."""
    pictures: Sequence[Picture] = ()
    origin: str = ""
    """The address in the network, of whoever agreed to the notice; empty: nobody had to."""


def receive(connection: Connection, workplace: Workplace, sent: Sent, now: datetime) -> int:
    """Write it down; its number. The connection may write. Raises OSError where a picture cannot be kept."""
    tenant, folder = workplace.tenant, media_folder(workplace.folder)
    files = []
    for each in sent.pictures:
        digest = put_file(connection, folder, each.data, each.name, each.mime, now)
        files.append(KeptPicture(digest, each.name, each.mime, len(each.data), each.alt)._asdict())
    address = sent.address
    notice = add_notice(connection, workplace.tenant_id, notice_of(tenant), now) if sent.origin else ""
    number = add_submission(
        connection,
        workplace.tenant_id,
        kind=sent.kind.value,
        sender=sent.sender.value,
        **{name: getattr(sent, name) for name in ("title", "text", "section", "person", "department", "addressee")},
        **{name: getattr(sent, name) for name in ("name", "adult", "signs", "shows", "origin")},
        address=None if address is None else address.text,
        key=None if address is None else recipient_key(workplace.keyring.address_key, address.normalised),
        notice=notice,
        actions=list(actions_of(tenant, sent)),
        files=files,
        received_at=now,
        due_at=due_at(tenant, sent.kind, now),
    )
    detail = {"kind": sent.kind.value, "sender": sent.sender.value, "section": sent.section, "files": len(files)}
    append(connection, workplace.tenant_id, sent.person or PUBLIC, "receive_submission", str(number), detail, now)
    return number


def due_at(tenant: Tenant, kind: SubmissionKind, now: datetime) -> datetime:
    """Until when it is to be answered: the end of the last day's office hours, in UTC."""
    proposals = tenant.municipality.proposals
    internal = proposals.internal_term if kind is SubmissionKind.REQUEST else None
    lead = parse_lead(internal or proposals.term)
    due = lead.after(now.astimezone(tenant.municipality.zone), tenant.workdays)
    return (due if lead.unit.exact else datetime.combine(due.date(), OFFICE_CLOSES, due.tzinfo)).astimezone(UTC)


def actions_of(tenant: Tenant, sent: Sent) -> tuple[str, ...]:
    """The plan's rows that it serves: those of what it is, else its section's, else the section's campaign's."""
    proposals = tenant.municipality.proposals
    section = proposals.sections.get(sent.section)
    if sent.kind is SubmissionKind.REQUEST and proposals.internal_action is not None:
        return (proposals.internal_action,)
    if sent.addressee:
        return (proposals.suggestion_action,) if proposals.suggestion_action is not None else ()
    return () if section is None else section_actions(tenant, section)


def section_actions(tenant: Tenant, section: ProposalSection) -> tuple[str, ...]:
    """The plan's rows that what is published in a section serves."""
    if section.action is not None:
        return (section.action,)
    campaign = tenant.campaigns.get(section.campaign)
    return () if campaign is None else tuple(campaign.entry.actions)


def notice_of(tenant: Tenant) -> str:
    """The words that people agree to."""
    its = tenant.municipality
    return its.proposals.notice or usual_notice(its.body, str(its.data_policy))


def sections_of(tenant: Tenant) -> dict[str, ProposalSection]:
    """Those that can take something: of a campaign and an account that are there."""
    found = tenant.municipality.proposals.sections
    return {
        slug: each
        for slug, each in found.items()
        if each.campaign in tenant.campaigns and each.account in tenant.accounts
    }


def sections_for_people(tenant: Tenant) -> dict[str, ProposalSection]:
    """Those of them that take what people and contributors propose."""
    return {slug: each for slug, each in sections_of(tenant).items() if not each.for_departments}


def is_open(tenant: Tenant) -> bool:
    """Whether people can propose on a page of the program's own."""
    return tenant.municipality.desk_url is not None and bool(sections_for_people(tenant))
