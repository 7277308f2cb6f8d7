"""Why some of a publication's recipients did not get it: each cause with how many, whatever their number."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, and_, func, select

from panel.office.spoken import in_buttons
from storage.ledger.deliveries import in_state
from storage.states import BOUNCED, DeliveryState
from storage.tables import delivery

COUNTED = 50_000
"""So many of one cause are counted; of more, it is what the counters leave over."""
MOST = 60
"""Different codes of one group that are told apart."""
NO_CODE = "-"
"""Stands for none in an address."""


class Group(StrEnum):
    """What became of some recipients, as the page's address names it."""

    FAILED = "fallidos"
    BOUNCED = "rebotados"
    UNCERTAIN = "dudosos"
    SKIPPED = "omitidos"
    SENT = "enviados"
    PENDING = "por-enviar"


TROUBLED = (Group.FAILED, Group.BOUNCED, Group.UNCERTAIN, Group.SKIPPED)
"""Those that have a cause; an index has them, and none of the others."""
NAMES: Mapping[Group, str] = {
    Group.FAILED: "Sin enviar",
    Group.BOUNCED: "Rebotaron",
    Group.UNCERTAIN: "Dudosos",
    Group.SKIPPED: "Omitidos",
    Group.SENT: "Enviados",
    Group.PENDING: "Por enviar",
}
STATE_OF: Mapping[Group, DeliveryState] = {
    Group.FAILED: DeliveryState.FAILED,
    Group.BOUNCED: DeliveryState.SENT,
    Group.UNCERTAIN: DeliveryState.UNCERTAIN,
    Group.SKIPPED: DeliveryState.SKIPPED,
    Group.SENT: DeliveryState.SENT,
    Group.PENDING: DeliveryState.PENDING,
}
_WORDS: Mapping[str, str] = {
    "suppressed": "Pidió no recibir más, o su dirección ya no sirve",
    "unsubscribed": "Ya no está suscrito a ningún tema del mensaje",
    "unlisted": "Ya no está en la lista de personas del mensaje",
    "cancelled": "La publicación se canceló antes de que saliera",
    "expired": "Pasó el tiempo en que servía",
    "precedencia": "Recibe otro mensaje en su lugar",
    "hogar": "A su hogar le llega uno solo",
    "tope-semanal": "Ya tiene los mensajes que se le pueden enviar en la semana",
    "template": "Falta un dato suyo que el texto nombra",
    "sin-traduccion": "El mensaje no está en su idioma, y la traducción es obligatoria",
    "interrupted": "El programa se detuvo mientras salía",
}
"""By the code, where its sentences say something of each recipient besides."""
_ENDS = re.compile(r"[:;(]|\. |\.$")
"""Behind the first clause of a sentence stands what differs from one to the next."""
UNTOLD = "No quedó dicho por qué"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why, and how many."""

    group: Group
    codes: tuple[str, ...]
    """By which its deliveries are found; `NO_CODE` for none."""
    words: str
    count: int
    at_least: bool = False
    """There are more than could be counted."""


def scope(group: Group) -> ColumnElement[bool]:
    """The deliveries of a group, spelt as the partial indexes are, so that SQLite finds them there."""
    state = in_state(STATE_OF[group])
    if group is Group.SENT:
        return delivery.c.state == DeliveryState.SENT.value
    return and_(state, delivery.c.bounced_at.is_not(None)) if group is Group.BOUNCED else state


def of_codes(codes: tuple[str, ...]) -> ColumnElement[bool]:
    """Deliveries with one of some codes."""
    named = [code for code in codes if code != NO_CODE]
    if not named:
        return delivery.c.error_code.is_(None)
    found = delivery.c.error_code.in_(named)
    return found | delivery.c.error_code.is_(None) if NO_CODE in codes else found


def causes(connection: Connection, publication: int, counts: Mapping[str, int]) -> list[Cause]:
    """Of one publication, the most frequent first within each group; `counts`: by state, as its counters have it."""
    found: list[Cause] = []
    for group in TROUBLED:
        total = counts.get(BOUNCED if group is Group.BOUNCED else STATE_OF[group].value, 0)
        if total:
            each = _together(_left_over([*_each(connection, publication, group, total)], total))
            found += sorted(each, key=lambda cause: -cause.count)
    return found


def first_clause(text: str) -> str:
    """«La dirección de correo no existe» of a sentence that goes on with what a server said."""
    return _ENDS.split(text, maxsplit=1)[0].strip()


def _each(connection: Connection, publication: int, group: Group, total: int) -> Iterator[Cause]:
    its = (delivery.c.publication == publication, scope(group))
    counted = [*_grouped(connection, its)] if total <= COUNTED else [*_one_by_one(connection, its)]
    texts = select(delivery.c.id, delivery.c.error_text).where(delivery.c.id.in_([first for *_, first in counted]))
    samples: dict[int, str | None] = {row.id: row.error_text for row in connection.execute(texts)}
    for code, count, first in counted:
        words = _WORDS.get(code) or first_clause(in_buttons(samples.get(first) or "")) or UNTOLD
        yield Cause(group, (code,), words, min(count, COUNTED), count > COUNTED)


def _grouped(connection: Connection, its: tuple[ColumnElement[bool], ...]) -> Iterator[tuple[str, int, int]]:
    """Each code with how many there are and the number of the first."""
    code = delivery.c.error_code
    asked = select(code, func.count(), func.min(delivery.c.id)).where(*its).group_by(code)
    for found, count, first in connection.execute(asked):
        yield NO_CODE if found is None else found, count, first


def _one_by_one(connection: Connection, its: tuple[ColumnElement[bool], ...]) -> Iterator[tuple[str, int, int]]:
    """The same without a look at all of them: no more than `COUNTED` of each, and one above."""
    for code in _codes(connection, its):
        few = select(delivery.c.id).where(*its, of_codes((code,))).limit(COUNTED + 1).subquery()
        count, first = connection.execute(select(func.count(), func.min(few.c.id))).one()
        if count:
            yield code, count, first


def _codes(connection: Connection, its: tuple[ColumnElement[bool], ...]) -> Iterator[str]:
    """Each code that is there, by one look into the index for each."""
    code, last = delivery.c.error_code, ""
    yield NO_CODE
    if connection.execute(select(delivery.c.id).where(*its, code == "").limit(1)).first() is not None:
        yield ""
    for _ in range(MOST):
        found = connection.execute(select(func.min(code)).where(*its, code > last)).scalar_one()
        if found is None:
            return
        yield found
        last = found


def _left_over(found: list[Cause], total: int) -> list[Cause]:
    """Where one cause alone was too much to be counted, it has all that the others have not."""
    many = [cause for cause in found if cause.at_least]
    if len(many) != 1:
        return found
    rest = total - sum(cause.count for cause in found if not cause.at_least)
    return [replace(cause, count=rest, at_least=False) if cause.at_least else cause for cause in found]


def _together(found: list[Cause]) -> list[Cause]:
    """Several codes of which the same is said are one cause."""
    alike: dict[str, Cause] = {}
    for cause in found:
        other = alike.get(cause.words)
        alike[cause.words] = cause if other is None else _both(other, cause)
    return list(alike.values())


def _both(one: Cause, other: Cause) -> Cause:
    at_least = one.at_least or other.at_least
    return replace(one, codes=(*one.codes, *other.codes), count=one.count + other.count, at_least=at_least)
