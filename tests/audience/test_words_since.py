"""What people said after a copy was made outlives its restore."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Connection, delete, select, text

from audience.consents import Word, last_words, say
from audience.consents import revoke as take_back
from audience.erasure import erase
from audience.subscriptions import Proof, subscribe, topics_of, unsubscribe
from audience.suppression import BOUNCED, is_suppressed, opt_out, suppress, suppressions
from audience.whose import holders
from audience.words_since import Carried, WordsSince
from storage.audit import verify
from storage.backup import backup
from storage.database import Database
from storage.keyring import open_keyring
from storage.restoring import restore
from storage.standing_orders import OrderKind, give_order, lift_orders, standing_orders
from storage.subscribed import ERASED
from storage.tables import address, contact
from storage.tables import tenant as tenants
from tests.audience.people import NOW, add_contact, add_tenant, key_of

MAIL, HOUR = "ana@correo.co", timedelta(hours=1)
KEY, LATER = key_of(MAIL), NOW + HOUR

Said = Callable[[Connection, int], object]


def copied(database: Database, tenant: int, folder: Path) -> Path:
    """A copy with Ana, who has consented and is subscribed."""
    with database.write() as connection:
        open_keyring(connection, folder / "claves")
        ana = add_contact(connection, tenant, "Ana", MAIL)
        say(connection, tenant, [(ana, Word(KEY, "gestion", True, "Planilla", NOW))])
        subscribe(connection, tenant, ana, KEY, ["noticias"], Proof("Formulario"), NOW)
    backup(database, folder / "claves", None, folder / "copia.tar.gz", NOW)
    return folder / "copia.tar.gz"


def put_back(database: Database, copy: Path, folder: Path) -> WordsSince:
    """The copy takes the place of what there is."""
    words = WordsSince()
    restore(copy, database, folder / "claves", folder / "archivos", NOW + 2 * HOUR, overwrite=True, carry=words)
    return words


def after(database: Database, tenant: int, folder: Path, said: Said) -> WordsSince:
    """Something is said after the copy, which is put back then."""
    copy = copied(database, tenant, folder)
    with database.write() as connection:
        said(connection, tenant)
    return put_back(database, copy, folder)


@pytest.mark.parametrize("class_", ["", "gestion"])
def test_who_left_stays_away(database: Database, tenant: int, tmp_path: Path, class_: str) -> None:
    """With its first moment and proof, of everything or of a class; the audit tells how many and is whole."""
    words = after(database, tenant, tmp_path, lambda c, of: opt_out(c, of, KEY, "Por teléfono", LATER, class_))

    assert words.carried["segovia"].suppressions == 1
    with database.read() as connection:
        [found] = suppressions(connection, tenant)
        assert (found.key, found.evidence, found.since, found.of_class) == (KEY, "Por teléfono", LATER, class_)
        assert topics_of(connection, tenant, KEY) == (frozenset() if not class_ else {"noticias"})
        assert verify(connection) is None


def test_a_consent_that_was_taken_back_stays_so(database: Database, tenant: int, tmp_path: Path) -> None:
    """With the word that took it back; that of somebody whom the copy does not have is kept, too."""
    other = key_of("eva@correo.co")

    def said(connection: Connection, of: int) -> None:
        take_back(connection, of, [KEY], "Por teléfono", LATER, "gestion")
        eva = add_contact(connection, of, "Eva", "eva@correo.co")
        say(connection, of, [(eva, Word(other, "gestion", False, "Carta", LATER))])

    words = after(database, tenant, tmp_path, said)

    assert words.carried["segovia"] == Carried(consents=2)
    with database.read() as connection:
        assert last_words(connection, tenant, [KEY, other], "gestion") == {KEY: False, other: False}
        assert holders(connection, tenant, [other]) == ()


def test_a_topic_that_was_left_stays_so(database: Database, tenant: int, tmp_path: Path) -> None:
    """One that was confirmed again after that goes on."""
    after(database, tenant, tmp_path, lambda c, of: unsubscribe(c, of, KEY, ["noticias"], Proof("Enlace"), LATER))
    with database.read() as connection:
        assert topics_of(connection, tenant, KEY) == frozenset()


@pytest.mark.parametrize("by_key", [False, True])
def test_who_was_forgotten_stays_forgotten(database: Database, tenant: int, tmp_path: Path, by_key: bool) -> None:
    """Name and address leave the copy's rows, and no list brings them back; also where only a key was left."""

    def said(connection: Connection, of: int) -> None:
        if by_key:
            suppress(connection, of, KEY, ERASED, "Radicado 1", LATER)
            connection.execute(delete(address))
        else:
            [ana] = holders(connection, of, [KEY])
            erase(connection, of, ana, "Radicado 1", LATER)

    words = after(database, tenant, tmp_path, said)

    assert words.carried["segovia"].erased == 1
    with database.read() as connection:
        assert holders(connection, tenant, [KEY]) == ()
        assert connection.scalars(select(contact.c.name)).all() == [""]
        [found] = suppressions(connection, tenant)
        assert (found.reason, found.evidence) == (ERASED, "Radicado 1")


def test_who_came_again_after_being_forgotten_is_not_forgotten_anew(
    database: Database, tenant: int, tmp_path: Path
) -> None:
    """The copy has the one who came by the own word."""
    with database.write() as connection:
        open_keyring(connection, tmp_path / "claves")
        suppress(connection, tenant, KEY, ERASED, "Radicado 1", NOW - HOUR)

    words = after(database, tenant, tmp_path, lambda *_: None)

    assert words.carried["segovia"] == Carried()
    with database.read() as connection:
        assert [each.name for each in holders(connection, tenant, [KEY])] == ["Ana"]


def test_what_shows_by_itself_is_not_taken_over(database: Database, tenant: int, tmp_path: Path) -> None:
    """A wave of returned mails may be why a copy is put back."""
    words = after(database, tenant, tmp_path, lambda c, of: suppress(c, of, KEY, BOUNCED, "550", LATER))
    assert words.known
    with database.read() as connection:
        assert not is_suppressed(connection, tenant, "email", KEY)


def test_each_word_is_of_its_municipality(database: Database, tmp_path: Path) -> None:
    """Whatever number it has in the copy; what the copy does not have yet is left out."""
    with database.write() as connection:
        tenant = add_tenant(connection)
    copy = copied(database, tenant, tmp_path)
    with database.write() as connection:
        new = add_tenant(connection, "genova")
        opt_out(connection, new, KEY, "Carta", LATER)
        opt_out(connection, tenant, KEY, "Carta", LATER)

    words = put_back(database, copy, tmp_path)

    assert words.carried == {"segovia": Carried(suppressions=1, consents=1, subscriptions=1)}


class Interrupted(WordsSince):
    """Somebody says something at the worst moment: when the words have been read, and the rows are still to go."""

    def __init__(self, database: Database, said: Callable[[Connection], object]) -> None:
        """`said`: what they do, in a transaction of their own."""
        super().__init__()
        self._database, self._said = database, said
        self.speaker = Thread(target=self._speak)

    def read(self, connection: Connection) -> None:
        """Goes on when they are through, or wait."""
        super().read(connection)
        self.speaker.start()
        ours = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        waits = text(f"SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND {ours})")
        while self.speaker.is_alive() and not connection.scalar(waits):
            self.speaker.join(0.02)

    def _speak(self) -> None:
        with self._database.write() as connection:
            self._said(connection)


@pytest.mark.parametrize("erased", [False, True])
def test_what_is_said_while_a_copy_is_put_back_is_not_lost(
    postgresql_database: Database, tmp_path: Path, erased: bool
) -> None:
    """A panel needs no daemon beside it: who says it waits until the copy is in, and it is said there."""
    database = postgresql_database
    with database.write() as connection:
        tenant = add_tenant(connection)
    copy = copied(database, tenant, tmp_path)

    def said(connection: Connection) -> None:
        if not erased:
            opt_out(connection, tenant, KEY, "Con el botón", LATER)
            return
        [ana] = holders(connection, tenant, [KEY])
        erase(connection, tenant, ana, "Radicado 1", LATER)

    words = Interrupted(database, said)
    restore(copy, database, tmp_path / "claves", tmp_path / "archivos", NOW + 2 * HOUR, overwrite=True, carry=words)
    words.speaker.join()

    with database.read() as connection:
        [found] = suppressions(connection, tenant)
        assert (found.key, found.since) == (KEY, LATER)
        assert [each.name for each in holders(connection, tenant, [KEY])] == ([] if erased else ["Ana"])


def held(database: Database, tenant: int) -> list[tuple[str, str]]:
    """Which orders hold messages back until somebody has looked: who gave each, and why."""
    with database.read() as connection:
        found = standing_orders(connection, tenant, NOW + 9 * HOUR)
    return [(order.by, order.reason) for order in found if order.kind is OrderKind.LOST_WORDS]


LOST = (
    "La base de datos se recuperó de una copia del 2027-01-04 13:00 UTC: nadie sabe quiénes se dieron de baja después."
)


def test_where_nothing_is_to_be_read_somebody_has_to_look(
    sqlite_database: Database, sqlite_tenant: int, tmp_path: Path, empty_database: Database
) -> None:
    """A new disk: nobody knows what was said. Put back once more over that, it is not known either, and held once."""
    copy = copied(sqlite_database, sqlite_tenant, tmp_path)
    found = put_back(empty_database, copy, tmp_path)
    assert (found.known, found.held) == (False, True)
    assert held(empty_database, sqlite_tenant) == [("recuperación", LOST)]

    found = put_back(empty_database, copy, tmp_path)
    assert (found.known, found.held) == (True, True)
    assert held(empty_database, sqlite_tenant) == [("recuperación", LOST)]


def test_what_was_looked_for_is_not_held_again(database: Database, tenant: int, tmp_path: Path) -> None:
    """Its words stand in the database, which the next copy takes over; so does what the copy itself holds back."""
    copy = copied(database, tenant, tmp_path)
    with database.write() as connection:
        give_order(connection, tenant, OrderKind.LOST_WORDS, "", "recuperación", "La de enero.", NOW)
    backup(database, tmp_path / "claves", None, tmp_path / "detenida.tar.gz", NOW + HOUR)
    put_back(database, tmp_path / "detenida.tar.gz", tmp_path)
    assert held(database, tenant) == [("recuperación", "La de enero.")]

    with database.write() as connection:
        lift_orders(connection, tenant, OrderKind.LOST_WORDS, "", "ana", LATER)
    assert not put_back(database, copy, tmp_path).held
    assert held(database, tenant) == []


def test_a_municipality_that_the_database_did_not_have_is_held(database: Database, tmp_path: Path) -> None:
    """Of the two in the copy one was left: of the other nobody knows."""
    with database.write() as connection:
        tenant, gone = add_tenant(connection), add_tenant(connection, "genova")
    copy = copied(database, tenant, tmp_path)
    with database.write() as connection:
        connection.execute(delete(tenants).where(tenants.c.id == gone))

    assert put_back(database, copy, tmp_path).held
    assert (held(database, tenant), held(database, gone)) == ([], [("recuperación", LOST)])
