"""One line of a list of people, from whatever kind of file, and what is said of a file that is no list."""

from collections.abc import Mapping
from dataclasses import dataclass


class BadContactsFile(ValueError):
    """A file that cannot be read as a list of people at all; the message is Spanish, with file and line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One record of the file. A quoted cell may hold line ends, so a record may be several lines long."""

    number: int
    """Where it begins, from 1, as an editor or a spreadsheet counts."""
    cells: Mapping[str, str]
    """Field or attribute to its text as written; columns that the record does not reach are empty."""
    wrong: str = ""
    """Why none of it can be read, in Spanish; then there are no cells."""
    last: int = 0
    """The line on which it ends, where that is another one."""
