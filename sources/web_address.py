"""A figure behind any web address: in a JSON document or in a CSV table. Loads httpx."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from sources.fetching import Request, fetched
from sources.numbers import Decimals, day, number
from sources.telling import NoFigure, Span, days_words

SINCE, UNTIL = "{desde}", "{hasta}"
"""In an address: the first and the last day that is wanted."""
SHOWN_NAMES = 8
MOST_SPANS, MOST_CALLS = 400, 31
Taken = Literal["suma", "ultima", "filas"]


@dataclass(frozen=True, slots=True)
class Place:
    """An address, and the key to it."""

    address: str
    key: str = ""
    header: str = "Authorization"
    """What bears the key."""

    @property
    def takes_days(self) -> bool:
        """Whether the address says of which days the figure is."""
        return SINCE in self.address or UNTIL in self.address

    def body(self, span: Span) -> bytes:
        """What lies there. Raises `NoFigure`."""
        return fetched(self._request(span)).body

    def document(self, span: Span) -> object:
        """The same as JSON. Raises `NoFigure`."""
        found = fetched(self._request(span)).document
        if found is None:
            said = f"{self.address} no respondió JSON; ábrala en el navegador y revise «direccion»."
            raise NoFigure(said, needs_person=True)
        return found

    def _request(self, span: Span) -> Request:
        url = self.address.replace(SINCE, str(span.first)).replace(UNTIL, str(span.last))
        bearer = f"Bearer {self.key}" if self.header.casefold() == "authorization" else self.key
        return Request(url, headers={self.header: bearer} if self.key else {}, secret=self.key)


@dataclass(frozen=True, slots=True)
class JsonFigure:
    """A number in a document."""

    place: Place
    path: str
    """Keys from the top, with points between them; a number is a place in a list, the first is 0."""
    settles: int = 0

    @property
    def where(self) -> str:
        """Without the key."""
        return f"{self.place.address}, «{self.path}»"

    @property
    def most(self) -> int:
        """Each span is a call of its own; without days in the address it is of now."""
        return MOST_CALLS if self.place.takes_days else 1

    def figures(self, spans: Sequence[Span], zone: ZoneInfo) -> Mapping[Span, float]:
        """Raises `NoFigure`."""
        del zone
        return {span: self._figure(self.place.document(span)) for span in spans[-self.most :]}

    def _figure(self, document: object) -> float:
        found, walked = document, "el documento"
        for key in self.path.split("."):
            if isinstance(found, list) and key.isdecimal() and int(key) < len(found):
                found = found[int(key)]
            elif isinstance(found, dict) and key in found:
                found = found[key]
            else:
                raise NoFigure(f"En {walked} no hay «{key}»{_names(found)}. Revise «ruta».", needs_person=True)
            walked = f"«{key}»"
        value = number(str(found)) if isinstance(found, int | float | str) and not isinstance(found, bool) else None
        if value is None:
            raise NoFigure(f"En «{self.path}» no hay un número. Revise «ruta».", needs_person=True)
        return value


@dataclass(frozen=True, slots=True)
class CsvFigure:
    """A column of a table."""

    place: Place
    column: str
    """Empty where rows are counted."""
    taken: Taken
    date_column: str = ""
    """Of which day a row is; empty: the table is of now."""
    where_column: Mapping[str, str] = field(default_factory=dict)
    """Column to the value that a row must have there."""
    decimals: Decimals = "punto"
    settles: int = 3

    @property
    def where(self) -> str:
        """Without the key."""
        return f"{self.place.address}, columna «{self.column}»" if self.column else f"{self.place.address}, filas"

    @property
    def most(self) -> int:
        """One table has all days where rows bear theirs; else as with any address."""
        if self.place.takes_days:
            return MOST_CALLS
        return MOST_SPANS if self.date_column else 1

    def figures(self, spans: Sequence[Span], zone: ZoneInfo) -> Mapping[Span, float]:
        """Raises `NoFigure`."""
        del zone
        if self.place.takes_days:
            return {span: self._figure(self._rows(span), span) for span in spans}
        wanted = spans if self.date_column else spans[-1:]
        rows = list(self._rows(Span(spans[0].first, spans[-1].last)))
        last = max((when for when, _ in rows if when is not None), default=None)
        # A table that has not come to a day yet says nothing of it: that is not nought.
        reached = [span for span in wanted if not self.date_column or (last is not None and span.last <= last)]
        if not reached:
            raise NoFigure(f"La tabla no ha llegado todavía a {days_words(wanted[-1])}: su última fecha es {last}.")
        return {span: self._figure(rows, span) for span in reached}

    def _figure(self, rows: Iterator[tuple[date | None, float]] | list[tuple[date | None, float]], span: Span) -> float:
        values = [value for when, value in rows if when is None or span.first <= when <= span.last]
        if self.taken == "ultima":
            if not values:
                raise NoFigure(f"La tabla no tiene ninguna fila de {days_words(span)}.")
            return values[-1]
        return float(len(values)) if self.taken == "filas" else sum(values)

    def _rows(self, span: Span) -> Iterator[tuple[date | None, float]]:
        """Day and value of each row that is wanted."""
        text = _text(self.place.body(span))
        header = text.partition("\n")[0]
        table = csv.DictReader(io.StringIO(text), delimiter=max(",;\t|", key=header.count))
        try:
            table.fieldnames = [name.strip() for name in table.fieldnames or ()]
            self._must_have_columns(table.fieldnames)
            for row in table:
                if all((row[name] or "").strip() == value for name, value in self.where_column.items()):
                    yield self._read(row, table.line_num)
        except csv.Error as error:
            raise NoFigure(f"La tabla no se puede leer como CSV ({error}).", needs_person=True) from error

    def _must_have_columns(self, names: Sequence[str]) -> None:
        for name in filter(None, (self.column, self.date_column, *self.where_column)):
            if name not in names:
                said = f"La tabla no tiene la columna «{name}»{_names(dict.fromkeys(names))}."
                raise NoFigure(said, needs_person=True)

    def _read(self, row: Mapping[str, str | None], line: int) -> tuple[date | None, float]:
        written, when = (row.get(self.column) or "").strip(), None
        if self.date_column:
            when = day(row.get(self.date_column) or "")
            if when is None:
                said = f"Línea {line}: en «{self.date_column}» no hay una fecha como 2027-01-31 o 31/1/2027."
                raise NoFigure(said, needs_person=True)
        value = number(written, self.decimals) if self.taken != "filas" else 1.0
        if value is None:
            said = f"Línea {line}: «{written[:40]}» no es un número. Revise «columna» y «decimales»."
            raise NoFigure(said, needs_person=True)
        return when, value


def _text(body: bytes) -> str:
    """Tables come in UTF-8, or as spreadsheets on Windows write them."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _names(found: object) -> str:
    names = [str(name) for name in found][:SHOWN_NAMES] if isinstance(found, dict) else []
    return f"; hay: {', '.join(names)}" if names else ""
