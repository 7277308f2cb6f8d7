"""A statement is built once for all tests of a process."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import literal, select
from sqlalchemy.sql.compiler import SQLCompiler

from storage.database import Database


def test_a_statement_is_built_once_for_all_databases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next file is asked with what was built for the last; values are its own, other columns are built anew."""
    built: list[str] = []
    build: Any = SQLCompiler.visit_select

    def counted(self: SQLCompiler, *of: Any, **how: Any) -> str:
        built.append(build(self, *of, **how))
        return built[-1]

    monkeypatch.setattr(SQLCompiler, "visit_select", counted)
    found = []
    for number, name in enumerate(("uno", "dos", "dos")):
        database = Database.open(f"sqlite:///{tmp_path / str(number)}.db")
        with database.read() as connection:
            found.append(connection.scalars(select(literal(number).label(name))).one())
        database.close()
    assert (found, len(built)) == ([0, 1, 2], 2)
