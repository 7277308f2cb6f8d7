"""Messages that were not approved, as `status` tells them."""

from collections.abc import Iterable

from delivery.office.rejections import AGAIN, Rejected
from verbs.words import instant


def rejection_lines(found: Iterable[Rejected]) -> list[str]:
    """One for each, with the note and what comes of it."""
    return [f"No fue aprobado: {each.told} {AGAIN}" for each in found]


def rejection_documents(found: Iterable[Rejected]) -> list[dict[str, object]]:
    """For JSON."""
    return [
        {
            "message": each.message,
            "title": each.title,
            "person": each.person,
            "name": each.name,
            "at": instant(each.at),
            "note": each.note,
        }
        for each in found
    ]
