"""The real command in a process of its own: its speed, its exit codes, its pipes, its end."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.verbs.operator import ROOT, Operator, surroundings

DAEMONS = ([str(ROOT / "cli.py"), "run"], [str(ROOT / "scheduler.py")])


def test_help_loads_nothing_that_a_verb_needs(operator: Operator) -> None:
    """`check --help` imports neither the configuration's libraries nor the database's."""
    program = (
        "import sys; sys.argv = ['pregonero', 'check', '--help']\n"
        "import cli\n"
        "try:\n    cli.application().main(prog_name='pregonero')\n"
        "finally:\n    heavy = {'sqlalchemy', 'pydantic', 'jinja2', 'rich', 'asyncio', 'yaml'} & set(sys.modules)\n"
        "    print(sorted(heavy), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=operator.folder,
        env=surroundings(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.strip() == "[]"
    assert "Revisa la configuración" in done.stdout


def test_a_report_loads_what_draws_only_where_it_is_drawn() -> None:
    """Tables and JSON need neither charts nor pages."""
    program = "import sys, verbs.reporting; print(sorted({'pygal', 'typst', 'xlsxwriter'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_check_tells_by_its_exit_code(operator: Operator) -> None:
    """0 where all is right, 2 where it is not; the JSON document stands alone on standard output."""
    operator.town()
    assert operator.process("check").returncode == 0
    operator.town({"canales.yaml": "correo: {tipo: paloma, modo: pruebas}\n"})
    broken = operator.process("check", "--json")
    assert broken.returncode == 2
    told = [problem for problem in json.loads(broken.stdout) if problem["file"].endswith("canales.yaml")]
    assert [problem["line"] for problem in told] == [1]
    assert broken.stderr == ""


def test_words_are_spanish_on_any_machine(operator: Operator) -> None:
    """The machine's language changes nothing."""
    done = operator.process("plan", LANG="en_US.UTF-8", LANGUAGE="en", LC_ALL="en_US.UTF-8")
    assert done.returncode == 2
    assert "Falta la opción '--from'" in done.stderr


def test_who_stops_reading_is_no_error_to_tell(operator: Operator) -> None:
    """`pregonero plan … | head -1` ends without a traceback."""
    operator.town({"campanas/matriculas.yaml": DAILY})
    command = f"{sys.executable} {ROOT / 'cli.py'} plan --from 2027-01-01 --to 2036-12-31 --json | head -1"
    done = subprocess.run(
        ["bash", "-c", command], cwd=operator.folder, env=surroundings(), capture_output=True, text=True, check=False
    )
    assert done.stdout == "[\n"
    assert done.stderr == ""


def test_what_nobody_foresaw_is_one_line(operator: Operator) -> None:
    """A broken installation is told in a line, without a page of code; -v shows that page."""
    operator.town()
    # A folder where the key file should be: no verb knows what to do about it.
    (operator.folder / "var" / "claves").mkdir(parents=True)
    told = operator.process("status").stderr
    assert "Traceback" not in told


@pytest.mark.parametrize("command", DAEMONS, ids=["pregonero run", "python scheduler.py"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_a_daemon_says_what_comes_and_ends_cleanly(
    operator: Operator, command: Sequence[str], number: signal.Signals
) -> None:
    """It prints its database, its accounts and the next messages with their zone, and a signal ends it with 0."""
    operator.town({"campanas/matriculas.yaml": DAILY})
    address = "sqlite:///var/propia.db"
    with daemon(operator, *command, "-c", "config", "--db", address, "--listen", "127.0.0.1:0") as process:
        lines = until_running(process)
        assert re.fullmatch(r"El panel atiende en http://127\.0\.0\.1:\d+", lines[0])
        assert "Alcaldía de Villa Clara, base de datos var/propia.db" in lines[1]
        assert any("en pruebas" in line and "correo" in line for line in lines)
        assert "Próximos diez mensajes:" in lines
        assert sum(" -05  matriculas/anuncio/" in line for line in lines) == 10
        assert operator.reads("status", "--db", address)["daemons"][0]["alive"]
        process.send_signal(number)
        rest, _ = process.communicate(timeout=120)
    assert (process.returncode, rest) == (0, "El pregonero se detuvo.\n")
    assert operator.reads("status", "--db", address)["daemons"] == []


def test_a_second_daemon_is_refused(operator: Operator) -> None:
    """Two daemons on one SQLite file: the second ends with 1 and says which process has it."""
    operator.town()
    with daemon(operator, *DAEMONS[0], "--no-panel") as process:
        until_running(process)
        second = operator.process("run", "--no-panel")
    assert second.returncode == 1
    assert f"proceso {process.pid}" in second.stderr


@pytest.mark.parametrize("command", [*DAEMONS, [DAEMONS[0][0], "panel"]], ids=["run", "scheduler.py", "panel"])
def test_what_is_no_address_is_a_wrong_call(operator: Operator, command: Sequence[str]) -> None:
    """Told in Spanish with an example, and 2; nothing begins."""
    operator.town()
    whole = [sys.executable, *command, "--listen", "ocho-mil"]
    told = subprocess.run(whole, cwd=operator.folder, env=surroundings(), capture_output=True, text=True, check=False)
    assert told.returncode == 2
    assert "«ocho-mil» no es una dirección; escriba, por ejemplo, 127.0.0.1:8000" in told.stderr


def test_the_panel_alone_reads_the_rows(operator: Operator) -> None:
    """Without a daemon it says so with 503, lets the first one in by a link, and a signal ends it with 0."""
    operator.town()
    operator.does("db", "upgrade")
    with daemon(operator, DAEMONS[0][0], "panel", "--listen", "127.0.0.1:0") as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.match(r"El panel atiende en (http://127\.0\.0\.1:\d+)\. Se detiene con Ctrl-C\.", line)
        assert found is not None
        with pytest.raises(HTTPError) as refused:
            urlopen(f"{found[1]}/salud")
        refused.value.close()
        assert refused.value.code == 503
        link = re.search(r"por primera vez \(sirve un día, una vez\): (http://\S+)$", process.stdout.readline().strip())
        assert link is not None
        with urlopen(link[1]) as page:
            assert "La primera vez" in page.read().decode()
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=120)
    assert (process.returncode, rest) == (0, "El panel se detuvo.\n")


GARBLED = (
    [b"confirm", b"1", b"--note", b"a\xff"],
    [b"record", b"visitas", b"1", b"--as", b"\xff"],
    [b"approve", b"a/b@\xe1"],
    [b"check", b"-c", b"config\xf1"],
    [b"confirm", b"1", b"--evidence", b"a\xf1o.txt"],
)


@pytest.mark.parametrize("words", GARBLED)
def test_what_is_not_utf_8_is_a_wrong_call(operator: Operator, words: list[bytes]) -> None:
    """Whatever the verb and the option, a note, a person, a key or a file: said in a sentence, and 2."""
    operator.town()
    (operator.folder / os.fsdecode(b"a\xf1o.txt")).write_text("hecho")
    command = [os.fsencode(sys.executable), os.fsencode(ROOT / "cli.py"), *words]
    told = subprocess.run(command, cwd=operator.folder, env=surroundings(), capture_output=True)
    assert told.returncode == 2
    said = told.stderr.decode()
    assert "�" in said
    assert "no está en UTF-8" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("command", DAEMONS)
def test_a_simulation_is_not_carried_out(operator: Operator, command: list[str]) -> None:
    """Its approvals are supposed: no daemon takes its database, and says which one to take."""
    operator.town()
    operator.does("simulate", "--from", "2030-01-05", "--to", "2030-01-07", "--out", "ensayo")
    words = [sys.executable, *command, "-c", "config", "--db", "sqlite:///ensayo/simulacion.db"]
    told = subprocess.run(words, cwd=operator.folder, env=surroundings(), capture_output=True, text=True)
    assert told.returncode == 1
    assert "es de una simulación" in told.stderr
    assert "sin --db" in told.stderr


@contextmanager
def daemon(operator: Operator, *command: str) -> Iterator["subprocess.Popen[str]"]:
    """A daemon in a process of its own, ended in any case."""
    with (
        (operator.folder / "errores.txt").open("w") as errors,
        subprocess.Popen(
            [sys.executable, *command],
            cwd=operator.folder,
            env=surroundings(),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def until_running(process: "subprocess.Popen[str]") -> list[str]:
    """The lines that a daemon prints until it says that it runs."""
    assert process.stdout is not None
    lines: list[str] = []
    began = time.monotonic()
    while time.monotonic() - began < 120 and (line := process.stdout.readline()):
        lines.append(line.rstrip("\n"))
        if "está en marcha" in line:
            return lines
    raise AssertionError(f"it did not begin: {lines}")


DAILY = """\
campaña: matriculas
titulo: Matrículas escolares
accion: SE-7
clase: servicio
responsable: educacion
publico: ciudadania
mensajes:
  - id: anuncio
    cuando: todos los días a las 07:00
    canales: [correo, web]
    asunto: Matrículas
    texto: Empiezan las matrículas.
"""
