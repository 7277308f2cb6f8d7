"""One visit by the link of a message: what somebody gets, and the word that no more is wanted. Rows, and no HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from audience.leaving import Standing, come_back, find, leave, leave_all, stand
from audience.leaving_token import Leaver, packed, read_leaving_token, topic_mark, unpacked
from campaigns.content.mailing import CLASSES, STAND_IN
from logs import Log
from storage.keyring import Keyring
from storage.tenants import Face, face_of, has_tenant
from storage.tokens import BadToken, Use, read, sign

log = Log(__name__)

MISTAKE_LASTS = timedelta(days=1)
"""How long what was a slip can be taken back by a button; later one asks the office, or subscribes anew."""
_FORM = b"baja\0"
"""Begins what a button bears that takes something back: other pages' forms are no such button."""
_MOMENT = 8
BY_CLICK = "Pidió la baja con el botón de su programa de correo."
BY_PAGE = "Pidió la baja en la página de su mensaje."
BY_PAGE_ALL = "Pidió en la página de su mensaje no recibir ninguno más."
MISTAKE = "Dijo en la página de su mensaje que la baja fue un error."


class Wish(StrEnum):
    """What a form asks for."""

    LIST = "lista"
    ALL = "todo"
    BACK = "volver"


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page shows."""

    face: Face
    standing: Standing
    words: str
    """What the link is of, in Spanish; empty where nobody knows its topics' names any more."""
    of_class: bool
    trial: bool = False
    """By this link nobody leaves: its message was a test."""
    just_now: bool = False
    """It was said with this request."""
    back: str = ""
    """What the button bears that takes it back; empty: there is none."""


def read_link(keyring: Keyring, token: str, now: datetime) -> Leaver | None:
    """Whose link it is, without asking the database; None: it is not ours."""
    try:
        return read_leaving_token(keyring, token, now)
    except BadToken:
        return None


def is_stand_in(token: str) -> bool:
    """It is what a message shows that was written to nobody."""
    return token == STAND_IN


def visit(
    connection: Connection, keyring: Keyring, leaver: Leaver, names: Mapping[str, str], now: datetime
) -> Page | None:
    """What the link shows: nothing changes by looking. None: of a municipality or a person that is not known here."""
    found = _known(connection, leaver)
    return None if found is None else _page(connection, keyring, found, names, now)


def is_over(connection: Connection, leaver: Leaver) -> bool:
    """There is nothing to leave any more: said already, a test, or nobody's. Asked before anything is written."""
    found = _known(connection, leaver)
    return found is None or found.trial or stand(connection, found).standing is not Standing.LISTED


def obey(
    connection: Connection,
    keyring: Keyring,
    leaver: Leaver,
    wish: Wish,
    form: str,
    evidence: str,
    names: Mapping[str, str],
    now: datetime,
) -> Page | None:
    """Do what the form asks for; from the transaction's end on it counts. `form`: what the button bore."""
    found = _known(connection, leaver)
    if found is None or found.trial:
        return None if found is None else _page(connection, keyring, found, names, now)
    if wish is Wish.BACK:
        said_at = _said_at(keyring, found, form, now)
        if said_at is not None:
            come_back(connection, found, said_at, MISTAKE, now)
    elif wish is Wish.ALL:
        leave_all(connection, found, evidence, now)
    else:
        leave(connection, found, evidence, now)
    log.info("a person spoke by a link", tenant=face_of(connection, found.tenant).name, wish=wish.value)
    return _page(connection, keyring, found, names, now, just_now=True)


def _known(connection: Connection, leaver: Leaver) -> Leaver | None:
    return find(connection, leaver) if has_tenant(connection, leaver.tenant) else None


def _page(
    connection: Connection,
    keyring: Keyring,
    leaver: Leaver,
    names: Mapping[str, str],
    now: datetime,
    *,
    just_now: bool = False,
) -> Page:
    its = stand(connection, leaver)
    takes_back = its.own_word and its.since is not None and now < its.since + MISTAKE_LASTS
    return Page(
        face=face_of(connection, leaver.tenant),
        standing=its.standing,
        words=CLASSES.get(leaver.class_, "") or _topics(leaver, names),
        of_class=bool(leaver.class_),
        trial=leaver.trial,
        just_now=just_now,
        back=_form(keyring, leaver, its.since, now) if takes_back and its.since is not None else "",
    )


def _topics(leaver: Leaver, names: Mapping[str, str]) -> str:
    """«Noticias y Eventos»; `names`: of the topics that the municipality has now."""
    found = sorted(name for slug, name in names.items() if topic_mark(slug) in leaver.topics)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} y {found[-1]}"


def _form(keyring: Keyring, leaver: Leaver, said_at: datetime, now: datetime) -> str:
    moment = (said_at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    content = _FORM + moment.to_bytes(_MOMENT, "big") + packed(leaver)
    return sign(keyring, Use.FORM, content, said_at + MISTAKE_LASTS)


def _said_at(keyring: Keyring, leaver: Leaver, form: str, now: datetime) -> datetime | None:
    """The moment of the word that a button takes back; None: it is not this person's button, or too old."""
    try:
        content = read(keyring, Use.FORM, form, now)
        begins = len(_FORM) + _MOMENT
        if not content.startswith(_FORM) or unpacked(content[begins:]) != leaver:
            return None
    except BadToken:
        return None
    moment = int.from_bytes(content[len(_FORM) : begins], "big")
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=moment)
