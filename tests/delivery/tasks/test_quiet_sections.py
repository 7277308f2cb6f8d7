"""The weekly check of the site: each section with its last update, and a word to whoever let one lie."""

from pathlib import Path

import pytest

from storage.database import Database
from tests.campaigns.town import ACCOUNTS
from tests.delivery.desk import at_work, bogota
from tests.delivery.duty_town import CHANGES, REQUEST, TOWN
from tests.delivery.task_town import FILE, body, hand, mails

SECTIONS = """\
secciones:
  noticias: {nombre: Noticias, responsable: luis, filtro: {campañas: [matriculas], canales: [web]}}
  contratos: {nombre: Contratación, responsable: eva, dias: 3, filtro: {campañas: [matriculas], canales: [canal]}}
"""
CHECK = (
    REQUEST.replace("[hospital]", "[rosa]")
    .replace("lista: [Cifras, Fotos]", "secciones: todas\n      lista: [Página de inicio]")
    .replace(
        "mensajes:\n",
        "mensajes:\n  - {id: noticia, cuando: 2027-01-28 a las 08:00, canales: [web], asunto: Noticia, texto: Hay.}\n",
    )
)
WEEKLY: dict[str, str | bytes | None] = {**CHANGES, "municipio.yaml": TOWN + SECTIONS, FILE: CHECK}


async def test_the_check_lists_each_section_with_its_last_update(database: Database, tmp_path: Path) -> None:
    """What the program published itself is ticked; what is quiet is left to a person, and told to its own."""
    async with at_work(database, tmp_path, bogota("2027-01-28T08:00"), WEEKLY) as desk:
        await desk.turn()
        desk.clock.pass_(days=4)
        await desk.turn()
        await hand(desk)
        items = [(row.text, row.by) for row in desk.rows("checklist_item")]
        assert items == [
            ("Noticias: actualizada el jueves 28 de enero, en pruebas. Responde Luis Gómez", "pregonero"),
            ("Contratación: no consta ninguna actualización. Responde Eva Gil", ""),
            ("Página de inicio", ""),
        ]
        quiet = {name: mail["To"] for name, mail in mails(desk).items() if "~quieta-" in name}
        assert quiet == {"informe~quieta-contratos": "eva@villaclara.gov.co"}
        assert "1. Noticias: actualizada el jueves 28 de enero" in body(mails(desk)["informe~tarea-1"])


async def test_a_section_that_lies_too_long_is_quiet(database: Database, tmp_path: Path) -> None:
    """A week may pass, and no day more."""
    async with at_work(database, tmp_path, bogota("2027-01-22T08:00"), _from("2027-01-22")) as desk:
        await desk.turn()
        desk.clock.pass_(days=10)
        await desk.turn()
        texts = [row.text for row in desk.rows("checklist_item")]
        assert texts[0] == (
            "Noticias: quieta desde el viernes 22 de enero, en pruebas (10 días; el máximo es 7 días). "
            "Responde Luis Gómez"
        )


@pytest.mark.parametrize(
    ("check", "site", "said"),
    [
        ("pruebas", "pruebas", "actualizada el jueves 28 de enero, en pruebas"),
        ("pruebas", "real", "actualizada el jueves 28 de enero"),
        ("real", "real", "actualizada el jueves 28 de enero"),
        ("real", "pruebas", "no consta ninguna actualización"),
    ],
)
async def test_what_went_out_in_tests_updates_no_section_of_the_site(
    database: Database, tmp_path: Path, check: str, site: str, said: str
) -> None:
    """A check counts what the public sees; only one that is in tests itself counts the rest too, and says so."""
    accounts = ACCOUNTS.replace("emisora: {tipo: manual, modo: pruebas", f"emisora: {{tipo: manual, modo: {check}")
    accounts = accounts.replace("web: {tipo: web, modo: pruebas}", f"web: {{tipo: web, modo: {site}}}")
    async with at_work(database, tmp_path, bogota("2027-01-28T08:00"), {**WEEKLY, "canales.yaml": accounts}) as desk:
        await desk.turn()
        desk.clock.pass_(days=4)
        await desk.turn()
        [text] = [row.text for row in desk.rows("checklist_item") if row.text.startswith("Noticias")]
        assert text == f"Noticias: {said}. Responde Luis Gómez"


def _from(day: str) -> dict[str, str | bytes | None]:
    return {**WEEKLY, FILE: CHECK.replace("2027-01-28", day)}
