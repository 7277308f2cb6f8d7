"""A long list is shown a page at a time."""

import pytest

from panel.office.paging import Paging, paging


@pytest.mark.parametrize(
    ("asked_for", "rows", "page", "pages"),
    [
        (None, 0, 1, 1),
        (None, 7, 1, 3),
        (0, 7, 1, 3),
        (2, 6, 2, 2),
        (3, 7, 3, 3),
        (9, 7, 3, 3),
        (9, 0, 1, 1),
    ],
)
def test_the_page_that_is_asked_for_is_one_of_the_list(asked_for: int | None, rows: int, page: int, pages: int) -> None:
    """Beyond the last one stands the last."""
    assert paging(asked_for, rows, 3) == Paging(page, pages, rows, 3)


def test_each_row_stands_on_one_page() -> None:
    """And none is left out."""
    assert [paging(number, 7, 3).cut(range(7)) for number in (1, 2, 3)] == [range(3), range(3, 6), range(6, 7)]
