"""The rows of a long list dealt into heaps by address, so that one transaction writes near one place of the index."""

import marshal
from collections.abc import Generator, Iterable, Iterator, Mapping
from datetime import date
from tempfile import TemporaryFile
from typing import IO

from audience.addresses import Address, AddressKind
from audience.contact_row import Row
from audience.list_pieces import Piece

HEAPS = 128
"""How many parts the keys of addresses are divided into; as many pieces are dealt at a time."""
_KINDS_OF_START = 256
_Place = tuple[int, int]
"""Where something stands in the file, and how long it is: both in bytes."""
_Packed = tuple[
    int,
    str,
    str,
    list[tuple[str, AddressKind, str, str]],
    Mapping[str, frozenset[str]],
    str,
    tuple[int] | bool | None,
    str,
]
"""A row as `marshal` can write it, which takes a fifth of the time of anything else."""


def by_address(cut: Iterable[Piece], longest: int) -> Iterator[Piece]:
    """The pieces of a list put together anew: each has people whose first addresses are near each other.

    Some 250,000 lines are dealt at a time, which the file holds that is nobody's but ours; meanwhile empty pieces come,
    and then one for each that is taken. A list of one piece stays as it is. Keys are as good as random: a piece as it
    comes from the list writes to as many pages of their index as it has addresses, and a million of them take the disk
    longer than all else together.
    """
    heaps, dealt = _Heaps(), _none()
    try:
        for piece in cut:
            heaps.take(piece)
            yield next(dealt, Piece())
            if heaps.lines >= HEAPS * longest:
                yield from dealt
                dealt, heaps = heaps.pieces(longest), _Heaps()
        yield from dealt
        dealt = heaps.pieces(longest)
        yield from dealt
    finally:
        dealt.close()
        heaps.close()


def _none() -> Generator[Piece]:
    yield from ()


class _Heaps:
    """Rows on their way, in a file without a name: so many of them take too much memory."""

    def __init__(self) -> None:
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed by `close`
        self._places: list[list[_Place]] = [[] for _ in range(HEAPS)]
        self._apart = Piece()
        """What is said of the lines that are no rows."""
        self.lines = 0

    def take(self, piece: Piece) -> None:
        """Deal the rows of a piece."""
        self.lines += piece.lines
        self._apart.lines += piece.lines - len(piece.rows)
        self._apart.refused += piece.refused
        self._apart.repeated += piece.repeated
        self._apart.refusing += piece.refusing
        self._apart.remarks += piece.remarks
        dealt: dict[int, list[_Packed]] = {}
        for row in piece.rows:
            dealt.setdefault(int(row.addresses[0][0][:2], 16) * HEAPS // _KINDS_OF_START, []).append(_packed(row))
        for heap, rows in dealt.items():
            start = self._file.tell()
            self._places[heap].append((start, self._file.write(marshal.dumps(rows))))

    def pieces(self, longest: int) -> Generator[Piece]:
        """All that was taken, heap by heap, in pieces of at most `longest` rows; within one the lines are in order."""
        try:
            coming, rows = self._apart, list[Row]()
            for heap in self._places:
                for place in heap:
                    rows += self._read(place)
                    while len(rows) >= longest:
                        yield _whole(coming, rows[:longest])
                        coming, rows = Piece(), rows[longest:]
            if rows or coming.lines:
                yield _whole(coming, rows)
        finally:
            self.close()

    def close(self) -> None:
        """Forget them."""
        self._file.close()

    def _read(self, place: _Place) -> Iterator[Row]:
        self._file.seek(place[0])
        # What is read is what this process has written.
        return map(_unpacked, marshal.loads(self._file.read(place[1])))  # noqa: S302


def _whole(piece: Piece, rows: list[Row]) -> Piece:
    piece.lines += len(rows)
    piece.rows = sorted(rows, key=lambda row: row.line)
    return piece


def _packed(row: Row) -> _Packed:
    addresses = [(key, found.kind, found.text, found.normalised) for key, found in row.addresses]
    consent = (row.consent.toordinal(),) if isinstance(row.consent, date) else row.consent
    return row.line, row.name, row.language, addresses, row.attributes, row.person, consent, row.home


def _unpacked(packed: _Packed) -> Row:
    """The row again; what was to be said of it has been taken from it already."""
    line, name, language, several, attributes, person, said, home = packed
    addresses = tuple([(key, Address(kind, text, normalised)) for key, kind, text, normalised in several])
    consent = date.fromordinal(said[0]) if isinstance(said, tuple) else said
    keys = frozenset([key for key, *_ in several])
    return Row(line, name, language, addresses, attributes, (), keys, person, consent, home)
