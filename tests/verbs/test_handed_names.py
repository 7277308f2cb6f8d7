"""Names of files in what one administration leaves."""

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
