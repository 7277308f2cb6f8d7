"""What is kept of one person put right, as they ask for it (Ley 1581 de 2012, art. 15)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from audience.addresses import HOME, Address
from audience.blanking import unnamed
from audience.contact_row import AS_TEXT, BadRow, Row, read_row
from audience.line import Line
from audience.said_to_staff import Heard
from audience.suppression import suppressed_among
from audience.whose import Holder, subject_of
from storage.audit import append
from storage.subscribed import ERASED
from storage.tables import address, contact, contact_attribute, subscription
from storage.turns import PEOPLE, in_turn

LANGUAGE = "es"
"""Of whoever says nothing of it."""

BARRED = "Quien tenía una de esas direcciones pidió que se la borrara: no se puede volver a guardar."


class BadCorrection(ValueError):
    """Nothing was changed; the message is Spanish and says why."""


@dataclass(frozen=True, slots=True)
class Known:
    """What can be put right, in the words of a list's columns: several values of one are parted by `|`."""

    cells: Mapping[str, str]
    attributes: tuple[str, ...]
    """Of these columns, those that a list invents."""


def known(connection: Connection, person: Holder, asked: Collection[str]) -> Known:
    """As it stands. `asked`: columns that publics ask for: they can be filled in, too."""
    its, where = contact.c, address.c
    row = connection.execute(select(its.name, its.language).where(its.id == person.contact)).one()
    cells: dict[str, str] = {"nombre": row.name, "idioma": row.language, "correo": "", "telefono": "", "telegram": ""}
    mine = select(where.kind, where.address).where(where.contact == person.contact, where.kind != HOME)
    for kind, text in connection.execute(mine.order_by(where.id)):
        cells[kind] = "|".join(filter(None, (cells[kind], text)))
    has = contact_attribute.c
    told = select(has.name, has.value).where(has.contact == person.contact).order_by(has.name, has.value)
    attributes: dict[str, list[str]] = {name: [] for name in sorted(asked) if name not in cells}
    for name, value in connection.execute(told):
        attributes.setdefault(name, []).append(value)
    return Known(cells | {name: "|".join(values) for name, values in attributes.items()}, tuple(sorted(attributes)))


def correct(
    connection: Connection, secret: bytes, person: Holder, cells: Mapping[str, str], heard: Heard
) -> Collection[str]:
    """From now on the person is as `cells` say, which `known` gave and somebody has changed; which of them changed.

    A name that was put right is the person's own: no list changes it. An address that is gone takes its topics with it;
    consents stay, as the proof that they are. The connection may write. Raises BadCorrection.
    """
    in_turn(connection, PEOPLE)
    before = known(connection, person, cells).cells
    given = {name: " ".join(cells.get(name, text).split()) for name, text in before.items()}
    changed = [name for name, text in before.items() if given[name] != text]
    if not changed:
        return ()
    row = _read(given, secret)
    reason = unnamed(connection, heard.tenant, heard.keys, heard.how)
    _rename(connection, person, row, changed)
    _readdress(connection, person, row, heard)
    for name in changed:
        if name in before and name not in _FIELDS:
            _revalue(connection, person.contact, name, row.attributes.get(name, frozenset()))
    # Once more: whoever has just got another name or address is named by it, too.
    reason = unnamed(connection, heard.tenant, [key for key, _ in row.addresses], reason)
    detail = {"changed": sorted(changed), "reason": reason}
    append(connection, heard.tenant, heard.actor, "correct_person", subject_of(person), detail, heard.now)
    return changed


_FIELDS = ("nombre", "idioma", "correo", "telefono", "telegram")


def _read(cells: Mapping[str, str], secret: bytes) -> Row:
    """As a list's line is read, but that nothing is left out of it."""
    try:
        row = read_row(Line(1, cells), secret, homes=True)
    except BadRow as error:
        raise BadCorrection(f"{error}.") from error
    wrong = [remark for remark in row.remarks if AS_TEXT not in remark]
    if wrong:
        raise BadCorrection(f"{'; '.join(each.partition('; la persona se toma')[0] for each in wrong)}.")
    return row


def _rename(connection: Connection, person: Holder, row: Row, changed: Collection[str]) -> None:
    values: dict[str, object] = {"language": row.language or LANGUAGE}
    if "nombre" in changed:
        values |= {"name": row.name, "own_name": bool(row.name)}
    connection.execute(update(contact).where(contact.c.id == person.contact).values(values))


def _readdress(connection: Connection, person: Holder, row: Row, heard: Heard) -> None:
    its = address.c
    there = {
        (each.kind, each.key): each for each in connection.execute(select(address).where(its.contact == person.contact))
    }
    wanted: dict[tuple[str, str], Address] = {(found.kind, key): found for key, found in row.addresses}
    new = wanted.keys() - there.keys()
    barred = suppressed_among(connection, heard.tenant, {key for _, key in new})
    if ERASED in barred.values():
        raise BadCorrection(
            "Quien tenía una de esas direcciones pidió que se la borrara: no se puede volver a guardar."
        )
    # Where somebody lives stays beside an address at which messages arrive: a list without one still means them.
    stays = {which for which in there if which[0] == HOME} if all(kind != HOME for kind, _ in wanted) else set()
    gone = there.keys() - wanted.keys() - stays
    connection.execute(delete(address).where(its.id.in_([there[which].id for which in gone])))
    topics = subscription.c
    running = (topics.contact == person.contact, topics.key.in_([key for _, key in gone]), topics.ended_at.is_(None))
    connection.execute(update(subscription).where(*running).values(ended_at=heard.now))
    for kind, key in sorted(wanted):
        text = wanted[kind, key].text
        if (kind, key) in new:
            its_row = {"tenant": heard.tenant, "contact": person.contact, "kind": kind, "address": text, "key": key}
            connection.execute(insert(address).values(its_row))
        elif there[kind, key].address != text:
            connection.execute(update(address).where(its.id == there[kind, key].id).values(address=text))


def _revalue(connection: Connection, number: int, name: str, values: Collection[str]) -> None:
    has = contact_attribute.c
    connection.execute(delete(contact_attribute).where(has.contact == number, has.name == name))
    for value in sorted(values):
        connection.execute(insert(contact_attribute).values(contact=number, name=name, value=value))
