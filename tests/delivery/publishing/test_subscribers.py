"""A message with `suscripcion` goes to whoever is subscribed to one of its topics, as soon as it is published."""

from datetime import timedelta
from pathlib import Path

import pytest

from audience.leaving import leave, leave_all
from audience.leaving_token import Leaver
from audience.subscriptions import Proof, subscribe, unsubscribe
from audience.suppression import opt_out
from delivery.office.by_hand import Hurry
from delivery.office.correction import correct
from delivery.planning.known import read_known
from storage.database import Database
from storage.tables import address
from tests.campaigns.town import AUDIENCES, CAMPAIGN
from tests.delivery.desk import Desk, at_work, bogota

DUE = bogota("2026-12-28T08:00")
FILE = "campanas/matriculas.yaml"
TOPICAL = (
    CAMPAIGN.replace("[correo, web]", "[web]")
    + """\
  - id: aviso
    cuando: al publicar anuncio
    publico: transeuntes
    canales: [correo]
    asunto: Hay novedades
    texto: Empiezan las matrículas.
    suscripcion: {temas: [noticias, eventos]}
"""
)
PROOF = Proof("prueba")
HOUR = timedelta(hours=1)


async def test_subscribers_get_a_novelty_at_once(database: Database, tmp_path: Path) -> None:
    """One message for who is subscribed to two topics, none for who is subscribed to others or to none."""
    async with at_work(database, tmp_path, DUE, {FILE: TOPICAL}) as desk:
        desk.people("ana@example.com", "luis@example.com", "eva@example.com", "sol@example.com")
        _subscribe(desk, ana=["noticias", "eventos"], luis=["eventos"], eva=["contratos"])
        await desk.turn()

        assert desk.publications() == {"anuncio/web@1": "done", "aviso/correo@1": "done"}
        assert [row.address for row in desk.deliveries("aviso/correo@1")] == ["ana@example.com", "luis@example.com"]
        assert desk.states("aviso/correo@1") == {"sent": 2}
        assert desk.publication("aviso/correo@1").publishes


async def test_who_is_subscribed_is_known_when_it_goes_out(database: Database, tmp_path: Path) -> None:
    """Who leaves while it waits gets nothing; who comes when it has begun gets the next."""
    async with at_work(database, tmp_path, bogota("2026-12-28T07:00"), {FILE: TOPICAL}) as desk:
        desk.people("ana@example.com", "luis@example.com")
        _subscribe(desk, ana=["noticias"], luis=["eventos"])
        _unsubscribe(desk, "luis@example.com", "eventos")
        desk.clock.moment = DUE
        await desk.turn()

        assert [row.address for row in desk.deliveries("aviso/correo@1")] == ["ana@example.com"]


async def test_who_comes_back_to_a_topic_gets_it_again(database: Database, tmp_path: Path) -> None:
    """Whoever wanted nothing more, and has confirmed a topic since, gets what is of that topic and nothing else."""
    async with at_work(database, tmp_path, DUE, {FILE: TOPICAL.replace("[web]", "[correo]")}) as desk:
        desk.people("ana@example.com")
        key = desk.rows("address")[0].key
        with database.write() as connection:
            opt_out(connection, desk.place.tenant_id, key, "", desk.clock.now() - HOUR)
        _subscribe(desk, ana=["eventos"])
        desk.people("luis@example.com")
        await desk.turn()

        assert desk.states("anuncio/correo@1") == {"sent": 1, "skipped": 1}
        assert desk.states("aviso/correo@1") == {"sent": 1}


READERS = "lectores:\n  nombre: Lectores\n  condicion: {suscritos: [noticias]}\n  canales: [correo]\n"
BY_PUBLIC = CAMPAIGN.replace("[correo, web]", "[correo]").replace("publico: ciudadania", "publico: lectores")


async def test_a_public_of_subscribers_is_left_to_the_last_second(database: Database, tmp_path: Path) -> None:
    """As what says `suscripcion` itself is: whoever waits for the next morning may leave the topic until then."""
    changes = {FILE: BY_PUBLIC, "publicos.yaml": AUDIENCES + READERS}
    async with at_work(database, tmp_path, DUE, changes) as desk:
        desk.people("luis@example.com")
        desk.people("ana@example.com", attributes={"zona": "Pacific/Honolulu"})
        _subscribe(desk, luis=["noticias"], ana=["noticias"])
        await desk.turn()
        _unsubscribe(desk, "ana@example.com", "noticias")
        desk.clock.pass_(hours=10)
        await desk.turn()

        assert {row.address: row.error_code for row in desk.deliveries("anuncio/correo@1")} == {
            "luis@example.com": None,
            "ana@example.com": "unsubscribed",
        }


async def test_a_correction_does_not_follow_whoever_left(database: Database, tmp_path: Path) -> None:
    """Its source went to subscribers: who has left its topic since gets nothing of it any more."""
    async with at_work(database, tmp_path, DUE, {FILE: TOPICAL}) as desk:
        desk.people("ana@example.com", "luis@example.com")
        _subscribe(desk, ana=["noticias"], luis=["noticias"])
        await desk.turn()
        _unsubscribe(desk, "ana@example.com", "noticias")
        desk.write(correct, "matriculas/aviso/correo@1", "No era hoy.", "ana", DUE, Hurry())
        await desk.settle()

        found = {row.address: row.state for row in desk.deliveries("aviso~correccion-1/correo@1")}
        assert found == {"ana@example.com": "skipped", "luis@example.com": "sent"}


LEAVING = {"everything": leave_all, "its class": leave}
ORDERS = ["leaves, subscribes", "subscribes, leaves", "leaves, subscribes, leaves", "subscribes, leaves, subscribes"]


@pytest.mark.parametrize("what", list(LEAVING))
@pytest.mark.parametrize("order", ORDERS)
async def test_the_last_word_counts(database: Database, tmp_path: Path, order: str, what: str) -> None:
    """A topic that is confirmed after a «no more» comes; a «no more» after it ends it, of its class or of all."""
    async with at_work(database, tmp_path, DUE, {FILE: TOPICAL}) as desk:
        desk.people("ana@example.com", "luis@example.com")
        _subscribe(desk, luis=["noticias"])
        key = desk.rows("address")[0].key
        desk.clock.pass_(hours=-5)
        for word in order.split(", "):
            desk.clock.pass_(hours=1)
            if word == "subscribes":
                _subscribe(desk, ana=["noticias"])
                continue
            with database.write() as connection:
                LEAVING[what](connection, Leaver(desk.place.tenant_id, key, "servicio"), "enlace", desk.clock.now())
        desk.clock.moment = DUE
        await desk.turn()

        comes = {row.address for row in desk.deliveries("aviso/correo@1") if row.state == "sent"}
        assert comes == {"luis@example.com", *(["ana@example.com"] if order.endswith("subscribes") else [])}


async def test_a_message_to_no_subscriber_is_missed(database: Database, tmp_path: Path) -> None:
    """It is shown, and a person can send it when somebody is there: no post and no task takes its place."""
    async with at_work(database, tmp_path, DUE, {FILE: TOPICAL}) as desk:
        desk.people("ana@example.com")
        await desk.turn()

        assert desk.publications() == {"anuncio/web@1": "done", "aviso/correo@1": "missed"}
        assert (
            "nadie con dirección de correo está suscrito a «Noticias» ni a «Eventos»"
            in desk.publication("aviso/correo@1").reason
        )


async def test_the_plan_counts_subscribers(database: Database, tmp_path: Path) -> None:
    """How many it reaches is told beforehand, as of other messages to persons."""
    async with at_work(database, tmp_path, bogota("2026-12-01T08:00"), {FILE: TOPICAL}) as desk:
        desk.people("ana@example.com", "luis@example.com", "eva@example.com")
        _subscribe(desk, ana=["noticias", "eventos"], luis=["eventos"], eva=["contratos"])
        message = desk.tenant.campaigns["matriculas"].message("aviso")
        assert message is not None

        with database.read() as connection:
            known = read_known(connection, desk.tenant)

        assert known.recipients(message, message.accounts[0]) == 2


def _subscribe(desk: Desk, **topics: list[str]) -> None:
    people = {row.address: row for row in desk.rows(address.name)}
    with desk.database.write() as connection:
        for name, wanted in topics.items():
            row, now = people[f"{name}@example.com"], desk.clock.now()
            subscribe(connection, desk.place.tenant_id, row.contact, row.key, wanted, PROOF, now)


def _unsubscribe(desk: Desk, mail: str, topic: str) -> None:
    keys = {row.address: row.key for row in desk.rows(address.name)}
    with desk.database.write() as connection:
        unsubscribe(connection, desk.place.tenant_id, keys[mail], [topic], PROOF, desk.clock.now())
