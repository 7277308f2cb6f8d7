"""A stranger subscribes by WhatsApp, gets the novelty, and leaves: from the call to the service and back."""

from pathlib import Path
from typing import Any

from sqlalchemy import select

from storage.database import Database
from storage.tables import address, consent
from tests.campaigns.town import MUNICIPALITY
from tests.channels.metas_calls import AT, value, wrote
from tests.channels.service import Service
from tests.delivery.towns import FILE
from tests.panel.calling import called, key, tell

STRANGER = "573019999999"
TOPICS = "temas: {noticias: Noticias, eventos: Eventos y ferias}\n"
NOVELTY = """\
  - id: novedad
    cuando: cada día a las 09:00 desde 2026-12-28
    publico: transeuntes
    canales: [celular]
    suscripcion: {temas: [noticias]}
    texto: Ya están las noticias.
"""


def sent_to(service: Service, kind: str) -> list[dict[str, Any]]:
    """What the number has sent to the stranger: `text` in free words, `template` by its own decision."""
    calls = [call["said"] for call in service.calls() if call["path"].endswith("/messages")]
    return [each for each in calls if each["type"] == kind and each["to"] == STRANGER]


async def test_from_alta_to_baja(database: Database, tmp_path: Path, service: Service) -> None:
    """The answer within the day says to what and how to leave; the proof names the account; the next one stays away."""
    async with called(database, tmp_path, service) as (desk, client):
        campaign = (desk.config / FILE).read_text(encoding="utf-8") + NOVELTY
        town = f"{MUNICIPALITY}ventanilla: https://participe.villaclara.gov.co\n{TOPICS}"
        await desk.reload({FILE: campaign, "municipio.yaml": town})
        await desk.turn()
        alta = value(messages=[wrote("ALTA NOTICIAS", person=STRANGER, message="wamid.1")])
        assert [await tell(client, alta), await tell(client, alta)] == [200, 200]
        await desk.settle()

        [answer] = sent_to(service, "text")
        assert answer["text"]["body"].startswith("Está suscrito a: Noticias.")
        assert "BAJA NOTICIAS" in answer["text"]["body"]
        [row] = desk.rows("reply")
        assert (row.state, row.address, row.kind) == ("sent", None, "topics")
        mine = key(desk, f"+{STRANGER}")
        with database.read() as connection:
            whose = connection.scalars(select(address.c.address).where(address.c.key == mine)).all()
            [word] = connection.execute(select(consent).where(consent.c.key == mine)).all()
        [notice] = desk.rows("privacy_notice")
        assert whose == [f"+{STRANGER}"]
        assert (word.purpose, word.given, word.source, word.notice) == (
            *("tema:noticias", True, "Escribió ALTA a la cuenta celular.", notice.digest),
        )
        assert notice.text in answer["text"]["body"]

        desk.clock.pass_(hours=1, minutes=1)
        await desk.turn()
        assert len(sent_to(service, "template")) == 1

        later = wrote("BAJA NOTICIAS", person=STRANGER, message="wamid.2", at=AT + 3_660)
        assert await tell(client, value(messages=[later])) == 200
        await desk.settle()
        assert len(sent_to(service, "text")) == 2
        assert [row.ended_at is None for row in desk.rows("subscription")] == [False]
        desk.clock.pass_(days=1)
        await desk.turn()
        assert len(sent_to(service, "template")) == 1
        with database.read() as connection:
            words = connection.execute(
                select(consent.c.purpose, consent.c.given).where(consent.c.key == mine).order_by(consent.c.id)
            )
            assert [tuple(each) for each in words] == [("tema:noticias", True), ("tema:noticias", False)]
