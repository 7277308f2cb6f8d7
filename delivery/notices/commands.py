"""What a mail to the staff says differently from a terminal: its days in words, and whose its commands are.

Where several municipalities share a folder, each command says for which it is: without that the program would ask back
which one is meant. In which folder whoever reads it stands nobody knows.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial

from campaigns.days_in_words import days_in_words

_QUOTED = re.compile("«pregonero ([a-z][^«»]*)»")
_AT_THE_END = re.compile(r": pregonero ([a-z]+ .*?)(\.?)$")


def for_municipality(values: Mapping[str, object], slug: str) -> dict[str, object]:
    """What a mail says, each command in it with `--tenant`: those between quotes, and one that ends a text."""
    return {name: _changed(value, partial(_named, slug=slug)) for name, value in values.items()}


def spoken(values: Mapping[str, object]) -> dict[str, object]:
    """What a mail says, with its days in words."""
    return {name: _changed(value, days_in_words) for name, value in values.items()}


def _named(text: str, slug: str) -> str:
    quoted = _QUOTED.sub(rf"«pregonero \1 --tenant {slug}»", text)
    return _AT_THE_END.sub(rf": pregonero \1 --tenant {slug}\2", quoted)


def _changed(value: object, change: Callable[[str], str]) -> object:
    match value:
        case str():
            return change(value)
        case list() | tuple():
            return [_changed(each, change) for each in value]
        case Mapping():
            return {name: _changed(each, change) for name, each in value.items()}
        case _:
            return value
