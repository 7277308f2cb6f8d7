"""What is found while one file is checked."""

from collections.abc import Container, Iterable

from campaigns.problem import Problem
from campaigns.reading.tree import Document, Location, Place
from campaigns.reading.validation import nearest


class Findings:
    """Collects the problems of one document, without those that only follow from one that is known already."""

    def __init__(self, document: Document, lost: Container[str] = ()) -> None:
        """`lost`: the files of which not every name could be read."""
        self.document = document
        self._lost = lost
        self.problems: list[Problem] = []

    def add(self, location: Location, message: str, hint: str = "", *, at: Place | None = None) -> None:
        """Notes a problem of the value at a location."""
        if not self.document.doubts(location) and self.document.place(location) not in self.document.refused:
            self.problems.append(self.document.problem(location, message, hint, at=at))

    def unknown(self, location: Location, what: str, name: str, known: Iterable[str], file: str) -> None:
        """Notes a name that stands in no file: «no existe el canal «coreo»». Not where it may be one that was lost."""
        names = sorted(known)
        if name in names or file in self._lost:
            return
        close = nearest(name, names)
        listed = f"hay: {', '.join(names)}" if 0 < len(names) <= 12 else f"agréguelo en {file}"
        self.add(location, f"no existe {what} «{name}»", f"¿quiso decir «{close}»?" if close else listed)

    def __bool__(self) -> bool:
        return bool(self.problems)
