"""What departments and people ask of the office, in rows: received, decided, answered, and forgotten in the end."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, Text, and_, func, insert, or_, select, update

from storage.files import forget_files
from storage.states import OPEN_SUBMISSION, Sender, SubmissionKind, SubmissionState
from storage.tables import submission

OPEN = tuple(state.value for state in OPEN_SUBMISSION)


class KeptPicture(NamedTuple):
    """A picture whose bytes are kept by their sha256."""

    sha256: str
    name: str
    mime: str
    size: int
    """In octets."""
    alt: str = ""
    """What it shows, in the sender's words."""


class Submission(NamedTuple):
    """One row; `storage.tables.submission` says what each column is."""

    id: int
    tenant: int
    kind: SubmissionKind
    sender: Sender
    person: str
    department: str
    addressee: str
    section: str
    actions: tuple[str, ...]
    name: str
    adult: str
    signs: bool
    shows: bool
    address: str | None
    key: str | None
    title: str
    text: str
    files: tuple[KeptPicture, ...]
    state: SubmissionState
    received_at: datetime
    due_at: datetime
    edited: Mapping[str, Any] | None
    digest: str
    handled_by: str
    answer: str
    answered_at: datetime | None
    publication: int | None
    forgotten_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether somebody waits for it."""
        return self.state in OPEN_SUBMISSION

    @property
    def public(self) -> bool:
        """Whether it came by the page that is open to everyone."""
        return not self.person

    def is_late(self, now: datetime) -> bool:
        """Whether its term is over without an answer."""
        return self.open and self.due_at < now


class Waiting(NamedTuple):
    """How many wait."""

    all: int
    late: int


_ITS = submission.c
_COLUMNS = [_ITS[name] for name in Submission._fields]
_FORGOTTEN: Mapping[str, object] = {
    "name": "",
    "adult": "",
    "address": None,
    "origin": "",
    "title": "",
    "text": "",
    "files": [],
    "edited": None,
    "answer": "",
}
"""What is left of one: of which kind it was, from what kind of sender, when, and what became of it."""


def add_submission(connection: Connection, tenant_id: int, **columns: object) -> int:
    """Write one down as received; its number."""
    values = {"tenant": tenant_id, "state": SubmissionState.RECEIVED.value, **columns}
    return int(connection.execute(insert(submission).values(values).returning(_ITS.id)).scalar_one())


def submission_by_id(connection: Connection, tenant_id: int, number: int) -> Submission | None:
    """A municipality's, by its number."""
    row = connection.execute(select(*_COLUMNS).where(_ITS.id == number, _ITS.tenant == tenant_id)).one_or_none()
    return None if row is None else _read(row)


def submissions_waiting(
    connection: Connection, tenant_id: int, after: tuple[datetime, int] | None, most: int
) -> list[Submission]:
    """Those that somebody waits for, by their term; `after`: the term and number of the last one that was seen."""
    found: list[Submission] = []
    for state in OPEN:
        wanted = and_(_ITS.tenant == tenant_id, _ITS.state == state)
        if after is not None:
            wanted &= or_(_ITS.due_at > after[0], and_(_ITS.due_at == after[0], _ITS.id > after[1]))
        found += _some(connection, wanted, (_ITS.due_at, _ITS.id), most)
    return sorted(found, key=lambda each: (each.due_at, each.id))[:most]


def submissions_accepted(connection: Connection, tenant_id: int) -> list[Submission]:
    """Those that the office wants to publish and that are not published yet, the oldest first."""
    wanted = and_(_ITS.tenant == tenant_id, _ITS.state == SubmissionState.ACCEPTED.value)
    asked = select(*_COLUMNS).where(wanted).order_by(_ITS.id)
    return [_read(row) for row in connection.execute(asked)]


def submissions_over(connection: Connection, tenant_id: int, before: int | None, most: int) -> list[Submission]:
    """All others, the newest first; `before`: the number of the last one that was seen."""
    return _newest(connection, and_(_ITS.tenant == tenant_id, _ITS.state.not_in(OPEN)), before, most)


def submissions_of(
    connection: Connection, tenant_id: int, person: str, before: int | None, most: int
) -> list[Submission]:
    """What somebody who signs in has sent, the newest first."""
    return _newest(connection, and_(_ITS.tenant == tenant_id, _ITS.person == person), before, most)


def submissions_to(
    connection: Connection, tenant_id: int, addressee: str, before: int | None, most: int
) -> list[Submission]:
    """What a contributor is to answer, or has answered, the newest first."""
    return _newest(connection, and_(_ITS.tenant == tenant_id, _ITS.addressee == addressee), before, most)


def waiting(connection: Connection, tenant_id: int, now: datetime, addressee: str | None = None) -> Waiting:
    """How many wait in all, and of those how many past their term; `addressee`: of a contributor alone."""
    wanted = and_(_ITS.tenant == tenant_id, _ITS.state.in_(OPEN))
    if addressee is not None:
        wanted &= _ITS.addressee == addressee
    late = func.count().filter(_ITS.due_at < now)
    return Waiting(*connection.execute(select(func.count(), late).where(wanted)).one())


def origins_since(connection: Connection, tenant_id: int, since: datetime) -> list[str]:
    """Where in the network each came from that was received since then by the public page."""
    asked = select(_ITS.origin).where(_ITS.tenant == tenant_id, _ITS.received_at > since, _ITS.person == "")
    return list(connection.scalars(asked))


def change_submission(
    connection: Connection, number: int, among: Collection[SubmissionState], **columns: object
) -> bool:
    """Change one that stands in one of these states; False where it does not, for somebody was faster."""
    asked = update(submission).where(_ITS.id == number, _ITS.state.in_([state.value for state in among]))
    return connection.execute(asked.values(columns)).rowcount == 1


def forget_submissions(connection: Connection, numbers: Sequence[int], now: datetime) -> tuple[str, ...]:
    """Take out all that is somebody's; the digests of pictures that nothing shows any more: their bytes are to go.

    One that waits is withdrawn. What was published stays published: taking it back is another thing.
    """
    asked = select(_ITS.id, _ITS.files, _ITS.publication).where(_ITS.id.in_(numbers), _ITS.forgotten_at.is_(None))
    rows = connection.execute(asked).all()
    gone = {str(each["sha256"]) for row in rows for each in row.files if row.publication is None}
    those = _ITS.id.in_([row.id for row in rows])
    ended = {"state": SubmissionState.WITHDRAWN.value, "answered_at": now}
    connection.execute(update(submission).where(those, _ITS.state.in_(OPEN)).values(ended))
    connection.execute(update(submission).where(those).values({**_FORGOTTEN, "forgotten_at": now}))
    unseen = tuple(sorted(each for each in gone if not _is_shown(connection, each)))
    forget_files(connection, unseen)
    return unseen


def submissions_older(tenant_id: int, cutoff: datetime) -> Select[tuple[int]]:
    """Asks for the numbers of those that were over before a moment, and tell something still."""
    over = (_ITS.state.not_in(OPEN), _ITS.answered_at < cutoff, _ITS.forgotten_at.is_(None))
    return select(_ITS.id).where(_ITS.tenant == tenant_id, *over).order_by(_ITS.id)


def submissions_by_key(connection: Connection, tenant_id: int, keys: Collection[str]) -> list[int]:
    """Numbers of those that were sent with one of these addresses, and tell something still."""
    asked = select(_ITS.id).where(_ITS.tenant == tenant_id, _ITS.key.in_(keys), _ITS.forgotten_at.is_(None))
    return list(connection.scalars(asked.order_by(_ITS.id)))


def _is_shown(connection: Connection, digest: str) -> bool:
    """Whether another one has a picture, too: the same bytes are kept once."""
    return (
        connection.execute(select(_ITS.id).where(_ITS.files.cast(Text).contains(digest)).limit(1)).first() is not None
    )


def _newest(connection: Connection, wanted: ColumnElement[bool], before: int | None, most: int) -> list[Submission]:
    if before is not None:
        wanted = and_(wanted, _ITS.id < before)
    return _some(connection, wanted, (_ITS.id.desc(),), most)


def _some(
    connection: Connection, wanted: ColumnElement[bool], order: tuple[ColumnElement[Any], ...], most: int
) -> list[Submission]:
    asked = select(*_COLUMNS).where(wanted).order_by(*order).limit(most)
    return [_read(row) for row in connection.execute(asked)]


def _read(row: Row[*tuple[Any, ...]]) -> Submission:
    told = dict(zip(Submission._fields, row, strict=True))
    told["kind"], told["sender"] = SubmissionKind(told["kind"]), Sender(told["sender"])
    told["state"], told["actions"] = SubmissionState(told["state"]), tuple(told["actions"])
    told["files"] = tuple(KeptPicture(**each) for each in told["files"])
    return Submission(**told)
