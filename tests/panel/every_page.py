"""Every page that the panel shows to the public, each in the states that it has, as it is sent to a browser."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path

import httpx

from panel.entrance.roles import Role
from panel.preferring import Owner, preferences_token, token_of
from panel.subscribing import confirming_token
from storage.database import Database
from storage.tokens import Use
from storage.user_links import Purpose, make_link
from tests.delivery.approving.council import APPROVED, FILE, PICTURED, link_to
from tests.panel import staffed, subscribing, test_approvals, test_leaving, test_surveys
from tests.panel.office import (
    visits_approvals,
    visits_audit,
    visits_calendar,
    visits_channels,
    visits_editor,
    visits_figures,
    visits_hand,
    visits_people,
    visits_recovered,
    visits_requests,
    visits_sendings,
    visits_surveys,
    visits_suspensions,
    visits_tasks,
)

Pages = AsyncIterator[tuple[str, httpx.Response]]


async def every_page(databases: Mapping[str, Database], folder: Path) -> Pages:
    """Name and answer of each. `databases`: an empty one for each town."""
    for name, visited in VISITED.items():
        async for state, answer in visited(databases[name], folder / name):
            yield f"{name}-{state}", answer


async def _subscriptions(database: Database, folder: Path) -> Pages:
    async with subscribing.subscribing(database, folder, 1) as (desk, client):
        by = subscribing.by()
        yield "formulario", await client.get("/suscripcion/", headers=by)
        yield "sin-temas", await subscribing.send(client, topics=())
        yield "pedida", await subscribing.send(client, nombre="Ana")
        [row] = desk.rows("signup")
        confirm = f"/suscripcion/confirmar/{confirming_token(desk.place, row.id, row.key, desk.clock.now())}"
        yield "confirmar", await client.get(confirm, headers=by)
        yield "confirmada", await client.post(confirm, headers=by)
        yield "ya-confirmada", await client.post(confirm, headers=by)
        key = desk.rows("address")[0].key
        own = f"/suscripcion/preferencias/{preferences_token(desk.place.keyring, desk.place.tenant_id, key)}"
        yield "preferencias", await client.get(own, headers=by)
        yield "guardadas", await client.post(own, data={"tema": ["eventos"], "hacer": "guardar"}, headers=by)
        yield "enlace-pedido", await client.post(own, data={"hacer": "pedir"}, headers=by)
        token = token_of(Owner(desk.place, key), Use.RIGHTS, desk.clock.now() + timedelta(days=1))
        yield "datos", await client.get(f"/suscripcion/datos/{token}", headers=by)
        for state, sure in (("sin-casilla", {}), ("borrados", {"seguro": "si"})):
            yield state, await client.post(f"/suscripcion/datos/{token}", data={"hacer": "borrar", **sure}, headers=by)
        yield "enlace-malo", await client.get(f"{confirm}a", headers=by)


async def _leaving(database: Database, folder: Path) -> Pages:
    async with test_leaving.town(database, folder) as (desk, client):
        path = test_leaving.link(desk)
        yield "pregunta", await client.get(path)
        done = await client.post(path, data={"accion": "lista"})
        yield "hecha", done
        form = test_leaving.FORM.findall(done.text)[0]
        yield "deshecha", await client.post(path, data={"accion": "volver", "formulario": form})
        yield "de-todo", await client.post(path, data={"accion": "todo"})
        yield "enlace-malo", await client.get(path[:-1])


async def _surveys(database: Database, folder: Path) -> Pages:
    async with test_surveys.town(database, folder) as (desk, client, path):
        by = test_surveys.by("198.51.100.7")
        yield "abierta", await client.get(path, headers=by)
        yield "votada", await test_surveys.vote(client, path, 1)
        yield "ya-votada", await test_surveys.vote(client, path, 0)
        yield "formulario-viejo", await client.post(path, data={"opcion": "0", "formulario": "9-a"}, headers=by)
        yield "enlace-malo", await client.get(f"{path}/1-a", headers=by)
        desk.clock.pass_(days=30)
        async with test_surveys.visitor(desk) as later:
            yield "cerrada", await later.get(path, headers=by)


async def _approvals(database: Database, folder: Path) -> Pages:
    async with test_approvals.council(database, folder, PICTURED) as (desk, client):
        token = link_to(desk, "ana")
        yield "pregunta", await client.get(token)
        yield "sin-razon", await client.post(token, data={"decision": "no"})
        yield "anotada", await client.post(token, data={"decision": "no", "nota": "Falta la sede."})
        yield "ya-dicha", await client.get(token)
        yield "enlace-malo", await client.get(f"{token}a")
        await desk.reload({FILE: APPROVED.replace("Empiezan las matrículas.", "Siguen las matrículas.")})
        yield "cambiada", await client.get(link_to(desk, "luis"))


async def _office(database: Database, folder: Path) -> Pages:
    async with staffed.office(database, folder) as town:
        town.desk.people("eva@example.com")
        town.user("luis", Role.READER, None)
        ana = town.user("ana", Role.ADMINISTRATOR)
        with database.write() as connection:
            keyring, now = town.desk.place.keyring, town.desk.clock.now()
            token = make_link(connection, keyring, ana.tenant, ana.id, Purpose.RESET, now)
        yield "entrar", await town.get("entrar")
        yield "mal", await town.sign_in("ana", "otra clave cualquiera")
        yield "enlace", await town.get(f"enlace/{token}")
        yield "enlace-viejo", await town.get("enlace/viejo")
        yield "correo-pedido", await town.sign_in("ana", "", con="enlace")
        await town.sign_in("ana")
        await town.desk.turn()
        await town.desk.settle()
        yield "hoy", await town.get("hoy")
        yield "cuenta", await town.get("cuenta?hecho=clave")
        yield "segundo-paso", await town.get("cuenta/segundo-paso")
        yield "invitado", await town.post("usuarios", "usuarios", persona="veeduria", rol="contributor")


VISITED = {
    "suscripcion": _subscriptions,
    "baja": _leaving,
    "encuesta": _surveys,
    "aprobar": _approvals,
    "oficina": _office,
    "aprobaciones": visits_approvals.visit,
    "auditoria": visits_audit.visit,
    "canales": visits_channels.visit,
    "envios": visits_sendings.visit,
    "suspensiones": visits_suspensions.visit,
    "encuestas": visits_surveys.visit,
    "copia-recuperada": visits_recovered.visit,
    "calendario": visits_calendar.visited,
    "personas": visits_people.visit,
    "tareas": visits_tasks.tasks,
    "solicitudes": visits_requests.visit,
    "redaccion": visits_editor.visit,
    "cifras": visits_figures.visit,
    "a-mano": visits_hand.visit,
}
"""By the kind of page, its town and its visitor."""
