"""How many one message reaches, counted for it alone, is what the whole plan says of it."""

from pathlib import Path

from delivery.planning.known import read_known
from delivery.planning.prospect import prospect_of
from delivery.planning.reach_of_message import routes_of
from storage.database import Database
from tests.campaigns.town import AUDIENCES, CAMPAIGN
from tests.delivery.desk import at_work, bogota

OTHERS = """\
  - id: comerciantes
    cuando: 14 días antes a las 08:00
    publico: comercio
    canales: [correo]
    asunto: Para el comercio
    texto: Empiezan las matrículas.
  - id: resto
    cuando: 14 días antes a las 08:00
    salvo-quienes-reciben: [comerciantes]
    canales: [correo, web, emisora]
    asunto: Para los demás
    texto: Empiezan las matrículas.
"""
COMMERCE = "comercio: {nombre: Comercio, condicion: {con: {oficio: comercio}}, canales: [correo]}\n"


async def test_it_is_what_the_plan_says(database: Database, tmp_path: Path) -> None:
    """Of each message: those who refuse, who get another in its place, posts and tasks among them."""
    changes = {"campanas/matriculas.yaml": CAMPAIGN + OTHERS, "publicos.yaml": AUDIENCES + COMMERCE}
    async with at_work(database, tmp_path, bogota("2026-12-22T08:00"), changes) as desk:
        desk.people("eva@example.com", "luz@example.com", attributes={"oficio": "comercio"})
        desk.people("sol@example.com")
        with database.read() as connection:
            known = read_known(connection, desk.tenant)
            for message in desk.tenant.campaigns["matriculas"].messages:
                whole = prospect_of(desk.tenant, known, message).routes
                assert routes_of(connection, desk.tenant, desk.place.tenant_id, message) == {
                    each.account.name: each for each in whole
                }
        reached = {each.account.name: each.recipients for each in whole}
        assert reached == {"correo": 1, "web": 1, "emisora": 1}
