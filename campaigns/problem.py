"""One thing that is wrong in the configuration: where it stands, what it is, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A finding of the loader. Sorts by file, then by place in it."""

    file: Path
    """As the operator named it: relative where the folder was given relative."""
    line: int
    """From 1."""
    column: int
    """From 1, in characters."""
    path: str
    """The value's place in the file: `mensajes[0].asunto`; empty for the file itself."""
    message: str
    """What is wrong, in Spanish."""
    hint: str = ""
    """What to write instead, in Spanish; empty where the message says it all."""

    def __str__(self) -> str:
        """`config/campanas/matriculas.yaml:14:9: …`, and the hint on a line of its own."""
        said = f"{self.file}:{self.line}:{self.column}: {self.message}"
        return f"{said}\n    → {self.hint}" if self.hint else said

    def as_json(self) -> dict[str, str | int]:
        """The shape that `check --json` prints: file, line, column, path, message, hint."""
        return {
            "file": str(self.file),
            "line": self.line,
            "column": self.column,
            "path": self.path,
            "message": self.message,
            "hint": self.hint,
        }


def ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """All of them once, by file and place."""
    return tuple(sorted(set(problems)))
