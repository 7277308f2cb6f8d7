"""A list cut into pieces, each read while the one before it is written."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice

from audience.contact_row import BadRow, Row, read_row
from audience.line import Line
from audience.seen_rows import SeenRows

REPEATED = "la misma persona ya está más arriba en el archivo; no se toma otra vez"


@dataclass(slots=True)
class Piece:
    """Some lines of a list that follow each other."""

    lines: int = 0
    refused: int = 0
    repeated: int = 0
    """Lines about a person of a higher line."""
    refusing: list[Row] = field(default_factory=list)
    """Of those lines, the ones that say no: nothing else is taken of them."""
    rows: list[Row] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)
    """Line and what is said of it."""

    def read(self, line: Line, secret: bytes, homes: bool) -> None:
        """Take the person of a line in, or the reason why there is none."""
        self.lines += 1
        try:
            row = read_row(line, secret, homes)
        except BadRow as error:
            self.refused += 1
            until = f" (hasta el renglón {line.last})" if line.last > line.number else ""
            self.remarks.append((line.number, f"{error}{until}"))
        else:
            self.rows.append(row)
            self.remarks += [(row.line, remark) for remark in row.remarks]

    def leave_out_repeated(self, seen: SeenRows) -> None:
        """Take only who was not told of before."""
        told, self.rows = self.rows, []
        for row, repeats in zip(told, seen.repeated(told), strict=True):
            if repeats:
                self.repeated += 1
                self.remarks.append((row.line, REPEATED))
                if row.consent is False:
                    self.refusing.append(row)
            else:
                self.rows.append(row)


def pieces(lines: Iterable[Line], secret: bytes, longest: int, seen: SeenRows, homes: bool = False) -> Iterator[Piece]:
    """The list in pieces of at most `longest` lines; the next one is read in a thread of its own meanwhile.

    `seen` knows afterwards who went by. `homes`: as in `read_row`.

    SQLite and PostgreSQL let Python go on while they write, so that a long list takes two cores.
    """
    cut = _cut(iter(lines), secret, longest, seen, homes)
    with ThreadPoolExecutor(1, thread_name_prefix="list") as thread:
        coming = thread.submit(next, cut, None)
        while (piece := coming.result()) is not None:
            coming = thread.submit(next, cut, None)
            yield piece


def _cut(lines: Iterator[Line], secret: bytes, longest: int, seen: SeenRows, homes: bool) -> Iterator[Piece]:
    while True:
        piece = Piece()
        for line in islice(lines, longest):
            piece.read(line, secret, homes)
        if not piece.lines:
            return
        piece.leave_out_repeated(seen)
        yield piece
