"""What the program's letters say as they go out, and what whoever copies the rows could open with them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from campaigns.content import Content
from delivery.notices.signatures import with_signatures
from storage.tables import metadata
from storage.tokens import bare
from tests.delivery.desk import Desk


def words_of(desk: Desk, row: Row[Any]) -> Mapping[str, Any]:
    """The values of a letter's row, with its links as the mail bears them."""
    return with_signatures(desk.place.keyring, Content.from_json(row.content)).values


def rows_that_open(desk: Desk) -> dict[str, list[str]]:
    """By table, whatever stands in a row and is a link or an address that this installation signed."""
    found = {}
    for name in metadata.tables:
        text = "\n".join(map(str, desk.rows(name)))
        told, stripped = bare(desk.place.keyring, text)
        if told != text:
            found[name] = sorted(use.value for use in stripped.values())
    return found
