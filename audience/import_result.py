"""What an import did: counts that add up to the lines of the list, and a remark for each line worth a look."""

from dataclasses import dataclass, field
from pathlib import Path

from audience.column_uses import Column
from audience.list_pieces import Piece

MOST_PROBLEMS = 1000
"""How many remarks are kept; the rest are counted."""


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """A remark on one line of the list."""

    file: Path
    line: int
    reason: str

    def __str__(self) -> str:
        """`contactos.csv:7: correo: …`."""
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class ImportResult:
    """`rows` = created + updated + unchanged + duplicates + suppressed + refused."""

    batch: int | None
    """Number of the import_batch row; None after a dry run."""
    rows: int
    created: int
    updated: int
    unchanged: int
    """Known already, with nothing new."""
    duplicates: int
    """Lines that repeat a person of a higher line."""
    suppressed: int
    """Lines of people who asked for nothing more, or to whom nothing arrives: neither made nor changed."""
    refused: int
    """Lines of which nothing was taken: something is wrong, or no address is good."""
    consents: int
    """Consents that the list brought, one for each address."""
    withdrawn: int
    """Lines of people who have taken their consent back: it stays so, whatever the list says."""
    problems: tuple[ImportProblem, ...]
    more_problems: int
    """Remarks beyond the first thousand."""
    dropped: int = 0
    """People who stand in the list as it was, and not in this one."""
    resumed: bool = False
    """It went on with an import that had been broken off."""
    columns: tuple[Column, ...] = ()
    """How the list's columns were read, in their order."""

    def as_json(self) -> dict[str, object]:
        """The counts by their names, and `problems: [{file, line, message}]`."""
        lines = ("batch", "rows", "created", "updated", "unchanged", "duplicates", "suppressed", "refused")
        counts = (*lines, "consents", "withdrawn", "dropped")
        problems = [
            {"file": str(problem.file), "line": problem.line, "message": problem.reason} for problem in self.problems
        ]
        named: dict[str, object] = {name: getattr(self, name) for name in counts}
        return {**named, "problems": problems, "more_problems": self.more_problems}


@dataclass(slots=True)
class Tally:
    """The counts while the list goes by."""

    file: Path
    columns: tuple[Column, ...] = ()
    dealt: int = 0
    """Lines that were read, of which those of `rows` were decided on."""
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    suppressed: int = 0
    refused: int = 0
    consents: int = 0
    withdrawn: int = 0
    dropped: int = 0
    problems: list[ImportProblem] = field(default_factory=list)
    more_problems: int = 0

    def remark(self, line: int, reason: str) -> None:
        """Keep a remark, or count it where there are many already."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(ImportProblem(self.file, line, reason))
        else:
            self.more_problems += 1

    def read(self, piece: Piece) -> None:
        """Count what was read, and keep its remarks."""
        self.rows += piece.lines
        self.refused += piece.refused
        self.duplicates += piece.repeated
        for line, reason in piece.remarks:
            self.remark(line, reason)

    def result(self, batch: int | None, *, resumed: bool = False) -> ImportResult:
        """As it stands now, remarks in the order of the lines."""
        return ImportResult(
            batch=batch,
            rows=self.rows,
            created=self.created,
            updated=self.updated,
            unchanged=self.unchanged,
            duplicates=self.duplicates,
            suppressed=self.suppressed,
            refused=self.refused,
            consents=self.consents,
            withdrawn=self.withdrawn,
            dropped=self.dropped,
            problems=tuple(sorted(self.problems, key=lambda problem: problem.line)),
            more_problems=self.more_problems,
            resumed=resumed,
            columns=self.columns,
        )
