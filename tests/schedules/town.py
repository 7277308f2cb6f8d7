"""The municipality of all schedules: two mail accounts, four messages to the same people, one morning."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from campaigns.last_good import load_with_memory
from campaigns.tenant import Tenant
from delivery.workplace import open_workplace
from storage.database import Database
from storage.schema import prepare
from tests.campaigns.town import MUNICIPALITY, build
from tests.delivery.desk import HandClock, add_people, bogota
from tests.schedules.disk import TEMPLATE_FILE
from tests.story.place import campaign, message

START = bogota("2026-12-28T07:59")
"""What the wall clock says when a schedule begins."""
PEOPLE = 5
ACCOUNT = """\
{name}:
  tipo: email
  destino: personas
  modo: real
  ritmo: {{por-segundo: 3, rafaga: 3, simultaneos: 2}}
  opciones:
    servidor: 127.0.0.1
    puerto: {port}
    seguridad: ninguna
    conexiones: 2
    mensajes-por-conexion: 5
    plazos: {{conexion: 1, comando: 1, datos: 1, final: 2}}
    remitente: Alcaldía <prensa@villaclara.gov.co>
    responder-a: contactenos@villaclara.gov.co
"""
PORTS = {"correo": 2525, "interno": 2526}
AT_LEAST_ONCE = "dos"
ACCOUNTS = {"uno": "correo", "dos": "correo", "tres": "interno", "cuatro": "correo"}
"""Message to account. Campaign and message have one name, and so has the subject."""


@dataclass(frozen=True, slots=True)
class Town:
    """What every schedule begins with."""

    tenant: Tenant
    var: Path
    people: tuple[str, ...]


def found(folder: Path) -> Town:
    """Write the town down, in a folder of this process, and a prepared database with its people."""
    config, var = folder / "config", folder / "var"
    var.mkdir(parents=True)
    build(config, _files())
    loaded = load_with_memory(config, var, {})
    assert not loaded.problems, [str(problem) for problem in loaded.problems]
    tenant = loaded.tenants[0]
    people = tuple(f"p{number}@example.com" for number in range(PEOPLE))
    template = folder / TEMPLATE_FILE
    database = Database.open(f"sqlite:///{template}")
    prepare(database)
    with database.write() as connection:
        place = open_workplace(connection, tenant, database, HandClock(START - timedelta(days=30)), var)
        add_people(connection, place, [(person, person) for person in people], {})
    database.close()
    return Town(tenant, var, people)


def _files() -> dict[str, str | bytes | None]:
    files: dict[str, str | bytes | None] = {"campanas/matriculas.yaml": None}
    # Nobody is told of accounts that are down: the judge counts what staff wrote.
    files["municipio.yaml"] = MUNICIPALITY.replace("avisos: correo", "ventanas: no")
    files["canales.yaml"] = "".join(ACCOUNT.format(name=name, port=port) for name, port in PORTS.items())
    files["publicos.yaml"] = "ciudadania:\n  nombre: Ciudadanía\n  condicion: {}\n  canales: [correo, interno]\n"
    at = datetime(2026, 12, 28, 13, 0, tzinfo=UTC)
    for name, minute, more in (
        ("uno", 0, ""),
        (AT_LEAST_ONCE, 0, "entrega: al-menos-una-vez\n"),
        ("tres", 1, "vence: 2 horas\n"),
        ("cuatro", 1, "prioridad: urgente\nvence: 30 minutos\n"),
    ):
        told = message(name, at + timedelta(minutes=minute), ACCOUNTS[name]).replace("asunto: Aviso", f"asunto: {name}")
        files[f"campanas/{name}.yaml"] = campaign(name, told, more=more)
    return files
