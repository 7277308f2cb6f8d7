"""The text of a `cuando` cut into tokens that remember where they stood."""

import re
import unicodedata
from dataclasses import dataclass

from campaigns.when.words import fold

_CHUNK = re.compile(r"[,;]|[^\s,;]+")
_EDGE = "«»\"'“”‘’().!?¿¡:"
_HOUR_WITH_HALF_OF_DAY = re.compile(r"([0-9]{1,2}(?::[0-9]{2})?)((?:[ap]\.?)?m\.?|h)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number, date or comma: `text` in NFC as written, `word` folded, offsets into the original text."""

    text: str
    word: str
    start: int
    end: int


def tokens_of(text: str) -> tuple[Token, ...]:
    """Cuts a text at spaces and commas, without quotes or final dots; `7:30am` gives two tokens."""
    found: list[Token] = []
    for match in _CHUNK.finditer(text):
        chunk = match.group()
        start = match.start() + len(chunk) - len(chunk.lstrip(_EDGE))
        chunk = chunk.strip(_EDGE)
        joined = _HOUR_WITH_HALF_OF_DAY.fullmatch(chunk)
        if joined:
            found += [_token(joined.group(part), start + joined.start(part)) for part in (1, 2)]
        elif chunk:
            found.append(_token(chunk, start))
    return tuple(found)


def _token(chunk: str, start: int) -> Token:
    text = unicodedata.normalize("NFC", chunk)
    return Token(text, "," if text == ";" else fold(text), start, start + len(chunk))
