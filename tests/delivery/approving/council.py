"""A municipality whose committee is asked by mail, for the tests of this room."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from delivery.approving.asking import ask
from tests.campaigns.town import CAMPAIGN, MUNICIPALITY
from tests.delivery.desk import Desk, bogota
from tests.delivery.letters import words_of

FILE = "campanas/matriculas.yaml"
PEOPLE = "ana@villaclara.gov.co}\n  luis: {nombre: Luis Mora, correo: luis@villaclara.gov.co}\n  eva: {nombre: Eva}\n"
TOWN = (
    MUNICIPALITY.replace("ana@villaclara.gov.co}\n", PEOPLE).replace(
        "miembros: [ana]}", "miembros: [ana, luis, eva], quorum: 2}"
    )
    + "ventanilla: https://participe.villaclara.gov.co\n"
)
APPROVED = CAMPAIGN.replace("mensajes:", "aprueba: comite-gel\nmensajes:")
COUNCIL: dict[str, str | bytes | None] = {"municipio.yaml": TOWN, FILE: APPROVED}
"""Three members, two of whom can be written to; the message goes out on Monday, 28 December 2026, at eight."""
PHOTO = Path("config/archivos/jornada-de-salud.jpg").read_bytes()
GUIDE = Path("config/archivos/horarios-de-atencion.pdf").read_bytes()
FILES = """\
    imagen: {archivo: foto.jpg, alt: Niños en la sede}
    adjuntos: [{archivo: guía.pdf, nombre: Guía}]
"""
ON_AIR = APPROVED.replace("[correo, web]", "[correo, web, emisora]")
PICTURED = {**COUNCIL, FILE: ON_AIR + FILES, "archivos/foto.jpg": PHOTO, "archivos/guía.pdf": GUIDE}
"""The same with a picture, a document, and a script for the radio."""
CARDED = {**COUNCIL, FILE: APPROVED.replace("[correo, web]", "[correo, canal]") + "    pieza: tarjeta\n"}
"""The same with a card on two accounts that show different ones."""
LAWYER = "  legal: {nombre: Luz Díaz, correo: luz@villaclara.gov.co}\n"
VEDA = "{nombre: Veda electoral, norma: Ley 996 de 2005, clases: [servicio], politica: aprobacion-legal, aprueba: legal"
WITH_LAWYER = TOWN.replace("personas:\n", f"personas:\n{LAWYER}")
BANNED = f"{WITH_LAWYER}vedas: [{VEDA}, desde: 2026-12-28, hasta: 2027-01-31}}]\n"
"""The town with a lawyer, who approves in a veda from the day of the message on."""
HOUR = bogota("2026-12-28T08:00")


def minutes(first: str, last: str, step: int = 15) -> Iterator[datetime]:
    """From one local moment to another, so many minutes apart."""
    at, end = bogota(first), bogota(last)
    while at <= end:
        yield at
        at = datetime.fromtimestamp(at.timestamp() + 60 * step, at.tzinfo)


def mails(desk: Desk) -> list[tuple[str, str]]:
    """Whom the program has written to for a word, and the subject."""
    rows = [row for row in desk.rows("publication") if row.message.startswith("aprobar~")]
    return [(row.message.removeprefix("aprobar~"), row.content["values"]["asunto"]) for row in rows]


def asked(desk: Desk, at: datetime) -> int:
    """How many mails are written at a moment."""
    desk.clock.moment = at
    return int(desk.write(ask, at))


def link_to(desk: Desk, person: str) -> str:
    """The token of the last mail to a person, where one content waits."""
    rows = [row for row in desk.rows("publication") if row.message == f"aprobar~{person}"]
    text = "\n".join(words_of(desk, rows[-1])["parrafos"])
    return text.partition("/aprobar/")[2].split()[0]
