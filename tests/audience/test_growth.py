"""Cells that were written to keep a reader busy: twice as many marks take twice as long, and no more."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from audience.addresses import BadAddress, read_address
from audience.answer import BadAnswer, read_answer
from audience.headings import slug
from audience.plain_text import BadText, one_line
from tests.growth import grows_as_its_length

MARKS = "\u0316\u0301"
"""Of two classes, which are put in order within each other."""


@pytest.mark.parametrize(
    "read",
    [lambda text: one_line(text, 200), lambda text: read_address("correo", f"a{text}@b.co"), read_answer, slug],
    ids=["name", "address", "answer", "heading"],
)
def test_marks_without_end(read: Callable[[str], object]) -> None:
    """In every cell of a list and every field of a form."""

    def work(length: int) -> None:
        with suppress(BadText, BadAddress, BadAnswer):
            read("a" + MARKS * (length // len(MARKS)))

    assert grows_as_its_length(work, 8_000)
