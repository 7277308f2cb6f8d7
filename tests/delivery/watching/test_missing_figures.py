"""One mail when a figure cannot be fetched, one when it came, and none in between."""

import asyncio
from datetime import timedelta
from pathlib import Path

from delivery.figures.pulling import Pulling
from delivery.watching.outages import GRACE
from storage.database import Database
from tests.campaigns.town import INDICATORS
from tests.delivery.desk import at_work, bogota
from tests.delivery.relay import Start
from tests.delivery.watching.test_outages import alerts, goes_on, subjects, town
from tests.servers.fixtures import StartService
from tests.servers.matomo_api import TOKEN

SIX = bogota("2027-01-06T04:00")


async def test_a_figure_that_is_not_fetched_is_told_once(
    database: Database, tmp_path: Path, start_mail_server: Start, start_service: StartService
) -> None:
    """Over midnight too; the mail says why, and how to help oneself."""
    matomo = start_service("matomo")
    matomo.then(*["denied"] * 8)
    source = f'matomo: {{direccion: "{matomo.address}", sitio: 3, clave: "${{MATOMO}}"}}'
    lines = f"visitas: {{nombre: Visitas, unidad: visitas, tipo: traido, trae: {{{source}}}}}\n"
    changes = {**town(start_mail_server().port), "indicadores.yaml": INDICATORS + lines}
    async with at_work(database, tmp_path, SIX, changes, {"MATOMO": TOKEN}) as desk:
        pulling, never = Pulling(database, desk.places, desk.clock), asyncio.Event()
        for _ in range(16):
            await pulling.look(never)
            await goes_on(desk, timedelta(hours=2), turns=2)
        [alert] = alerts(desk)
        assert alert["Subject"] == "Falta la cifra de visitas"
        text = alert.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # a mail of ours has a text
        assert "visitas («Visitas»): Matomo no da la cifra" in " ".join(text.split())
        assert "pregonero record visitas CIFRA --note MOTIVO" in text
        for _ in range(8):
            await pulling.look(never)
            await goes_on(desk, GRACE * 30, turns=4)
        assert subjects(desk) == ["Falta la cifra de visitas", "Ya llegó la cifra de visitas"]
