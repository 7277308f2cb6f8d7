"""A no reaches whoever can do something about it: by one mail, and in `status` while the text stays as it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select

from campaigns.articles import the
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from delivery.notices.notice import PROGRAM, Notice, in_lines, outlet, write
from delivery.publications.legal import ballots_on
from delivery.publications.votes import name_of
from delivery.publishing.correction_gate import SUFFIX
from delivery.publishing.counsel import for_rejected
from delivery.staff import in_charge
from delivery.workplace import Workplace
from storage.approvals import Approval, Decision, all_decisions, decisions
from storage.execution import execute
from storage.states import NOT_BEGUN, PublicationState
from storage.tables import publication

MESSAGE = "rechazo~{}.{}"
USEFUL = timedelta(days=3)
"""How long such a mail is tried."""
RECENT = timedelta(days=30)
"""How long `status` tells of it: what nobody has corrected by then is not wanted any more."""
HELD = {state.value for state in (*NOT_BEGUN, PublicationState.PAUSED, PublicationState.MISSED)}
CUT = "Ya había empezado a salir: lo que salió queda; lo demás no sale."
AGAIN = "No sale así: al corregir el mensaje se pide la aprobación otra vez."
_STATES = select(publication.c.state, publication.c.started_at).where(
    publication.c.tenant == bindparam("of"),
    publication.c.campaign == bindparam("in"),
    publication.c.message == bindparam("by"),
    publication.c.digest == bindparam("seen"),
)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A message that is not approved as it stands."""

    message: str
    """`campaign/message`."""
    title: str
    person: str
    """Who said no."""
    name: str
    """The same, as people call them."""
    at: datetime
    note: str

    @property
    def told(self) -> str:
        """What, by whom and why, in a Spanish sentence."""
        told = f"«{self.title}» ({self.message}), por {the(self.name)}: {self.note}"
        return told if told.endswith((".", "!", "?", "…")) else f"{told}."


def rejection(tenant: Tenant, message: CampaignMessage, words: Sequence[Approval]) -> Approval | None:
    """The no that stands on a content; `words`: all on its digest, the oldest first. None: none does."""
    decided = (ballot.decided for ballot in ballots_on(tenant, message, words).values())
    found = [word for word in decided if word is not None and word.decision is Decision.REJECTED]
    return max(found, key=lambda word: word.at, default=None)


def tell(connection: Connection, workplace: Workplace, message: CampaignMessage, name: str, digest: str) -> bool:
    """Write to its author and to those who answer for it, once for a content; False: it is written, or to nobody.

    `name`: the message's id as rows have it, a correction's with its suffix.
    """
    tenant, account = workplace.tenant, outlet(workplace)
    no = rejection(tenant, message, decisions(connection, workplace.tenant_id, digest))
    if no is None or account is None:
        return False
    campaign = tenant.campaigns[message.campaign]
    slugs = dict.fromkeys(filter(None, (message.drafter, message.responsible, *in_charge(tenant.municipality))))
    asked = {"of": workplace.tenant_id, "in": message.campaign, "by": name, "seen": digest}
    rows = execute(connection, _STATES, asked).all()
    cut = any(row.state == PublicationState.CANCELLED.value and row.started_at is not None for row in rows)
    next_ = CUT if cut else _next(campaign, message, name, {row.state for row in rows})
    lines = [_rejected(tenant, campaign, message, no).told, next_]
    text = in_lines(f"No fue aprobado: «{_title(campaign, message)}»", lines)
    notice = Notice(PROGRAM, MESSAGE.format(message.campaign, name), digest[:12])
    return write(connection, workplace, account, notice, text, slugs, no.at + USEFUL, no.at)


def rejections(connection: Connection, tenant_id: int, tenant: Tenant, now: datetime) -> list[Rejected]:
    """Messages that are not approved as they stand, each with who said no and why."""
    words = all_decisions(connection, tenant_id)
    return [
        _rejected(tenant, campaign, message, no)
        for campaign, message in _messages(tenant)
        if (no := rejection(tenant, message, words.get(message.digest, ()))) is not None and no.at > now - RECENT
    ]


def _messages(tenant: Tenant) -> Iterator[tuple[Campaign, CampaignMessage]]:
    for campaign in tenant.campaigns.values():
        for message in campaign.messages:
            yield campaign, message


def _rejected(tenant: Tenant, campaign: Campaign, message: CampaignMessage, no: Approval) -> Rejected:
    name = name_of(tenant, no.person)
    return Rejected(message.reference, _title(campaign, message), no.person, name, no.at, no.note)


def _title(campaign: Campaign, message: CampaignMessage) -> str:
    return message.entry.subject or campaign.entry.title


def _next(campaign: Campaign, message: CampaignMessage, name: str, states: set[str]) -> str:
    """What can be done about it."""
    if PublicationState.CANCELLED.value in states:
        return "No sale. Se puede escribir otra corrección." if SUFFIX in name else for_rejected(campaign, message)
    return "Ya había salido." if states - HELD else AGAIN
