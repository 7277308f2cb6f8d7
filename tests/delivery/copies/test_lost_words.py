"""A copy put back after a lost disk: what goes out by people's own word alone waits until somebody has looked."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete

from audience.subscriptions import Proof, subscribe
from audience.suppression import opt_out
from audience.words_since import WordsSince
from delivery.office.by_hand import NO_HURRY, Hurry, send_now
from delivery.office.correction import correct
from delivery.office.looked_for import release_after_restore
from delivery.office.office import Refused, resume
from delivery.office.release import release
from delivery.office.settling import retry
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from delivery.workplace import Workplace
from storage.backup import backup
from storage.database import Database
from storage.restoring import restore
from storage.tables import address, metadata
from tests.campaigns.town import CAMPAIGN, FOLLOWER, MUNICIPALITY
from tests.delivery.desk import Desk, at_work, bogota

BEFORE = bogota("2026-12-20T08:00")
RESTORED = bogota("2026-12-27T10:00")
DUE = bogota("2026-12-28T08:00")
FILE = "campanas/matriculas.yaml"
MAIL, WEB = "anuncio/correo@1", "anuncio/web@1"
WAITS = "La base de datos se recuperó de una copia del 2026-12-20 13:00 UTC: nadie sabe quiénes se dieron de baja"
LETS_GO = "pregonero release --after-restore --reason"
ANA = "ana@example.com"

Changes = Mapping[str, str | bytes | None]


def of_class(class_: str) -> Changes:
    """The town whose campaign is of that class."""
    return {FILE: CAMPAIGN.replace("clase: servicio", f"clase: {class_}")}


@asynccontextmanager
async def restored(
    database: Database, folder: Path, changes: Changes, *, late: bool = False, done: bool = False
) -> AsyncIterator[Desk]:
    """A desk whose disk was lost: a copy of a week before the hour is put back into an empty database.

    `late`: one of the very hour, with the mail on its way, a minute after it; `done`: once it had gone out.
    """
    keys, kept, target = folder / "var" / "claves", folder / "var" / "archivos", folder / "copia.tar.gz"
    copied, back = (DUE, bogota("2026-12-28T08:01")) if late or done else (BEFORE, RESTORED)
    async with at_work(database, folder, copied, changes) as desk:
        desk.people(ANA, "eva@example.com")
        desk.write(_subscribe)
        await (desk.turn() if done else desk.look())
    backup(database, keys, kept if kept.is_dir() else None, target, copied)
    with database.write() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))
    restore(target, database, keys, kept, back, overwrite=True, carry=WordsSince())
    async with at_work(database, folder, back, changes) as desk:
        yield desk


def _subscribe(connection: Connection, place: Workplace) -> None:
    """Everybody gets the news."""
    for row in connection.execute(address.select()).all():
        proof = Proof("Formulario")
        subscribe(connection, place.tenant_id, row.contact, row.key, ["noticias"], proof, place.clock.now())


def _leaves(connection: Connection, place: Workplace) -> None:
    """Ana wants no more of what the administration tells of itself."""
    for row in connection.execute(address.select().where(address.c.address == ANA)).all():
        opt_out(connection, place.tenant_id, row.key, "Carta", place.clock.now(), "gestion")


def looked(desk: Desk) -> list[str]:
    """Ana says that she has looked for them; the states of what waited."""
    given = ("Buzón y radicados hasta hoy", "ana", desk.clock.now())
    return [each.state for each in desk.write(release_after_restore, *given)]


async def test_what_asks_for_a_consent_waits_and_the_rest_goes_on(database: Database, tmp_path: Path) -> None:
    """The page goes out at its hour; the mail says since when nobody knows, and what lets it go."""
    async with restored(database, tmp_path, of_class("gestion")) as desk:
        desk.clock.moment = DUE
        await desk.turn()
        assert desk.publications() == {MAIL: "waiting", WEB: "done"}
        reason = desk.publication(MAIL).reason
        assert reason.startswith(WAITS)
        assert LETS_GO in reason

        assert looked(desk) == ["running"]
        await desk.settle()
        assert desk.publications() == {MAIL: "done", WEB: "done"}
        [said] = [row for row in desk.rows("audit") if row.verb == "release_after_restore"]
        assert (said.actor, said.detail) == ("ana", {"reason": "Buzón y radicados hasta hoy"})
        with pytest.raises(Refused, match="No hay mensajes detenidos"):
            looked(desk)


async def test_who_was_found_meanwhile_gets_nothing(database: Database, tmp_path: Path) -> None:
    """That is what the wait is for: a letter of the lost days is set down before the word is given."""
    async with restored(database, tmp_path, of_class("gestion")) as desk:
        desk.clock.moment = DUE
        await desk.turn()
        desk.write(_leaves)
        looked(desk)
        await desk.settle()
        assert desk.states(MAIL) == {"skipped": 1, "sent": 1}


@pytest.mark.parametrize("class_", ["servicio", "interna", "emergencia"])
async def test_what_asks_for_no_consent_goes_out(database: Database, tmp_path: Path, class_: str) -> None:
    """Whoever waits for a procedure or a warning gets it at its hour."""
    async with restored(database, tmp_path, of_class(class_)) as desk:
        desk.clock.moment = DUE
        await desk.turn()
        assert desk.publications() == {MAIL: "done", WEB: "done"}


async def test_what_goes_to_subscribers_waits(database: Database, tmp_path: Path) -> None:
    """Whatever its class: who has left a topic since is not known either."""
    news = {FILE: CAMPAIGN + FOLLOWER, "municipio.yaml": MUNICIPALITY + "temas: {noticias: Noticias}\n"}
    async with restored(database, tmp_path, news) as desk:
        desk.clock.moment = DUE
        await desk.turn()
        assert desk.publications() == {MAIL: "done", WEB: "done", "aviso/correo@1": "waiting"}
        looked(desk)
        await desk.settle()
        assert desk.states("aviso/correo@1") == {"sent": 2}


async def test_past_its_tolerance_it_is_missed_and_says_why(database: Database, tmp_path: Path) -> None:
    """Nobody had looked in time: a person sends it then, or nobody."""
    async with restored(database, tmp_path, of_class("gestion")) as desk:
        desk.clock.moment = DUE
        await desk.turn()
        desk.clock.pass_(minutes=31)
        await desk.turn()
        assert desk.publications() == {MAIL: "missed", WEB: "done"}
        because = "no se había revisado quiénes pidieron no recibir desde la copia que se recuperó."
        assert desk.publication(MAIL).reason.startswith(f"Pasó su hora hace 31 minutos: {because}")


async def test_the_plan_says_so_before_the_daemon_starts(database: Database, tmp_path: Path) -> None:
    """The mail waits, the page goes out."""
    async with restored(database, tmp_path, of_class("gestion")) as desk:
        with database.read() as connection:
            known = read_known(connection, desk.tenant)
        shown = plan(desk.tenant, known, bogota("2026-12-28T00:00"), bogota("2026-12-29T00:00"), RESTORED)
    assert {row.account: row.decision for row in shown} == {"correo": "wait", "web": "send"}
    assert next(row.reason for row in shown if row.account == "correo").startswith(WAITS)


async def test_a_persons_word_lets_one_message_go(database: Database, tmp_path: Path) -> None:
    """By its key: the others go on waiting."""
    async with restored(database, tmp_path, of_class("gestion")) as desk:
        desk.clock.moment = DUE
        await desk.turn()
        desk.write(release, f"matriculas/{MAIL}", "ana", desk.clock.now())
        await desk.settle()
        assert desk.states(MAIL) == {"sent": 2}
        assert looked(desk) == []


async def test_what_a_person_sends_waits_unless_it_is_an_emergency(database: Database, tmp_path: Path) -> None:
    """It is refused with what helps; an emergency's row says what it passed."""
    async with restored(database, tmp_path, of_class("gestion")) as desk:
        given = ("matriculas", "anuncio", "ana", desk.clock.now())
        _, found = desk.write(send_now, *given)
        assert LETS_GO in found.held[f"matriculas/{MAIL}"]
        desk.write(send_now, *given, Hurry(emergency="Se creció el río"))
        told = "Salió aunque no se había revisado quiénes pidieron no recibir desde la copia que se recuperó."
        assert told in desk.publication(MAIL).reason


async def test_a_correction_waits_too(database: Database, tmp_path: Path) -> None:
    """Whoever got the message before the copy was made may have left since."""
    async with restored(database, tmp_path, of_class("gestion"), done=True) as desk:
        given = (f"matriculas/{MAIL}", "Es mañana.", "ana", desk.clock.now(), NO_HURRY)
        with pytest.raises(Refused, match="release --after-restore"):
            desk.write(correct, *given)
        looked(desk)
        [outcome] = desk.write(correct, *given).outcomes
        assert outcome.state == "running"


@pytest.mark.parametrize("word", [resume, retry])
async def test_what_was_on_its_way_goes_on_after_the_look_alone(
    database: Database, tmp_path: Path, word: Callable[..., object]
) -> None:
    """Neither resumed nor tried again before it."""
    async with restored(database, tmp_path, of_class("gestion"), late=True) as desk:
        given = (f"matriculas/{MAIL}", "ana", desk.clock.now())
        with pytest.raises(Refused, match="release --after-restore"):
            desk.write(word, *given)
        looked(desk)
        assert desk.write(word, *given)


async def test_service_that_was_on_its_way_is_resumed_as_ever(database: Database, tmp_path: Path) -> None:
    """Nobody has to look for anything first."""
    async with restored(database, tmp_path, of_class("servicio"), late=True) as desk:
        desk.write(resume, f"matriculas/{MAIL}", "ana", desk.clock.now())
        await desk.settle()
        assert desk.states(MAIL) == {"sent": 2}
