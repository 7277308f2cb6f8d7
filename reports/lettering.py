"""The letters of a report: one that no font has gives way to the nearest, since a report fails for nobody's name."""

import unicodedata
from collections.abc import Collection
from typing import Any

from pieces.letters import drawable
from pieces.refusal import CannotDraw

UNKNOWN = "?"
"""What stands for a letter that is like none that the fonts have."""


class Lettering:
    """Texts as the fonts can show them, and what they lost for it."""

    def __init__(self, known: Collection[int]) -> None:
        """`known`: the letters of the fonts, by code point."""
        self._known = known
        self._seen: dict[str, str] = {}
        self._dropped: dict[str, None] = {}
        self._replaced: dict[str, str] = {}

    def shown(self, words: str) -> str:
        """One text."""
        if words not in self._seen:
            self._seen[words] = self._drawn(words)
        return self._seen[words]

    def all_shown(self, kept: Any) -> Any:  # noqa: ANN401 - a tree of texts, as JSON has it
        """Every text of a tree; its keys stay."""
        if isinstance(kept, str):
            return self.shown(kept)
        if isinstance(kept, list | tuple):
            return [self.all_shown(each) for each in kept]
        if isinstance(kept, dict):
            return {name: self.all_shown(each) for name, each in kept.items()}
        return kept

    @property
    def remarks(self) -> tuple[str, ...]:
        """In Spanish, in letters that every font has: which were left out, and which were changed."""
        told = []
        if self._dropped:
            names = ", ".join(_name(letter) for letter in self._dropped)
            told.append(f"En el PDF no salen estos dibujos, que ninguna tipografía tiene: {names}.")
        if self._replaced:
            names = ", ".join(f"{_name(letter)} por «{other}»" for letter, other in self._replaced.items())
            told.append(f"En el PDF se cambiaron letras que ninguna tipografía tiene: {names}.")
        return tuple(told)

    def _drawn(self, words: str) -> str:
        try:
            drawn, dropped = drawable(words, self._known)
        except CannotDraw:
            nearest = (self._nearest(letter) for letter in unicodedata.normalize("NFC", words))
            drawn, dropped = drawable("".join(nearest), self._known)
        self._dropped.update(dict.fromkeys(dropped))
        return drawn

    def _nearest(self, letter: str) -> str:
        try:
            drawable(letter, self._known)
        except CannotDraw:
            other = "".join(part for part in unicodedata.normalize("NFKD", letter) if ord(part) in self._known)
            self._replaced[letter] = other or UNKNOWN
            return self._replaced[letter]
        return letter


def _name(letter: str) -> str:
    return f"U+{ord(letter):04X} ({unicodedata.name(letter, 'sin nombre')})"
