"""A word by the link of a mail: what its page shows, and the word itself. Reads and writes rows, knows no HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from campaigns.articles import the
from campaigns.meetings import moment
from campaigns.tenant import CampaignMessage
from delivery.approving.asking import keep
from delivery.approving.departures import hour_of, silence
from delivery.approving.exhibits import Exhibit, exhibits
from delivery.approving.letters import in_blackout
from delivery.approving.links import request_of
from delivery.approving.questions import FAR_AHEAD, Question, questions
from delivery.approving.shown import Change, changes, shown, title_of
from delivery.office.decisions import cast
from delivery.office.office import STATE_NAMES, Refused
from delivery.publications.legal import ballots_on
from delivery.publications.votes import name_of
from delivery.publishing.correction_gate import SUFFIX
from delivery.workplace import Workplace, Workplaces
from storage.approval_requests import Request, Shown, Wanted, approved_before, version, want
from storage.approvals import Approval, Decision, decisions
from storage.execution import execute
from storage.keyring import Keyring
from storage.states import PublicationState
from storage.tables import publication
from storage.tokens import BadToken
from storage.turns import take_turn

BY = "enlace firmado"
"""How the audit tells the way that a word came."""
LONGEST_NOTE = 2_000
"""Characters of a note that are kept."""
_STANDS = (
    select(publication.c.state)
    .where(
        publication.c.tenant == bindparam("of"),
        publication.c.campaign == bindparam("in"),
        publication.c.message == bindparam("by"),
        publication.c.digest == bindparam("seen"),
    )
    .order_by(publication.c.id.desc())
    .limit(1)
)


class Stage(StrEnum):
    """What whoever opens the link finds."""

    ASKED = "asked"
    MUTE = "mute"
    """No, but without saying why."""
    SAID = "said"
    """The word was just said."""
    BEFORE = "before"
    """This person has said a word before."""
    DECIDED = "decided"
    """Others have decided meanwhile."""
    CHANGED = "changed"
    """It says something else now than what was asked about."""
    SENT = "sent"
    """A new link is on its way."""
    OVER = "over"
    """It has gone out, or will not go out any more."""
    STRANGER = "stranger"
    """The person has no vote here any more."""


class Said(NamedTuple):
    """A word that stands."""

    approved: bool
    name: str
    """Of who said it, with its article."""
    note: str
    at: str
    """Local, in Spanish."""


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page of a link shows."""

    stage: Stage
    tenant: int
    title: str
    person: str
    """The name of whoever is asked."""
    key: str = ""
    """What the commands take."""
    slug: str = ""
    """Of the person, as `--as` takes it."""
    hour: str = ""
    blackout: str = ""
    """Why a veda asks for the word; empty: the message asks for it itself."""
    silence: str = ""
    votes: str = ""
    read: Shown = ()
    exhibits: Sequence[Exhibit] = ()
    """By their place: the page hands out the bytes behind each."""
    changes: Sequence[Change] = ()
    """Against what was approved last; where it has changed since the mail, against what was asked about."""
    said: Said | None = None
    missing: str = ""
    """Whose word is wanting still."""
    state: str = ""
    question: Question | None = None
    """What is read on the page; None: nothing is."""


class Word(NamedTuple):
    """What was sent from the page."""

    approves: bool | None
    """None: a new link is asked for."""
    note: str


def visit(connection: Connection, places: Workplaces, keyring: Keyring, token: str, now: datetime) -> Page:
    """What whoever opens the link sees; it decides nothing. Raises `BadToken`, and `ExpiredToken`."""
    place, one = _found(places, request_of(connection, keyring, token, now))
    return _page(connection, place, one, now)


def speak(connection: Connection, places: Workplaces, keyring: Keyring, token: str, word: Word, now: datetime) -> Page:
    """Say a word, once. The connection may write. Raises the same."""
    place, one = _found(places, request_of(connection, keyring, token, now))
    # Before any row is held: who speaks at the same time waits here, and reads what was said.
    take_turn(connection, place.tenant_id)
    page = _page(connection, place, one, now)
    if word.approves is None:
        return _again(connection, place, one, page, now)
    if page.stage is not Stage.ASKED:
        return page
    note = plain_note(word.note)
    if not word.approves and not note:
        return replace(page, stage=Stage.MUTE)
    decision = Decision.APPROVED if word.approves else Decision.REJECTED
    message = _message(place, one)
    question = _question(connection, place, one, now)
    if message is None or question is None:
        return page
    keep(connection, place, question, now)
    try:
        cast(connection, place, message, one.message, one.digest, Approval(decision, one.person, note, now), BY)
    except Refused:
        return replace(page, stage=Stage.STRANGER, read=())
    return replace(_page(connection, place, one, now), stage=Stage.SAID, hour=page.hour, silence=page.silence)


def plain_note(note: str) -> str:
    """What people can have typed: no control characters, which PostgreSQL does not keep and readers do not see."""
    lines = note.replace("\r\n", "\n")
    return "".join(sign for sign in lines if sign.isprintable() or sign == "\n").strip()[:LONGEST_NOTE]


def _found(places: Workplaces, one: Request) -> tuple[Workplace, Request]:
    place = places.by_id.get(one.tenant)
    if place is None:
        raise BadToken
    return place, one


def _page(connection: Connection, place: Workplace, one: Request, now: datetime) -> Page:
    message, name = _message(place, one), name_of(place.tenant, one.person)
    campaign = place.tenant.campaigns.get(one.campaign)
    title = title_of(place.tenant, campaign, message, now) if campaign and message else one.campaign
    page = Page(Stage.OVER, one.tenant, title, name, slug=one.person)
    words = decisions(connection, place.tenant_id, one.digest)
    ballot = ballots_on(place.tenant, message, words).get(one.approver) if message is not None else None
    if message is None or ballot is None:
        return page
    if one.person not in ballot.voters:
        return Page(Stage.STRANGER, one.tenant, one.campaign, name)
    if SUFFIX not in one.message and message.digest != one.digest:
        return _changed(connection, place, one, page, now)
    own = next((word for word in reversed(words) if word.person == one.person), None)
    question = _question(connection, place, one, now)
    if question is not None:
        page = as_read(connection, place, question, page, now)
    if own is not None:
        page = replace(page, exhibits=(), question=None)
        decided = ballot.decided
        missing = (
            "" if decided else f"{name_of(place.tenant, ballot.approver)}: {ballot.given} de {ballot.quorum} votos"
        )
        return replace(page, stage=Stage.BEFORE, said=said_of(place, own), missing=missing)
    if ballot.decided is not None:
        return replace(page, stage=Stage.DECIDED, exhibits=(), question=None, said=said_of(place, ballot.decided))
    return replace(page, stage=Stage.ASKED) if question is not None else _over(connection, place, one, page)


def as_read(connection: Connection, place: Workplace, question: Question, page: Page, now: datetime) -> Page:
    """The page with all that is read of a content before a word is said on it."""
    read = shown(connection, place, question, now)
    before = approved_before(connection, place.tenant_id, question.campaign.id, question.name, question.digest)
    ballot = question.ballot
    votes = f"{name_of(place.tenant, ballot.approver)}: {ballot.given} de {ballot.quorum} votos"
    return replace(
        page,
        key=question.key,
        hour=hour_of(place, question, now),
        blackout=in_blackout(place, question),
        silence=silence(place, question, now),
        votes=votes if ballot.quorum > 1 else "",
        read=read,
        exhibits=exhibits(place, question, now),
        changes=changes(before, read),
        question=question,
    )


def _changed(connection: Connection, place: Workplace, one: Request, page: Page, now: datetime) -> Page:
    """What it says now, against what was asked about; there is no word to say on it by this link."""
    question = _current(connection, place, one, now)
    if question is None:
        return _over(connection, place, one, page)
    page = as_read(connection, place, question, page, now)
    asked = version(connection, place.tenant_id, one.digest)
    return replace(page, stage=Stage.CHANGED, changes=changes(asked, page.read))


def _again(connection: Connection, place: Workplace, one: Request, page: Page, now: datetime) -> Page:
    """Ask at once about what it says now: a mail with a new link goes out at the next look."""
    question = _current(connection, place, one, now) if page.stage is Stage.CHANGED else None
    if question is None:
        return page
    approver = question.ballot.approver
    wanted = Wanted(question.campaign.id, question.name, question.digest, approver, one.person, question.hour)
    want(connection, place.tenant_id, wanted, now, hurry=True)
    keep(connection, place, question, now)
    return replace(page, stage=Stage.SENT)


def _over(connection: Connection, place: Workplace, one: Request, page: Page) -> Page:
    asked = {"of": place.tenant_id, "in": one.campaign, "by": one.message, "seen": one.digest}
    state = execute(connection, _STANDS, asked).scalar_one_or_none()
    known = STATE_NAMES.get(str(state), "") if state != PublicationState.PLANNED.value else ""
    return replace(page, stage=Stage.OVER, state=known)


def _message(place: Workplace, one: Request) -> CampaignMessage | None:
    campaign = place.tenant.campaigns.get(one.campaign)
    return campaign.message(one.message.partition(SUFFIX)[0]) if campaign else None


def _question(connection: Connection, place: Workplace, one: Request, now: datetime) -> Question | None:
    """What the link is about, as long as it waits."""
    found = _current(connection, place, one, now)
    return found if found is not None and found.digest == one.digest else None


def _current(connection: Connection, place: Workplace, one: Request, now: datetime) -> Question | None:
    """What its message says now, where it waits for a word."""
    only = (one.campaign, one.message.partition(SUFFIX)[0])
    waiting = questions(connection, place, now, FAR_AHEAD, only)
    named = [each for each in waiting if each.name == one.message]
    return next((each for each in named if each.ballot.approver == one.approver), None)


def said_of(place: Workplace, word: Approval) -> Said:
    """A word as people read it."""
    at = moment(word.at.astimezone(place.tenant.municipality.zone))
    return Said(word.decision is Decision.APPROVED, the(name_of(place.tenant, word.person)), word.note, at)
