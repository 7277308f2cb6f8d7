"""A mailing that is looked on: bars on a terminal, plain lines in a pipe, until its last message."""

import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.servers.mail import MailServer
from tests.story.daemon import ROOT, wait_until
from tests.story.place import Place, campaign, mail_account, message, this_minute

pytestmark = pytest.mark.waits(8)

Start = Callable[..., MailServer]
SLOW = "por-segundo: 40, rafaga: 1"
PEOPLE = 200
KEY = "agua/aviso/correo@1"


def command(place: Place, *words: str) -> list[str]:
    """`pregonero status` with these words."""
    return [sys.executable, str(ROOT / "cli.py"), "status", "-c", str(place.config), "--db", place.url, *words]


def surroundings(place: Place) -> dict[str, str]:
    """Its environment."""
    return {
        **os.environ,
        **place.environment,
        "PREGONERO_VAR": str(place.var),
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm",
        "COLUMNS": "160",
    }


def mailing(place: Place, port: int) -> None:
    """Five seconds of mail."""
    place.configure(
        mail_account(port, 2, SLOW), agua=campaign("agua", message("aviso", this_minute(), "correo", "No hay agua."))
    )
    place.people(PEOPLE)


def test_in_a_pipe_it_is_told_in_lines(place: Place, start_mail_server: Start) -> None:
    """How far, how fast, how much longer; the last line says that all of it is over, and the verb ends with 0."""
    mail = start_mail_server()
    mailing(place, mail.port)
    with place.daemon() as daemon:
        wait_until(lambda: len(mail.taken()) > 5, "mail goes out")
        words = command(place, "--campaign", "agua", "--follow")
        done = subprocess.run(words, env=surroundings(place), capture_output=True, text=True, check=False, timeout=120)
        assert daemon.stop() == 0
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert re.match(rf"{KEY}: \d+ de {PEOPLE} \(\d+ %\); ", lines[0])
    assert lines[-1].startswith(f"{KEY}: {PEOPLE} de {PEOPLE} (100 %); ")
    assert len(lines) <= 5
    assert "\x1b" not in done.stdout


def test_on_a_terminal_a_bar_is_drawn(place: Place, start_mail_server: Start) -> None:
    """It is drawn anew as mail goes out, and stays there whole."""
    mail = start_mail_server()
    mailing(place, mail.port)
    with place.daemon() as daemon:
        wait_until(lambda: len(mail.taken()) > 5, "mail goes out")
        ours, theirs = pty.openpty()
        words = command(place, "--follow")
        with subprocess.Popen(words, env=surroundings(place), stdin=theirs, stdout=theirs, stderr=theirs) as process:
            os.close(theirs)
            said = _all_of(ours)
            assert process.wait(60) == 0
        assert daemon.stop() == 0
    assert said.count(KEY) > 3
    assert "━" in said
    assert f"{PEOPLE} de {PEOPLE} (100 %)" in said


def test_without_a_daemon_nothing_moves(place: Place, start_mail_server: Start) -> None:
    """It does not wait for ever for what nobody sends."""
    mail = start_mail_server()
    mailing(place, mail.port)
    with place.daemon() as daemon:
        wait_until(lambda: len(mail.taken()) > 5, "mail goes out")
        daemon.kill()
    words = command(place, "--follow")
    done = subprocess.run(words, env=surroundings(place), capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1
    assert "El pregonero no está en marcha" in done.stderr


def _all_of(terminal: int) -> str:
    found = b""
    try:
        while piece := os.read(terminal, 65_536):
            found += piece
    except OSError:
        # Its other end is closed.
        pass
    os.close(terminal)
    return found.decode()
