"""A person is forgotten everywhere: rows, the answers of services, the bytes of the file; what proves stays by key."""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select

from audience.blanking import BLANK, NAMELESS
from audience.consents import TERM_OVER, Word, say, words_of
from audience.dossier import dossier
from audience.erasure import Erased, erase
from audience.leaving import readmit
from audience.suppression import is_suppressed, suppress, suppressions
from audience.whose import Holder, holders
from storage.database import Database
from storage.subscribed import ERASED
from storage.tables import (
    address,
    attempt,
    contact,
    contact_attribute,
    delivery,
    event,
    reply,
    subscription,
    suppression,
)
from tests.audience.lists import take_in
from tests.audience.people import NOW, add_contact, add_publication, add_tenant, key_of

MAIL = "ana.quintero@correo.co"
PHONE = "+573001234567"
LATER = NOW + timedelta(hours=1)


def _ana(connection: Connection, tenant: int) -> Holder:
    """Somebody of whom there is something in every table."""
    number = add_contact(connection, tenant, "Ana Quintero", MAIL, f"telefono:{PHONE}", attributes={"barrio": "centro"})
    key = key_of(MAIL)
    say(connection, tenant, [(number, Word(key, "gestion", True, "Planilla", NOW))])
    row = {"publication": add_publication(connection, tenant), "recipient_key": key, "audience": "ciudadania"}
    answer = f"550 5.1.1 <{MAIL.upper()}>: no such user"
    state = {"address": MAIL, "state": "failed", "error_text": answer, "remote_id": f"{MAIL}-1"}
    sent = connection.scalars(insert(delivery).values(row | state).returning(delivery.c.id)).one()
    tried = {"delivery": sent, "number": 1, "epoch": 1, "started_at": NOW, "ended_at": NOW, "outcome": "rejected"}
    connection.execute(insert(attempt).values(**tried, text=answer))
    news = {"tenant": tenant, "account": "correo", "received_at": NOW, "key": key, "kind": "bounce"}
    heard = connection.scalars(
        insert(event).values(**news, remote_id="1", payload={"said": answer}).returning(event.c.id)
    ).one()
    asked = {"tenant": tenant, "event": heard, "account": "bot", "sender": "bot", "key": key, "address": MAIL}
    connection.execute(insert(reply).values(**asked, kind="stop", state="pending", created_at=NOW))
    refused = {"tenant": tenant, "key": key, "reason": "gone", "since": NOW, "channel": "email", "evidence": answer}
    connection.execute(insert(suppression).values(**refused))
    [person] = holders(connection, tenant, [key])
    return person


def _erased(database: Database, tenant: int, person: Holder) -> Erased:
    with database.write() as connection:
        return erase(connection, tenant, person, "Radicado 2027-0457", LATER)


def test_nothing_names_an_erased_person(database: Database, tenant: int) -> None:
    """Neither name nor address is in any row of any table, in whatever case it was written."""
    with database.write() as connection:
        person = _ana(connection, tenant)

    gone = _erased(database, tenant, person)

    assert (set(gone.keys), gone.deliveries) == ({key_of(MAIL), key_of(PHONE, "telefono")}, 1)
    with database.read() as connection:
        tables = (contact, contact_attribute, address, delivery, attempt, event, reply, subscription, suppression)
        rows = [dict(row) for table in tables for row in connection.execute(select(table)).mappings()]
        told = json.dumps(rows, default=str, ensure_ascii=False).casefold()
        assert [word for word in ("ana", "quintero", PHONE, "centro") if word in told] == []
        assert connection.scalar(select(attempt.c.text)) == f"550 5.1.1 <{BLANK}>: no such user"
        assert connection.scalar(select(reply.c.state)) == "failed"


def test_what_proves_stays(database: Database, tenant: int) -> None:
    """By key: what was consented to, that a message was tried, and why nothing more is sent."""
    with database.write() as connection:
        person = _ana(connection, tenant)

    _erased(database, tenant, person)

    with database.read() as connection:
        assert [word.source for word in words_of(connection, tenant, [key_of(MAIL)])] == ["Planilla"]
        assert connection.scalar(select(delivery.c.recipient_key)) == key_of(MAIL)
        reasons = {(each.key, each.reason) for each in suppressions(connection, tenant) if each.channel == ""}
        assert reasons == {(key_of(MAIL), ERASED), (key_of(PHONE, "telefono"), ERASED)}


@pytest.mark.parametrize("before", ["baja", "rebote", "queja"])
def test_that_somebody_was_erased_is_set_down_over_all_else(database: Database, tenant: int, before: str) -> None:
    """Of whoever had left before, too: no word to the staff that lifts another reason brings them back."""
    with database.write() as connection:
        person = _ana(connection, tenant)
        suppress(connection, tenant, key_of(MAIL), before, "Por teléfono", NOW)

    _erased(database, tenant, person)

    with database.write() as connection:
        [found] = [each for each in suppressions(connection, tenant) if (each.key, each.channel) == (key_of(MAIL), "")]
        assert (found.reason, found.evidence, found.since) == (ERASED, "Radicado 2027-0457", LATER)
        readmit(connection, tenant, [key_of(MAIL)])
        assert is_suppressed(connection, tenant, "email", key_of(MAIL))


def test_the_file_holds_nothing_of_an_erased_person(sqlite_database: Database, tmp_path: Path) -> None:
    """Once it is vacuumed, no byte of it is the name or the address."""
    with sqlite_database.write() as connection:
        tenant = add_tenant(connection)
        person = _ana(connection, tenant)
    _erased(sqlite_database, tenant, person)
    copy = tmp_path / "copia.db"
    with closing(sqlite3.connect(str(sqlite_database.path))) as file:
        file.execute("VACUUM INTO ?", (str(copy),))

    found = copy.read_bytes().lower()
    assert [word for word in (b"quintero", b"573001234567") if word in found] == []


@pytest.mark.parametrize("line", ["ana.quintero@correo.co,", "ANA.Quintero@Correo.co,", ",300 123 4567"])
def test_no_list_brings_an_erased_person_back(database: Database, tenant: int, tmp_path: Path, line: str) -> None:
    """However the address is written."""
    with database.write() as connection:
        person = _ana(connection, tenant)
    _erased(database, tenant, person)

    result = take_in(database, tenant, tmp_path, f"correo,telefono\n{line}\n")

    assert (result.suppressed, result.created) == (1, 0)


def test_an_address_that_somebody_else_has_stays_theirs(database: Database, tenant: int) -> None:
    """Of a family behind one mailbox one is forgotten: the others still get their messages there."""
    with database.write() as connection:
        person = _ana(connection, tenant)
        other = add_contact(connection, tenant, "Luis Quintero", MAIL)

    gone = _erased(database, tenant, person)

    assert gone.keys == (key_of(PHONE, "telefono"),)
    with database.read() as connection:
        [left] = holders(connection, tenant, [key_of(MAIL)])
        assert (left.contact, left.name) == (other, "Luis Quintero")
        assert connection.scalar(select(delivery.c.address)) == MAIL
        kept = connection.scalars(select(address.c.address).where(address.c.contact == other))
        assert list(kept) == [MAIL]


def test_all_that_is_known_can_be_told(database: Database, tenant: int) -> None:
    """Data, consents, messages and what services said; of an erased person there is nobody to tell of."""
    with database.write() as connection:
        person = _ana(connection, tenant)
        told = dossier(connection, tenant, person)

    assert (told["name"], told["attributes"]) == ("Ana Quintero", {"barrio": ["centro"]})
    assert [each["address"] for each in told["addresses"]] == [MAIL, PHONE]
    assert [(each["purpose"], each["given"], each["source"]) for each in told["consents"]] == [
        ("gestion", True, "Planilla")
    ]
    assert [(each["campaign"], each["state"]) for each in told["messages"]] == [("matriculas", "failed")]
    assert [len(told[part]) for part in ("attempts", "heard", "answers", "suppressions")] == [1, 1, 1, 1]
    _erased(database, tenant, person)
    with database.read() as connection:
        assert holders(connection, tenant, person.keys) == ()


@pytest.mark.parametrize("shared", [False, True])
def test_who_is_erased_is_named_in_no_proof(database: Database, tenant: int, shared: bool) -> None:
    """What a list or the staff wrote of where something was said, with some words of the name: the rest of it stays."""
    wrote = f"Acta 12: la señora QUINTERO ({MAIL}), por su hija"
    with database.write() as connection:
        person = _ana(connection, tenant)
        say(connection, tenant, [(person.contact, Word(key_of(MAIL), "gestion", False, wrote, NOW))])
        suppress(connection, tenant, key_of(MAIL), "baja", "Ana, por teléfono", NOW, of_class="gestion")
        if shared:
            add_contact(connection, tenant, "Luis Ruiz", MAIL)

    _erased(database, tenant, person)

    with database.read() as connection:
        sources = [word.source for word in words_of(connection, tenant, [key_of(MAIL)])]
        assert sources == ["Planilla", f"Acta 12: la señora {NAMELESS} ({BLANK}), por su hija"]
        [kept] = [each.evidence for each in suppressions(connection, tenant) if each.of_class]
        assert kept == f"{NAMELESS}, por teléfono"


def test_who_is_erased_by_term_is_named_in_no_proof(database: Database, tenant: int) -> None:
    """They are known by their number alone; that it was the term stays, word for word."""
    with database.write() as connection:
        number = add_contact(connection, tenant, "Plazo Conservación Quintero", MAIL)
        key = key_of(MAIL)
        say(connection, tenant, [(number, Word(key, "gestion", True, "Planilla, Quintero", NOW))])
        say(connection, tenant, [(number, Word(key, "gestion", False, TERM_OVER, LATER))])
        erase(connection, tenant, Holder(number, "", frozenset({key})), TERM_OVER, LATER, barred=False)

        assert [word.source for word in words_of(connection, tenant, [key])] == [f"Planilla, {NAMELESS}", TERM_OVER]
