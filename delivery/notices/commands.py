"""Commands that a mail to the staff names: where several municipalities share a folder, each says for which it is.

Without that the program would ask back which one is meant. In which folder whoever reads it stands nobody knows.
"""

import re
from collections.abc import Mapping

_QUOTED = re.compile("«pregonero ([a-z][^«»]*)»")
_AT_THE_END = re.compile(r": pregonero ([a-z]+ .*?)(\.?)$")


def for_municipality(values: Mapping[str, object], slug: str) -> dict[str, object]:
    """What a mail says, each command in it with `--tenant`: those between quotes, and one that ends a text."""
    return {name: _named(value, slug) for name, value in values.items()}


def _named(value: object, slug: str) -> object:
    match value:
        case str():
            quoted = _QUOTED.sub(rf"«pregonero \1 --tenant {slug}»", value)
            return _AT_THE_END.sub(rf": pregonero \1 --tenant {slug}\2", quoted)
        case list() | tuple():
            return [_named(each, slug) for each in value]
        case Mapping():
            return for_municipality(value, slug)
        case _:
            return value
