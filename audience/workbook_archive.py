"""What a workbook is packed in, looked over before a library opens it: how large, whole, and without tricks."""

import re
import zlib
from pathlib import Path
from typing import IO
from xml.parsers import expat
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

MOST_PARTS = 2_000
MOST_BYTES = 120_000_000
"""Of XML in all, unpacked: some 300,000 people. A few kilobytes may unpack to gigabytes."""
MOST_STRINGS = 40_000_000
"""Of the sheet's texts, which the library keeps in memory."""
BROKEN: tuple[type[Exception], ...] = (
    *(BadZipFile, LargeZipFile, zlib.error, EOFError, expat.ExpatError, SyntaxError, NotImplementedError),
    *(KeyError, IndexError, ValueError, TypeError, AttributeError, OverflowError, RuntimeError),
)
"""What zipfile and openpyxl raise on files that are not what they seem, `SyntaxError` being their XML parser's."""

_OLD = b"\xd0\xcf\x11\xe0"
"""Compound files: workbooks of before 2007, and those under a password."""
_CHUNK = 1 << 20
_FORMULA = re.compile(rb"<(?:[A-Za-z]+:)?f[ >/]")
_CSV = "guárdelo como «CSV UTF-8 (delimitado por comas)» y traiga ese archivo"


class BadWorkbook(ValueError):
    """Not to be opened; the message is Spanish and says what to do instead."""


def is_workbook(path: Path) -> bool:
    """Whether a file is packed as workbooks are, new or old. Raises OSError."""
    with path.open("rb") as data:
        return data.read(4) in (b"PK\x03\x04", _OLD)


def look_over(path: Path) -> bool:
    """Whether any sheet has formulas. Raises BadWorkbook, OSError, or one of `BROKEN`."""
    with path.open("rb") as data:
        if data.read(4) == _OLD:
            raise BadWorkbook(
                f"es un libro antiguo de Excel (.xls) o tiene contraseña. Guárdelo como .xlsx sin contraseña, o {_CSV}."
            )
    with ZipFile(path) as archive:
        parts = archive.infolist()
        _refuse_odd(parts)
        formulas = False
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as text:
                    formulas |= _check(text) and part.filename.startswith("xl/worksheets/")
        return formulas


def _refuse_odd(parts: list[ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise BadWorkbook(f"no es un libro de Excel (.xlsx): {_CSV}.")
    texts = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
    strings = sum(part.file_size for part in texts if part.filename.lower().endswith("sharedstrings.xml"))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in texts) > MOST_BYTES or strings > MOST_STRINGS:
        raise BadWorkbook(f"es demasiado grande para leerlo como libro de Excel: {_CSV}, que no tiene límite.")


def _check(text: IO[bytes]) -> bool:
    """Read XML to its end; whether it has formulas. Raises BadWorkbook where it declares a type of its own."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    formulas, kept = False, b""
    while chunk := text.read(_CHUNK):
        parser.Parse(chunk, False)
        formulas = formulas or _FORMULA.search(kept + chunk) is not None
        kept = chunk[-16:]
    parser.Parse(b"", True)
    return formulas


def _refuse_doctype(*_: object) -> None:
    raise BadWorkbook(f"trae dentro lo que ningún libro de Excel trae (DOCTYPE). Por seguridad no se abre: {_CSV}.")
