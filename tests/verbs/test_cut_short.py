"""A copy or a handover that is killed, or for which there is no room: nothing half looks whole, nothing lies open."""

import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from tests.photographs import JPEG
from tests.verbs.operator import Operator, surroundings

PASSWORD = "caballo correcto batería grapa"
DIES = """
import os, signal, sys
from functools import reduce
from importlib import import_module
def die(*_args, **_names):
    os.kill(os.getpid(), signal.SIGKILL)
name, _, path = sys.argv.pop(1).partition(":")
*within, what = path.split(".")
setattr(reduce(getattr, within, import_module(name)), what, die)
from cli import main
main()
"""
ROOM = 60_000
"""Bytes that a file may have in these tests: more than what a verb writes besides."""


@pytest.fixture
def leaving(town: Operator) -> Operator:
    """An office with a person, and a task with a photo that takes more than `ROOM`."""
    town.people("yolanda@correo.gov.co")
    (town.folder / "foto.jpg").write_bytes(JPEG + Random(7).randbytes(250_000))
    town.does("confirm", town.a_task(), "--count", "1", "--evidence", "foto.jpg", "--as", "ana")
    (town.folder / "clave.txt").write_text(PASSWORD + "\n", "utf-8")
    return town


def killed(operator: Operator, where: str, *words: str) -> None:
    """A verb whose process is killed at the moment when it would do `where`."""
    scratch = operator.folder / "tmp"
    scratch.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", DIES, where, *words],
        cwd=operator.folder,
        env=surroundings({"TMPDIR": str(scratch)}),
        capture_output=True,
        check=False,
    )
    assert done.returncode == -9, done.stderr


def names(folder: Path) -> set[str]:
    """Every file under a folder, but for what lies beside a database that is open."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return {name for name in found if not name.endswith(("-wal", "-shm", ".candado"))}


@contextmanager
def little_room() -> Iterator[None]:
    """No file of this process grows beyond `ROOM`: as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_killed_handover_leaves_nobody_s_data_in_the_clear(leaving: Operator) -> None:
    """Killed when the copy is about to be encrypted; the same command then does."""
    before = names(leaving.folder)
    words = ("handover", "empalme", "--password-file", "clave.txt", "--as", "ana")
    killed(leaving, "handover.reserved:Safe.shut", *words)
    left = names(leaving.folder) - before
    assert left
    assert {name for name in left if not name.startswith("empalme.incompleta/")} == set()
    assert (leaving.folder / "empalme.incompleta/reservado/copia.tar.gz.age").read_bytes() == b""
    leaving.does(*words)
    assert not (leaving.folder / "empalme.incompleta").exists()


def test_a_killed_beginning_is_begun_again(leaving: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed when the database is about to come: no folder bears its name without it, and nothing lies in the clear."""
    words = ("init", "nuevo", "--from", "empalme", "--password-file", "clave.txt")
    leaving.does("handover", "empalme", "--password-file", "clave.txt", "--as", "ana")
    monkeypatch.setenv("PREGONERO_VAR", "otra")
    before = names(leaving.folder)
    killed(leaving, "handover.successor:restore", *words)
    left = names(leaving.folder) - before
    assert {name for name in left if not name.startswith("nuevo.incompleta/")} <= {"otra/villa-clara.db"}
    assert left & {"nuevo.incompleta/municipio.yaml"}
    leaving.does(*words)
    assert "Persona" in leaving.does("contacts", "export", "yolanda@correo.gov.co", "-c", "nuevo", "--as", "ana")
    assert not (leaving.folder / "nuevo.incompleta").exists()


def test_a_killed_copy_is_known_by_its_name(leaving: Operator) -> None:
    """It is called unfinished, it is not taken for a copy, and the next one makes room of it."""
    before = names(leaving.folder)
    killed(leaving, "storage.backup:_add_kept", "backup", "copia.tar.gz")
    assert names(leaving.folder) - before == {"copia.tar.gz.incompleta"}
    refused = leaving.types("restore", "copia.tar.gz.incompleta", "--overwrite")
    assert (refused.exit_code, "no se cambió nada" in refused.stderr) == (1, True)
    leaving.does("backup", "copia.tar.gz")
    assert names(leaving.folder) - before == {"copia.tar.gz"}
    leaving.does("restore", "copia.tar.gz", "--overwrite")


@pytest.mark.parametrize(
    ("words", "file"),
    [
        (("backup", "copia.tar.gz"), "copia.tar.gz.incompleta"),
        (("handover", "empalme", "--password-file", "clave.txt", "--as", "ana"), "var"),
    ],
)
def test_without_room_it_says_so_in_spanish(leaving: Operator, words: tuple[str, ...], file: str) -> None:
    """Where, why, and 1; nothing is left."""
    before = names(leaving.folder)
    with little_room():
        told = leaving.types(*words)
    assert told.exit_code == 1
    assert f"No se puede usar {file}" in told.stderr
    assert "no recibe un archivo tan grande" in told.stderr
    assert "Errno" not in told.stderr
    assert names(leaving.folder) == before
