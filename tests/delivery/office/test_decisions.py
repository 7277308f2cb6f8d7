"""What can be approved: what the calendar or the rows have, and nothing that a slip of the pen names."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from delivery.office.decisions import approve, reject
from delivery.office.office import Refused, Unknown, cancel
from storage.database import Database
from storage.tables import approval
from tests.campaigns.town import CAMPAIGN, MUNICIPALITY
from tests.delivery.desk import at_work, bogota

BEFORE = bogota("2026-12-20T08:00")
FILE = "campanas/matriculas.yaml"
APPROVED = {FILE: CAMPAIGN.replace("mensajes:", "aprueba: comite-gel\nmensajes:")}


@pytest.mark.parametrize("key", ["anuncio/nocuenta@zzz", "anuncio@999", "anuncio/nocuenta@1", "anuncio/emisora@1"])
async def test_what_there_is_not_is_not_approved(database: Database, tmp_path: Path, key: str) -> None:
    """Neither an account nor an occurrence that nobody wrote: no approval is granted by a slip of the pen."""
    async with at_work(database, tmp_path, BEFORE, APPROVED) as desk:
        with pytest.raises(Unknown, match="no está en el calendario"):
            desk.write(approve, f"matriculas/{key}", "ana", "", BEFORE)
        with database.read() as connection:
            assert connection.execute(select(approval)).all() == []


async def test_what_a_person_sends_today_is_approved_under_today(database: Database, tmp_path: Path) -> None:
    """A message of Mondays may be sent by hand on a Sunday, once the committee has approved it for that day."""
    mondays = {FILE: APPROVED[FILE].replace("15 días antes a las 08:00", "cada lunes a las 08:00")}
    async with at_work(database, tmp_path, BEFORE, mondays) as desk:
        with pytest.raises(Unknown):
            desk.write(approve, "matriculas/anuncio@2026-12-22", "ana", "", BEFORE)
        [outcome] = desk.write(approve, "matriculas/anuncio/web@2026-12-20", "ana", "", BEFORE)
        assert outcome.state == "planned"


async def test_a_listed_date_is_found_by_its_name_months_ahead(database: Database, tmp_path: Path) -> None:
    """«norte» tells no date: a word on it reaches it half a year before, and names no other."""
    dates = "  fechas:\n    - {id: sur, inicia: 2027-06-02 08:00}\n    - {id: norte, inicia: 2027-07-01 08:00}\n"
    text = APPROVED[FILE].replace("  inicia: 2027-01-12 07:00\n  termina: 2027-01-29 16:00\n", dates)
    async with at_work(database, tmp_path, BEFORE, {FILE: text}) as desk:
        [outcome] = desk.write(approve, "matriculas/anuncio/web@norte", "ana", "", BEFORE)
        assert outcome.state == "planned"
        desk.write(cancel, "matriculas/anuncio/web@norte", "ana", BEFORE)
        assert desk.publications() == {"anuncio/web@norte": "cancelled"}


TWO = MUNICIPALITY.replace("ana@villaclara.gov.co}\n", "ana@villaclara.gov.co}\n  luis: {nombre: Luis}\n").replace(
    "miembros: [ana]}", "miembros: [ana, luis], quorum: 2, distinto-de-quien-redacta: sí}"
)


async def test_who_drafted_it_has_no_vote(database: Database, tmp_path: Path) -> None:
    """The refusal names the drafter, and who approves instead; nothing is written down."""
    drafted = APPROVED[FILE].replace("mensajes:", "redacta: luis\nmensajes:")
    town = {"municipio.yaml": TWO.replace("quorum: 2", "quorum: 1"), FILE: drafted}
    async with at_work(database, tmp_path, BEFORE, town) as desk:
        with pytest.raises(Refused, match=r"La redactó Luis, y aquí aprueba otra persona: Ana Pérez \(ana\)"):
            desk.write(approve, "matriculas/anuncio@1", "luis", "", BEFORE)
        [outcome] = desk.write(approve, "matriculas/anuncio/web@1", "ana", "", BEFORE)
        assert (outcome.words.partition(".")[0], len(desk.rows("approval"))) == ("aprobada", 1)


async def test_what_changes_between_two_words_is_asked_anew(database: Database, tmp_path: Path) -> None:
    """The first word was on another text: both are needed on the one that goes out; the first text keeps its word."""
    town = {"municipio.yaml": TWO, FILE: APPROVED[FILE].replace("mensajes:", "redacta: ana\nmensajes:")}
    town["municipio.yaml"] = TWO.replace(", distinto-de-quien-redacta: sí", "")
    async with at_work(database, tmp_path, BEFORE, town) as desk:
        key = "matriculas/anuncio/web@1"
        desk.write(approve, key, "ana", "", BEFORE)
        await desk.reload({FILE: town[FILE].replace("Empiezan", "Comienzan")})
        [outcome] = desk.write(approve, key, "luis", "", BEFORE)
        assert outcome.words.endswith("Falta la aprobación del Comité GEL (1 de 2 votos).")
        await desk.reload({FILE: town[FILE]})
        [outcome] = desk.write(approve, key, "luis", "", BEFORE)
        assert outcome.words.startswith("aprobada")


async def test_the_same_word_twice_is_kept_once(database: Database, tmp_path: Path) -> None:
    """Who approves again says nothing new; with another note, or after a no, it is a new word."""
    async with at_work(database, tmp_path, BEFORE, APPROVED) as desk:
        key = "matriculas/anuncio/web@1"
        for word, note in ((approve, ""), (approve, ""), (reject, "Falta"), (reject, "Falta"), (approve, "Ya está")):
            desk.write(word, key, "ana", note, BEFORE)
        assert [row.decision for row in desk.rows("approval")] == ["approved", "rejected", "approved"]


async def test_of_two_who_speak_at_once_one_is_the_last_that_is_needed(database: Database, tmp_path: Path) -> None:
    """The second waits for the first and counts it: its word says that with it there were enough."""
    town = {"municipio.yaml": TWO.replace(", distinto-de-quien-redacta: sí", ""), FILE: APPROVED[FILE]}
    async with at_work(database, tmp_path, BEFORE, town) as desk:
        key, place = "matriculas/anuncio/web@1", desk.place
        with database.write() as connection:
            approve(connection, place, key, "ana", "", BEFORE)
            second = asyncio.create_task(database.run(lambda other: approve(other, place, key, "luis", "", BEFORE)))
            await asyncio.sleep(0.2)
        await second
        assert [(row.person, row.complete) for row in desk.rows("approval")] == [("ana", False), ("luis", True)]
