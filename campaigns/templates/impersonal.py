"""A text with all put in that its recipients share, and what is a person's own left as it is written."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from campaigns.templates.parsing import is_plain
from campaigns.templates.sandbox import ENVIRONMENT
from campaigns.templates.variables import PERSONAL

KNOWN = 1_024
"""How many templates are remembered: what repeats is one, each time with other values."""
_ENDS = {"variable_begin": "variable_end", "block_begin": "block_end"}


@lru_cache(maxsize=KNOWN)
def impersonal(source: str) -> str | None:
    """A template that needs no person: «Buenos días, {{ nombre }}» prints so.

    None where what it says hangs on the person, as after `{% if persona.estrato %}`: no one text is what all read.
    """
    source = unicodedata.normalize("NFC", source)
    if is_plain(source):
        return source
    written: list[str] = []
    for kind, text, own in _pieces(source):
        if own and kind != "variable_begin":
            return None
        quoted = text.replace("\\", "\\\\").replace("'", "\\'")
        written.append(f"{{{{ '{quoted}' }}}}" if own else text)
    return "".join(written)


def _pieces(source: str) -> Iterator[tuple[str, str, bool]]:
    """What a text is made of, in order: its kind, its source, and whether it names a person."""
    tokens = iter(ENVIRONMENT.lex(source))
    for _, kind, text in tokens:
        if kind not in _ENDS:
            yield kind, text, False
            continue
        end, own, whole = _ENDS[kind], False, text
        for _, inner, value in tokens:
            whole += value
            own = own or (inner == "name" and value in PERSONAL)
            if inner == end:
                break
        yield kind, whole, own
