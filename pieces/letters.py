"""The letters of a piece: each has to be in a font, or the piece is not drawn."""

import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont, TTLibError

from pieces.refusal import CannotDraw
from pieces.unbroken import unbroken

SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
_SIGNS = {"So", "Sk"}
"""Categories of emoji and their skin tones: pictures, without which a sentence says the same."""
_SALTILLO = {"\ua78c": "\u02bc", "\ua78b": "\u02bc"}
"""Wayuunaiki's glottal stop has a letter of its own in Unicode, which few fonts have; it looks like one that most do.

Of the two alphabets in use (Wayuunaiki: a e i o u ü ch j k l m n p r s sh t w y and the saltillo; Nasa Yuwe: a e i u,
with tilde too, and ç among its consonants) no other letter is wanting in Open Sans.
"""
_KEYCAP = "\u20e3"


def in_fonts(folders: Iterable[Path]) -> frozenset[int]:
    """The letters that can be set, by code point: those that all styles of some family have.

    Raises `CannotDraw` where a file is no font.
    """
    styles: dict[str, frozenset[int]] = {}
    for folder in folders:
        for path in font_files(folder):
            for font in _fonts(path):
                letters = frozenset(font.getBestCmap() or {})
                styles[_family(font)] = styles.get(_family(font), letters) & letters
    return frozenset[int]().union(*styles.values())


def font_files(folder: Path) -> list[Path]:
    """The fonts of a folder, by name."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)


def families(folder: Path) -> tuple[str, ...]:
    """The names of a folder's families, as typst knows them, in order. Raises `CannotDraw`."""
    found = [_family(font) for path in font_files(folder) for font in _fonts(path)]
    return tuple(dict.fromkeys(name for name in found if name))


def drawable(text: str, known: Collection[int]) -> tuple[str, tuple[str, ...]]:
    """A text in NFC that fonts can show, and the emoji that it lost.

    Raises `CannotDraw` naming the first letter that no font has: it would be an empty box on the paper.
    """
    kept: list[str] = []
    dropped: list[str] = []
    for letter in unicodedata.normalize("NFC", text):
        category = unicodedata.category(letter)
        if letter in "\n\t" or (ord(letter) in known and not category.startswith("C")):
            kept.append(letter)
        elif letter in _SALTILLO and ord(_SALTILLO[letter]) in known:
            kept.append(_SALTILLO[letter])
        elif category in _SIGNS:
            dropped.append(letter)
        elif category in ("Cc", "Cf") or letter == _KEYCAP or "VARIATION SELECTOR" in unicodedata.name(letter, ""):
            continue
        elif category in ("Zs", "Zl", "Zp"):
            kept.append(" ")
        else:
            raise CannotDraw(_unknown(letter))
    lines = (" ".join(line.split()) for line in "".join(kept).split("\n"))
    return unbroken("\n".join(lines).strip()), tuple(dict.fromkeys(dropped))


def _unknown(letter: str) -> str:
    name = unicodedata.name(letter, "sin nombre")
    return (
        f"La letra «{letter}» (U+{ord(letter):04X}, {name}) no está en ninguna tipografía: en la pieza saldría un "
        "cuadro vacío. Escríbala de otra forma, o ponga en «marca: tipografia» una carpeta con una fuente que la tenga."
    )


@lru_cache(maxsize=64)
def _fonts(path: Path) -> tuple[TTFont, ...]:
    try:
        fonts = tuple(TTCollection(path).fonts) if path.suffix.lower() in (".ttc", ".otc") else (TTFont(path),)
    except (TTLibError, OSError) as error:
        raise CannotDraw(f"«{path.name}» no es una fuente que se pueda leer. Guárdela como TTF u OTF.") from error
    for font in fonts:
        if "fvar" in font:
            said = "es una fuente variable, que no se puede usar. Ponga sus estilos fijos (Regular, Bold)."
            raise CannotDraw(f"«{path.name}» {said}")
    return fonts


def _family(font: TTFont) -> str:
    return str(font["name"].getBestFamilyName() or "")
