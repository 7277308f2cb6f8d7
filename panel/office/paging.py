"""A page of a list that is in memory whole: which one the address asks for, and how many there are."""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

Row = TypeVar("Row")


class Paging(NamedTuple):
    """Where in a list somebody is."""

    page: int
    """From 1."""
    pages: int
    """At least one."""
    total: int
    """Rows of the list."""
    most: int
    """Rows of a page."""

    @property
    def first(self) -> int:
        """How many rows stand on the pages before."""
        return (self.page - 1) * self.most

    def cut(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Those of this page."""
        return rows[self.first : self.first + self.most]


def paging(asked_for: int | None, total: int, most: int) -> Paging:
    """The page that is asked for: the last one where there are not so many, the first where none is named."""
    pages = max(-(-total // most), 1)
    return Paging(min(max(asked_for or 1, 1), pages), pages, total, most)
