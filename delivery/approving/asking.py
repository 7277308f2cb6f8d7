"""Whoever has not said a word yet is asked by mail: when a content is new, and again as its hour nears.

Who was asked and reminded is a row, so that no restart and no second daemon asks again. One mail to a person lists all
that waits for that person.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection

from campaigns.when import Lead, parse_lead
from delivery.approving.letters import Asked, words
from delivery.approving.office_hours import first_mail, reminder
from delivery.approving.questions import FAR_AHEAD, Question, questions
from delivery.approving.shown import shown
from delivery.clock import Clock
from delivery.keys import parse_key
from delivery.notices.notice import PROGRAM, Notice, outlet, write
from delivery.publishing.correction_gate import SUFFIX
from delivery.staff import staff_of
from delivery.workplace import Workplace, Workplaces
from logs import Log
from storage.approval_requests import Request, Wanted, keep_version, requests, told, want
from storage.database import Database
from storage.turns import take_turn

log = Log(__name__)

MESSAGE = "aprobar~{}"
USEFUL = timedelta(days=1)
"""How long such a mail is tried."""


class Due(NamedTuple):
    """A mail that is to be written now."""

    person: str
    asked: Sequence[Asked]
    """All that waits for the person."""
    marks: Mapping[int, str]
    """Of the requests for which it is written: which reminder it is, empty for the first mail."""


class Asking:
    """Looks after the words that are missing in every municipality."""

    def __init__(self, database: Database, places: Workplaces, clock: Clock) -> None:
        """All stay the caller's."""
        self._database = database
        self._places = places
        self._clock = clock

    async def look(self) -> None:
        """Write down whom to ask, and write the mails that are due. Raises `StorageError`, `OSError`."""
        for place in self._places.all:
            if outlet(place) is None:
                continue
            work = partial(is_due, workplace=place, now=self._clock.now())
            if await self._database.ask(work):
                asking = partial(ask, workplace=place, now=self._clock.now())
                if made := await self._database.run(asking):
                    log.info("asked for approval", tenant=place.tenant.slug, mails=made)


def is_due(connection: Connection, workplace: Workplace, now: datetime) -> bool:
    """Whether there is anybody to write down or to write to."""
    waiting, known = questions(connection, workplace, now), requests(connection, workplace.tenant_id)
    new = any(_key(question, person) not in known for question, person in _voters(workplace, waiting))
    return new or next(_due(workplace, waiting, known, now), None) is not None


def ask(connection: Connection, workplace: Workplace, now: datetime) -> int:
    """Do it; how many mails were written."""
    take_turn(connection, workplace.tenant_id)
    account, made = outlet(workplace), 0
    waiting, known = questions(connection, workplace, now), requests(connection, workplace.tenant_id)
    for question, person in _voters(workplace, waiting):
        if _key(question, person) not in known:
            _want(connection, workplace, question, person, now)
    known = requests(connection, workplace.tenant_id)
    for due in list(_due(workplace, waiting, known, now)) if account is not None else ():
        of_number = {each.request.id: each.request for each in due.asked}
        marked = [number for number, mark in due.marks.items() if told(connection, of_number[number], mark, now)]
        if marked and account is not None:
            again = all(due.marks[number] for number in marked)
            notice = Notice(PROGRAM, MESSAGE.format(due.person), f"{marked[0]}.{due.marks[marked[0]] or 'primera'}")
            text = words(workplace, due.asked, now, again=again)
            made += write(connection, workplace, account, notice, text, [due.person], now + USEFUL, now)
    return made


def _voters(workplace: Workplace, waiting: Sequence[Question]) -> Iterator[tuple[Question, str]]:
    """Each voter who has said nothing and can be written to; one word serves all for whom a person has a vote."""
    asked: set[tuple[str, str]] = set()
    for question in waiting:
        for person in question.ballot.silent:
            if (question.digest, person) not in asked and staff_of(workplace.tenant.municipality, person):
                asked.add((question.digest, person))
                yield question, person


def _key(question: Question, person: str) -> tuple[str, str, str]:
    return question.digest, question.ballot.approver, person


def _want(connection: Connection, workplace: Workplace, question: Question, person: str, now: datetime) -> None:
    approver = question.ballot.approver
    wanted = Wanted(question.campaign.id, question.name, question.digest, approver, person, question.hour)
    want(connection, workplace.tenant_id, wanted, first_mail(workplace.tenant, question.hour, now))
    keep(connection, workplace, question, now)


def keep(connection: Connection, workplace: Workplace, question: Question, now: datetime) -> None:
    """Keep what is read of a content: what a later one changes is told against it."""
    read = shown(connection, workplace, question, now)
    campaign = question.campaign.id
    keep_version(connection, workplace.tenant_id, campaign, question.name, question.digest, read, now)


def keep_named(connection: Connection, workplace: Workplace, text: str, now: datetime) -> None:
    """Keep what is read of the content behind a key, while it waits for a word. Raises `BadKey`."""
    key = parse_key(text)
    take_turn(connection, workplace.tenant_id)
    only = (key.campaign, key.message.partition(SUFFIX)[0])
    for question in questions(connection, workplace, now, FAR_AHEAD, only):
        if question.name == key.message:
            keep(connection, workplace, question, now)


def _due(
    workplace: Workplace, waiting: Sequence[Question], known: Mapping[tuple[str, str, str], Request], now: datetime
) -> Iterator[Due]:
    """Each person's mail, where there is a reason for one."""
    of_person: dict[str, list[Asked]] = {}
    for question, person in _voters(workplace, waiting):
        request = known.get(_key(question, person))
        if request is not None:
            of_person.setdefault(person, []).append(Asked(question, request))
    for person, asked in of_person.items():
        marks = {each.request.id: mark for each in asked if (mark := _mark(workplace, each, now)) is not None}
        if marks:
            ready = [each for each in asked if each.request.told_at is not None or each.request.id in marks]
            yield Due(person, ready, marks)


def _mark(workplace: Workplace, each: Asked, now: datetime) -> str | None:
    """Why a mail is to be written on it now: empty for the first, a reminder's mark; None: there is no reason."""
    request, hour = each.request, each.question.hour
    if request.told_at is None:
        return "" if request.due_at <= now else None
    if hour is None:
        return None
    again = request.hour is not None and request.hour != hour
    leads = _leads(workplace, request.approver)
    mark = reminder(workplace.tenant, leads, hour, request.told_at, now, again=again)
    return mark if mark and mark != request.reminded else None


def _leads(workplace: Workplace, approver: str) -> Sequence[Lead]:
    return [parse_lead(text.removesuffix(" antes")) for text in workplace.tenant.municipality.reminders_of(approver)]
