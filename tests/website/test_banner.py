"""A message of the banner speaks for the date that it was written about, and for no other."""

import json
from pathlib import Path
from typing import Any

import pytest

from storage.database import Database
from tests.delivery.desk import Desk, at_work, bogota
from tests.website.town import DURING, FILE, LIVE, edited, read, site_of

WEEKLY = str(LIVE[FILE]).partition("evento:")[0] + (
    "evento:\n"
    "  nombre: Jornada de salud\n"
    "  repite: cada sábado a las 08:00\n"
    "  dura: 2 horas\n"
    "mensajes:\n"
    "  - id: anuncio\n"
    "    cuando: 8 días antes a las 07:00\n"
    "    canales: [banner]\n"
    '    texto: "Será el {{ evento.inicia | dia }}."\n'
)
OTHER = WEEKLY.replace("campaña: matriculas", "campaña: otra").partition("evento:")[0] + (
    "mensajes:\n  - {id: aviso, cuando: 2027-03-01 a las 08:00, canales: [web], asunto: Otra, texto: Otra cosa.}\n"
)


def banner(desk: Desk) -> list[tuple[str, str]]:
    """Label and text of each line."""
    told = json.loads(read(site_of(desk), "banner.json"))
    return [(item["label"], item["text"]) for item in told["items"]]


def known_to_the_script(desk: Desk) -> dict[str, str]:
    """What the script says of each date, by its day."""
    return {each["first"]: each["text"] for each in data_of_the_script(site_of(desk))["events"]}


def data_of_the_script(folder: Path) -> dict[str, Any]:
    """What is written in it."""
    script = read(folder, "widget.js")
    data: dict[str, Any] = json.JSONDecoder().raw_decode(script[script.index("var data = ") + len("var data = ") :])[0]
    return data


async def weekly(desk: Desk) -> None:
    """The messages of the dates of January 9th and 16th have gone out, and it is the 9th."""
    for day in ("2027-01-01", "2027-01-08"):
        desk.clock.moment = bogota(f"{day}T07:00")
        await desk.turn()
    desk.clock.moment = bogota("2027-01-09T07:00")


async def test_each_date_has_the_words_that_were_written_for_it(database: Database, tmp_path: Path) -> None:
    """On the day of one date nothing is said of the next one; the day after, the next one's words hang there."""
    async with at_work(database, tmp_path, bogota("2026-12-30T08:00"), {**LIVE, FILE: WEEKLY}) as desk:
        await weekly(desk)
        assert banner(desk) == [("Hoy", "Será el sábado 9 de enero.")]
        desk.clock.moment = bogota("2027-01-10T08:00")
        assert banner(desk) == [("Aviso", "Será el sábado 16 de enero.")]


async def test_the_script_knows_each_dates_own_words(database: Database, tmp_path: Path) -> None:
    """A date for which nothing was written yet is told with its hour."""
    async with at_work(database, tmp_path, bogota("2026-12-30T08:00"), {**LIVE, FILE: WEEKLY}) as desk:
        await weekly(desk)
        told = known_to_the_script(desk)
        assert told["2027-01-09"] == "Será el sábado 9 de enero."
        assert told["2027-01-16"] == "Será el sábado 16 de enero."
        assert told["2027-01-23"].startswith("El 23 de enero de 2027")


async def test_the_nearest_date_comes_first(database: Database, tmp_path: Path) -> None:
    """Of a campaign whose messages of two coming dates are out, the one that is next is shown."""
    early = WEEKLY.replace("8 días antes", "15 días antes")
    async with at_work(database, tmp_path, bogota("2026-12-23T08:00"), {**LIVE, FILE: early}) as desk:
        for day in ("2026-12-25", "2027-01-01"):
            desk.clock.moment = bogota(f"{day}T07:00")
            await desk.turn()
        desk.clock.moment = bogota("2027-01-03T08:00")
        assert banner(desk) == [("Aviso", "Será el sábado 9 de enero.")]


async def test_what_spoke_of_a_date_that_is_called_off_is_gone(database: Database, tmp_path: Path) -> None:
    """The event is taken out with its campaign, or stays without that date: the banner says no more of it."""
    async with at_work(database, tmp_path, bogota("2026-12-30T08:00"), {**LIVE, FILE: WEEKLY}) as desk:
        await weekly(desk)
        desk.clock.moment = bogota("2027-01-10T08:00")
        without = WEEKLY.replace("a las 08:00\n  dura", "a las 08:00 excepto el 2027-01-16\n  dura")
        assert banner(desk) == [("Aviso", "Será el sábado 16 de enero.")]
        await desk.reload({FILE: without})
        assert banner(desk) == [("Próximo evento", "El 23 de enero de 2027, de 8:00 a. m. a 10:00 a. m.")]
        await desk.reload({FILE: WEEKLY})
        assert banner(desk) == [("Aviso", "Será el sábado 16 de enero.")]
        await desk.reload({FILE: None, "campanas/otra.yaml": OTHER})
        assert banner(desk) == []


@pytest.mark.parametrize(
    ("ends", "day", "stands"),
    [("2027-01-14 16:00", "2027-01-15", False), ("2027-02-05 16:00", "2027-02-01", True)],
    ids=["earlier", "later"],
)
async def test_a_message_stands_until_the_present_end_of_its_date(
    database: Database, tmp_path: Path, ends: str, day: str, stands: bool
) -> None:
    """Moved to another end after the message went out, the event takes the message with it."""
    async with at_work(database, tmp_path, bogota("2026-12-28T08:00"), LIVE) as desk:
        await desk.turn()
        await desk.reload(edited(ends=f"termina: {ends}"))
        desk.clock.moment = DURING
        assert banner(desk) == [("Hoy", "Matrículas: ya abrieron.")]
        desk.clock.moment = bogota(f"{day}T08:00")
        assert banner(desk) == ([("Hoy", "Matrículas: ya abrieron.")] if stands else [])
