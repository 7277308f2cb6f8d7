"""Words said by whoever sits in the office: what waits for whom, one content whole, the word. Rows, and no HTTP."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection

from campaigns.tenant import Tenant
from delivery.approving.asking import keep
from delivery.approving.by_link import Page, Said, Stage, as_read, plain_note, said_of
from delivery.approving.departures import hour_of, silence
from delivery.approving.letters import in_blackout
from delivery.approving.questions import FAR_AHEAD, Question, open_content, questions
from delivery.approving.shown import title_of
from delivery.office.decisions import cast
from delivery.office.office import Refused
from delivery.publications.legal import asked_of, ballots_on
from delivery.publications.votes import Ballot, name_of
from delivery.publishing.correction_gate import SUFFIX
from delivery.slot_words import slot_words
from delivery.staff import staff_of
from delivery.workplace import Workplace
from storage.approval_requests import told_of
from storage.approvals import Approval, Decision, all_decisions, decisions
from storage.turns import take_turn

BY = "panel"
"""How the audit tells the way that a word came."""
AHEAD = timedelta(days=60)
"""How far ahead is looked: farther than a committee's next meetings."""


class Spot(NamedTuple):
    """Where a content is found, as the address of its page has it."""

    campaign: str
    message: str
    """As rows have it: a correction's with its suffix."""
    occurrence: str
    """It tells corrections apart; whatever else waits is found without it."""

    @property
    def path(self) -> str:
        """The end of that address: `matriculas/anuncio@1`."""
        return f"{self.campaign}/{self.message}@{self.occurrence}"


class Missing(NamedTuple):
    """Somebody whose word is wanting."""

    name: str
    has_mail: bool
    told: datetime | None
    """When the person was written to; None: not yet."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How a committee or person that is asked stands to a content."""

    name: str
    given: int
    quorum: int
    said: tuple[Said, ...]
    """The word that counts of each voter who has spoken, the oldest first."""
    missing: tuple[Missing, ...]
    decided: bool | None
    """None: more words are needed."""


@dataclass(frozen=True, slots=True)
class Line:
    """One content of the list of what waits."""

    spot: Spot
    title: str
    campaign: str
    slot: str
    """Of something without an hour that repeats, the day that it is of: «5 de enero de 2027»."""
    hour: str
    silence: str
    blackout: str
    tallies: tuple[Tally, ...]
    mine: bool
    """The word of whoever looks is wanting."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One content as whoever looks at it in the office sees it."""

    page: Page
    """What is read, as on the page of a link."""
    spot: Spot
    digest: str
    """What a word on it is bound to."""
    campaign: str
    tallies: tuple[Tally, ...]
    own: Said | None
    """What whoever looks has said last."""
    votes: bool
    """Whether whoever looks has a vote."""
    drafted: bool
    """Whoever looks has written it, and has no vote for that."""
    waits: bool
    """A word is missing still."""

    def with_page(self, page: Page) -> "Sheet":
        """The same with more to be read."""
        return replace(self, page=page)


class Outcome(StrEnum):
    """What became of a word."""

    SAID = "said"
    MUTE = "mute"
    """No, but without saying why."""
    CHANGED = "changed"
    """It says something else than what was read."""
    STRANGER = "stranger"
    OVER = "over"
    """It has gone out, or will not go out any more."""


class Word(NamedTuple):
    """What was sent from the page."""

    approves: bool
    note: str
    digest: str
    """Of what was read."""


def waiting_for(
    connection: Connection, place: Workplace, person: str, now: datetime, most: int
) -> tuple[list[Line], int]:
    """What waits for a person's word within sixty days, no more than `most`, and how many more there are."""
    found = _by_content(questions(connection, place, now, AHEAD, person=person))
    shown = list(found.items())[:most]
    words = all_decisions(connection, place.tenant_id, [digest for digest, _ in shown]) if shown else {}
    lines = [_line(place, its, words.get(digest, ()), person, now) for digest, its in shown]
    return lines, len(found) - len(lines)


def waiting(connection: Connection, place: Workplace, person: str, now: datetime) -> list[Line]:
    """All that waits within sixty days, each content once; what waits for the person's word first."""
    found = _by_content(questions(connection, place, now, AHEAD))
    words = all_decisions(connection, place.tenant_id, list(found)) if found else {}
    lines = [_line(place, its, words.get(digest, ()), person, now) for digest, its in found.items()]
    return sorted(lines, key=lambda line: not line.mine)


def look(connection: Connection, place: Workplace, spot: Spot, person: str, now: datetime) -> Sheet | None:
    """One content; None where there is no such thing, or nothing of it is left to decide."""
    found = _find(connection, place, spot, now)
    if found is None:
        return None
    question, waits = found
    tenant, message = place.tenant, question.message
    words = decisions(connection, place.tenant_id, question.digest)
    told = told_of(connection, place.tenant_id, question.digest)
    own = next((word for word in reversed(words) if word.person == person), None)
    title = title_of(tenant, question.campaign, message, now)
    empty = Page(Stage.ASKED, place.tenant_id, title, name_of(tenant, person))
    ballots = [each for each in ballots_on(tenant, message, words).values() if _asked(found, each)]
    return Sheet(
        page=as_read(connection, place, question, empty, now),
        spot=spot_of(question),
        digest=question.digest,
        campaign=question.campaign.entry.title,
        tallies=tuple(_tally(place, each, told) for each in ballots),
        own=said_of(place, own) if own is not None else None,
        votes=bool(asked_of(tenant, message, person)),
        drafted=person == message.drafter,
        waits=bool(waits),
    )


def speak(connection: Connection, place: Workplace, spot: Spot, person: str, word: Word, now: datetime) -> Outcome:
    """Say a person's word on what was read; the last one counts. The connection may write."""
    # Before any row is held: who speaks at the same time waits here, and reads what was said.
    take_turn(connection, place.tenant_id)
    found = _find(connection, place, spot, now)
    if found is None:
        return Outcome.OVER
    question = found[0]
    if question.digest != word.digest:
        return Outcome.CHANGED
    if not asked_of(place.tenant, question.message, person):
        return Outcome.STRANGER
    note = plain_note(word.note)
    if not word.approves and not note:
        return Outcome.MUTE
    decision = Decision.APPROVED if word.approves else Decision.REJECTED
    keep(connection, place, question, now)
    try:
        spoken = Approval(decision, person, note, now)
        cast(connection, place, question.message, question.name, question.digest, spoken, BY)
    except Refused:
        return Outcome.STRANGER
    return Outcome.SAID


def spot_of(question: Question) -> Spot:
    """Where a content is found."""
    return Spot(question.campaign.id, question.name, question.key.rpartition("@")[2])


def _find(
    connection: Connection, place: Workplace, spot: Spot, now: datetime
) -> tuple[Question, Sequence[Question]] | None:
    """The content, and it again for each whose word is missing."""
    campaign = place.tenant.campaigns.get(spot.campaign)
    message = campaign.message(spot.message.partition(SUFFIX)[0]) if campaign else None
    if campaign is None or message is None:
        return None
    found = [
        each
        for each in questions(connection, place, now, FAR_AHEAD, (campaign.id, message.id))
        if each.name == spot.message and (SUFFIX not in each.name or spot_of(each) == spot)
    ]
    if found:
        return found[0], found
    decided = None if SUFFIX in spot.message else open_content(connection, place, campaign, message, now)
    return None if decided is None else (decided, ())


def _by_content(found: Sequence[Question]) -> Mapping[str, Sequence[Question]]:
    """Each content's questions, by its digest."""
    together: dict[str, list[Question]] = {}
    for each in found:
        together.setdefault(each.digest, []).append(each)
    return together


def _asked(found: tuple[Question, Sequence[Question]], ballot: Ballot) -> bool:
    """Whether somebody's word counts here: the message's own approver, whom a veda asks, and whoever has spoken."""
    question, waits = found
    asked = {question.message.approver, *(each.ballot.approver for each in waits), question.ballot.approver}
    return ballot.approver in asked or bool(ballot.last)


def _line(place: Workplace, its: Sequence[Question], words: Sequence[Approval], person: str, now: datetime) -> Line:
    first, tenant = its[0], place.tenant
    title = title_of(tenant, first.campaign, first.message, now)
    ballots = ballots_on(place.tenant, first.message, words)
    return Line(
        spot=spot_of(first),
        title=f"Corrección de «{title}»" if SUFFIX in first.name else title,
        campaign=first.campaign.entry.title,
        slot="" if first.hour is not None else slot_words(spot_of(first).occurrence),
        hour=hour_of(place, first, now),
        silence=silence(place, first, now),
        blackout=" ".join(dict.fromkeys(filter(None, (in_blackout(place, each) for each in its)))),
        tallies=tuple(_tally(place, ballots[each.ballot.approver], {}) for each in its),
        mine=any(person in each.ballot.silent for each in its),
    )


def _tally(place: Workplace, ballot: Ballot, told: Mapping[tuple[str, str], datetime | None]) -> Tally:
    decided = ballot.decided
    return Tally(
        name=name_of(place.tenant, ballot.approver),
        given=ballot.given,
        quorum=ballot.quorum,
        said=tuple(said_of(place, word) for word in ballot.last),
        missing=tuple(_missing(place.tenant, each, told.get((ballot.approver, each))) for each in ballot.silent),
        decided=None if decided is None else decided.decision is Decision.APPROVED,
    )


def _missing(tenant: Tenant, person: str, told: datetime | None) -> Missing:
    return Missing(name_of(tenant, person), bool(staff_of(tenant.municipality, person)), told)
