"""Every column is known to hold somebody's data or not to; what it holds of a citizen can be told, and goes."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from sqlalchemy import JSON, Column, Connection, String, Table, Text, insert, select, update

from audience.dossier import dossier
from audience.erasure import erase
from audience.whose import Holder, holders
from storage.columns import Packed
from storage.database import Database
from storage.submissions import add_submission
from storage.tables import (
    attempt,
    consent,
    delivery,
    event,
    exclusion_register,
    import_batch,
    import_change,
    metadata,
    reply,
    signup,
    subscription,
    suppression,
)
from tests.audience.people import NOW, add_contact, add_publication, add_tenant, key_of

MAIL = "ana.quintero@correo.co"
SERVICE = f"550 5.1.1 <{MAIL}>: no such user"
LETTERS = (String, Text, JSON, Packed)


class Held(NamedTuple):
    """What of a citizen stands in a column."""

    value: Any
    """As a test writes it: one that names the person."""
    told: bool = True
    """The person is told it who asks for all that is known."""
    stays: bool = False
    """The law wants it as a proof: it is not erased."""


PERSONAL: Mapping[str, Held] = {
    "contact.name": Held("Ana Quintero"),
    "contact.language": Held("inga"),
    "contact_attribute.name": Held("columna-quintero"),
    "contact_attribute.value": Held("barrio-quintero"),
    "address.address": Held(MAIL),
    "consent.source": Held("Formulario, desde 198.51.100.7", stays=True),
    "suppression.evidence": Held(SERVICE),
    "import_change.what": Held('{"name": ["Anita Quintero", "Ana Quintero"]}'),
    "signup.address": Held(MAIL),
    "signup.name": Held("Ana de la página"),
    "signup.language": Held("wayuu", told=False),
    "signup.topics": Held(["tema-quintero"]),
    "signup.origin": Held("198.51.100.99"),
    "submission.name": Held("Anita Quintero"),
    "submission.adult": Held("La señora Quintero"),
    "submission.address": Held(MAIL),
    "submission.origin": Held("198.51.100.98"),
    "submission.title": Held("Propuesta de Quintero"),
    "submission.text": Held("Vivo en la casa Quintero."),
    "submission.files": Held([{"sha256": "0", "name": "foto-1.jpg", "mime": "", "size": 1, "alt": "Ana Quintero"}]),
    "submission.edited": Held({"title": "Lo de Quintero", "text": "", "signature": "A. Quintero"}),
    "submission.answer": Held("Señora Quintero: la visitamos el lunes."),
    "delivery.address": Held(MAIL, told=False),
    "delivery.resumption": Held("quintero-resumption", told=False),
    "delivery.remote_id": Held("wamid.HBgMNTczMDAxMjM0NTY3", told=False),
    "delivery.url": Held(f"https://sms.example.com/{MAIL}", told=False),
    "delivery.error_text": Held(SERVICE),
    "attempt.text": Held(SERVICE),
    "event.remote_id": Held("wamid.HBgMNTczMDAxMjM0NTY4", told=False),
    "event.payload": Held({"message": "wamid.HBgMNTczMDAxMjM0NTY5"}, told=False),
    "reply.address": Held(MAIL, told=False),
    "reply.error_text": Held(SERVICE, told=False),
    "lane.last_error": Held(SERVICE, told=False),
}
"""What services call a message is told to nobody, nor an address beside a message to it; all else is."""

CODES = {
    "consent": {"key", "purpose", "basis", "notice"},
    "address": {"kind", "key"},
    "suppression": {"key", "reason", "channel", "class"},
    "subscription": {"key", "topic"},
    "signup": {"key", "notice"},
    "submission": {
        *("kind", "sender", "person", "department", "addressee", "section", "actions"),
        *("key", "notice", "state", "digest", "handled_by"),
    },
    "delivery": {"recipient_key", "audience", "state", "sha256", "error_code", "language"},
    "attempt": {"outcome", "code"},
    "event": {"account", "kind", "key"},
    "reply": {"account", "sender", "key", "kind", "state"},
    "lane": {"sender", "owner", "quota_log", "cursor"},
    "excluded": {"key"},
    "import_mention": {"contacts"},
    "vote": {"voter", "voted_by", "medium", "device", "network"},
}
"""Beside the personal columns of these tables: our own words, numbers, and keys of which nobody makes an address."""

OF_NO_CITIZEN = {
    *("file", "meta", "tenant", "seen", "chore", "period_snapshot", "plan_action", "privacy_notice", "publication"),
    *("counter", "exclusion_register", "import_batch", "survey", "poll", "reading", "figure", "measurement"),
    *("standing_order", "closed_plan", "report", "report_file"),
}
"""The municipality's own words and figures."""
OF_STAFF = {
    "campaign_version",
    *("approval", "approval_request", "approved_version", "audit", "calendar_entry", "work_order"),
    *("user", "session", "user_link", "sign_in_attempt"),
    *("checklist_item", "escalation", "extension", "receipt", "recount"),
}
"""Officials as such, whose acts are public; what they do is the municipality's record."""


def lettered() -> list[tuple[Table, Column[Any]]]:
    """The columns in which words can stand."""
    return [
        (table, column)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LETTERS)
    ]


def test_every_column_is_known_to_be_personal_or_not() -> None:
    """Whoever adds one says here whose data it holds; a name that is gone is taken out."""
    columns = {f"{table.name}.{column.name}" for table, column in lettered()}
    named = {*PERSONAL, *(f"{table}.{name}" for table, names in CODES.items() for name in names)}
    free = OF_NO_CITIZEN | OF_STAFF
    assert {each for each in columns if each not in named and each.partition(".")[0] not in free} == set()
    assert named - columns == set()
    assert free - set(metadata.tables) == set()


def filled(connection: Connection, tenant: int) -> Holder:
    """Somebody of whom each personal column holds something."""
    person, key = add_contact(connection, tenant, "x", MAIL, attributes={"x": "x"}), key_of(MAIL)
    known = {"tenant": tenant, "key": key}
    batch = {"tenant": tenant, "file": "lista.csv", "sha256": "0", "rows": 1, "created": 0, "at": NOW}
    number = connection.scalars(insert(import_batch).values(batch).returning(import_batch.c.id)).one()
    connection.execute(insert(import_change).values(batch=number, contact=person, what=""))
    said = {"contact": person, "purpose": "gestion", "basis": "consentimiento", "given": True, "source": "", "at": NOW}
    connection.execute(insert(consent).values(known | said))
    connection.execute(insert(suppression).values(known | {"reason": "gone", "since": NOW, "channel": "email"}))
    connection.execute(insert(subscription).values(known | {"contact": person, "topic": "noticias", "since": NOW}))
    asked = {"address": "x", "topics": [], "notice": "", "origin": "", "asked_at": NOW}
    connection.execute(insert(signup).values(known | asked))
    sent_in = {"kind": "proposal", "sender": "citizen", "actions": [], "title": "", "text": "", "files": []}
    add_submission(connection, tenant, key=key, received_at=NOW, due_at=NOW, **sent_in)
    row = {"publication": add_publication(connection, tenant), "recipient_key": key, "audience": "todos"}
    sent = connection.scalars(insert(delivery).values(row | {"state": "failed"}).returning(delivery.c.id)).one()
    tried = {"delivery": sent, "number": 1, "epoch": 1, "started_at": NOW, "ended_at": NOW, "outcome": "rejected"}
    connection.execute(insert(attempt).values(tried))
    news = {"account": "correo", "remote_id": "1", "kind": "bounce", "payload": {}, "received_at": NOW}
    heard = connection.scalars(insert(event).values(known | news).returning(event.c.id)).one()
    answer = {"event": heard, "account": "bot", "sender": "bot", "kind": "stop", "state": "pending", "created_at": NOW}
    connection.execute(insert(reply).values(known | answer))
    connection.execute(insert(metadata.tables["lane"]).values(tenant=tenant, sender="bot"))
    register = {"tenant": tenant, "file": "rne.csv", "sha256": "0", "as_of": NOW, "at": NOW, "stands": True}
    listed = connection.scalars(insert(exclusion_register).values(register).returning(exclusion_register.c.id)).one()
    connection.execute(insert(metadata.tables["excluded"]).values(register=listed, key=key))
    for name, held in PERSONAL.items():
        table, _, column = name.partition(".")
        connection.execute(update(metadata.tables[table]).values({metadata.tables[table].c[column]: held.value}))
    [found] = holders(connection, tenant, [key])
    return found


def spelt(value: object) -> str:
    """As a dump has it."""
    return json.dumps(value, default=str, ensure_ascii=False)


def whole(connection: Connection) -> str:
    """The database as a dump has it."""
    tables = metadata.sorted_tables
    return " ".join(spelt([dict(row) for row in connection.execute(select(table)).mappings()]) for table in tables)


def test_what_is_personal_goes_and_what_proves_stays(database: Database, tenant: int) -> None:
    """Each column by itself: nothing that was in it is anywhere in the database but where the law wants it."""
    with database.write() as connection:
        person = filled(connection, tenant)
        before = whole(connection)
        erase(connection, tenant, person, "Radicado 2027-0457", NOW + timedelta(hours=1))
        after = whole(connection)
    for name, held in PERSONAL.items():
        assert spelt(held.value) in before, name
        assert (spelt(held.value) in after) is held.stays, name
    assert "uintero" not in after


@pytest.mark.parametrize("name", [name for name, held in PERSONAL.items() if held.told])
def test_what_is_personal_is_told_who_asks(sqlite_database: Database, name: str) -> None:
    """Each column by itself."""
    with sqlite_database.write() as connection:
        number = add_tenant(connection)
        told = spelt(dossier(connection, number, filled(connection, number)))
    assert spelt(PERSONAL[name].value) in told
