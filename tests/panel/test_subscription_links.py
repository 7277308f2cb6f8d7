"""The links of subscriptions: each is good for its own address, once and for a week."""

from dataclasses import replace
from pathlib import Path

import pytest

from panel.preferring import preferences_token
from panel.subscribing import confirming_token
from storage.database import Database
from storage.keyring import Keyring, SigningKey
from storage.tokens import Use, sign
from tests.delivery.desk import Desk
from tests.delivery.letters import rows_that_open
from tests.delivery.relay import Start
from tests.panel.subscribing import by, path_of, send, subscribing


async def test_a_form_is_good_for_its_own_visitor(sqlite_database: Database, tmp_path: Path) -> None:
    """Another site that has fetched a form cannot make somebody else's browser send it; nor is it good for ever."""
    async with subscribing(sqlite_database, tmp_path, 1) as (desk, client):
        opened = (await client.get("/suscripcion/", headers=by("203.0.113.66"))).text
        stolen = opened.partition('name="formulario" value="')[2].partition('"')[0]
        assert (await send(client, formulario=stolen)).status_code == 400

        opened = (await client.get("/suscripcion/", headers=by())).text
        own = opened.partition('name="formulario" value="')[2].partition('"')[0]
        desk.clock.pass_(hours=3)
        assert (await send(client, formulario=own)).status_code == 400
        assert desk.rows("signup") == []


FORGED = ["", "x", "a" * 52, "A" * 500, "%00", "..%2f..%2fetc%2fpasswd", "ñandú", "otro-uso", "otra-clave"]


@pytest.mark.parametrize("page", ["confirmar", "preferencias"])
@pytest.mark.parametrize("token", FORGED)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_link_that_is_not_ours_does_nothing(
    sqlite_database: Database, tmp_path: Path, page: str, token: str, method: str
) -> None:
    """Cut, guessed, signed for something else or by somebody else: one answer for all of them."""
    async with subscribing(sqlite_database, tmp_path, 1) as (desk, client):
        number = (1).to_bytes(8, "big")
        other = desk.place.keyring.signing_keys[-1]
        told = {
            "otro-uso": sign(desk.place.keyring, Use.UNSUBSCRIBE, number),
            "otra-clave": sign(_other_keys(desk, other.id), Use.SUBSCRIBE, number),
        }
        answer = await client.request(method, f"/suscripcion/{page}/{told.get(token, token)}", headers=by())
        assert answer.status_code == 404
        assert desk.rows("subscription") == desk.rows("consent") == desk.rows("suppression") == []


async def test_a_link_is_good_once_and_for_a_week(database: Database, tmp_path: Path, start_mail_server: Start) -> None:
    """Pressed again it brings back nothing that was left since; after a week it says that it is over."""
    mail = start_mail_server()
    async with subscribing(database, tmp_path, mail.port) as (desk, client):
        await send(client)
        await send(client, topics=["eventos"])
        await desk.turn()
        first, second = (path_of(each) for each in mail.mails())
        assert rows_that_open(desk) == {}
        await client.post(first, headers=by())
        own = preferences_token(desk.place.keyring, desk.place.tenant_id, desk.rows("address")[0].key)
        await client.post(f"/suscripcion/preferencias/{own}", data={"hacer": "guardar"}, headers=by())

        assert "ya estaba confirmada" in (await client.post(first, headers=by())).text
        assert [row.ended_at is None for row in desk.rows("subscription")] == [False]
        desk.clock.pass_(days=7)
        assert (await client.get(second, headers=by())).status_code == 410
        assert "El enlace venció" in (await client.post(second, headers=by())).text
        assert len(desk.rows("subscription")) == 1


async def test_a_link_confirms_its_own_address_alone(database: Database, tmp_path: Path) -> None:
    """After a copy was taken back its number is another one's."""
    async with subscribing(database, tmp_path, 1) as (desk, client):
        await send(client)
        [row] = desk.rows("signup")
        token = confirming_token(desk.place, row.id, "0" * 64, desk.clock.now())
        assert (await client.post(f"/suscripcion/confirmar/{token}", headers=by())).status_code == 410
        assert desk.rows("subscription") == []


def _other_keys(desk: Desk, name: str) -> Keyring:
    return replace(desk.place.keyring, signing_keys=(SigningKey(name, b"x" * 32),))
