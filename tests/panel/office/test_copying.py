"""Last year's campaign is copied to this year: each date is shown, can be changed, and nothing is saved before."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from campaigns.when import repeating_event
from campaigns.when.event import Event
from campaigns.when.expand import expand_event
from campaigns.when.rules import Rule
from campaigns.when.slots import Context
from storage.database import Database
from tests.panel.office.drafting import COMMENTED, FILE, desk, file_of, form_in, press
from tests.panel.staffed import FILES

COPY = "campanas/matriculas/copiar"
NEW = "campanas/nueva"
SAID = "Matrículas 2027, del 12 al 29 de enero de 2027, o el 3 de mayo."
WORDED = COMMENTED.replace("Empiezan las matrículas.", SAID)
FAIR = """\
campaña: feria
titulo: Feria del libro
clase: servicio
responsable: educacion
publico: ciudadania
evento: {inicia: 2028-01-11 09:00}
mensajes:
  - {id: aviso, cuando: al empezar, canales: [web], asunto: Feria, texto: Hay feria.}
"""
TOWN = {
    FILE: WORDED,
    "campanas/feria.yaml": FAIR,
    "municipio.yaml": str(FILES["municipio.yaml"])
    + "vedas: [{nombre: Ley de garantías, desde: 2028-01-20, hasta: 2028-02-20, politica: avisar}]\n",
}


async def test_every_date_is_moved_and_the_copy_is_saved_as_any_campaign(database: Database, tmp_path: Path) -> None:
    """With its comments, under its own id; the old one stays."""
    async with desk(database, tmp_path, TOWN) as town:
        page = await town.get(COPY)
        draft = await press(town, page, "crear", COPY)
        assert "Todavía no se ha guardado" in draft.text
        review = await press(town, draft, "revisar", NEW)
        assert (await press(town, review, "guardar", NEW)).status_code == 303
        becomes = WORDED.replace("campaña: matriculas", "campaña: matriculas-2028")
        becomes = becomes.replace("Matrículas escolares", "Matrículas escolares 2028")
        becomes = becomes.replace("2027-01-12", "2028-01-11").replace("2027-01-29", "2028-01-28")
        becomes = becomes.replace(SAID, "Matrículas 2028, del 11 al 28 de enero de 2028, o el 3 de mayo.")
        saved = file_of(town, "campanas/matriculas-2028.yaml")
        assert saved == becomes
        assert file_of(town) == WORDED
        assert [row.origin for row in town.desk.rows("campaign_version")] == ["copied"]


async def test_what_falls_on_a_new_day_is_told(database: Database, tmp_path: Path) -> None:
    """A holiday where there was none, a veda, another campaign's event; and words that no rule moves."""
    async with desk(database, tmp_path, TOWN) as town:
        page = (await town.get(COPY)).text
        assert "martes 12 de enero de 2027" in page
        assert "Ese día también: Feria del libro" in page
        assert "Hay veda: Ley de garantías" in page
        assert "3 de mayo" in page.partition("Mire estas palabras")[2]
        same = await press(town, await town.get(COPY), "proponer", COPY, año="2032", regla="fecha")
        assert form_in(same)["dia-2027-01-12"] == ["2032-01-12"]
        holiday = await press(town, same, "crear", COPY, **{"dia-2027-01-12": "2032-01-01", "nombre": "matriculas"})
        assert holiday.status_code == 422
        assert "festivo (Año Nuevo)" in holiday.text


async def test_a_day_that_somebody_chose_is_the_one(database: Database, tmp_path: Path) -> None:
    """Wherever the old one stood, in words too."""
    async with desk(database, tmp_path, TOWN) as town:
        page = await town.get(COPY)
        draft = await press(town, page, "crear", COPY, **{"dia-2027-01-29": "2028-02-04"})
        general = form_in(draft)
        assert general["evento.termina"] == ["2028-02-04 16:00"]
        message = form_in(await press(town, draft, "abrir:0", NEW))
        assert "del 11 de enero al 4 de febrero de 2028" in message["mensajes.0.texto"][0]


async def test_days_centuries_apart_ask_a_rule_for_no_centuries(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What falls on each is told all the same; of the years between them no date is worked out."""
    asked: list[timedelta] = []

    def noted(rule: Rule, lasts: timedelta, context: Context, since: datetime, until: datetime) -> Event:
        asked.append(until - since)
        return expand_event(rule, lasts, context, since, until)

    monkeypatch.setattr(repeating_event, "expand_event", noted)
    weekly = FAIR.replace("inicia: 2028-01-11 09:00", "repite: cada martes a las 09:00 desde 2028-01-04, dura: 2 horas")
    async with desk(database, tmp_path, {**TOWN, "campanas/feria.yaml": weekly}) as town:
        page = await town.get(COPY)
        asked.clear()
        apart = await press(town, page, "revisar", COPY, **{"dia-2027-01-29": "2190-01-05"})
        assert apart.text.count("Ese día también: Feria del libro") == 2
        assert max(asked) < timedelta(days=4 * 366)


@pytest.mark.parametrize("name", ["matriculas", "feria", "../x", "Con Espacio"])
async def test_a_copy_needs_a_name_of_its_own(database: Database, tmp_path: Path, name: str) -> None:
    """Which is told, with all dates as they were chosen."""
    async with desk(database, tmp_path, TOWN) as town:
        typed = {"nombre": name, "dia-2027-01-29": "2028-02-04"}
        answer = await press(town, await town.get(COPY), "crear", COPY, **typed)
        assert answer.status_code == 422
        assert form_in(answer)["dia-2027-01-29"] == ["2028-02-04"]
        assert not list((town.desk.config / "campanas").glob("*2028*"))
