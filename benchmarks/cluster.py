"""`python -m benchmarks.cluster [people]`: two daemons on one PostgreSQL, measured; kept in `cluster.json`."""

import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from sqlalchemy import select, text

from audience.addresses import normalise, recipient_key
from benchmarks.hub_planning import MUNICIPALITIES, measure_hub
from benchmarks.process import as_installed
from benchmarks.server import postgresql
from benchmarks.sink import Sink
from campaigns.last_good import load_with_memory
from delivery.clock import SystemClock
from delivery.office.by_hand import send_now
from delivery.workplace import Workplace, open_workplace
from storage.bulk import insert_many
from storage.database import Database
from storage.tables import address, contact, contact_attribute, lane

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "benchmarks" / "cluster.json"
BUSY = 24
FEW = 50
BOGOTA = ZoneInfo("America/Bogota")
MUNICIPALITY = """\
nombre: Villa Clara
entidad: Alcaldía de Villa Clara
codigo-dane: "05001"
sitio: https://villaclara.gov.co
contacto: {Web: villaclara.gov.co}
politica-de-datos: https://villaclara.gov.co/datos
dependencias: {prensa: {nombre: Oficina de prensa, jefe: ana}}
personas: {ana: {nombre: Ana Pérez, correo: ana@villaclara.gov.co}}
ventanas: no
"""
PLAN = """\
titulo: Plan
acciones: [{clave: CO-1, texto: Informar, responsable: prensa, indicadores: [contenidos]}]
"""
INDICATORS = "contenidos: {nombre: Contenidos, unidad: contenidos, tipo: automatico, cuenta: contenidos}\n"
ACCOUNT = """\
{name}:
  tipo: email
  destino: personas
  modo: real
  ritmo: {{por-segundo: {rate}, rafaga: {rate}, simultaneos: 4}}
  opciones:
    servidor: 127.0.0.1
    puerto: {port}
    seguridad: ninguna
    remitente: Alcaldía <prensa@villaclara.gov.co>
    responder-a: contactenos@villaclara.gov.co
"""
CAMPAIGN = """\
campaña: {name}
titulo: {name}
accion: CO-1
clase: servicio
responsable: prensa
publico: {audience}
prioridad: {priority}
mensajes:
  - {{id: aviso, cuando: {when}, canales: [{account}], tolerancia: 3 horas, asunto: Aviso, texto: "Texto de {name}."}}
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured line."""

    name: str
    ours: float
    limit: float
    unit: str


@dataclass(slots=True)
class Town:
    """A municipality whose accounts speak to the sink, and its two daemons."""

    config: Path
    var: Path
    url: str
    sink: Sink
    daemons: list["subprocess.Popen[bytes]"]

    def workplace(self, database: Database) -> Workplace:
        """What a verb works with."""
        tenant = load_with_memory(self.config, self.var, {}).tenants[0]
        with database.write() as connection:
            return open_workplace(connection, tenant, database, SystemClock(), self.var)

    def start(self) -> None:
        """One more daemon."""
        command = [sys.executable, str(ROOT / "scheduler.py"), "-c", str(self.config), "--db", self.url]
        environment = {**as_installed(), "PREGONERO_VAR": str(self.var), "PYTHONPATH": str(ROOT)}
        with (self.var.parent / f"daemon-{len(self.daemons)}.log").open("w") as log:
            self.daemons.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log))

    def send(self, campaign: str) -> float:
        """A person sends it now; the moment at which that is committed."""
        database = Database.open(self.url)
        place = self.workplace(database)
        with database.write() as connection:
            send_now(connection, place, campaign, "aviso", "ana", datetime.now(UTC))
        database.close()
        return time.time()

    def urgent(self, campaign: str) -> float:
        """Seconds from the commit to the first mail of an urgent message."""
        sent = self.send(campaign)
        _wait(lambda: bool(self.sink.of(f"Texto de {campaign}.".encode())))
        return self.sink.of(f"Texto de {campaign}.".encode())[0].at - sent

    def takeover(self) -> float:
        """Seconds from the death of the daemon that sends to the next mail of the same account."""
        database = Database.open(self.url)
        with database.read() as connection:
            owner = connection.execute(select(lane.c.owner).where(lane.c.sender.contains(f":{self.sink.ports[0]}:")))
            name = str(owner.scalar_one())
        database.close()
        [victim] = [daemon for daemon in self.daemons if f":{daemon.pid}-" in name]
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        killed = time.time()
        port = self.sink.ports[0]
        # What the dead had handed to the kernel still arrives.
        late = killed + 1
        _wait(lambda: any(each.port == port and each.at > late for each in self.sink.arrivals[-2000:]))
        return next(each.at for each in self.sink.arrivals if each.port == port and each.at > late) - killed


def main() -> None:
    """Measure, print the table, and write `cluster.json`."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory(prefix="pg") as scratch, postgresql(Path(scratch)) as url:
        found = [*_hub(Path(scratch)), *_two_daemons(Path(scratch), url, people)]
    table = Table("case", "ours", "limit", "unit", title=f"Two daemons on one PostgreSQL, {people} recipients")
    for each in found:
        table.add_row(
            each.name, f"{each.ours:.2f}", f"{each.limit:g}", each.unit, style="red" if each.ours > each.limit else None
        )
    Console().print(table)
    KEPT.write_text(
        json.dumps(
            {
                "cases": [
                    {"name": each.name, "ours": round(each.ours, 3), "limit": each.limit, "unit": each.unit}
                    for each in found
                ]
            },
            indent=2,
        )
        + "\n",
        encoding="utf-8",
    )


def _hub(folder: Path) -> Iterator[Figure]:
    seconds, megabytes = measure_hub(folder)
    yield Figure(f"plan-{MUNICIPALITIES}-municipalities", seconds, 5.0, "s")
    yield Figure(f"plan-{MUNICIPALITIES}-municipalities-memory", megabytes, 300, "MB")


def _two_daemons(folder: Path, url: str, people: int) -> Iterator[Figure]:
    town = _town(folder, url, Sink.start(BUSY + 1), people)
    try:
        town.start()
        _wait(lambda: len(town.sink.arrivals) > 0)
        town.start()
        _wait(lambda: "en marcha" in (folder / "daemon-1.log").read_text("utf-8"))
        own = town.urgent("urgente-propia")
        yield Figure(f"urgent-behind-{people}", own, 1.0, "s")
        for number in range(BUSY):
            town.send(f"llena-{number}")
        busy = {*town.sink.ports[:BUSY]}
        _wait(lambda: {each.port for each in town.sink.arrivals} >= busy)
        yield Figure(f"urgent-beside-{BUSY}-busy-lanes", town.urgent("urgente-ajena"), 2.0, "s")
        yield Figure("takeover-after-kill", town.takeover(), 15.0, "s")
    finally:
        for daemon in town.daemons:
            daemon.kill()
            daemon.wait()


def _town(folder: Path, url: str, sink: Sink, people: int) -> Town:
    config, var = folder / "config", folder / "var"
    (config / "campanas").mkdir(parents=True)
    soon = datetime.now(BOGOTA) - timedelta(minutes=1)
    later = f"{soon + timedelta(days=30):%Y-%m-%d a las %H:%M}"
    names = ["correo", *(f"cuenta-{number}" for number in range(1, BUSY + 1))]
    accounts = [
        ACCOUNT.format(name=name, port=port, rate=1000 if name == "correo" else 20)
        for name, port in zip(names, sink.ports, strict=True)
    ]
    campaigns = {"millon": ("ciudadania", "normal", f"{soon:%Y-%m-%d a las %H:%M}", "correo")}
    campaigns |= {f"llena-{number}": ("muchos", "normal", later, name) for number, name in enumerate(names[1:BUSY])}
    campaigns |= {f"llena-{BUSY - 1}": ("muchos", "normal", later, "correo")}
    campaigns |= {"urgente-propia": ("pocos", "urgente", later, "correo")}
    campaigns |= {"urgente-ajena": ("pocos", "urgente", later, names[BUSY])}
    listed = ", ".join(names)
    files = {
        "municipio.yaml": MUNICIPALITY,
        "plan.yaml": PLAN,
        "indicadores.yaml": INDICATORS,
        "canales.yaml": "".join(accounts),
        "publicos.yaml": f"ciudadania: {{nombre: Ciudadanía, condicion: {{}}, canales: [{listed}]}}\n"
        f"muchos: {{nombre: Muchos, condicion: {{con: {{barrio: [centro, norte]}}}}, canales: [{listed}]}}\n"
        f"pocos: {{nombre: Pocos, condicion: {{con: {{barrio: centro}}}}, canales: [{listed}]}}\n",
    }
    for name, (audience, priority, when, account) in campaigns.items():
        files[f"campanas/{name}.yaml"] = CAMPAIGN.format(
            name=name, audience=audience, priority=priority, when=when, account=account
        )
    for name, written in files.items():
        (config / name).write_text(written, encoding="utf-8")
    town = Town(config, var, url, sink, [])
    _people(town, people)
    return town


def _people(town: Town, people: int) -> None:
    """So many contacts with an address; a few all over live in the centre, thousands of the others in the north."""
    database = Database.open(town.url)
    place = town.workplace(database)
    now, secret, tenant = datetime.now(UTC), place.keyring.address_key, place.tenant_id
    for start in range(1, people + 1, 20_000):
        numbers = range(start, min(start + 20_000, people + 1))
        mails = [f"persona{number}@example.com" for number in numbers]
        keys = [recipient_key(secret, normalise("correo", mail)) for mail in mails]
        with database.write() as connection:
            insert_many(
                connection,
                contact,
                ("id", "tenant", "name", "created_at"),
                [(n, tenant, "Vecina", now) for n in numbers],
            )
            rows = [(tenant, n, "correo", mail, key) for n, mail, key in zip(numbers, mails, keys, strict=True)]
            insert_many(connection, address, ("tenant", "contact", "kind", "address", "key"), rows)
            centre = [(n, "barrio", "centro") for n in numbers if n % (people // FEW) == 0]
            north = [(n, "barrio", "norte") for n in numbers if n <= 20_000 and n % (people // FEW)]
            insert_many(connection, contact_attribute, ("contact", "name", "value"), centre + north)
    with database.write() as connection:
        connection.execute(text("SELECT setval(pg_get_serial_sequence('contact', 'id'), :n)").bindparams(n=people))
        connection.execute(text("ANALYZE"))
    database.close()


def _wait(met: Callable[[], bool], seconds: float = 180) -> None:
    until = time.monotonic() + seconds
    while not met():
        if time.monotonic() > until:
            raise RuntimeError("it did not come to it")
        time.sleep(0.02)


if __name__ == "__main__":
    main()
