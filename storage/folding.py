"""Values compared without case, accents and hyphens, alike in Python, SQLite and PostgreSQL, from one table."""

from string import ascii_lowercase, ascii_uppercase
from typing import Any

from sqlalchemy import ColumnElement, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

ACCENTED = "áéíóúüñÁÉÍÓÚÜÑ"
"""Of Spanish: SQLite reads no expression that is much deeper than these make one."""
BARE = "aeiouun" * 2
JOINTS = "-_"
"""What stands between words where somebody writes no space."""
NARROWED = 2
"""How often two spaces become one: «Junta - Centro» has three where its hyphen was."""
_TABLE = str.maketrans(ACCENTED + JOINTS + ascii_uppercase, BARE + " " * len(JOINTS) + ascii_lowercase)


class folded(FunctionElement[str]):  # noqa: N801 - a function of SQL, called like the library's own
    """A column of text as `fold_value` has it. An index over it serves, since both dialects know it to be constant."""

    type = String()
    name = "folded"
    inherit_cache = True


def fold_value(text: str) -> str:
    """«Sí» is «si», «VEREDA Ñame» is «vereda name», «junta-de-accion» is «junta de accion»."""
    text = text.translate(_TABLE)
    for _ in range(NARROWED):
        text = text.replace("  ", " ")
    return text


def equal_folded(column: ColumnElement[str], values: list[str]) -> ColumnElement[bool]:
    """True where the column is one of the values, whatever their case, accents and hyphens."""
    return folded(column).in_(sorted({fold_value(value) for value in values}))


@compiles(folded)
def _translated(element: folded, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - the compiler's own
    text = compiler.process(element.clauses, **options)
    spaces = " " * len(JOINTS)
    text = f"translate({text}, '{ACCENTED}{JOINTS}{ascii_uppercase}', '{BARE}{spaces}{ascii_lowercase}')"
    return _narrowed(text)


@compiles(folded, "sqlite")
def _replaced(element: folded, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - the compiler's own
    text = compiler.process(element.clauses, **options)
    for accented, bare in zip(ACCENTED, BARE, strict=True):
        text = f"replace({text}, '{accented}', '{bare}')"
    for joint in JOINTS:
        text = f"replace({text}, '{joint}', ' ')"
    # Of SQLite's own letters: it knows the case of no others.
    return _narrowed(f"lower({text})")


def _narrowed(text: str) -> str:
    for _ in range(NARROWED):
        text = f"replace({text}, '  ', ' ')"
    return text
