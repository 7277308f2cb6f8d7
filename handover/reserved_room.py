"""The part that is encrypted: a copy of the database with its files, and the evidence of tasks and figures by name."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple

from sqlalchemy import Connection, select

from delivery.workplace import KEYS
from handover.names import readable_name
from handover.reserved import KEY, Safe
from handover.shelf import Shelf
from storage.backup import write_copy
from storage.files import file_path
from storage.refused_files import naming
from storage.tables import measurement, work_order

ROOM = "reservado"
COPY, EVIDENCE = "copia.tar.gz.age", "evidencias.zip.age"
READ_ME = """\
Aquí están, cifradas con contraseña, la copia completa de la base de datos (contactos, consentimientos, quién pidió no
recibir más, cifras, registro) con sus archivos, y las evidencias con sus nombres: de cada tarea en «tarea-NÚMERO», de
cada cifra en «cifra-NÚMERO».

Con Pregonero:   pregonero init CARPETA-NUEVA --from EMPALME --password-file ARCHIVO
Sin Pregonero, con el programa libre «age» (age-encryption.org):
   age -d -i llave.age copia.tar.gz.age > copia.tar.gz
   age -d -i llave.age evidencias.zip.age > evidencias.zip
   Pide la contraseña. Las tablas de la copia son una línea JSON por fila.

La contraseña no está en esta carpeta. Guárdela lejos de ella.
"""


class Evidence(NamedTuple):
    """A file that somebody handed in."""

    folder: str
    """Of the task or the figure that it proves: `tarea-7`, `cifra-12`."""
    name: str
    sha256: str


def read_evidence(connection: Connection, number: int) -> list[Evidence]:
    """All files that persons handed in as evidence of one municipality's tasks and figures."""
    return [
        Evidence(f"{word}-{row.id}", each["name"], each["sha256"])
        for word, table in (("tarea", work_order), ("cifra", measurement))
        for row in connection.execute(
            select(table.c.id, table.c.evidence).where(table.c.tenant == number).order_by(table.c.id)
        )
        for each in row.evidence or ()
    ]


def write_reserved(
    connection: Connection,
    safe: Safe,
    key: bytes,
    var: Path,
    files: Path,
    shelf: Shelf,
    evidence: Sequence[Evidence],
    now: datetime,
) -> None:
    """The copy and the evidence, in the clear only in files without a name, which are gone with the process.

    `var`: where the keys lie, and for a while those files; `files`: where kept files do. All of the database is copied:
    it is one municipality's.
    """
    copy = partial(write_copy, connection, var / KEYS, files, scratch=var, now=now)
    for name, write in ((COPY, copy), (EVIDENCE, partial(_zip, evidence, files))):
        with naming(var), TemporaryFile(dir=var) as clear:
            write(clear)
            clear.seek(0)
            with shelf.open(f"{ROOM}/{name}") as stream:
                safe.shut(clear, stream)
    shelf.put(f"{ROOM}/{KEY}", key)
    shelf.put(f"{ROOM}/LEAME.txt", READ_ME.encode())


def _zip(evidence: Iterable[Evidence], files: Path, target: BinaryIO) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in _once(evidence):
            source = file_path(files, each.sha256)
            if source.is_file():
                archive.write(source, f"{each.folder}/{each.name}")


def _once(evidence: Iterable[Evidence]) -> Iterator[Evidence]:
    """Names that any disk takes; of two of one folder that it would take for one, the second has its SHA-256 too."""
    seen: set[tuple[str, str]] = set()
    for each in evidence:
        name = readable_name(each.name)
        place = (each.folder, name.casefold())
        yield each._replace(name=name if place not in seen else f"{each.sha256[:12]}-{name}")
        seen.add(place)
