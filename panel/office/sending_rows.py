"""One publication as its page shows it: how far it is, what it says, what hangs on it."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from campaigns.content import Content, FrozenFile
from campaigns.content.archived import archived_words, words_for
from campaigns.debtors import name_of
from campaigns.language import language_name
from campaigns.templates import TemplateError
from channels.adapter import Kind
from channels.keys import Key
from delivery.planning.preview import HOUSEHOLD, made_up_reader
from delivery.watching.progress import Progress, as_progress, is_listing
from delivery.workplace import Workplace
from panel.office.went import COLUMNS, Went, counts_of, went
from storage.states import BOUNCED, PublicationState
from storage.tables import delivery, publication, work_order
from storage.written import SHOWN

MOST = 50
"""Of tasks, other accounts and corrections that are shown."""
_MARK = re.compile(r"\{[{%]")
"""Where a text says to each person something of his own."""


class Said(NamedTuple):
    """Its words in one language."""

    language: str
    """Its name in Spanish."""
    subject: str
    text: str
    foot: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """What it says, as it was kept when it began to go out."""

    said: Sequence[Said]
    images: Sequence[FrozenFile]
    documents: Sequence[FrozenFile]
    question: str
    """Of its survey; empty: it asks nothing."""
    options: Sequence[str]
    made_for: Sequence[str]
    """Names of the made-up people whose words are shown; empty: everybody reads the same."""


class Post(NamedTuple):
    """The one delivery of what goes to everybody."""

    state: str
    url: str
    error: str
    sent_at: datetime | None


class Task(NamedTuple):
    """Something that a person does for it."""

    number: int
    title: str
    responsible: str
    state: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Sending:
    """One moment of one publication."""

    row: Row[Any]
    line: Went
    progress: Progress | None
    """None: it has not begun."""
    listing: bool
    """Its recipients are still being written down: how many there will be is not known yet."""
    frozen: Frozen | None
    """None: nothing is kept yet."""
    post: Post | None
    tasks: Sequence[Task]
    others: Sequence[Went]
    """The same message, at the same time, on other accounts."""
    derived: Sequence[Went]
    """Its corrections and withdrawals."""
    source: Went | None
    """What it corrects or takes back itself."""

    @property
    def to_persons(self) -> bool:
        """Whether it has recipients with a name."""
        return bool(self.row.kind == Kind.DIRECT.value)

    @property
    def by_hand(self) -> bool:
        """Whether people carry it out."""
        return bool(self.row.kind == Kind.MANUAL.value)

    @property
    def withdrawn(self) -> bool:
        """Whether it was told to be taken back."""
        return any(each.withdraws for each in self.derived)

    @property
    def taken_back(self) -> bool:
        """Whether all of it was."""
        return any(each.withdraws and each.state == PublicationState.DONE.value for each in self.derived)

    @property
    def moves(self) -> bool:
        """Whether another look in some seconds may tell something else."""
        return self.progress is not None and self.progress.runs and not self.by_hand


def read_sending(connection: Connection, place: Workplace, number: int) -> Sending | None:
    """One publication of a municipality; None where it has none of that number, or one that is shown to nobody."""
    mine = (publication.c.id == number, publication.c.tenant == place.tenant_id, SHOWN)
    row = connection.execute(select(publication).where(*mine)).one_or_none()
    if row is None:
        return None
    others, derived, source = _related(connection, place, row)
    counts = counts_of(connection, [number, *(each.id for each in (*others, *derived, *source))])
    lines = {each.id: went(place.tenant, each, counts.get(each.id, {})) for each in (*others, *derived, *source)}
    by_state = {state: count for state, count in counts.get(number, {}).items() if state != BOUNCED}
    begun = row.started_at is not None
    return Sending(
        row=row,
        line=went(place.tenant, row, counts.get(number, {})),
        progress=as_progress(row, by_state, sum(by_state.values())) if begun else None,
        listing=begun and is_listing(row),
        frozen=_frozen(row) if row.content is not None else None,
        post=_post(connection, number) if row.kind == Kind.BROADCAST.value else None,
        tasks=_tasks(connection, place, number) if row.kind == Kind.MANUAL.value else (),
        others=[lines[each.id] for each in others],
        derived=[lines[each.id] for each in derived],
        source=next((lines[each.id] for each in source), None),
    )


def key_of_all(row: Row[Any]) -> str:
    """The key of a publication's message on all its accounts."""
    return str(Key(row.campaign, row.message, "", row.occurrence))


def frozen_file(connection: Connection, place: Workplace, number: int, sha256: str) -> FrozenFile | None:
    """A file that a publication bears; None where it bears no such one."""
    its = publication.c
    asked = select(its.content).where(its.id == number, its.tenant == place.tenant_id, SHOWN)
    kept: Mapping[str, Any] | None = connection.execute(asked).scalar_one_or_none()
    if kept is None:
        return None
    content = Content.from_json(kept)
    return next((each for each in (*content.images, *content.attachments) if each.sha256 == sha256), None)


def _related(connection: Connection, place: Workplace, row: Row[Any]) -> tuple[list[Any], list[Any], list[Any]]:
    """Of the same campaign and slot: other accounts, what corrects or takes back this one, what this one does so to."""
    its = publication.c
    base = row.message.partition("~")[0]
    asked = (
        select(*COLUMNS, its.corrects)
        .where(
            its.tenant == place.tenant_id,
            its.campaign == row.campaign,
            its.message.startswith(base, autoescape=True),
            its.occurrence == row.occurrence,
            its.id != row.id,
        )
        .order_by(its.id)
    )
    found: list[Any] = [*connection.execute(asked)]
    others = [each for each in found if each.message == row.message]
    derived = [each for each in found if each.corrects == row.id]
    return others[:MOST], derived[:MOST], [each for each in found if each.id == row.corrects]


def _frozen(row: Row[Any]) -> Frozen:
    content = Content.from_json(row.content)
    languages = [content, *(content.in_language(code) for code in content.translations)]
    words = [archived_words(each) for each in languages]
    names: Sequence[str] = ()
    if row.kind == Kind.DIRECT.value and any(_MARK.search(f"{each.subject} {each.text}") for each in words):
        readers = [made_up_reader(each, household=row.per_household) for each in languages]
        with suppress(TemplateError):
            words = [words_for(*each) for each in zip(languages, readers, strict=True)]
            names = HOUSEHOLD if row.per_household else HOUSEHOLD[:1]
    said = [Said(language_name(each.language), *told) for each, told in zip(languages, words, strict=True)]
    survey = content.survey
    return Frozen(
        said,
        content.images,
        content.attachments,
        survey.question if survey is not None else "",
        survey.options if survey is not None else (),
        names,
    )


def _post(connection: Connection, number: int) -> Post | None:
    its = delivery.c
    asked = select(its.state, its.url, its.error_text, its.sent_at).where(its.publication == number).limit(1)
    row = connection.execute(asked).first()
    return None if row is None else Post(row.state, row.url or "", row.error_text or "", row.sent_at)


def _tasks(connection: Connection, place: Workplace, number: int) -> list[Task]:
    its = work_order.c
    asked = select(its.id, its.title, its.responsible, its.state, its.due_at, its.extended_to)
    rows = connection.execute(asked.where(its.publication == number).order_by(its.id).limit(MOST))
    municipality = place.tenant.municipality
    return [
        Task(row.id, row.title, name_of(municipality, row.responsible), row.state, row.extended_to or row.due_at)
        for row in rows
    ]
