"""Visits counted from a web server's own log: no account, no script in pages, no data that leaves the machine.

Addresses of visitors are personal data: they are in memory while a log is read, as a number made of address and
browser, and are kept nowhere.
"""

import gzip
import zlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import IO, Literal, NamedTuple
from zoneinfo import ZoneInfo

from sources.access_line import Line, parse
from sources.people import is_person
from sources.telling import NoFigure, Span, days_words

PAUSE = 1_800
"""Seconds without a page after which whoever comes again is a new visit, as all counters have it."""
LONGEST_LINE = 65_536
"""Octets; what is longer is no line of a log."""
MOST_FILES = 1_000
ROOT = Path("/")
TRIED = 1_000
"""Lines of a file that are looked through for its first that can be read."""
Wanted = Literal["visitas", "visitantes", "paginas-vistas"]


class Stretch(NamedTuple):
    """A span in seconds since 1970."""

    span: Span
    since: int
    until: int
    """Not in it."""


@dataclass(frozen=True, slots=True)
class AccessLog:
    """The files of one site."""

    files: str
    """A path; `*` stands for anything, so that old files are read too: `/var/log/nginx/access.log*`."""
    wanted: Wanted
    people_only: bool
    paths: tuple[str, ...]
    """With what a page's path begins; none: all pages."""
    most: int = 400
    settles: int = 0

    @property
    def where(self) -> str:
        """The files."""
        return f"el registro del servidor web ({self.files})"

    def figures(self, spans: Sequence[Span], zone: ZoneInfo) -> Mapping[Span, float]:
        """Of the spans that the files have whole. Raises `NoFigure`."""
        stretches = [_stretch(span, zone) for span in spans]
        try:
            begins, paths = self._files(stretches[0].since)
            whole = [each for each in stretches if begins <= each.since]
            if not whole:
                since = datetime.fromtimestamp(begins, zone)
                raise NoFigure(
                    f"El registro empieza el {since:%Y-%m-%d %H:%M}: no tiene completo {days_words(spans[-1])}. "
                    "Se trae el primer periodo que esté completo.",
                )
            return self._counted(paths, whole)
        except (OSError, EOFError, zlib.error) as error:
            why = getattr(error, "strerror", None) or type(error).__name__
            raise NoFigure(
                f"No se puede leer {self.files} ({why}); dele permiso de lectura al usuario del pregonero.",
                needs_person=True,
            ) from error

    def _files(self, since: int) -> tuple[int, list[Path]]:
        """When the oldest begins, and those that were written after `since`, the oldest first."""
        paths = [path for path in sorted(ROOT.glob(self.files.lstrip("/")))[:MOST_FILES] if path.is_file()]
        begun = sorted((first.moment, path) for path in paths if (first := _first(path)) is not None)
        if not begun:
            said = "no se encuentra ningún archivo" if not paths else "no hay ninguna línea de un registro «combined»"
            advice = "Revise «archivo», y que el usuario del pregonero pueda abrir la carpeta."
            raise NoFigure(f"En {self.files} {said}. {advice}", needs_person=True)
        return begun[0][0], [path for _, path in begun if path.stat().st_mtime >= since - PAUSE]

    def _counted(self, paths: Sequence[Path], whole: Sequence[Stretch]) -> Mapping[Span, float]:
        """The figure of each; a visit is of the span in which it begins."""
        counts = dict.fromkeys((each.span for each in whole), 0)
        seen: dict[int, int] = {}
        came: dict[Span, set[int]] = {each.span: set() for each in whole}
        first, last, prefixes = whole[0].since, whole[-1].until, tuple(path.encode() for path in self.paths)
        place = 0
        for line in _lines(paths):
            if not first - PAUSE <= line.moment < last or not self._counts(line, prefixes):
                continue
            who = hash((line.address, line.agent))
            begins = line.moment - seen.get(who, line.moment - PAUSE) >= PAUSE
            seen[who] = line.moment
            if line.moment < first:
                continue
            while not whole[place].since <= line.moment < whole[place].until:
                place = place + 1 if line.moment >= whole[place].until else place - 1
            span = whole[place].span
            came[span].add(who)
            counts[span] += begins if self.wanted == "visitas" else 1
        if self.wanted == "visitantes":
            return {span: float(len(each)) for span, each in came.items()}
        return {span: float(count) for span, count in counts.items()}

    def _counts(self, line: Line, prefixes: tuple[bytes, ...]) -> bool:
        if not line.path or (prefixes and not line.path.startswith(prefixes)):
            return False
        if not self.people_only:
            return True
        if line.agent is None:
            raise NoFigure(
                "El registro no dice con qué navegador llega cada visita (formato «common»), y no se puede saber "
                "cuáles son programas. Use el formato «combined», o escriba «sin-robots: no».",
                needs_person=True,
            )
        return is_person(line.agent)


def _stretch(span: Span, zone: ZoneInfo) -> Stretch:
    after = span.last + timedelta(days=1)
    since, until = (int(datetime.combine(day, time.min, zone).timestamp()) for day in (span.first, after))
    return Stretch(span, since, until)


def _first(path: Path) -> Line | None:
    """The first line of a file that can be read."""
    with closing(_raw(path)) as raw:
        return next(filter(None, (parse(line) for _, line in zip(range(TRIED), raw, strict=False))), None)


def _lines(paths: Sequence[Path]) -> Iterator[Line]:
    for path in paths:
        for line in _raw(path):
            if (read := parse(line)) is not None:
                yield read


def _raw(path: Path) -> Generator[bytes]:
    opened: IO[bytes]
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        opened = gzip.GzipFile(fileobj=file) if packed else file  # type: ignore[assignment]  # reads bytes as well
        yield from iter(partial(opened.readline, LONGEST_LINE), b"")
