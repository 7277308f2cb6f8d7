"""A figure behind any web address: in a JSON document or in a CSV table. Loads httpx."""

import csv
import io
from bisect import bisect_right
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sources.fetching import LARGEST_DOCUMENT, Request, fetched
from sources.numbers import Decimals, day, number, reads_twice
from sources.telling import NoFigure, Span, days_words, named, without_question

SINCE, UNTIL = "{desde}", "{hasta}"
"""In an address: the first and the last day that is wanted."""
KEY = "{clave}"
"""In an address: where its key belongs, which no header bears then."""
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
    def shown(self) -> str:
        """The address as people may see it."""
        return without_question(self.address)

    @property
    def takes_days(self) -> bool:
        """Whether the address says of which days the figure is."""
        return SINCE in self.address or UNTIL in self.address

    def body(self, span: Span) -> bytes:
        """What lies there. Raises `NoFigure`."""
        return fetched(self._request(span)).body

    def document(self, span: Span) -> object:
        """The same as JSON. Raises `NoFigure`."""
        answer = fetched(self._request(span))
        if len(answer.body) > LARGEST_DOCUMENT:
            said = f"{self.shown} respondió más de {LARGEST_DOCUMENT // 1_000_000} MB de JSON; revise «direccion»."
            raise NoFigure(said, needs_person=True)
        found = answer.document
        if found is None:
            said = f"{self.shown} no respondió JSON; ábrala en el navegador y revise «direccion»."
            raise NoFigure(said, needs_person=True)
        return found

    def _request(self, span: Span) -> Request:
        url = self.address.replace(SINCE, str(span.first)).replace(UNTIL, str(span.last))
        if KEY in url:
            return Request(url.replace(KEY, quote(self.key, safe="")), secret=self.key)
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
        return f"{self.place.shown}, «{self.path}»"

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


@dataclass(slots=True)
class Column:
    """What a column comes to in each span."""

    sums: defaultdict[Span, float] = field(default_factory=lambda: defaultdict(float))
    rows: defaultdict[Span, int] = field(default_factory=lambda: defaultdict(int))
    latest: dict[Span, float] = field(default_factory=dict)
    last: date | None = None
    """The last day of which the table has a row, whatever was asked; None: no row bears a day."""

    def add(self, span: Span, value: float) -> None:
        """One row more."""
        self.sums[span] += value
        self.rows[span] += 1
        self.latest[span] = value


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
    decimals: Decimals | None = None
    """Left out: a point, and what may be read in two ways is refused."""
    settles: int = 3

    @property
    def where(self) -> str:
        """Without the key."""
        return f"{self.place.shown}, {f'columna «{self.column}»' if self.column else 'filas'}"

    @property
    def most(self) -> int:
        """One table has all days where rows bear theirs; else as with any address."""
        if self.place.takes_days:
            return MOST_CALLS
        return MOST_SPANS if self.date_column else 1

    def figures(self, spans: Sequence[Span], zone: ZoneInfo) -> Mapping[Span, float]:
        """Raises `NoFigure`."""
        if self.place.takes_days:
            return {span: self._figure(self._read([span], span, zone), span) for span in spans}
        wanted = spans if self.date_column else spans[-1:]
        read = self._read(wanted, Span(spans[0].first, spans[-1].last), zone)
        # A table that has not come to a day yet says nothing of it: that is not nought.
        reached = [span for span in wanted if not self.date_column or (read.last and span.last <= read.last)]
        if not reached:
            raise NoFigure(
                f"La tabla no ha llegado todavía a {days_words(wanted[-1])}: su última fecha es {read.last}."
            )
        return {span: self._figure(read, span) for span in reached}

    def _figure(self, read: Column, span: Span) -> float:
        if self.taken == "ultima":
            if span not in read.latest:
                raise NoFigure(f"La tabla no tiene ninguna fila de {days_words(span)}.")
            return read.latest[span]
        return float(read.rows[span]) if self.taken == "filas" else read.sums[span]

    def _read(self, spans: Sequence[Span], asked: Span, zone: ZoneInfo) -> Column:
        """The rows of each span added up one by one: a table of millions is never in memory as rows."""
        read, firsts = Column(), [span.first for span in spans]
        for when, value in self._rows(asked, zone):
            if when is None:
                read.add(spans[-1], value)
                continue
            read.last = when if read.last is None else max(read.last, when)
            place = bisect_right(firsts, when) - 1
            if place >= 0 and when <= spans[place].last:
                read.add(spans[place], value)
        return read

    def _rows(self, span: Span, zone: ZoneInfo) -> Iterator[tuple[date | None, float]]:
        """Day and value of each row that is wanted."""
        text = _text(self.place.body(span))
        header = text.partition("\n")[0]
        table = csv.DictReader(io.StringIO(text), delimiter=max(",;\t|", key=header.count))
        try:
            table.fieldnames = [name.strip() for name in table.fieldnames or ()]
            self._must_have_columns(table.fieldnames)
            for row in table:
                if all((row[name] or "").strip() == value for name, value in self.where_column.items()):
                    yield self._row(row, table.line_num, zone)
        except csv.Error as error:
            raise NoFigure(f"La tabla no se puede leer como CSV ({error}).", needs_person=True) from error

    def _must_have_columns(self, names: Sequence[str]) -> None:
        for name in filter(None, (self.column, self.date_column, *self.where_column)):
            if name not in names:
                said = f"La tabla no tiene la columna «{name}»{_names(dict.fromkeys(names))}."
                raise NoFigure(said, needs_person=True)

    def _row(self, row: Mapping[str, str | None], line: int, zone: ZoneInfo) -> tuple[date | None, float]:
        written, when = (row.get(self.column) or "").strip(), None
        if self.date_column:
            when = day(row.get(self.date_column) or "", zone)
            if when is None:
                said = f"Línea {line}: en «{self.date_column}» no hay una fecha como 2027-01-31 o 31/1/2027."
                raise NoFigure(said, needs_person=True)
        if self.taken == "filas":
            return when, 1.0
        if self.decimals is None and reads_twice(written):
            said = (
                f"Línea {line}: «{written}» puede ser {written.replace('.', '').replace(',', '')} o un decimal. "
                f"Diga en «decimales» con qué van los decimales de la tabla: coma o punto."
            )
            raise NoFigure(said, needs_person=True)
        value = number(written, self.decimals or "punto")
        if value is None:
            said = f"Línea {line}: «{written[:40]}» no es un número. Revise «columna» y «decimales»."
            raise NoFigure(said, needs_person=True)
        return when, value


def _text(body: bytes) -> str:
    """Tables come in UTF-8, or as spreadsheets on Windows write them: in its own letters, or as «Texto Unicode»."""
    if body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _names(found: object) -> str:
    names = [named(name) for name in islice(found, SHOWN_NAMES)] if isinstance(found, dict) else []
    return f"; hay: {', '.join(names)}" if names else ""
