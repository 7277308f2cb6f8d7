"""The gate's answer on what is to be published in a section: its campaign says who approves and what is checked."""

from datetime import datetime

from sqlalchemy import Connection

from campaigns.checked import required_above
from campaigns.proposals import ProposalSection
from campaigns.tenant import Campaign, Tenant
from delivery.blackouts import blackouts_of
from delivery.office.office import Refused
from delivery.publications.answer import Answer
from delivery.publications.checked import unmet
from delivery.publications.gate import ask
from delivery.publications.legal import legal_words
from delivery.publications.question import Approval, Question
from delivery.publications.votes import ballot, name_of
from delivery.retry import PATIENCE
from delivery.suspensions import read_suspensions
from delivery.workplace import Workplace
from storage.approvals import Decision, decisions
from storage.submissions import Submission


def section_of(tenant: Tenant, slug: str) -> ProposalSection:
    """The section with that name. Raises `Refused` where it can take nothing."""
    section = tenant.municipality.proposals.sections.get(slug)
    if section is None or section.campaign not in tenant.campaigns or section.account not in tenant.accounts:
        raise Refused("Escoja en qué sección del sitio se publica.")
    return section


def campaign_of(tenant: Tenant, slug: str) -> Campaign:
    """The campaign whose rules a section follows. Raises `Refused`."""
    return tenant.campaigns[section_of(tenant, slug).campaign]


def asked_of(tenant: Tenant, slug: str) -> tuple[str, ...]:
    """Slugs of those whose word is asked: the campaign's approver, and those whom vedas ask."""
    entry = campaign_of(tenant, slug).entry
    lawyers = (each.approver for each in blackouts_of(tenant, entry.class_) if each.approver)
    own = () if entry.approver is None else (entry.approver,)
    return tuple(dict.fromkeys((*own, *lawyers)))


def ask_gate(connection: Connection, workplace: Workplace, submission: Submission, slug: str, now: datetime) -> Answer:
    """Whether it may be published now. Raises `Refused`."""
    tenant, entry = workplace.tenant, campaign_of(workplace.tenant, slug).entry
    words = decisions(connection, workplace.tenant_id, submission.digest)
    blackouts = blackouts_of(tenant, entry.class_)
    reference, of_all = required_above(tenant.municipality.requires, entry)
    suspended = read_suspensions(connection, workplace.tenant_id, tenant.municipality.zone)
    approver, approval = entry.approver, None
    if approver is not None:
        word = ballot(tenant, approver, submission.handled_by, words).decided
        if word is not None:
            who = name_of(tenant, word.person)
            approval = Approval(word.decision is Decision.APPROVED, who, word.note, word.at)
    return ask(
        Question(
            now=now,
            planned_at=None,
            tolerance=PATIENCE,
            approver=None if approver is None else name_of(tenant, approver),
            approval=approval,
            by_hand=True,
            suspensions=suspended.get(entry.class_, ()),
            unchecked=unmet(connection, workplace, reference, str(submission.id), now, of_all=of_all),
            blackouts=blackouts,
            legal=legal_words(tenant, blackouts, submission.handled_by, words),
        )
    )
