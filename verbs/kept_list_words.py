"""Lists that others keep, in words for people and in figures for programs."""

from collections.abc import Iterable
from datetime import datetime

from delivery.old_lists import KeptList
from verbs.words import instant


def kept_list_lines(lists: Iterable[KeptList], now: datetime) -> list[str]:
    """A warning for each that is too old: what goes to whom it names waits."""
    return [f"Atención: {each.standing}. {each.counsel}" for each in lists if each.is_old(now)]


def kept_list_documents(lists: Iterable[KeptList], now: datetime) -> list[dict[str, object]]:
    """For JSON, all of them."""
    return [
        {
            "list": each.slug,
            "name": each.name,
            "owner": each.owner,
            "brought_at": instant(each.brought_at),
            "holds_until": instant(each.holds_until),
            "old": each.is_old(now),
        }
        for each in lists
    ]
