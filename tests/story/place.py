"""A municipality whose accounts speak to servers of the test, its daemon's database, and what stands in it."""

import csv
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, func, select

from audience.contacts_import import import_contacts
from campaigns.last_good import load_with_memory
from campaigns.tenant import Tenant
from delivery.clock import SystemClock
from delivery.workplace import Workplace, open_workplace
from storage.database import Database
from storage.schema import prepare
from storage.tables import counter, delivery, publication
from tests.campaigns.town import MUNICIPALITY, build
from tests.delivery.towns import META
from tests.story.daemon import ROOT, Daemon, running

BOGOTA = ZoneInfo("America/Bogota")
BOT = "42:canario-token-del-bot-de-pruebas"
X_KEYS = {
    "PREGONERO_X1": "canario-clave-api",
    "PREGONERO_X2": "canario-secreto-api",
    "PREGONERO_X3": "777-canario-acceso",
    "PREGONERO_X4": "canario-secreto-acceso",
}
ENVIRONMENT = {"PREGONERO_BOT": BOT, **X_KEYS, **META}


def mail_account(port: int, connections: int = 4, pace: str = "por-segundo: 2000, rafaga: 200") -> str:
    """A real mail account at a server of the test."""
    return f"""\
correo:
  tipo: email
  destino: personas
  modo: real
  ritmo: {{{pace}, simultaneos: {connections}}}
  opciones:
    servidor: 127.0.0.1
    puerto: {port}
    seguridad: ninguna
    conexiones: {connections}
    remitente: Alcaldía <prensa@villaclara.gov.co>
    responder-a: contactenos@villaclara.gov.co
"""


WEB = "web: {tipo: web, modo: real}\n"
RADIO = "emisora: {tipo: manual, modo: real, responsable: ana, plazo: 2 días hábiles, opciones: {clase: emisora}}\n"


def telegram_account(address: str) -> str:
    """A real channel at a Bot API server of the test."""
    return f"""\
canal:
  tipo: telegram
  destino: "@villaclara"
  modo: real
  opciones: {{token: "${{PREGONERO_BOT}}", servidor: "{address}"}}
"""


def x_account(address: str) -> str:
    """A real X user at a server of the test."""
    return f"""\
x:
  tipo: x
  modo: real
  opciones:
    clave-api: ${{PREGONERO_X1}}
    secreto-api: ${{PREGONERO_X2}}
    token-acceso: ${{PREGONERO_X3}}
    secreto-acceso: ${{PREGONERO_X4}}
    servidor: "{address}"
"""


def local(moment: datetime) -> str:
    """A moment as `cuando` writes it; hours of the municipality."""
    return f"{moment.astimezone(BOGOTA):%Y-%m-%d a las %H:%M}"


def this_minute() -> datetime:
    """The minute that has begun: what is planned for it is due, within any tolerance."""
    return datetime.now(UTC).replace(second=0, microsecond=0)


def minutes(number: float) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=number)


def message(name: str, when: datetime | str, accounts: str, text: str = "Un aviso.", more: str = "") -> str:
    """One message of a campaign's list."""
    spoken = when if isinstance(when, str) else local(when)
    lines = [f"  - id: {name}", f"    cuando: {spoken}", f"    canales: [{accounts}]", "    asunto: Aviso"]
    lines += [f"    texto: {text}", *(f"    {line}" for line in more.splitlines())]
    return "\n".join(lines) + "\n"


def campaign(name: str, *messages: str, more: str = "") -> str:
    """A campaign's file."""
    head = f"campaña: {name}\ntitulo: Campaña {name}\naccion: SE-7\nclase: servicio\nresponsable: educacion\n"
    return f"{head}publico: ciudadania\n{more}mensajes:\n{''.join(messages)}"


@dataclass(slots=True)
class Place:
    """A folder with a configuration, a database and what the daemon leaves behind."""

    root: Path
    url: str
    environment: Mapping[str, str] = field(default_factory=lambda: ENVIRONMENT)

    @property
    def config(self) -> Path:
        """The configuration's folder."""
        return self.root / "config"

    @property
    def var(self) -> Path:
        """What the daemon writes."""
        return self.root / "var"

    @property
    def outgoing(self) -> Path:
        """Where what it publishes lies as files."""
        return self.var / "municipios" / "villa-clara"

    def configure(self, *accounts: str, **campaigns: str) -> None:
        """Write the municipality with these accounts and campaigns."""
        files: dict[str, str | bytes | None] = {"campanas/matriculas.yaml": None, "canales.yaml": "".join(accounts)}
        files |= {f"campanas/{name}.yaml": text for name, text in campaigns.items()}
        names = [line.partition(":")[0] for account in accounts for line in account.splitlines() if line[:1].isalpha()]
        listed = ", ".join(names)
        municipality = MUNICIPALITY if "correo" in names else MUNICIPALITY.replace("avisos: correo\n", "")
        # A daemon lives by the clock of the machine: what it writes to persons must not wait for their hours.
        files["municipio.yaml"] = f"{municipality}ventanas: no\n"
        files["publicos.yaml"] = f"ciudadania:\n  nombre: Ciudadanía\n  condicion: {{}}\n  canales: [{listed}]\n"
        build(self.config, files)

    def write(self, name: str, text: str) -> None:
        """One file of the configuration, replaced at once as editors do."""
        fresh = self.config / f"{name}.nuevo"
        fresh.write_text(text, "utf-8")
        fresh.replace(self.config / name)

    def people(self, count: int) -> list[str]:
        """Import that many persons from a CSV file, as the operator does; their addresses."""
        mails = [f"persona{number:05d}@example.com" for number in range(count)]
        path = self.root / "contactos.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["nombre", "correo"])
            rows.writerows([f"Persona {number}", mail] for number, mail in enumerate(mails))
        with self.database() as database:
            prepare(database)
            place = self.workplace(database)
            result = import_contacts(database, place.tenant_id, path, place.keyring.address_key, datetime.now(UTC))
            assert result.created == count
        return mails

    @contextmanager
    def database(self) -> Iterator[Database]:
        """The rows, from another process than the daemon's."""
        database = Database.open(self.url)
        try:
            yield database
        finally:
            database.close()

    def tenant(self) -> Tenant:
        """As it is configured now."""
        return load_with_memory(self.config, self.var, self.environment).tenants[0]

    def workplace(self, database: Database) -> Workplace:
        """What a verb works with."""
        with database.write() as connection:
            return open_workplace(connection, self.tenant(), database, SystemClock(), self.var)

    def verb(self, work: Any, *arguments: Any) -> Any:
        """`work(connection, workplace, …, now)` in one transaction, as a verb of another process does it."""
        with self.database() as database:
            place = self.workplace(database)
            with database.write() as connection:
                return work(connection, place, *arguments, datetime.now(UTC))

    def daemon(self, wrapper: tuple[str, ...] = (), words: tuple[str, ...] = ()) -> "Running":
        """A daemon for the length of a block; without a panel, unless `words` of its command line say otherwise."""
        return running(self.config, self.url, self.var, self.environment, wrapper, words)

    def status(self, *words: str) -> str:
        """What `pregonero status` prints."""
        command = [sys.executable, str(ROOT / "cli.py"), "status", "-c", str(self.config), "--db", self.url, *words]
        environment = {**os.environ, **self.environment, "PREGONERO_VAR": str(self.var), "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, env=environment, cwd=self.root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def publications(self) -> dict[str, str]:
        """`message/account@occurrence` to state."""
        with self.database() as database, database.read() as connection:
            rows = connection.execute(select(publication).order_by(publication.c.id)).all()
        return {f"{row.message}/{row.account}@{row.occurrence}": row.state for row in rows}

    def deliveries(self, message_id: str) -> list[Row[Any]]:
        """Those of a message, oldest first."""
        asked = select(delivery).join(publication, publication.c.id == delivery.c.publication)
        with self.database() as database, database.read() as connection:
            return list(connection.execute(asked.where(publication.c.message == message_id).order_by(delivery.c.id)))

    def states(self, message_id: str) -> dict[str, int]:
        """How many deliveries of a message stand in each state."""
        found: dict[str, int] = {}
        for row in self.deliveries(message_id):
            found[row.state] = found.get(row.state, 0) + 1
        return found

    def assert_counted(self) -> None:
        """The counters say what the rows say."""
        grouped = (delivery.c.publication, delivery.c.audience, delivery.c.state)
        with self.database() as database, database.read() as connection:
            rows = connection.execute(select(*grouped, func.count()).group_by(*grouped)).all()
            counted = connection.execute(select(counter).where(counter.c["count"] != 0)).all()
        assert sorted(rows) == sorted(counted)


Running = Any
"""The context manager of a daemon."""


def started(place: Place) -> Daemon:
    """A daemon that the test stops itself."""
    return Daemon.start(place.config, place.url, place.var, place.environment)
