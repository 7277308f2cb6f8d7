"""How the letters of a list are kept: as UTF-8, as Windows keeps Spanish, or both in one file."""

import codecs
from pathlib import Path
from typing import NamedTuple

from audience.line import BadContactsFile

_CHUNK = 1 << 20
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Encoding(NamedTuple):
    """What a file is opened with."""

    name: str
    errors: str = "strict"


def encoding_of(path: Path) -> Encoding:
    """UTF-8, with or without a mark; UTF-16 with its mark, as Excel's «texto Unicode»; else Windows' own, or latin-1.

    Where both stand in one file, as after two lists were put together, it is the one of most lines: under UTF-8 what is
    not UTF-8 becomes a character that every cell refuses, with its line. Raises BadContactsFile for what is no text.
    """
    with path.open("rb") as data:
        begins = data.read(4096)
    if begins.startswith(_UTF_16):
        return Encoding("utf-16", "replace")
    if b"\0" in begins.partition(b"\n")[0]:
        raise BadContactsFile(
            f"{path}: no es una lista en texto. Guárdela de nuevo como «CSV UTF-8 (delimitado por comas)», o como "
            "libro de Excel (.xlsx)."
        )
    if _decodes(path, "utf-8-sig"):
        return Encoding("utf-8-sig")
    if begins.startswith(codecs.BOM_UTF8) or _mostly_utf_8(path):
        return Encoding("utf-8-sig", "surrogateescape")
    return Encoding("cp1252" if _decodes(path, "cp1252") else "latin-1")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as data:
            while chunk := data.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf_8(path: Path) -> bool:
    """Whether more lines with letters beyond ASCII are UTF-8 than not: hardly a word of Windows' is by chance."""
    balance = 0
    with path.open("rb") as data:
        while line := data.readline(_CHUNK):
            if not line.isascii():
                balance += 1 if _is_utf_8(line) else -1
    return balance > 0


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
