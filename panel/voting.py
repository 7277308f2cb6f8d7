"""One visit to a survey's page: who votes, what is shown, and the vote itself. Reads and writes rows, knows no HTTP."""

import hmac
from base64 import b32encode
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import Connection, select

from delivery.sending.ballots import delivery_of, network_told, voter_of_device, voter_of_token
from storage.keyring import Keyring
from storage.states import Mode, Voter
from storage.survey_results import Result, results
from storage.surveys import OpenSurvey, is_asked_for_real, language_of, survey_by_code
from storage.tables import delivery, publication
from storage.tenants import Face, face_of
from storage.votes import Origin, cast, has_voted, is_crowded

FORM_LASTS = timedelta(hours=2)
"""How long a page that was opened may be sent."""


class Stage(StrEnum):
    """What a visitor sees."""

    ASKED = "asked"
    VOTED = "voted"
    """The vote was just counted."""
    BEFORE = "before"
    """This voter has voted before."""
    CLOSED = "closed"
    STALE = "stale"
    """The form is too old, or not of this visitor; it is shown anew."""
    EMPTY = "empty"
    """Nothing was chosen."""
    FULL = "full"
    """Without a link nobody votes from this network any more: it has given its votes."""
    TRIAL = "trial"
    """The link is of a rehearsal, and the survey is asked for real: it has no vote."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks."""

    address: str
    browser: str
    token: str = ""
    """Of a personal link; empty: there is none."""


@dataclass(frozen=True, slots=True)
class Page:
    """All that a survey's page shows."""

    survey: OpenSurvey
    face: Face
    """Whose survey it is."""
    voter: Voter
    """How this visitor's vote is told from others'."""
    stage: Stage
    form: str = ""
    results: tuple[Result, ...] = ()
    missing: tuple[str, ...] = ()
    """Media whose votes are not known yet."""
    language: str = "es"
    """Of the question and its options."""


@dataclass(frozen=True, slots=True)
class _Voter:
    key: str
    kind: Voter
    medium: str
    origin: Origin
    rehearsed: bool = False
    """By a link that no citizen has got."""


def visit(connection: Connection, keyring: Keyring, code: str, visitor: Visitor, now: datetime) -> Page | None:
    """What a visitor sees who has done nothing yet; None: there is no such survey, or the token is not ours."""
    return _page(connection, keyring, code, visitor, now, None, "")


def vote(
    connection: Connection, keyring: Keyring, code: str, visitor: Visitor, option: int | None, form: str, now: datetime
) -> Page | None:
    """Count a vote, once. The connection may write."""
    return _page(connection, keyring, code, visitor, now, option, form or "-")


def _page(
    connection: Connection, keyring: Keyring, code: str, visitor: Visitor, now: datetime, option: int | None, form: str
) -> Page | None:
    page = _met(connection, keyring, code, visitor, now, option, form)
    return replace(page, language=language_of(connection, page.survey)) if page is not None else None


def _met(
    connection: Connection, keyring: Keyring, code: str, visitor: Visitor, now: datetime, option: int | None, form: str
) -> Page | None:
    survey = survey_by_code(connection, code)
    if survey is None:
        return None
    face = face_of(connection, survey.tenant)
    known = _voter(connection, keyring, survey, visitor, face.votes_per_network)
    if known is None:
        return None
    if not survey.takes_votes(now):
        return Page(survey, face, known.kind, Stage.CLOSED, "", *results(connection, survey))
    if known.rehearsed and is_asked_for_real(connection, survey):
        return Page(survey, face, known.kind, Stage.TRIAL)
    stage = _refused(connection, survey, known) or Stage.ASKED
    if form and stage is Stage.ASKED:
        stage = _sent(connection, survey, known, option, _is_right(keyring, survey, known.key, form, now), now)
    return Page(survey, face, known.kind, stage, _form(keyring, survey, known.key, now + FORM_LASTS))


def _sent(
    connection: Connection, survey: OpenSurvey, known: _Voter, option: int | None, right: bool, now: datetime
) -> Stage:
    """What came of a form; `right`: it is this visitor's, and not too old."""
    if not right:
        return Stage.STALE
    if option is None or not 0 <= option < len(survey.options):
        return Stage.EMPTY
    if cast(connection, survey.id, known.key, known.kind, known.medium, option, now, known.origin):
        return Stage.VOTED
    return _refused(connection, survey, known) or Stage.STALE


def _refused(connection: Connection, survey: OpenSurvey, known: _Voter) -> Stage | None:
    """Why this visitor has no vote to give; None: it has."""
    if has_voted(connection, survey.id, known.key):
        return Stage.BEFORE
    crowded = known.kind is Voter.DEVICE and is_crowded(connection, survey.id, known.origin)
    return Stage.FULL if crowded else None


def _voter(connection: Connection, keyring: Keyring, survey: OpenSurvey, visitor: Visitor, most: int) -> _Voter | None:
    """None: the token is not of this survey. After the close nobody is told apart any more.

    `most`: how many votes without a link a network has.
    """
    salt = survey.salt or ""
    device = voter_of_device(keyring, salt, visitor.address, visitor.browser)
    origin = Origin(device, network_told(keyring, salt, visitor.address), most)
    if not visitor.token:
        return _Voter(device, Voter.DEVICE, "", origin)
    number = delivery_of(keyring, survey.code, visitor.token)
    if number is None:
        return None
    asked = (
        select(delivery.c.recipient_key, publication.c.medium, publication.c.mode)
        .join(publication, delivery.c.publication == publication.c.id)
        .where(delivery.c.id == number, publication.c.tenant == survey.tenant)
    )
    row = connection.execute(asked).first()
    if row is None:
        return None
    rehearsed = row.mode != Mode.REAL.value
    return _Voter(voter_of_token(keyring, salt, row.recipient_key), Voter.TOKEN, row.medium, origin, rehearsed)


def _form(keyring: Keyring, survey: OpenSurvey, voter: str, until: datetime) -> str:
    """What only this visitor's form bears: no other site can make a browser vote, without a cookie."""
    ends = int(until.timestamp())
    return f"{ends}-{_signed(keyring.signing_keys[-1].key, survey.code, voter, ends)}"


def _is_right(keyring: Keyring, survey: OpenSurvey, voter: str, form: str, now: datetime) -> bool:
    ends, _, signature = form.partition("-")
    if not (ends.isascii() and ends.isdigit() and len(ends) <= 12 and signature.isascii()):
        return False
    keys = (each.key for each in keyring.signing_keys)
    signed = [hmac.compare_digest(_signed(key, survey.code, voter, int(ends)), signature) for key in keys]
    return any(signed) and now.timestamp() < int(ends)


def _signed(key: bytes, code: str, voter: str, ends: int) -> str:
    made = hmac.digest(key, f"pregonero form\0{code}\0{voter}\0{ends}".encode(), sha256)
    return b32encode(made[:10]).decode().lower()
