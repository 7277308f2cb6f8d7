"""Who leaves a list, or everything, and who comes back: by key, once, and no more than was said."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select

from audience.leaving import Standing, come_back, find, leave, leave_all, stand
from audience.leaving_token import Leaver, topic_mark
from audience.subscriptions import Proof
from audience.subscriptions import subscribe as later
from audience.suppression import is_suppressed, opt_out, suppress, suppressions
from storage.database import Database
from storage.tables import consent, delivery, subscription
from tests.audience.people import NOW, add_contact, add_publication, add_tenant, key_of

LATER = NOW + timedelta(hours=1)
LATEST = NOW + timedelta(hours=2)
ANA = "ana@correo.co"


def leaver(tenant: int, mail: str = ANA, *topics: str) -> Leaver:
    """Whoever opens the link of a mail."""
    marks = frozenset(map(topic_mark, topics))
    return Leaver(tenant, key_of(mail), "" if topics else "gestion", marks)


def subscribe(connection: Connection, tenant: int, person: int, mail: str, *topics: str) -> None:
    """A person wants these topics."""
    rows = [
        {"tenant": tenant, "contact": person, "key": key_of(mail), "topic": topic, "since": NOW} for topic in topics
    ]
    connection.execute(insert(subscription), rows)


def running(connection: Connection) -> set[tuple[int, str]]:
    """Contact and topic of the subscriptions that run."""
    its = subscription.c
    rows = connection.execute(select(its.contact, its.topic).where(its.ended_at.is_(None)))
    return {(row.contact, row.topic) for row in rows}


def words(connection: Connection) -> list[tuple[str, bool, str]]:
    """Purpose, yes or no, and source of the consents, in order."""
    rows = connection.execute(select(consent).order_by(consent.c.id))
    return [(row.purpose, row.given, row.source) for row in rows]


def test_a_class_is_left(database: Database) -> None:
    """For that address and that class; said again, nothing changes, and others get theirs."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        ana = leaver(tenant)
        assert stand(connection, ana).standing is Standing.LISTED
        leave(connection, ana, "enlace", NOW)
        leave(connection, ana, "otra vez", LATER)

        assert stand(connection, ana) == (Standing.LEFT, NOW, True, True)
        assert stand(connection, ana._replace(class_="servicio")).standing is Standing.LISTED
        assert stand(connection, leaver(tenant, "eva@correo.co")).standing is Standing.LISTED
        assert [(row.key, row.of_class, row.evidence) for row in suppressions(connection, tenant)] == [
            (ana.key, "gestion", "enlace")
        ]


def test_a_class_is_left_at_all_addresses_of_a_person(database: Database) -> None:
    """But for those that a house shares; a slip brings all of it back."""
    phone, shared = "telefono:3001234567", "telefono:3007654321"
    with database.write() as connection:
        tenant = add_tenant(connection)
        add_contact(connection, tenant, "Ana", ANA, phone, shared)
        add_contact(connection, tenant, "Luis", shared)
        leave(connection, leaver(tenant), "enlace", NOW)

        refused = {(row.key, row.of_class) for row in suppressions(connection, tenant)}
        assert refused == {(key_of(ANA), "gestion"), (key_of("3001234567", "telefono"), "gestion")}
        come_back(connection, leaver(tenant), NOW, "fue un error", LATER)
        assert suppressions(connection, tenant) == ()


def test_topics_are_left(database: Database) -> None:
    """Those of the link, of all who share the address, with a word for each; other topics go on."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        ana, luis, eva = (add_contact(connection, tenant, "x", mail) for mail in (ANA, ANA, "eva@correo.co"))
        subscribe(connection, tenant, ana, ANA, "noticias", "eventos", "tramites")
        subscribe(connection, tenant, luis, ANA, "noticias")
        subscribe(connection, tenant, eva, "eva@correo.co", "noticias")
        link = leaver(tenant, ANA, "noticias", "eventos")
        assert stand(connection, link).standing is Standing.LISTED
        leave(connection, link, "enlace", NOW)

        assert running(connection) == {(ana, "tramites"), (eva, "noticias")}
        ended = ("tema:eventos", "tema:noticias", "tema:noticias")
        assert words(connection) == [(purpose, False, "enlace") for purpose in ended]
        assert stand(connection, link) == (Standing.LEFT, NOW, True, False)
        assert suppressions(connection, tenant) == ()


@pytest.mark.parametrize("topics", [(), ("noticias",)], ids=["class", "topics"])
def test_who_pressed_by_mistake_comes_back(database: Database, topics: tuple[str, ...]) -> None:
    """To what was left at that moment; a link of another moment brings nothing back."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        person = add_contact(connection, tenant, "Ana", ANA)
        subscribe(connection, tenant, person, ANA, "noticias", "eventos")
        link = leaver(tenant, ANA, *topics)
        leave(connection, link, "enlace", NOW)
        come_back(connection, link, LATER, "otro momento", LATER)
        assert stand(connection, link).standing is Standing.LEFT
        come_back(connection, link, NOW, "fue un error", LATER)

        assert stand(connection, link).standing is Standing.LISTED
        assert running(connection) == {(person, "noticias"), (person, "eventos")}
        said = [("tema:noticias", False, "enlace"), ("tema:noticias", True, "fue un error")]
        assert words(connection) == (said if topics else [])


def test_who_leaves_everything_is_written_to_nowhere(database: Database) -> None:
    """Nor under the other addresses of that person, but for those that a house shares; and comes back to all of it."""
    phone, shared = "3001234567", "3007654321"
    with database.write() as connection:
        tenant = add_tenant(connection)
        ana = add_contact(connection, tenant, "Ana", ANA, f"telefono:{phone}", f"telefono:{shared}")
        add_contact(connection, tenant, "Luis", f"telefono:{shared}")
        subscribe(connection, tenant, ana, ANA, "noticias")
        leave_all(connection, leaver(tenant), "enlace", NOW)

        def silent() -> list[bool]:
            asked = (("email", key_of(ANA)), *(("sms", key_of(each, "telefono")) for each in (phone, shared)))
            return [is_suppressed(connection, tenant, channel, key) for channel, key in asked]

        assert (silent(), running(connection)) == ([True, True, False], set())
        assert stand(connection, leaver(tenant)).standing is Standing.SILENT
        come_back(connection, leaver(tenant), NOW, "fue un error", LATER)
        assert (silent(), running(connection)) == ([False, False, False], {(ana, "noticias")})


def test_who_shares_a_mail_leaves_with_that_mail_alone(database: Database) -> None:
    """A house is not silenced on its telephones by whoever reads its mail first."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        add_contact(connection, tenant, "Ana", ANA, "telefono:3001234567")
        add_contact(connection, tenant, "Luis", ANA)
        leave_all(connection, leaver(tenant), "enlace", NOW)

        assert [row.key for row in suppressions(connection, tenant)] == [key_of(ANA)]


def test_what_was_said_before_is_not_taken_back(database: Database) -> None:
    """Who had left by telephone stays away from there, whatever was a mistake in a mail."""
    phone = key_of("3001234567", "telefono")
    with database.write() as connection:
        tenant = add_tenant(connection)
        add_contact(connection, tenant, "Ana", ANA, "telefono:3001234567")
        opt_out(connection, tenant, phone, "escribió BAJA", NOW - timedelta(days=1))
        leave_all(connection, leaver(tenant), "enlace", NOW)
        come_back(connection, leaver(tenant), NOW, "fue un error", LATER)

        assert [(row.key, row.evidence) for row in suppressions(connection, tenant)] == [(phone, "escribió BAJA")]


def test_a_complaint_is_no_mistake(database: Database) -> None:
    """What others have set down stays, and the page offers no way back from it."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        suppress(connection, tenant, key_of(ANA), "queja", "oficio 12", NOW)
        leave_all(connection, leaver(tenant), "enlace", NOW)
        come_back(connection, leaver(tenant), NOW, "fue un error", LATER)

        assert stand(connection, leaver(tenant)) == (Standing.SILENT, NOW, False, False)


def test_what_seemed_dead_is_not_where_a_link_was_opened(database: Database) -> None:
    """The word of whoever reads there takes the place of what a server said."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        suppress(connection, tenant, key_of(ANA), "gone", "550", NOW)
        assert stand(connection, leaver(tenant)).standing is Standing.LISTED
        leave_all(connection, leaver(tenant), "enlace", LATER)

        assert [(row.reason, row.since) for row in suppressions(connection, tenant)] == [("baja", LATER)]


def test_a_short_link_finds_its_person(database: Database) -> None:
    """By the first digits of the key, in the own municipality alone."""
    with database.write() as connection:
        tenant, other = add_tenant(connection), add_tenant(connection, "genova")
        add_contact(connection, tenant, "Ana", ANA)
        add_contact(connection, tenant, "Luis", ANA)
        short = leaver(tenant)._replace(key=key_of(ANA)[:20])

        assert find(connection, short) == leaver(tenant)
        assert find(connection, short._replace(tenant=other)) is None
        assert find(connection, short._replace(key="f" * 20)) is None
        assert find(connection, leaver(other)) == leaver(other)


def test_a_short_link_finds_whom_no_list_has_any_more(database: Database) -> None:
    """The list was taken back after its message: by what was sent, in the own municipality alone."""
    with database.write() as connection:
        tenant, other = add_tenant(connection), add_tenant(connection, "genova")
        row = {"publication": add_publication(connection, tenant), "recipient_key": key_of(ANA), "state": "sent"}
        connection.execute(insert(delivery).values(**row, audience="ciudadania"))
        short = leaver(tenant)._replace(key=key_of(ANA)[:20])

        assert find(connection, short) == leaver(tenant)
        assert find(connection, short._replace(tenant=other)) is None


@pytest.mark.parametrize("left", ["", "servicio"], ids=["everything", "a class"])
def test_who_has_subscribed_since_has_something_to_leave(database: Database, left: str) -> None:
    """By a link of a class and by one of topics; what is left then may be a slip, and the older word stays."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        person = add_contact(connection, tenant, "Ana", ANA)
        of_class, of_topic = Leaver(tenant, key_of(ANA), "servicio"), leaver(tenant, ANA, "noticias")
        opt_out(connection, tenant, key_of(ANA), "por teléfono", NOW, left)
        assert stand(connection, of_class).standing is not Standing.LISTED
        later(connection, tenant, person, key_of(ANA), ["noticias"], Proof("página"), LATER)
        for link in (of_class, of_topic):
            assert stand(connection, link).standing is Standing.LISTED
        leave_all(connection, of_topic, "enlace", LATEST)

        assert (stand(connection, of_topic), running(connection)) == ((Standing.SILENT, LATEST, True, True), set())
        come_back(connection, of_topic, LATEST, "fue un error", LATEST)
        assert running(connection) == {(person, "noticias")}
        assert [(row.of_class, row.evidence) for row in suppressions(connection, tenant)] == [(left, "por teléfono")]
