"""The disk is lost, and the town goes on from its copy: who may have left is not written to until somebody looked."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Connection, select

from audience.consents import Word, say
from delivery.workplace import Workplace
from storage.tables import address
from tests.servers.mail import MailServer
from tests.story.daemon import ROOT, wait_until
from tests.story.place import WEB, Place, campaign, mail_account, message, minutes, this_minute

pytestmark = pytest.mark.waits(20)

Start = Callable[..., MailServer]


def types(place: Place, *words: str) -> str:
    """What one command of an operator prints, which succeeds."""
    command = [sys.executable, str(ROOT / "cli.py"), *words, "-c", str(place.config), "--db", place.url]
    environment = {**os.environ, **place.environment, "PREGONERO_VAR": str(place.var), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, cwd=place.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return " ".join(done.stdout.split())


def consent(connection: Connection, place: Workplace, now: datetime) -> None:
    """Everybody wants to be told what the administration does."""
    for row in connection.execute(select(address)).all():
        say(connection, place.tenant_id, [(row.contact, Word(row.key, "gestion", True, "Planilla", now))])


def test_who_may_have_left_is_not_written_to(place: Place, start_mail_server: Start) -> None:
    """The page goes out and the mail waits; a letter is set down, and after the word everybody else gets it."""
    mail = start_mail_server()
    place.configure(mail_account(mail.port), WEB)
    left, *others = place.people(3)
    place.verb(consent)
    types(place, "backup", "copia.tar.gz")
    for path in place.var.glob("pueblo.db*"):
        path.unlink()
    assert "release --after-restore" in types(place, "restore", "copia.tar.gz")
    news = campaign("obras", message("balance", this_minute() + minutes(1), "correo, web", more="tolerancia: 3 horas"))
    place.write("campanas/obras.yaml", news.replace("clase: servicio", "clase: gestion"))

    with place.daemon() as daemon:
        wait_until(lambda: place.publications().get("balance/web@1") == "done", "the page is out", seconds=120)
        assert place.publications()["balance/correo@1"] == "waiting"
        assert "nadie sabe quiénes se dieron de baja" in types(place, "status")
        types(place, "contacts", "suppress", left, "--reason", "Carta del 3 de enero")
        types(place, "release", "--after-restore", "--reason", "Buzón y cartas", "--as", "ana")
        wait_until(lambda: place.publications()["balance/correo@1"] == "done", "the mail is out")
        assert daemon.stop() == 0
    assert sorted(record["to"] for record in mail.taken()) == sorted(others)
