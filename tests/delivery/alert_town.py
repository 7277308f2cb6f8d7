"""A municipality with an alert on every kind of account, each at a server of the test."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from audience.addresses import normalise, recipient_key
from delivery.workplace import Workplace
from storage.tables import address, contact
from tests.campaigns.town import MUNICIPALITY
from tests.channels.service import Service
from tests.delivery.towns import META, bot_account, meta_account
from tests.servers.mail import MailServer
from tests.servers.process import Server
from tests.servers.sms_gateway import TOKEN
from tests.story.place import RADIO, WEB, X_KEYS, mail_account, x_account

FILE = "campanas/creciente.yaml"
ENVIRONMENT = {**META, **X_KEYS, "PREGONERO_BOT": "4242:AAF-canario", "PREGONERO_SMS": TOKEN}
ADDRESSES = {"correo": "eva@example.com", "telefono": "+573001234567", "telegram": "4500000000000001"}
"""Of the one person who lives there, by their kind."""
ACCOUNTS = (
    "correo",
    "sms",
    "vecinos",
    "whatsapp",
    "canal",
    "x",
    "facebook",
    "instagram",
    "web",
    "emisora",
    "perifoneo",
)
LOUDSPEAKER = RADIO.replace("emisora:", "perifoneo:").replace("clase: emisora", "clase: perifoneo, lugares: [Centro]")
ALERT = f"""\
campaña: creciente
titulo: Creciente
accion: SE-7
clase: servicio
responsable: educacion
publico: ciudadania
aprueba: comite-gel
enlace: https://villaclara.gov.co/alertas
mensajes:
  - id: alerta
    cuando: cada hora hasta levantar
    canales: [{", ".join(ACCOUNTS)}]
    asunto: Alerta
    imagen: {{archivo: rio.jpg, alt: El río sobre el puente}}
    texto: "Aviso de las {{{{ hora }}}}: crece el río. Suba a la parte alta. {{{{ enlace }}}}"
"""


def sms_account(service: Service) -> str:
    """A gateway that takes JSON."""
    return f"""\
sms:
  tipo: sms
  destino: personas
  modo: real
  opciones:
    direccion: {service.address}/v1/sms
    claves: {{token: "${{PREGONERO_SMS}}"}}
    encabezados: {{Authorization: "Bearer {{{{ claves.token }}}}"}}
    json: '{{"to": "{{{{ numero }}}}", "text": "{{{{ texto }}}}"}}'
    exito: {{campo: status, valores: [ok]}}
    identificador: {{campo: messages.0.id}}
"""


@dataclass(frozen=True, slots=True)
class Services:
    """The servers at the far side."""

    mail: MailServer
    sms: Service
    bot: Service
    whatsapp: Service
    x: Service
    facebook: Service
    instagram: Service

    def said(self) -> dict[str, list[str]]:
        """By service: the bytes of what it has taken that speaks of the river, as text, oldest first."""
        # Whoever reads it out on the radio gets its words by mail, too.
        taken = [record for record in self.mail.taken() if record["to"] == ADDRESSES["correo"]]
        found = {"correo": [record["data"] for record in taken]}
        for name in ("sms", "bot", "whatsapp", "x", "facebook", "instagram"):
            service: Service = getattr(self, name)
            found[name] = [str(call) for call in service.calls() if "crece el r" in str(call)]
        return found


def start_services(start: Callable[..., Server], mail: MailServer, folder: Path) -> Services:
    """Every one of them, in a process of its own."""
    modules = {"sms": "sms_gateway", "bot": "bot_api", "whatsapp": "whatsapp_api", "x": "x_api"}
    modules |= {"facebook": "facebook_api", "instagram": "instagram_api"}
    started: dict[str, Any] = {}
    for name, module in modules.items():
        (folder / name).mkdir()
        started[name] = Service.start(start, f"tests.servers.{module}", folder / name)
    return Services(mail, **started)


def town(services: Services, municipality: str = "") -> dict[str, str | bytes | None]:
    """Its files; `municipality`: more lines of municipio.yaml."""
    accounts = (
        mail_account(services.mail.port),
        sms_account(services.sms),
        bot_account(services.bot),
        meta_account("whatsapp", "whatsapp", services.whatsapp).replace("  modo:", "  destino: personas\n  modo:"),
        bot_account(services.bot).replace("vecinos:", "canal:").replace("personas", '"@villaclara"'),
        x_account(services.x.address),
        meta_account("facebook", "facebook", services.facebook),
        meta_account("instagram", "instagram", services.instagram),
        WEB,
        RADIO,
        LOUDSPEAKER,
    )
    listed = ", ".join(ACCOUNTS)
    return {
        "campanas/matriculas.yaml": None,
        "municipio.yaml": MUNICIPALITY + municipality,
        "canales.yaml": "".join(accounts),
        "publicos.yaml": f"ciudadania: {{nombre: Ciudadanía, condicion: {{}}, canales: [{listed}]}}\n",
        FILE: ALERT,
        "archivos/rio.jpg": b"\xff\xd8\xff\xe0" + b"\x00" * 60,
    }


def add_somebody(connection: Connection, place: Workplace) -> None:
    """A person with an address of each kind, who has consented to nothing."""
    person = {"tenant": place.tenant_id, "name": "Eva", "created_at": place.clock.now()}
    number = connection.execute(insert(contact).values(person).returning(contact.c.id)).scalar_one()
    for kind, text in ADDRESSES.items():
        key = recipient_key(place.keyring.address_key, normalise(kind, text))
        row = {"tenant": place.tenant_id, "contact": number, "kind": kind, "address": text, "key": key}
        connection.execute(insert(address).values(row))
