"""What Meta answered, read with no trust in its shape."""

from collections.abc import Mapping
from typing import Any

from channels.graph.failure import Failed, Failure, How

UNREADABLE = Failure(How.UNKNOWN, "respondió algo que no se entiende", "respuesta")


def text(answer: Mapping[str, Any], name: str) -> str:
    """A text under a name; empty where there is none."""
    value = answer.get(name)
    return value if isinstance(value, str) else ""


def number(answer: Mapping[str, Any], name: str) -> int | None:
    """A count under a name; None where there is none, which is not nought."""
    value = answer.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def inner(answer: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The object under a name; empty where there is none."""
    value = answer.get(name)
    return value if isinstance(value, dict) else {}


def identifier(answer: Mapping[str, Any]) -> str:
    """What Meta calls the thing that it made, or shows. Raises `Failed`."""
    if found := text(answer, "id"):
        return found
    raise Failed(UNREADABLE)


def rows(answer: Mapping[str, Any], name: str = "data") -> list[Mapping[str, Any]]:
    """The objects of a list. Raises `Failed` where it is none."""
    found = answer.get(name)
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Failed(UNREADABLE)
    return found


def next_page(answer: Mapping[str, Any]) -> str:
    """The cursor behind which the next page begins; empty: it was the last. Meta's own address bears the token."""
    paging = inner(answer, "paging")
    return text(inner(paging, "cursors"), "after") if paging.get("next") else ""
