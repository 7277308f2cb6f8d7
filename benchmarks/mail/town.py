"""A municipality whose mail account writes to very many, over a relay of this machine."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from sqlalchemy import Connection, insert

from audience.addresses import normalise, recipient_key
from campaigns.configuration import Configuration
from delivery.clock import SystemClock
from delivery.workplace import open_workplace
from storage.database import Database
from storage.schema import prepare
from storage.tables import address, contact
from tests.campaigns.town import FOLLOWER, MUNICIPALITY, build

AT_ONCE = 5_000
SIGNED = "    dkim: {dominio: villaclara.gov.co, selector: pregonero, clave: '${archivo:secretos/dkim.pem}'}\n"
SITE = "web: {tipo: web, modo: real}\n"
AUDIENCES = "ciudadania: {nombre: Ciudadanía, condicion: {}, canales: [correo]}\n"
CAMPAIGN = """\
campaña: matriculas
titulo: Matrículas escolares
accion: SE-7
clase: servicio
responsable: educacion
publico: ciudadania
evento:
  inicia: DAY 07:00
  termina: DAY 16:00
  lugar: la Institución Educativa Central
  requisitos: [Registro civil, Carné de vacunas, Certificado de la EPS]
mensajes:
  - id: anuncio
    cuando: 1 día antes a las 08:00
    canales: [correo]
    asunto: Matrículas, {{ nombre | default('Vecino') }}
    texto: |
      {{ nombre | default('Vecino') }}, las matrículas comienzan el {{ evento.inicia | fecha }} en {{ evento.lugar }}.
      Lleve: {% for cosa in evento.requisitos %}{{ cosa }}; {% endfor %}y no olvide la fotografía.
      Información y acompañamiento en la Secretaría de Educación.
"""


@dataclass(frozen=True, slots=True)
class Town:
    """Where it is, and how its daemon is called."""

    folder: Path
    url: str

    @property
    def arguments(self) -> tuple[str, ...]:
        """Of every verb."""
        return ("-c", str(self.folder / "config"), "--db", self.url)

    @property
    def environment(self) -> dict[str, str]:
        """What its processes need besides."""
        return {"PREGONERO_VAR": str(self.folder / "var")}


def settle(
    town: Town,
    recipients: int,
    port: int,
    sessions: int,
    *,
    signed: bool = False,
    site: bool = False,
    more: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Write the municipality's files, and so many people into its database; `signed`: its mails are, by RSA-2048.

    `site`: it publishes one, and people may subscribe. `more`: files besides, by name. Raises RuntimeError for files
    that do not pass.
    """
    changes = {
        "canales.yaml": _account(port, sessions) + (SIGNED if signed else "") + (SITE if site else ""),
        "publicos.yaml": AUDIENCES,
        # Its mails say how to leave their list, and it is measured at any hour.
        "municipio.yaml": f"{MUNICIPALITY}ventanilla: https://participe.villaclara.gov.co\nventanas: no\n",
        "campanas/matriculas.yaml": CAMPAIGN.replace("DAY", f"{datetime.now(UTC) + timedelta(days=9):%Y-%m-%d}")
        + (FOLLOWER if site else ""),
    }
    build(town.folder / "config", {**changes, **more})
    if signed:
        _make_key(town.folder / "config" / "secretos")
    var = town.folder / "var"
    var.mkdir(exist_ok=True)
    loaded = Configuration(town.folder / "config", var, {}).peek()
    if loaded.problems:
        raise RuntimeError("\n".join(map(str, loaded.problems)))
    database = Database.open(town.url)
    try:
        prepare(database)
        with database.write() as connection:
            place = open_workplace(connection, loaded.tenants[0], database, SystemClock(), var)
            for rows in _people(place.tenant_id, place.keyring.address_key, recipients):
                _insert(connection, *rows)
    finally:
        database.close()


def _account(port: int, sessions: int) -> str:
    return f"""\
correo:
  tipo: email
  destino: personas
  modo: real
  ritmo: {{por-segundo: 50000, rafaga: 50000, simultaneos: {sessions}}}
  opciones:
    servidor: 127.0.0.1
    puerto: {port}
    seguridad: ninguna
    conexiones: {sessions}
    mensajes-por-conexion: 1000000
    remitente: Alcaldía <prensa@villaclara.gov.co>
    responder-a: contactenos@villaclara.gov.co
"""


def _make_key(folder: Path) -> None:
    folder.mkdir()
    key = generate_private_key(65537, 2048)
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "dkim.pem").write_bytes(text)
    (folder / "dkim.pem").chmod(0o600)


Rows = list[dict[str, object]]


def _people(tenant: int, secret: bytes, count: int) -> Iterator[tuple[Rows, Rows]]:
    now = datetime.now(UTC)
    for first in range(1, count + 1, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, count + 1))
        yield (
            [{"id": each, "tenant": tenant, "name": f"María Ñáñez {each}", "created_at": now} for each in numbers],
            [_address(tenant, secret, each) for each in numbers],
        )


def _address(tenant: int, secret: bytes, number: int) -> dict[str, object]:
    text = f"persona{number}@example.com"
    key = recipient_key(secret, normalise("correo", text))
    return {"tenant": tenant, "contact": number, "kind": "correo", "address": text, "key": key}


def _insert(connection: Connection, contacts: Rows, addresses: Rows) -> None:
    connection.execute(insert(contact), contacts)
    connection.execute(insert(address), addresses)
