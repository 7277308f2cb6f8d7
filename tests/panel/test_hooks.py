"""Services call the panel: what is proven becomes rows, whichever process serves it; all else learns nothing."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from delivery.watching.figures import standings
from delivery.watching.status import status as standing
from indicators.measures import measure
from indicators.outcomes import read_outcomes
from indicators.periods import parse_period
from panel.hooks import LARGEST
from storage.database import Database
from storage.tables import delivery, event
from tests.channels.chats import said
from tests.channels.metas_calls import AT, signed, status, value, wrote
from tests.channels.service import Service
from tests.delivery.desk import Desk
from tests.indicators.test_measures import an_indicator
from tests.panel.calling import BOT, DUE, META, STAMP, TELEGRAM, WORD, called, key, kinds, message_key, suppressed, tell


async def test_a_status_settles_a_doubt(database: Database, tmp_path: Path, service: Service) -> None:
    """Meta took the message and its answer was lost: its own notice says that it went out, and nobody has to."""
    service.then("good", "drop")
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        assert desk.states() == {"uncertain": 1}
        assert await tell(client, value(statuses=[status("sent", message_key(desk), "wamid.77")])) == 200
        [row] = desk.deliveries()
        assert (row.state, row.remote_id, row.error_text) == ("sent", "wamid.77", None)
        assert desk.publication("anuncio/celular@1").state == "done"
        assert {each.state: each._mapping["count"] for each in desk.rows("counter")}["sent"] == 1


async def test_what_could_not_be_delivered_bounced(database: Database, tmp_path: Path, service: Service) -> None:
    """It stays `sent`, with the day on which it bounced; told twice it happened once."""
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        failed = value(statuses=[status("failed", message_key(desk), code=131_026)])
        assert [await tell(client, failed), await tell(client, failed)] == [200, 200]
        [row] = desk.deliveries()
        assert (row.state, row.bounced_at, row.error_code) == ("sent", DUE, "131026")
        assert kinds(desk) == ["failed"]


async def test_a_failure_of_an_earlier_attempt_says_nothing_of_a_later_one(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """Another message of Meta's has gone out since under the same key: the person has that one."""
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        earlier = status("failed", message_key(desk), "wamid.0", code=131_026)
        assert await tell(client, value(statuses=[earlier])) == 200
        [row] = desk.deliveries()
        assert (row.state, row.bounced_at, kinds(desk), suppressed(desk)) == ("sent", None, ["failed"], [])


async def test_what_bounced_has_reached_nobody(database: Database, tmp_path: Path, service: Service) -> None:
    """Sent to one person, who counts as reached until Meta says otherwise; then among those who were not."""

    def counted(desk: Desk) -> dict[str, float | None]:
        period = parse_period("2026-12", desk.tenant.municipality.zone)
        with database.read() as connection:
            found = read_outcomes(connection, desk.place.tenant_id, period.since, period.until)
        return {name: measure(an_indicator(name), found).value for name in ("publicaciones", "alcanzados", "devueltos")}

    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        assert counted(desk) == {"publicaciones": 1, "alcanzados": 1, "devueltos": 0}
        assert await tell(client, value(statuses=[status("failed", message_key(desk), code=131_026)])) == 200
        assert counted(desk) == {"publicaciones": 1, "alcanzados": 0, "devueltos": 1}
        with database.read() as connection:
            assert standing(connection, desk.place.tenant_id, DUE).deliveries == {("sent", "real"): 1}
            assert [(each.state, each.number) for each in standings(connection) if each.number] == [("sent", 1)]


async def test_a_doubt_can_end_badly(database: Database, tmp_path: Path, service: Service) -> None:
    """The notice of a failure ends the doubt too; one of the message's own sets nobody aside."""
    service.then("good", "drop")
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        assert await tell(client, value(statuses=[status("failed", message_key(desk), code=131_051)])) == 200
        assert (desk.states(), desk.publication("anuncio/celular@1").state) == ({"failed": 1}, "done_with_errors")
        assert suppressed(desk) == []


async def test_a_process_that_died_is_not_missed(database: Database, tmp_path: Path, service: Service) -> None:
    """What it was sending is known to be sent before anybody takes its lane over."""
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        with database.write() as connection:
            connection.execute(update(delivery).values(state="sending", remote_id=None))
        assert await tell(client, value(statuses=[status("delivered", message_key(desk), "wamid.5")])) == 200
        assert (desk.states(), desk.deliveries()[0].remote_id) == ({"sent": 1}, "wamid.5")


async def test_steps_repeat_and_come_in_any_order(database: Database, tmp_path: Path, service: Service) -> None:
    """Each is kept once, and what is sent stays sent."""
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        for word in ("read", "sent", "delivered", "read"):
            assert await tell(client, value(statuses=[status(word, message_key(desk))])) == 200
        assert kinds(desk) == ["read", "accepted", "delivered"]
        assert (desk.states(), len(desk.rows("attempt"))) == ({"sent": 1}, 1)


async def test_of_a_persons_text_only_that_it_came_is_kept(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """Neither what was said nor the number."""
    async with called(database, tmp_path, service) as (desk, client):
        assert await tell(client, value(messages=[wrote("mi cédula es 123")])) == 200
        with database.read() as connection:
            [row] = connection.execute(select(event)).all()
        assert (row.kind, row.key) == ("other", key(desk))
        assert "cédula" not in str(row)
        assert "3001234567" not in str(row)


async def test_a_bot_is_called_too(database: Database, tmp_path: Path, service: Service) -> None:
    """An update that bears the secret is obeyed as one that was asked for; without it nothing is."""
    async with called(database, tmp_path, service) as (desk, client):
        body = json.dumps(said(7, "/stop")).encode()
        for stamp in ("", "otro", f"{STAMP}x", "ñ"):
            headers = [(b"content-type", b"application/json"), (b"x-telegram-bot-api-secret-token", stamp.encode())]
            assert (await client.post(BOT, content=body, headers=headers)).status_code == 401
        assert kinds(desk) == []
        for _ in range(2):
            assert (await client.post(BOT, content=body, headers=TELEGRAM)).status_code == 200
        assert kinds(desk) == ["stop"]
        assert [reason for _, reason in suppressed(desk)] == ["baja"]


async def test_the_address_is_confirmed_to_who_knows_the_word(
    sqlite_database: Database, tmp_path: Path, service: Service
) -> None:
    """Meta asks once, when staff write the address into its page."""
    asked = {"hub.mode": "subscribe", "hub.verify_token": WORD, "hub.challenge": "42"}
    async with called(sqlite_database, tmp_path, service) as (_, client):
        answer = await client.get(META, params=asked)
        assert (answer.status_code, answer.text) == (200, "42")
        refused = await client.get(META, params=asked | {"hub.verify_token": "x"})
        assert refused.status_code == 403
        assert WORD not in refused.text
        assert (await client.get(BOT, params=asked)).status_code == 405


async def test_whoever_else_calls_learns_nothing(
    sqlite_database: Database, tmp_path: Path, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    """No account, no proof, no JSON, too much: each is refused in a word, no row is made, no secret is logged."""
    body, headers = signed(value(statuses=[status("sent", "x")]))
    async with called(sqlite_database, tmp_path, service) as (desk, client):
        for path in ("villa-clara/canal", "villa-clara/nadie", "otro/celular", "villa-clara"):
            assert (await client.post(f"/avisos/{path}", content=body, headers=headers)).status_code == 404
        assert (await client.put(META, content=body, headers=headers)).status_code == 405
        assert (await client.post("/salud", content=body, headers=headers)).status_code == 405
        assert (await client.post(META, content=body)).status_code == 415
        unproven = await client.post(META, content=body, headers={"content-type": "application/json"})
        assert (unproven.status_code, "content-type" in unproven.headers) == (401, True)
        large, signs = signed(b" " * (LARGEST + 1))
        assert (await client.post(META, content=large, headers=signs)).status_code == 413
        assert kinds(desk) == []
    assert "canario" not in caplog.text


async def test_news_of_what_is_not_ours_is_taken_and_dropped(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """Another program's messages through the same number, an old call played again: 200, and no row."""
    async with called(database, tmp_path, service) as (desk, client):
        await desk.turn()
        mine = message_key(desk)
        old = int((DUE - timedelta(days=9)).timestamp())
        assert old < AT
        keys = ["", "otra cosa", f"matriculas/anuncio/otra@1/{key(desk)}", mine[:-1]]
        told = [*(status("sent", each) for each in keys), status("read", mine, at=old)]
        assert await tell(client, value(statuses=told)) == 200
        assert kinds(desk) == []
