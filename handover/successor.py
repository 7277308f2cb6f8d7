"""The next administration's beginning: a folder made of what was handed over, with every account in `pruebas`."""

import re
import shutil
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile

from campaigns.reading.files import ACCOUNTS, MUNICIPALITY, PLAN
from handover.reserved import KEY, open_safe, opened
from handover.reserved_room import COPY
from handover.reserved_room import ROOM as RESERVED
from handover.shelf import SUMS, wrong_files
from handover.staff_files import ROOM as CONFIGURATION
from storage.backup import Backup
from storage.database import Database
from storage.refused_files import naming
from storage.restoring import restore

_LIVE = re.compile(rb"""(\bmodo\s*:\s*)(["']?)real\b\2""")
RECEIVED = {
    MUNICIPALITY: "# Recibido en el empalme. Cambie aquí a las personas que llegan, sus correos y los comités.\n",
    PLAN: "# Recibido en el empalme. Es el plan que venía: cambie «desde», «hasta» y las metas por las del nuevo.\n",
    ACCOUNTS: "# Recibido en el empalme, con las cuentas en pruebas. Cambie las claves antes de pasarlas a real.\n",
}


class WrongPackage(Exception):
    """The folder is no package, or was changed since it was made; the message is Spanish."""


def succeed(package: Path, directory: Path) -> list[Path]:
    """Fill an empty folder with a package's configuration, and say what was written, by its name within.

    The package is a verified one. Raises OSError.
    """
    written = []
    for source in sorted((package / CONFIGURATION).rglob("*")):
        if source.is_file():
            name = source.relative_to(package / CONFIGURATION)
            target = directory / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            written.append(name)
    for file, remark in RECEIVED.items():
        path = directory / file
        data = path.read_bytes()
        if file == ACCOUNTS:
            data = _LIVE.sub(rb"\1pruebas", data)
        path.write_bytes(remark.encode() + data)
    return written


def verify(package: Path) -> None:
    """Raises `WrongPackage` where a file is lacking, was changed or was added since the package was made."""
    try:
        wrong = wrong_files(package)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise WrongPackage(
            f"«{package}» no es un empalme de Pregonero: no tiene la lista «{SUMS}». Indique la carpeta completa."
        ) from error
    if wrong:
        named = ", ".join(f"«{name}»" for name in wrong[:5]) + (" y otros" if len(wrong) > 5 else "")
        raise WrongPackage(
            f"El empalme «{package}» no está como se hizo: falta, sobra o cambió {named}. Pida otra copia y compare."
        )


def has_people(package: Path) -> bool:
    """Whether the encrypted copy is in the package."""
    return (package / RESERVED / COPY).is_file()


def try_password(package: Path, password: str) -> None:
    """Raises `WrongPassword` where it does not open what is encrypted."""
    open_safe((package / RESERVED / KEY).read_bytes(), password)


def take_over(
    package: Path, password: str, database: Database, keyring_path: Path, files: Path, now: datetime
) -> Backup:
    """Put the package's copy into an empty database, with its keys and files; what was going out is paused.

    Raises `WrongPassword`, `WrongBackup`, OSError.
    """
    identity = open_safe((package / RESERVED / KEY).read_bytes(), password)
    shut, room = package / RESERVED / COPY, keyring_path.parent
    room.mkdir(parents=True, exist_ok=True)
    # Without a name: what is in the clear is gone with the process, however that ends.
    with naming(room), TemporaryFile(dir=room) as copy:
        opened(identity, shut, copy)
        copy.seek(0)
        return restore(shut, database, keyring_path, files, now, stream=copy)
