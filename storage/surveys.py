"""Surveys in rows: opened once for all accounts of a message, closed, and their services' polls counted."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from storage.execution import execute
from storage.states import Mode, PollState
from storage.tables import poll, publication, survey, tenant
from storage.upsert import insert
from storage.votes import forget_origins

SALT = 32
"""Octets."""


class NewSurvey(NamedTuple):
    """A survey to be opened."""

    tenant: int
    campaign: str
    message: str
    occurrence: str
    code: str
    question: str
    options: Sequence[str]
    closes_at: datetime


class SurveyEnd(NamedTuple):
    """When a survey takes no more votes."""

    at: datetime
    cancelled: bool


class OpenSurvey(NamedTuple):
    """A survey as its rows have it."""

    id: int
    tenant: int
    tenant_slug: str
    campaign: str
    message: str
    occurrence: str
    code: str
    question: str
    options: tuple[str, ...]
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    salt: str | None
    cancelled: str
    """Why it was called off, in Spanish; empty: it was not."""

    @property
    def ends(self) -> SurveyEnd:
        """At its hour, or when it was closed before."""
        return SurveyEnd(min(self.closed_at or self.closes_at, self.closes_at), bool(self.cancelled))

    def takes_votes(self, now: datetime) -> bool:
        """Whether a vote still counts."""
        return self.closed_at is None and now < self.closes_at and self.salt is not None


class Closing(NamedTuple):
    """A survey that takes votes until an hour."""

    id: int
    campaign: str
    closes_at: datetime
    missing_since: datetime | None
    """Since when its campaign is not in the files; None: it is there."""


class PollRow(NamedTuple):
    """What the poll of a service came to."""

    id: int
    publication: int
    account: str
    medium: str
    state: PollState
    votes: tuple[int, ...] | None
    voters: int | None
    counted_at: datetime | None
    told_by: str
    reason: str


# Built once and kept: it is asked at every sweep.
_STILL_OPEN = (
    select(survey.c.id, survey.c.campaign, survey.c.closes_at, survey.c.missing_since)
    .where(survey.c.tenant == bindparam("of"), survey.c.closed_at.is_(None))
    .order_by(survey.c.closes_at)
)
_COLUMNS = (
    survey.c.id,
    survey.c.tenant,
    tenant.c.slug.label("tenant_slug"),
    survey.c.campaign,
    survey.c.message,
    survey.c.occurrence,
    survey.c.code,
    survey.c.question,
    survey.c.options,
    survey.c.opened_at,
    survey.c.closes_at,
    survey.c.closed_at,
    survey.c.salt,
    survey.c.cancelled,
)


def open_survey(connection: Connection, new: NewSurvey, now: datetime) -> OpenSurvey:
    """The survey of a message's occurrence; opened where it is the first of its accounts, else as it was opened."""
    values = {**new._asdict(), "options": list(new.options), "opened_at": now, "salt": secrets.token_hex(SALT)}
    connection.execute(insert(connection, survey).values(**values).on_conflict_do_nothing())
    found = survey_of(connection, new.tenant, new.campaign, new.message, new.occurrence)
    assert found is not None
    return found


def survey_of(
    connection: Connection, tenant_id: int, campaign: str, message: str, occurrence: str
) -> OpenSurvey | None:
    """The survey of a message's occurrence, if it was opened."""
    keys = (survey.c.tenant == tenant_id, survey.c.campaign == campaign, survey.c.message == message)
    return _one(connection, *keys, survey.c.occurrence == occurrence)


def ends_of(connection: Connection, tenant_id: int, campaign: str, message: str) -> dict[str, SurveyEnd]:
    """When the surveys of a message take no more votes, by occurrence: those that were opened."""
    keys = (survey.c.tenant == tenant_id, survey.c.campaign == campaign, survey.c.message == message)
    return {each.occurrence: each.ends for each in _many(connection, *keys)}


def survey_of_number(connection: Connection, tenant_id: int, number: int) -> OpenSurvey | None:
    """A municipality's survey by its number; None where it has none."""
    return _one(connection, survey.c.tenant == tenant_id, survey.c.id == number)


def survey_by_code(connection: Connection, code: str) -> OpenSurvey | None:
    """The survey that an address names."""
    return _one(connection, survey.c.code == code)


def surveys(connection: Connection, tenant_id: int) -> list[OpenSurvey]:
    """All surveys of a municipality, the newest first."""
    return _many(connection, survey.c.tenant == tenant_id)


def still_open(connection: Connection, tenant_id: int) -> list[Closing]:
    """When each survey that nobody has closed is to be, the first ones first."""
    rows = execute(connection, _STILL_OPEN, {"of": tenant_id})
    return [Closing(*row) for row in rows]


def close_survey(connection: Connection, number: int, now: datetime, cancelled: str = "") -> bool:
    """Take no more votes, and forget what votes could be told apart by. False: it was closed before.

    `cancelled`: why it is called off, in Spanish; empty: its hour has come.
    """
    ours = (survey.c.id == number, survey.c.closed_at.is_(None))
    ended = {"closed_at": now, "salt": None, "cancelled": cancelled}
    if not connection.execute(update(survey).where(*ours).values(**ended)).rowcount:
        return False
    forget_origins(connection, number)
    return True


def move_close(connection: Connection, number: int, closes_at: datetime) -> None:
    """Take votes until another hour, as long as nobody has closed it."""
    ours = (survey.c.id == number, survey.c.closed_at.is_(None))
    connection.execute(update(survey).where(*ours).values(closes_at=closes_at))


def note_missing(connection: Connection, number: int, since: datetime | None) -> None:
    """Since when a survey's campaign is not in the files; None: it is there."""
    connection.execute(update(survey).where(survey.c.id == number).values(missing_since=since))


def is_asked_for_real(connection: Connection, of: OpenSurvey) -> bool:
    """Whether any account that is no rehearsal has asked it: before that nobody but staff has its address."""
    its = publication.c
    asking = (its.tenant == of.tenant, its.campaign == of.campaign, its.message == of.message)
    begun = (its.occurrence == of.occurrence, its.mode == Mode.REAL.value, its.started_at.is_not(None))
    return connection.execute(select(its.id).where(*asking, *begun).limit(1)).first() is not None


def language_of(connection: Connection, of: OpenSurvey) -> str:
    """The language of its question, as the content of what asks it has it: «es» where nothing says another."""
    its = publication.c
    asking = (its.tenant == of.tenant, its.campaign == of.campaign, its.message == of.message)
    language = its.content["language"].as_string()
    asked = select(language).where(*asking, its.occurrence == of.occurrence, its.content.is_not(None)).limit(1)
    return connection.execute(asked).scalar() or "es"


def add_poll(connection: Connection, survey_id: int, publication_id: int) -> None:
    """Note that a publication bears the service's own poll; twice does no harm."""
    values = {"survey": survey_id, "publication": publication_id, "state": PollState.OPEN.value}
    connection.execute(insert(connection, poll).values(**values).on_conflict_do_nothing())


def polls_of(connection: Connection, survey_id: int) -> list[PollRow]:
    """The polls of services that ask a survey's question."""
    return polls_by_survey(connection, [survey_id]).get(survey_id, [])


def polls_by_survey(connection: Connection, numbers: Collection[int]) -> dict[int, list[PollRow]]:
    """The same of several surveys; those without a poll are left out."""
    asked = (
        select(
            poll.c.survey,
            poll.c.id,
            poll.c.publication,
            publication.c.account,
            publication.c.medium,
            poll.c.state,
            poll.c.votes,
            poll.c.voters,
            poll.c.counted_at,
            poll.c.told_by,
            poll.c.reason,
        )
        .join(publication, poll.c.publication == publication.c.id)
        .where(poll.c.survey.in_(numbers))
        .order_by(poll.c.id)
    )
    found: dict[int, list[PollRow]] = {}
    for number, *told in connection.execute(asked):
        row = PollRow(*told)
        kept = row._replace(state=PollState(row.state), votes=None if row.votes is None else tuple(row.votes))
        found.setdefault(number, []).append(kept)
    return found


def count_poll(
    connection: Connection,
    publication_id: int,
    votes: Sequence[int],
    voters: int | None,
    now: datetime,
    told_by: str = "",
) -> None:
    """Keep how a poll ended: as the service told it, or a person (`told_by`)."""
    values = {"state": PollState.COUNTED.value, "votes": list(votes), "voters": voters, "counted_at": now}
    ours = poll.c.publication == publication_id
    connection.execute(update(poll).where(ours).values(**values, told_by=told_by, reason=""))


def ask_person(connection: Connection, publication_id: int, reason: str) -> None:
    """The service does not tell a poll's votes any more: somebody has to look."""
    ours = (poll.c.publication == publication_id, poll.c.state == PollState.OPEN.value)
    connection.execute(update(poll).where(*ours).values(state=PollState.NEEDS_PERSON.value, reason=reason))


def void_poll(connection: Connection, publication_id: int, reason: str) -> None:
    """There are no votes, `reason` says why in Spanish: nobody is asked for them."""
    ours = (poll.c.publication == publication_id, poll.c.state == PollState.OPEN.value)
    connection.execute(update(poll).where(*ours).values(state=PollState.VOID.value, reason=reason))


def _one(connection: Connection, *keys: Any) -> OpenSurvey | None:  # noqa: ANN401 - conditions of any kind
    found = _many(connection, *keys)
    return found[0] if found else None


def _many(connection: Connection, *keys: Any) -> list[OpenSurvey]:  # noqa: ANN401 - conditions of any kind
    asked = (
        select(*_COLUMNS)
        .join(tenant, survey.c.tenant == tenant.c.id)
        .where(*keys)
        .order_by(survey.c.opened_at.desc(), survey.c.id.desc())
    )
    found = []
    for row in connection.execute(asked):
        told: Any = row._mapping
        found.append(OpenSurvey(**{**told, "options": tuple(row.options)}))
    return found
