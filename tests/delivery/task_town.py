"""A little municipality whose people are handed tasks, and what reaches them."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from icalendar import Calendar

from delivery.tasks.handing import Handing
from tests.campaigns.town import ACCOUNTS, CAMPAIGN, MUNICIPALITY
from tests.delivery.desk import Desk, bogota

DUE = bogota("2026-12-28T08:00")
FILE = "campanas/matriculas.yaml"
TOWN = MUNICIPALITY.replace("comites:", "  luis: {nombre: Luis Gómez, correo: luis@villaclara.gov.co}\ncomites:")
MEDIA = ACCOUNTS + (
    "carteleras: {tipo: manual, modo: pruebas, responsable: luis, plazo: 3 días hábiles, "
    "opciones: {clase: cartelera, lugares: [Alcaldía, Iglesia]}}\n"
)
RADIO = CAMPAIGN.replace("canales: [correo, web]", "canales: [emisora, carteleras]\n    cantidad: 3")
CHANGES: dict[str, str | bytes | None] = {"municipio.yaml": TOWN, "canales.yaml": MEDIA, FILE: RADIO}


async def hand(desk: Desk) -> None:
    """Look once whom to tell of what, and send it."""
    await Handing(desk.database, desk.places, desk.clock).look()
    await desk.settle()


def mails(desk: Desk) -> dict[str, EmailMessage]:
    """What was sent to the staff, by message id."""
    paths = sorted((desk.place.sandbox / "correo").rglob("*.eml"))
    return {
        path.parent.name.partition(".")[2].partition("@")[0]: message_from_bytes(
            path.read_bytes(), policy=policy.default
        )
        for path in paths
    }


def body(mail: EmailMessage) -> str:
    """Its words."""
    found = mail.get_body(("plain",))
    assert found is not None
    return str(found.get_content())


def files(mail: EmailMessage) -> dict[str, bytes]:
    """The attachments by name."""
    found: dict[str, bytes] = {}
    for part in mail.iter_attachments():
        data = part.get_payload(decode=True)
        assert isinstance(data, bytes)
        found[str(part.get_filename())] = data
    return found


def dates(mail: EmailMessage) -> dict[str, Any]:
    """The calendar's events by their UID."""
    calendar = Calendar.from_ical(files(mail)["tareas.ics"])
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def lists(desk: Desk) -> int:
    """How many lists of late tasks were sent."""
    return len(list((desk.place.sandbox / "correo").rglob("*vencidas*/*.eml")))


def states(desk: Desk) -> list[str]:
    """Of the work orders."""
    return [row.state for row in desk.rows("work_order")]
