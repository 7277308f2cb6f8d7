"""Suppression: by key, once, for good."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from audience.consents import Word, last_words, say, speaker, words_of
from audience.leaving import readmit
from audience.suppression import (
    GONE,
    OPTED_OUT,
    is_suppressed,
    lift,
    opt_out,
    refused_classes,
    suppress,
    suppress_gone,
    suppressed_among,
    suppressions,
)
from campaigns.purpose import MANAGEMENT
from storage.database import Database
from tests.audience.people import NOW, add_tenant, key_of


def test_the_first_reason_stays(database: Database) -> None:
    """A second suppression of the same key changes nothing and says so."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        first = suppress(connection, tenant, key_of("ana@correo.co"), "baja", "enlace del correo", NOW)
        second = suppress(connection, tenant, key_of("ana@correo.co"), "rebote", "550", NOW + timedelta(days=1))

        listed = suppressions(connection, tenant)

    assert (first, second) == (True, False)
    assert [(row.key, row.reason, row.evidence, row.since) for row in listed] == [
        (key_of("ana@correo.co"), "baja", "enlace del correo", NOW)
    ]


def test_each_municipality_has_its_own_list(database: Database) -> None:
    """Who leaves one body's list has not left another's."""
    with database.write() as connection:
        segovia, genova = add_tenant(connection), add_tenant(connection, "genova")
        suppress(connection, segovia, key_of("ana@correo.co"), "baja", "", NOW)

        assert is_suppressed(connection, segovia, "email", key_of("ana@correo.co"))
        assert not is_suppressed(connection, genova, "email", key_of("ana@correo.co"))
        assert suppressed_among(connection, segovia, [key_of("ana@correo.co"), key_of("luis@correo.co")]) == {
            key_of("ana@correo.co"): "baja"
        }


@pytest.mark.parametrize(("channel", "elsewhere"), [("whatsapp", "sms"), ("sms", "webhook"), ("webhook", "whatsapp")])
def test_what_one_medium_does_not_reach_another_does(database: Database, channel: str, elsewhere: str) -> None:
    """A telephone has several; it stays on the lists, too. A mail address has one, and leaves them."""
    phone, mail = key_of("3001234567", "telefono"), key_of("ana@correo.co")
    with database.write() as connection:
        tenant = add_tenant(connection)
        assert suppress_gone(connection, tenant, channel, phone, "no llega", NOW)
        assert not suppress_gone(connection, tenant, channel, phone, "no llega", NOW)
        suppress_gone(connection, tenant, "email", mail, "550", NOW)

        assert is_suppressed(connection, tenant, channel, phone)
        assert not is_suppressed(connection, tenant, elsewhere, phone)
        assert suppressed_among(connection, tenant, [phone, mail]) == {mail: GONE}


def test_who_comes_back_by_one_medium_is_reached_by_that_one(database: Database) -> None:
    """That a person writes by WhatsApp does not make a number of text messages exist."""
    phone = key_of("3001234567", "telefono")
    with database.write() as connection:
        tenant = add_tenant(connection)
        for channel in ("whatsapp", "sms"):
            suppress_gone(connection, tenant, channel, phone, "no llega", NOW)

        assert lift(connection, tenant, "whatsapp", [phone], [GONE], NOW) == 1
        assert not is_suppressed(connection, tenant, "whatsapp", phone)
        assert is_suppressed(connection, tenant, "sms", phone)


def test_the_later_word_counts(database: Database) -> None:
    """An older one lifts nothing, and a repeated refusal is as new as when it was said last."""
    ana, later = key_of("1001", "telegram"), NOW + timedelta(minutes=5)
    with database.write() as connection:
        tenant = add_tenant(connection)
        suppress_gone(connection, tenant, "telegram", ana, "cerró el chat", NOW)
        opt_out(connection, tenant, ana, "escribió /stop", NOW)
        opt_out(connection, tenant, ana, "otra vez", later)

        assert lift(connection, tenant, "telegram", [ana], [GONE], later) == 0
        assert lift(connection, tenant, "telegram", [ana], [OPTED_OUT], NOW) == 0
        assert [(row.reason, row.evidence, row.since) for row in suppressions(connection, tenant)] == [
            (OPTED_OUT, "otra vez", later)
        ]
        assert lift(connection, tenant, "telegram", [ana], [OPTED_OUT], later) == 1


def test_who_wants_none_of_a_class_gets_the_others(database: Database) -> None:
    """The word on a class stands beside the one on all, and does not bar the address from lists."""
    ana = key_of("ana@correo.co")
    with database.write() as connection:
        tenant = add_tenant(connection)
        opt_out(connection, tenant, ana, "enlace de un correo", NOW, "gestion")

        assert not is_suppressed(connection, tenant, "email", ana)
        assert suppressed_among(connection, tenant, [ana]) == {}
        assert refused_classes(connection, tenant) == {"gestion"}

        opt_out(connection, tenant, ana, "otro enlace", NOW + timedelta(days=1))
        assert is_suppressed(connection, tenant, "email", ana)
        assert [(row.of_class, row.reason) for row in suppressions(connection, tenant)] == [
            ("gestion", OPTED_OUT),
            ("", OPTED_OUT),
        ]


def test_a_complaint_stays_one(database: Database) -> None:
    """Who asked for no more in another way does not come back by the program's own word."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        suppress(connection, tenant, key_of("1001", "telegram"), "queja", "oficio 12", NOW)
        opt_out(connection, tenant, key_of("1001", "telegram"), "escribió /stop", NOW + timedelta(minutes=5))

        assert [row.reason for row in suppressions(connection, tenant)] == ["queja"]


CAME_BACK = "Escribió a la cuenta bot que no quiere más mensajes."


def _consented(connection: Connection, tenant: int, at: datetime) -> str:
    """Somebody who has said yes to publicity, on paper; their key."""
    key = key_of("ana@correo.co")
    say(connection, tenant, [(speaker(connection, tenant, key, at), Word(key, MANAGEMENT, True, "Planilla", at))])
    return key


@pytest.mark.parametrize("class_", ["", "gestion"])
@pytest.mark.parametrize("at_the_desk", [False, True])
def test_a_consent_from_before_a_refusal_does_not_stand_up_again(
    database: Database, tenant: int, at_the_desk: bool, class_: str
) -> None:
    """Who comes back, by a bot or by the staff, is written to; publicity has to be consented to anew."""
    later = NOW + timedelta(days=1)
    with database.write() as connection:
        key = _consented(connection, tenant, NOW)
        opt_out(connection, tenant, key, CAME_BACK, later, class_)
        if at_the_desk:
            assert readmit(connection, tenant, [key]) == {key}
        else:
            assert lift(connection, tenant, "telegram", [key], [OPTED_OUT], later) == 1

        assert not is_suppressed(connection, tenant, "telegram", key)
        words = words_of(connection, tenant, [key])
        assert [(word.given, word.source, word.at) for word in words][1:] == [(False, CAME_BACK, later)]


@pytest.mark.parametrize(
    ("class_", "days", "publicity"), [("servicio", 0, False), ("", 2, False), ("gestion", 0, True)]
)
def test_a_consent_that_no_refusal_took_back_stands(
    database: Database, tenant: int, class_: str, days: int, publicity: bool
) -> None:
    """Another class was refused, the consent is younger than the refusal, or the word is on publicity itself."""
    with database.write() as connection:
        key = _consented(connection, tenant, NOW + timedelta(days=days))
        opt_out(connection, tenant, key, CAME_BACK, NOW + timedelta(days=1), class_)
        lift(connection, tenant, "telegram", [key], [OPTED_OUT], NOW + timedelta(days=3), publicity=publicity)

        assert last_words(connection, tenant, [key], MANAGEMENT) == {key: True}
