"""The rows of a long list dealt by address."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain

import pytest

from audience.addresses import Address, recipient_key
from audience.contact_row import Row
from audience.list_pieces import Piece
from audience.row_heaps import HEAPS, by_address
from tests.audience.people import SECRET

LONGEST = 3


def row(line: int, mail: str = "") -> Row:
    """A person of a list."""
    found = Address("correo", mail or f"P{line}@correo.co", mail or f"p{line}@correo.co")
    key = recipient_key(SECRET, found.normalised)
    return Row(line, f"Persona {line}", "", ((key, found),), {}, keys=frozenset({key}), person=f"persona {line}")


def listed(rows: list[Row]) -> Iterator[Piece]:
    """The pieces of a list."""
    for first in range(0, len(rows), LONGEST):
        taken = rows[first : first + LONGEST]
        yield Piece(lines=len(taken), rows=taken)


@pytest.mark.parametrize("lines", [0, 1, LONGEST, LONGEST + 1, 1_000, HEAPS * LONGEST, 3 * HEAPS * LONGEST + 1])
def test_everybody_comes_once(lines: int) -> None:
    """In pieces that are not too long, each in the order of the list."""
    rows = [row(line) for line in range(2, lines + 2)]

    dealt = [piece for piece in by_address(listed(rows), LONGEST) if piece.lines]

    assert sorted(chain(*(piece.rows for piece in dealt)), key=lambda each: each.line) == rows
    assert all(len(piece.rows) == piece.lines <= LONGEST for piece in dealt)
    assert all(piece.rows == sorted(piece.rows, key=lambda each: each.line) for piece in dealt)


def test_who_comes_together_has_keys_that_are_near() -> None:
    """All pieces of a dealing go through the keys once, from the first to the last."""
    dealt = by_address(listed([row(line) for line in range(2, HEAPS * LONGEST + 2)]), LONGEST)

    heaps = [{int(each.addresses[0][0][:2], 16) * HEAPS // 256 for each in piece.rows} for piece in dealt if piece.rows]

    assert [number for several in heaps for number in sorted(several)] == sorted(chain(*heaps))
    assert len(heaps) == HEAPS


def test_a_list_of_one_piece_stays_as_it_is() -> None:
    """Its people are numbered in its order, as ever."""
    rows = [row(2), row(3), row(4)]

    assert [piece.rows for piece in by_address(listed(rows), LONGEST) if piece.lines] == [rows]


def test_many_behind_one_address_are_no_long_piece() -> None:
    """A list of which all lines have the office's own address is taken in short transactions too."""
    dealt = by_address(listed([row(line, "oficina@correo.co") for line in range(2, 1_002)]), LONGEST)

    assert [piece.lines for piece in dealt if piece.lines] == [LONGEST] * 333 + [1]


@pytest.mark.parametrize("consent", [None, True, False, date(2026, 5, 3)])
def test_a_row_comes_back_as_it_was(consent: date | bool | None) -> None:
    """With every field, but for what has been said of it already."""
    found = Address("telefono", "+573001234567", "+573001234567")
    whole = replace(row(2), language="es-CO", attributes={"tema": frozenset({"salud", "tic"})}, consent=consent)
    whole = replace(whole, addresses=(*whole.addresses, ("f" * 64, found)), keys=whole.keys | {"f" * 64}, home="e" * 64)

    [back] = [each for piece in by_address([Piece(1, rows=[whole])], LONGEST) for each in piece.rows]

    assert back == whole
    assert type(back.consent) is type(consent)


def test_what_is_said_of_other_lines_is_not_lost() -> None:
    """Lines that are no rows count, and what is remarked comes along, also where nobody is left."""
    wrong = Piece(lines=3, refused=1, repeated=2, refusing=[replace(row(8), consent=False)], remarks=[(7, "mal")])

    [piece] = [piece for piece in by_address([wrong], LONGEST) if piece.lines]

    assert piece == wrong
