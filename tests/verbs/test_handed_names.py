"""Files that people handed in, in what one administration leaves."""

import hashlib
import json
import zipfile
from pathlib import Path

import pyrage

from tests.verbs.operator import Operator

PASSWORD = "caballo correcto batería grapa"


def test_files_with_long_and_strange_names_go_along(town: Operator) -> None:
    """As any disk takes them: a name that is too long stops nothing, and two that a memory stick would mix stay two."""
    long = "Acta de la reunión con la comunidad de la vereda El Águila, " * 4
    names = (f"{long[:230]}.pdf", "¿Quién vino? 3:00.pdf", "QUIÉN.pdf", "quién.pdf")
    given = {name: b"%PDF-1.4 " + name.encode() for name in names}
    (town.folder / "clave.txt").write_text(PASSWORD + "\n", "utf-8")
    for name, data in given.items():
        (town.folder / name).write_bytes(data)
    words = [each for name in given for each in ("--evidence", name)]
    town.does("confirm", town.a_task(), "--count", "1", *words, "--as", "ana")
    town.does("handover", "empalme", "--password-file", "clave.txt", "--as", "ana")
    room = town.folder / "empalme/reservado"
    key = pyrage.passphrase.decrypt((room / "llave.age").read_bytes(), PASSWORD).decode()
    opened = pyrage.decrypt((room / "evidencias.zip.age").read_bytes(), [pyrage.x25519.Identity.from_str(key)])
    (town.folder / "abierto.zip").write_bytes(opened)
    with zipfile.ZipFile(town.folder / "abierto.zip") as archive:
        packed = [Path(each).name for each in archive.namelist()]
        assert sorted(archive.read(each) for each in archive.namelist()) == sorted(given.values())
    assert "¿Quién vino- 3-00.pdf" in packed
    assert max(map(len, packed)) <= 120
    assert len({each.casefold() for each in packed}) == len(packed)


def test_the_evidence_of_a_figure_goes_along(town: Operator) -> None:
    """In a folder of its own beside those of tasks, and by name and SHA-256 in the list; a lost one is told."""
    minutes = b"%PDF-1.4 acta"
    (town.folder / "clave.txt").write_text(PASSWORD + "\n", "utf-8")
    (town.folder / "acta.pdf").write_bytes(minutes)
    town.does("record", "visitas", "41", "--date", "2026-01-31", "--evidence", "acta.pdf", "--as", "ana")
    told = town.types("handover", "empalme", "--password-file", "clave.txt", "--as", "ana").output
    assert "evidencias, cifradas: 1" in told
    assert "No se encontró" not in told
    [figure] = json.loads((town.folder / "empalme/indicadores/cifras.json").read_text("utf-8"))
    digest = hashlib.sha256(minutes).hexdigest()
    assert figure["evidence"] == [{"name": "acta.pdf", "sha256": digest}]
    room = town.folder / "empalme/reservado"
    key = pyrage.passphrase.decrypt((room / "llave.age").read_bytes(), PASSWORD).decode()
    opened = pyrage.decrypt((room / "evidencias.zip.age").read_bytes(), [pyrage.x25519.Identity.from_str(key)])
    (town.folder / "abierto.zip").write_bytes(opened)
    with zipfile.ZipFile(town.folder / "abierto.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {f"cifra-{figure['id']}/acta.pdf": minutes}
    next((town.folder / "var/archivos").rglob(f"{digest}*")).unlink()
    told = town.types("handover", "otro", "--as", "ana").output
    assert f"No se encontró la evidencia «acta.pdf» de la cifra {figure['id']}." in told


def test_what_is_lacking_is_told_in_the_package_too(town: Operator) -> None:
    """Whoever receives it reads what and why, counted in the act; the terminal tells ten, and of how many more."""
    names = [f"lista-{number:02}.pdf" for number in range(12)]
    for name in names:
        (town.folder / name).write_bytes(b"%PDF-1.4 " + name.encode())
    words = [each for name in names for each in ("--evidence", name)]
    task = town.a_task()
    town.does("confirm", task, "--count", "1", *words, "--as", "ana")
    town.does("handover", "entero", "--as", "ana")
    assert not (town.folder / "entero/LO-QUE-FALTA.txt").exists()
    for path in (town.folder / "var/archivos").rglob("*"):
        if path.is_file():
            path.unlink()
    told = town.types("handover", "empalme", "--as", "ana").output
    assert told.count("No se encontró la evidencia") == 10
    assert "… y 2 faltas más: están en LO-QUE-FALTA.txt." in told
    listed = (town.folder / "empalme/LO-QUE-FALTA.txt").read_text("utf-8").splitlines()
    assert listed == [f"No se encontró la evidencia «{name}» de la tarea {task}." for name in names]
    assert "piezas o informes que faltan (LO-QUE-FALTA.txt)" in (town.folder / "empalme/acta.html").read_text("utf-8")
    assert '<a href="LO-QUE-FALTA.txt">' in (town.folder / "empalme/index.html").read_text("utf-8")
