"""A list of people in whatever kind of file it comes."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from audience.contacts_csv import ContactsCsv
from audience.contacts_xlsx import ContactsXlsx
from audience.line import Line
from audience.workbook_archive import is_workbook


class ContactsFile(Protocol):
    """An open list; iterating reads it once, line by line."""

    columns: tuple[str, ...]
    """Its fields and attributes in their order."""
    headings: list[str]
    """What stands above each of them in the file, and above empty columns to their right."""
    remark: str
    """What is worth a word of the file as a whole, in Spanish; empty: nothing."""

    @property
    def passed(self) -> float:
        """How much of it was read: 0 to 1."""

    def __iter__(self) -> Iterator[Line]:
        """The lines below the headings, blank ones left out."""


def open_list(path: Path, homes: bool = False) -> AbstractContextManager[ContactsFile]:
    """A list in CSV or in a workbook, as its first bytes tell; its name says nothing. `homes`: people may be
    told by name and place alone.

    Raises BadContactsFile for what is no list of people, before anything of it is read; OSError.
    """
    return ContactsXlsx(path, homes) if is_workbook(path) else ContactsCsv(path, homes)
