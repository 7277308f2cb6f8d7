"""Subscriptions: what each word leaves behind, and in whatever order words are heard."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from audience.subscriptions import Proof, add_notice, subscribe, topics_of, unsubscribe
from audience.suppression import opt_out
from storage.database import Database
from storage.tables import consent, privacy_notice, subscription
from tests.audience.people import NOW, add_contact, key_of

HOUR = timedelta(hours=1)
KEY = key_of("ana@correo.co")
FORM, LINK = Proof("Formulario", "d1"), Proof("Enlace")


def test_each_word_is_a_row_of_its_own(database: Database, tenant: int) -> None:
    """Consents are added, never changed: who gave what, when, by what words, and who took it back."""
    with database.write() as connection:
        ana = add_contact(connection, tenant, "Ana", "ana@correo.co")
        subscribe(connection, tenant, ana, KEY, ["noticias", "eventos"], FORM, NOW)
        ended = unsubscribe(connection, tenant, KEY, ["noticias", "contratos"], LINK, NOW + HOUR)

        assert ended == ("noticias",)
        assert topics_of(connection, tenant, KEY) == {"eventos"}
        assert _words(connection) == [
            ("tema:noticias", True, "Formulario", "d1", NOW),
            ("tema:eventos", True, "Formulario", "d1", NOW),
            ("tema:noticias", False, "Enlace", "", NOW + HOUR),
        ]
        assert connection.scalars(select(consent.c.basis).distinct()).all() == ["consentimiento"]


WORDS = [
    ("subscribe 0", {"noticias"}),
    ("subscribe 0, leave 1", set()),
    ("leave 1, subscribe 0", {"noticias"}),
    ("subscribe 2, leave 1", {"noticias"}),
    ("subscribe 0, leave 1, subscribe 2", {"noticias"}),
    ("subscribe 0, leave 2, subscribe 1", set()),
    ("subscribe 0, leave 2, subscribe 1, subscribe 3", {"noticias"}),
    ("subscribe 0, leave 1, subscribe 1", {"noticias"}),
    ("subscribe 0, stop 1", set()),
    ("subscribe 0, stop 2, subscribe 1", set()),
    ("subscribe 2, stop 1", {"noticias"}),
    ("subscribe 0, stop 1, subscribe 2", {"noticias"}),
]


@pytest.mark.parametrize(("words", "running"), WORDS)
def test_the_later_word_counts(database: Database, tenant: int, words: str, running: set[str]) -> None:
    """Words with the hour at which they were said; a stop ends every topic. «leave 1» before any has nothing to end."""
    with database.write() as connection:
        ana = add_contact(connection, tenant, "Ana", "ana@correo.co")
        for word, hour in (each.split() for each in words.split(", ")):
            _say(connection, tenant, ana, word, NOW + int(hour) * HOUR)

        assert topics_of(connection, tenant, KEY) == running


def test_a_running_subscription_keeps_its_beginning(database: Database, tenant: int) -> None:
    """Said again it is no new one; said again after a stop that it outlived, it is."""
    with database.write() as connection:
        ana = add_contact(connection, tenant, "Ana", "ana@correo.co")
        subscribe(connection, tenant, ana, KEY, ["noticias"], FORM, NOW)
        subscribe(connection, tenant, ana, KEY, ["noticias"], FORM, NOW + HOUR)
        assert connection.scalar(select(subscription.c.since)) == NOW

        opt_out(connection, tenant, KEY, "", NOW + HOUR)
        subscribe(connection, tenant, ana, KEY, ["noticias"], FORM, NOW + 2 * HOUR)
        assert connection.scalar(select(subscription.c.since)) == NOW + 2 * HOUR


def test_what_was_subscribed_to_before_a_class_was_left_does_not_outlive_it(database: Database, tenant: int) -> None:
    """Though it is heard afterwards: it goes on since its own beginning."""
    with database.write() as connection:
        ana = add_contact(connection, tenant, "Ana", "ana@correo.co")
        subscribe(connection, tenant, ana, KEY, ["noticias"], FORM, NOW)
        opt_out(connection, tenant, KEY, "Enlace", NOW + 2 * HOUR, "servicio")
        subscribe(connection, tenant, ana, KEY, ["noticias"], FORM, NOW + HOUR)

        assert connection.scalar(select(subscription.c.since)) == NOW


def test_a_notice_is_kept_once(database: Database, tenant: int) -> None:
    """However many agree to it; another text is another one."""
    with database.write() as connection:
        first = add_notice(connection, tenant, "Sus datos…", NOW)
        assert add_notice(connection, tenant, "Sus datos…", NOW + HOUR) == first
        assert add_notice(connection, tenant, "Sus otros datos…", NOW) != first

        assert connection.execute(select(privacy_notice.c.text, privacy_notice.c.since)).all() == [
            ("Sus datos…", NOW),
            ("Sus otros datos…", NOW),
        ]


def _say(connection: Connection, tenant: int, person: int, word: str, at: datetime) -> None:
    if word == "subscribe":
        subscribe(connection, tenant, person, KEY, ["noticias"], FORM, at)
    elif word == "leave":
        unsubscribe(connection, tenant, KEY, ["noticias"], LINK, at)
    else:
        opt_out(connection, tenant, KEY, "Dijo STOP.", at)


def _words(connection: Connection) -> list[tuple[object, ...]]:
    its = consent.c
    asked = select(its.purpose, its.given, its.source, its.notice, its.at).order_by(its.id)
    return [tuple(row) for row in connection.execute(asked)]
