"""A little municipality that asks a hospital for its report each month, through its delegate."""

from datetime import datetime
from email.message import EmailMessage

from delivery.tasks.handed_mail import read_mail
from delivery.tasks.mailbox import NoDelivery, address_of, take_in
from storage.receipts import Receipt
from tests.campaigns.town import MUNICIPALITY
from tests.delivery.desk import Desk, bogota
from tests.delivery.task_town import FILE

DUE = bogota("2027-02-01T08:00")
"""A Monday: the request goes out, and five business days end on the 8th."""
PDF = b"%PDF-1.7\n%informe del mes\n"
PEOPLE = """\
  luis: {nombre: Luis Gómez, correo: luis@villaclara.gov.co}
  rosa: {nombre: Rosa Ríos, correo: rosa@villaclara.gov.co}
  eva: {nombre: Eva Gil, correo: eva@villaclara.gov.co}
fuentes:
  hospital: {nombre: Hospital San Juan, delegado: luis, contacto: {Gerencia: 831 56 13}}
comites:"""
TOWN = MUNICIPALITY.replace("comites:", PEOPLE) + "encargado: rosa\nbuzon-de-entregas: entregas@villaclara.gov.co\n"
REQUEST = """\
campaña: matriculas
titulo: Informes
accion: SE-7
clase: interna
responsable: ana
publico: ciudadania
mensajes:
  - id: informe
    cuando: el primer día hábil de cada mes a las 08:00
    canales: [emisora]
    deber:
      de: [hospital]
      plazo: 5 días hábiles
      prorroga: 7 días
      lista: [Cifras, Fotos]
      escala-a: eva
    recordatorios: [1 día antes]
    asunto: Informe del mes
    texto: Entregue el informe del mes.
"""
CHANGES: dict[str, str | bytes | None] = {"municipio.yaml": TOWN, FILE: REQUEST}


def answer(to: str, *, files: dict[str, bytes] | None = None, **headers: str) -> bytes:
    """A mail with some files, of Luis's where no `sender` is given."""
    mail = EmailMessage()
    mail["From"], mail["To"] = headers.pop("sender", "Luis Gómez <luis@villaclara.gov.co>"), to
    mail["Subject"], mail["Message-ID"] = headers.pop("subject", "Re: Tarea"), headers.pop("name", "<uno@correo>")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("Va el informe.\n> Entregue el informe del mes.\n")
    for name, data in (files or {}).items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def address(desk: Desk, order: int = 1) -> str:
    """Where an order is handed in by mail."""
    with desk.database.read() as connection:
        return str(address_of(connection, desk.place, order))


def comes(desk: Desk, data: bytes, now: datetime | None = None) -> Receipt | None:
    """The mailbox is read; its receipt, where it gives one."""
    found = mailbox_reads(desk, data, now)
    return None if isinstance(found, NoDelivery) else found


def mailbox_reads(desk: Desk, data: bytes, now: datetime | None = None) -> Receipt | NoDelivery | None:
    """The mailbox is read; what came of it."""
    with desk.database.write() as connection:
        return take_in(connection, desk.place, read_mail(data), now or desk.clock.now())
