"""Somebody is written to, and is forgotten while the daemon runs: no byte that the program keeps is of them."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from audience.contacts_import import import_contacts
from storage.schema import prepare
from tests.servers.mail import MailServer
from tests.story.daemon import ROOT, wait_until
from tests.story.place import Place, campaign, mail_account, message, this_minute

pytestmark = pytest.mark.waits(20)

Start = Callable[..., MailServer]
MAIL = "eva.zapatoca@example.com"
LIST = f"nombre,correo,barrio\nAna Ruiz,ana.ruiz@example.com,Centro\nEva Zapatoca,{MAIL},Vereda Mirolindo\n"
WORDS = (b"zapatoca", b"mirolindo")
"""What tells of her: the first stands in her address, too."""
TEXT = "Hola, {{ nombre | default('vecina') }} de {{ persona.barrio | default('aquí') }}."


def held(place: Place) -> list[str]:
    """Files in which a word of hers stands, but for the list that staff keep themselves."""
    files = [path for path in place.root.rglob("*") if path.is_file() and path.name != "contactos.csv"]
    return sorted(path.name for path in files if any(word in path.read_bytes().lower() for word in WORDS))


def bring(place: Place) -> None:
    """The office imports its list."""
    path = place.root / "contactos.csv"
    path.write_text(LIST, "utf-8")
    with place.database() as database:
        prepare(database)
        at = place.workplace(database)
        assert import_contacts(database, at.tenant_id, path, at.keyring.address_key, datetime.now(UTC)).created == 2


def erase(place: Place) -> None:
    """The office forgets her, in a process of its own."""
    words = ["contacts", "erase", MAIL, "--reason", "Radicado 7", "-c", str(place.config), "--db", place.url]
    environment = {**os.environ, **place.environment, "PREGONERO_VAR": str(place.var), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(ROOT / "cli.py"), *words]
    subprocess.run(command, env=environment, cwd=place.root, capture_output=True, check=True)


def test_nothing_is_left_of_who_was_forgotten(place: Place, start_mail_server: Start) -> None:
    """Database and its log, finished messages, kept files, the site, what the daemon told."""
    mail = start_mail_server()
    trial = mail_account(mail.port).replace("correo:", "ensayo:", 1).replace("modo: real", "modo: pruebas")
    greeting = campaign("saludo", message("hola", this_minute(), "correo, ensayo", TEXT, "tolerancia: 3 horas"))
    place.configure(mail_account(mail.port), trial, saludo=greeting)
    bring(place)
    with place.daemon() as daemon:
        wait_until(lambda: set(place.publications().values()) == {"done"}, "everybody has it")
        assert MAIL in {record["to"] for record in mail.taken()}
        assert any(name.endswith((".db", "-wal")) for name in held(place))
        erase(place)
        assert held(place) == []
        assert daemon.stop() == 0
    assert held(place) == []
