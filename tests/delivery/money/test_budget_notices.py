"""What whoever is in charge reads of a budget that is nearly used up, used up, or exceeded."""

from pathlib import Path

import pytest

from campaigns.content import Content
from delivery.office.by_hand import Hurry, send_now
from storage.database import Database
from tests.delivery.desk import at_work
from tests.delivery.money.test_funds import DAY, FIRST, town

WAITS = "Lo que no alcance a pagarse queda en espera."
KEY = "presupuesto~emisora~2027/correo@casi"


@pytest.mark.parametrize(
    ("limit", "subject", "lines"),
    [
        (
            "25.000",
            "Va en el 80 % el presupuesto de «emisora» para 2027",
            [
                "Del presupuesto de «emisora» para 2027, que es de $25.000, ya van $20.000: el 80 %.",
                f"Quedan $5.000. {WAITS}",
            ],
        ),
        (
            "20.000",
            "Se acabó el presupuesto de «emisora» para 2027",
            ["Del presupuesto de «emisora» para 2027, que es de $20.000, ya van $20.000: ya no queda nada.", WAITS],
        ),
        (
            "10.000",
            "Se pasó en $10.000 el presupuesto de «emisora» para 2027",
            ["Del presupuesto de «emisora» para 2027, que es de $10.000, ya van $20.000: se pasó en $10.000.", WAITS],
        ),
    ],
    ids=["nearly", "all", "more"],
)
async def test_what_is_left_or_was_exceeded_is_told(
    database: Database, tmp_path: Path, limit: str, subject: str, lines: list[str]
) -> None:
    """Twenty thousand went out in one emergency, whatever there was."""
    async with at_work(database, tmp_path, FIRST - DAY / 2, town(f", presupuesto: {limit}")) as desk:
        desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now(), Hurry(emergency="Creció el río"))
        values = Content.from_json(desk.publication(KEY).content).values
        assert values == {"asunto": subject, "lineas": lines}
