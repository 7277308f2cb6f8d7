"""What a mail to the staff says differently from a terminal: its days in words, and whose its commands are.

Where several municipalities share a folder, each command says for which it is: without that the program would ask back
which one is meant. In which folder whoever reads it stands nobody knows.
"""

import re
from collections.abc import Mapping
from functools import partial

from campaigns.days_in_words import days_in_words
from delivery.notices.texts import each_text

_QUOTED = re.compile("«pregonero ([a-z][^«»]*)»")
_AT_THE_END = re.compile(r": pregonero ([a-z]+ .*?)(\.?)$")


def for_municipality(values: Mapping[str, object], slug: str) -> dict[str, object]:
    """What a mail says, each command in it with `--tenant`: those between quotes, and one that ends a text."""
    return each_text(values, partial(_named, slug=slug))


def spoken(values: Mapping[str, object]) -> dict[str, object]:
    """What a mail says, with its days in words."""
    return each_text(values, days_in_words)


def _named(text: str, slug: str) -> str:
    quoted = _QUOTED.sub(rf"«pregonero \1 --tenant {slug}»", text)
    return _AT_THE_END.sub(rf": pregonero \1 --tenant {slug}\2", quoted)
