"""Whoever works on a list that was handed in: a process of its own, which goes on when the browser is closed.

`python -m audience.list_bringer` reads its order from standard input, where no list of processes shows a password. How
far it has come, and what came of it, it writes into the list's folder. Once standard input ends, so does it: whoever
began it is gone, and no list comes in behind the back of a program that was stopped.
"""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from audience.bringing import Bringing, bring, grant_of, rehearse, take_back
from audience.brought_list import Brought, ListFolder, Stage, open_private
from audience.column_words import column_documents
from audience.contacts_file import open_list
from audience.contacts_import import ImportUnderWay
from audience.encoding import encoding_of
from audience.import_result import ImportProblem, ImportResult
from audience.import_undo import NoSuchBatch
from audience.import_words import counts_of, undone_counts
from audience.line import BadContactsFile, Line
from audience.workbook_archive import is_workbook
from reports.csv_file import csv_lines
from storage.database import Database
from storage.errors import StorageError
from storage.keyring import open_keyring

SHOWN = 8
"""Of the list's first rows."""
REMARKS = 50
"""Of the remarks on single lines."""
OFTEN = 0.5
"""Seconds between two words of how far it has come."""
BUSY = (
    "En este momento se está trayendo o deshaciendo otra lista. No se hizo nada con esta: espere a que la otra termine "
    "y oprima el botón otra vez."
)
ENCODINGS = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16 («texto Unicode» de Excel)", "cp1252": "de Windows"}


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with one."""

    work: Stage
    """The stage in which it is meanwhile."""
    turn: int
    url: str
    """Of the database."""
    keys: str
    tenant: int
    zone: str
    folder: str
    asked: Sequence[str]
    """Columns that publics ask for."""
    actor: str
    now: str

    def to_json(self) -> bytes:
        """For standard input."""
        return json.dumps(asdict(self)).encode()


def main() -> None:
    """Do what standard input says; nothing where somebody else is at it."""
    told = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_input, daemon=True).start()
    order = Order(**told | {"work": Stage(told["work"])})
    folder = ListFolder(Path(order.folder))
    with folder.my_turn() as ours:
        brought = folder.read()
        if ours and brought is not None and (brought.stage, brought.turn) == (order.work, order.turn):
            work(order, folder, brought)


def _end_with_input() -> None:
    # Not by its buffer: a thread that waits there keeps the interpreter from its end.
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)


def work(order: Order, folder: ListFolder, brought: Brought) -> None:
    """One order, to its end; what goes wrong is told in the folder."""
    database = Database.open(order.url)
    done = {Stage.READING: _rehearse, Stage.BRINGING: _bring, Stage.UNDOING: _take_back}[order.work]
    back = {Stage.BRINGING: Stage.READ, Stage.UNDOING: Stage.BROUGHT}.get(order.work, Stage.FAILED)
    try:
        with database.write() as connection:
            secret = open_keyring(connection, Path(order.keys)).address_key
        done(order, folder, brought, database, secret)
    except ImportUnderWay:
        folder.change(stage=back, said=BUSY)
    except (BadContactsFile, NoSuchBatch, StorageError, OSError) as error:
        path = folder.list
        told = str(error) if path is None else str(error).replace(str(path), path.name)
        folder.change(stage=back, said=told)
    finally:
        database.close()


def _rehearse(order: Order, folder: ListFolder, brought: Brought, database: Database, secret: bytes) -> None:
    its, now = _bringing(order, folder, brought), datetime.fromisoformat(order.now)
    encoding, sample = _look(its)
    result = rehearse(database, order.tenant, secret, its, now, _watch(folder))
    _keep_rows(folder, its, result)
    folder.change(stage=Stage.READ, passed=1.0, encoding=encoding, sample=sample, **_told(result))


def _bring(order: Order, folder: ListFolder, brought: Brought, database: Database, secret: bytes) -> None:
    its, now = _bringing(order, folder, brought), datetime.fromisoformat(order.now)
    result = bring(database, order.tenant, secret, its, order.actor, now, _watch(folder))
    _keep_rows(folder, its, result)
    folder.change(stage=Stage.BROUGHT, passed=1.0, batch=result.batch, sample=(), said="", **_told(result))
    folder.forget_list()


def _take_back(order: Order, folder: ListFolder, brought: Brought, database: Database, _: bytes) -> None:
    undone = take_back(database, order.tenant, brought.batch or 0, order.actor, datetime.fromisoformat(order.now))
    remarks = [(0, words) for words in undone.remarks[:REMARKS]]
    more = len(undone.remarks) - len(remarks) + undone.more_remarks
    told = {"counts": undone_counts(undone), "remarks": remarks, "more": more, "notes": ()}
    folder.rows.unlink(missing_ok=True)
    folder.change(stage=Stage.UNDONE, passed=1.0, said="", **told)


def _bringing(order: Order, folder: ListFolder, brought: Brought) -> Bringing:
    terms, path = brought.terms, folder.list
    if path is None:
        raise BadContactsFile("El archivo ya no está: súbalo otra vez.")
    grant = grant_of(f"Lista «{path.name}»", ZoneInfo(order.zone), terms.basis, terms.proof, terms.purpose)
    return Bringing(path, grant, terms.name or None, terms.homes, order.asked)


def _look(its: Bringing) -> tuple[str, list[list[str]]]:
    """How the list is written, and its first rows. Raises BadContactsFile."""
    with open_list(its.path, its.homes) as lines:
        rows = [[line.cells.get(name, "") for name in lines.columns] for line in islice(lines, SHOWN)]
    if is_workbook(its.path):
        return "libro de Excel", rows
    name, errors = encoding_of(its.path)
    mixed = ", con letras de otra codificación en algunos renglones" if errors == "surrogateescape" else ""
    return f"texto en el código {ENCODINGS.get(name, name)}{mixed}", rows


def _told(result: ImportResult) -> dict[str, object]:
    own = [each for each in result.problems if each.line > 1]
    return {
        "counts": counts_of(result),
        "columns": column_documents(result.columns),
        "notes": [each.reason for each in result.problems if each.line <= 1],
        "remarks": [(each.line, each.reason) for each in own[:REMARKS]],
        "more": len(own) - len(own[:REMARKS]) + result.more_problems,
    }


def _keep_rows(folder: ListFolder, its: Bringing, result: ImportResult) -> None:
    """The lines of which something is remarked, as they stand in the list, beside what is said of them."""
    folder.rows.unlink(missing_ok=True)
    if not any(each.line > 1 for each in result.problems):
        return
    with open_list(its.path, its.homes) as lines, open_private(folder.rows) as stream:
        headings = ("Renglón", "Qué pasó", *(each.heading for each in result.columns))
        for text in csv_lines(headings, _rows(result.problems, lines.columns, lines)):
            stream.write(text.encode())


def _rows(problems: Sequence[ImportProblem], columns: Sequence[str], lines: Iterable[Line]) -> Iterator[list[str]]:
    said: dict[int, list[str]] = {}
    for each in problems:
        said.setdefault(each.line, []).append(each.reason)
    for line in lines:
        if line.number in said:
            yield [str(line.number), "; ".join(said[line.number]), *(line.cells.get(name, "") for name in columns)]


def _watch(folder: ListFolder) -> Callable[[float], None]:
    """Writes down how far it has come, a few times a second at most."""
    last = time.monotonic()

    def tell(passed: float) -> None:
        nonlocal last
        if time.monotonic() - last >= OFTEN:
            last = time.monotonic()
            folder.change(passed=passed)

    return tell


if __name__ == "__main__":
    main()
