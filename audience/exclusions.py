"""The register of excluded numbers (RNE of the CRC, Ley 2300 de 2023): brought in whole, it replaces the older one."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, delete, select, update
from sqlalchemy import insert as plain_insert

from audience.addresses import BadAddress, read_address, recipient_key
from audience.contacts_xlsx import sheet_cells
from audience.encoding import encoding_of
from audience.line import BadContactsFile
from audience.workbook_archive import is_workbook
from storage.database import Database
from storage.tables import excluded, exclusion_register
from storage.upsert import insert

PIECE = 2_000
"""Numbers of one transaction: the daemon's own transactions come in between."""
OLD = timedelta(days=30)
"""How old a register may be: whoever writes to many asks for it anew each month."""
MOST_REMARKS = 20
FUTURE = "{} todavía no ha llegado: escriba el día del que es el registro, o quite --date si es de hoy."
OLDER = (
    "el registro que vale es del {} y este es del {}, más viejo: quien se inscribió entre los dos volvería a recibir. "
    "Traiga el más nuevo. Si aun así debe valer este, escriba la orden con --older."
)
_CELLS = re.compile(r"[;,\t|]")
_QUOTES = " \t\"'\r\n"


@dataclass(frozen=True, slots=True)
class Register:
    """One that was brought in."""

    id: int
    file: str
    as_of: datetime
    """The day that it is of."""
    rows: int
    """Numbers and mail addresses in it, each once."""

    def is_old(self, now: datetime) -> bool:
        """Whether it is to be asked for anew."""
        return now - self.as_of > OLD


class BadRegisterDay(ValueError):
    """A register of a day that cannot be, or that is older than the one that counts; the message is Spanish."""


@dataclass(slots=True)
class Read:
    """What a file held."""

    rows: int = 0
    refused: int = 0
    remarks: list[str] = field(default_factory=list)


def standing_register(connection: Connection, tenant: int) -> Register | None:
    """The one that counts; None: none was ever brought in whole."""
    its = exclusion_register.c
    row = connection.execute(select(exclusion_register).where(its.tenant == tenant, its.stands)).one_or_none()
    return None if row is None else Register(row.id, row.file, row.as_of, row.rows)


def refuse_day(standing: Register | None, as_of: datetime, now: datetime, zone: tzinfo, *, older: bool = False) -> None:
    """Raises BadRegisterDay for one of a day to come, and, unless `older`, of a day before the standing one's.

    By the days of `zone`: one of today may be brought in twice.
    """
    day = as_of.astimezone(zone).date()
    if day > now.astimezone(zone).date():
        raise BadRegisterDay(FUTURE.format(f"El {day}"))
    if standing is not None and not older and day < (than := standing.as_of.astimezone(zone).date()):
        raise BadRegisterDay(OLDER.format(than, day))


def bring_in(
    database: Database, tenant: int, path: Path, secret: bytes, as_of: datetime, now: datetime, dry_run: bool = False
) -> tuple[Read, Register | None]:
    """Read a register, and let it count from when it is in whole; until then the older one does.

    One number or mail address a line of a text, or a row of a workbook, in its first cell that is one; headings are
    passed over. After a crash it is brought in again. Raises BadContactsFile where nothing in it is a number, or it
    cannot be read, and then nothing changes; OSError.
    """
    read = Read()
    keys = _keys(path, secret, read)
    if dry_run:
        found = len(set(keys))
        _refuse_empty(path, found)
        read.rows = found
        return read, None
    with database.write() as connection:
        number = _begin(connection, tenant, path, as_of, now)
    try:
        while piece := list(islice(keys, PIECE)):
            with database.write() as connection:
                rows = [{"register": number, "key": key} for key in dict.fromkeys(piece)]
                added = insert(connection, excluded).on_conflict_do_nothing().returning(excluded.c.key)
                read.rows += len(connection.execute(added, rows).all())
    except BadContactsFile:
        _drop(database, [number])
        raise
    if not read.rows:
        _drop(database, [number])
    _refuse_empty(path, read.rows)
    with database.write() as connection:
        its = exclusion_register.c
        connection.execute(update(exclusion_register).where(its.tenant == tenant, its.stands).values(stands=False))
        connection.execute(update(exclusion_register).where(its.id == number).values(stands=True, rows=read.rows))
    _drop(database, _others(database, tenant, number))
    return read, Register(number, path.name, as_of, read.rows)


def _keys(path: Path, secret: bytes, read: Read) -> Iterator[str]:
    for number, cells in sheet_cells(path) if is_workbook(path) else _lines(path):
        if not any(cell.strip(_QUOTES) for cell in cells):
            continue
        found = _first(cells)
        if found is not None:
            yield recipient_key(secret, found)
        elif number > 1:
            read.refused += 1
            if len(read.remarks) < MOST_REMARKS:
                read.remarks.append(f"{path}:{number}: ninguna de sus celdas es un número ni un correo")


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    encoding = encoding_of(path)
    with path.open(encoding=encoding.name, errors=encoding.errors, newline=None) as lines:
        for number, line in enumerate(lines, start=1):
            yield number, _CELLS.split(line[:500])


def _first(cells: Iterable[str]) -> str | None:
    """The normal form of the first cell that is a number or a mail address."""
    for cell in cells:
        text = cell.strip(_QUOTES)
        kind = "correo" if "@" in text else "telefono"
        with suppress(BadAddress):
            return read_address(kind, text).normalised
    return None


def _refuse_empty(path: Path, found: int) -> None:
    if not found:
        raise BadContactsFile(
            f"{path}: no hay ningún número ni correo. Se espera el archivo del registro, con uno en cada renglón; "
            "no se cambió nada."
        )


def _begin(connection: Connection, tenant: int, path: Path, as_of: datetime, now: datetime) -> int:
    with path.open("rb") as data:
        digest = hashlib.file_digest(data, "sha256").hexdigest()
    row = {"tenant": tenant, "file": path.name, "sha256": digest, "as_of": as_of, "at": now}
    made = plain_insert(exclusion_register).values(row).returning(exclusion_register.c.id)
    return int(connection.scalars(made).one())


def _others(database: Database, tenant: int, number: int) -> list[int]:
    its = exclusion_register.c
    with database.read() as connection:
        return list(connection.scalars(select(its.id).where(its.tenant == tenant, its.id != number)))


def _drop(database: Database, numbers: list[int]) -> None:
    """Take registers away that do not count, in pieces: one may hold millions."""
    for number in numbers:
        gone = PIECE
        while gone == PIECE:
            some = select(excluded.c.key).where(excluded.c.register == number).limit(PIECE)
            with database.write() as connection:
                those = (excluded.c.register == number) & excluded.c.key.in_(some)
                gone = connection.execute(delete(excluded).where(those)).rowcount
        with database.write() as connection:
            connection.execute(delete(exclusion_register).where(exclusion_register.c.id == number))
