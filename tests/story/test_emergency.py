"""An emergency in one command, on every account at once: one that hangs keeps no other waiting."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from storage.schema import prepare
from tests.campaigns.town import build
from tests.delivery.alert_town import ACCOUNTS, ENVIRONMENT, add_somebody, start_services, town
from tests.servers.mail import MailServer
from tests.servers.process import Server
from tests.story.daemon import ROOT, wait_until
from tests.story.place import Place

pytestmark = pytest.mark.waits(20)

PATIENT = "plazos: {conexion: 2, lectura: 60}"
"""The account that hangs is given up after everything else is long over."""


def types(place: Place, *words: str) -> "subprocess.CompletedProcess[str]":
    """One command of an operator."""
    command = [sys.executable, str(ROOT / "cli.py"), *words, "-c", str(place.config), "--db", place.url, "--as", "ana"]
    environment = {**os.environ, **place.environment, "PREGONERO_VAR": str(place.var), "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=environment, cwd=place.root, capture_output=True, text=True, check=False)


def test_one_command_reaches_every_account_while_one_hangs(
    either_place: Place,
    start_server: Callable[..., Server],
    start_mail_server: Callable[..., MailServer],
) -> None:
    """Unapproved it is refused, and told how it goes out; as an emergency it leaves by all others while one hangs.

    Lifted, nothing goes out any more.
    """
    place = Place(either_place.root, either_place.url, ENVIRONMENT)
    services = start_services(start_server, start_mail_server(), place.root)
    services.whatsapp.then("deaf", "deaf")
    files = town(services)
    files["canales.yaml"] = str(files["canales.yaml"]).replace("plazos: {conexion: 2, lectura: 1}", PATIENT, 1)
    build(place.config, files)
    with place.database() as database:
        prepare(database)
        at = place.workplace(database)
        with database.write() as connection:
            add_somebody(connection, at)
    order = ("send", "creciente", "--message", "alerta")
    with place.daemon() as daemon:
        refused = types(place, *order)
        assert refused.returncode == 1
        assert (
            "Espera la aprobación del Comité GEL. Se aprueba con «pregonero approve creciente/alerta@" in refused.stderr
        )
        assert "--emergency" in refused.stderr
        assert place.publications() == {}

        done = types(place, *order, "--emergency", "Nivel rojo en el puente")
        assert done.returncode == 0, done.stderr
        wait_until(lambda: gone(place) == set(ACCOUNTS) - {"whatsapp", "emisora", "perifoneo"}, "the others are out")
        assert states(place)["whatsapp"] == "running"
        assert states(place)["emisora"] == states(place)["perifoneo"] == "running"
        said = {name: len(found) for name, found in services.said().items()}
        assert said == {"correo": 1, "sms": 1, "bot": 2, "whatsapp": 0, "x": 1, "facebook": 1, "instagram": 1}

        lifted = types(place, "lift", "creciente")
        assert lifted.returncode == 0, lifted.stderr
        assert states(place)["whatsapp"] == "cancelled"
        daemon.kill()


def states(place: Place) -> dict[str, str]:
    """Of the alert on each account."""
    alerts = {key: state for key, state in place.publications().items() if key.startswith("alerta/")}
    return {key.partition("/")[2].partition("@")[0]: state for key, state in alerts.items()}


def gone(place: Place) -> set[str]:
    """The accounts on which it has gone out."""
    return {account for account, state in states(place).items() if state == "done"}
