"""Whom a task is about, as a file that whoever calls or visits them fills in by hand or in a spreadsheet."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from audience.unreached import Listed
from reports.csv_file import as_csv
from reports.table import Table
from verbs.words import how_many

NAME = "personas.csv"
COLUMNS = ("N.º", "Dónde", "Nombre", "Teléfono", "Se le dijo (sí o no)", "Nota")
PRIVATE = "Las listas de personas son datos personales: entréguelas solo a quien hace la tarea, y bórrelas después."


def keep_lists(lists: Mapping[Path, Sequence[Listed]]) -> None:
    """Write each into its folder, which nobody else may read. Raises OSError."""
    for folder, people in lists.items():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        rows = tuple((str(at), each.place, each.name, each.telephone, "", "") for at, each in enumerate(people, 1))
        text = as_csv([Table("people", how_many(len(rows), "persona", "personas"), COLUMNS, rows)])
        path = folder / NAME
        path.touch(mode=0o600)
        path.write_bytes(text.encode())
