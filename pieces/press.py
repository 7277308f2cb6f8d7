"""Where typst works: one folder of drawings, fonts and data. Loaded only in a process of its own."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import typst

from pieces.letters import families, in_fonts
from pieces.refusal import CannotDraw

OPEN_SANS = "Open Sans"
_DATA = "data.json"
_SCREEN = 72
"""Pixels an inch at which a point of a drawing is a pixel."""


@dataclass(frozen=True, slots=True)
class FontSet:
    """The fonts of a brand."""

    families: tuple[str, ...]
    """In the order in which they are taken; ours comes last."""
    letters: frozenset[int]
    """Those that can be set, by code point."""
    folders: tuple[Path, ...]
    """Where their files are."""
    loaded: typst.Fonts


class Press:
    """A folder with all that drawings may read: they see nothing outside it, and no font of the system."""

    def __init__(self, folder: Path, drawings: Traversable) -> None:
        """`folder` is empty and ours; `drawings` are typst's files."""
        self.folder = folder
        with as_file(drawings) as ours, as_file(files("ttf_opensans") / "ttf") as fonts:
            shutil.copytree(ours, folder / "drawings")
            shutil.copytree(fonts, folder / "fonts")
        self._fonts: dict[Path | None, FontSet] = {}

    def fonts(self, folder: Path | None) -> FontSet:
        """The fonts of a brand, then Open Sans. Raises `CannotDraw` where a file is no font."""
        if folder not in self._fonts:
            own = [folder] if folder is not None else []
            paths = (*own, self.folder / "fonts")
            loaded = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(paths))
            names = (*(name for each in own for name in families(each)), OPEN_SANS)
            self._fonts[folder] = FontSet(names, in_fonts(paths), paths, loaded)
        return self._fonts[folder]

    def shield(self, shield: Path | None) -> str:
        """The shield's name where drawings find it; empty where there is none. Raises `CannotDraw`."""
        if shield is None:
            return ""
        name = f"escudo{shield.suffix.lower()}"
        try:
            shutil.copyfile(shield, self.folder / "drawings" / name)
        except OSError as error:
            raise CannotDraw(f"No se pudo leer el escudo, {shield} ({error.strerror}).") from error
        return f"/drawings/{name}"

    def print(self, drawing: str, data: Mapping[str, Any], fonts: FontSet, *, picture: bool = False) -> bytes:
        """A drawing with its data, as PDF/UA-1, or its first page as PNG: the same data give the same bytes.

        Raises `typst.TypstError`.
        """
        (self.folder / _DATA).write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        compiler = typst.Compiler(
            self.folder / "drawings" / f"{drawing}.typ",
            root=self.folder,
            font_paths=fonts.loaded,
            ignore_system_fonts=True,
        )
        if picture:
            made = compiler.compile(format="png", ppi=_SCREEN)
        else:
            made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0)
        if isinstance(made, list):
            made = made[0]
        assert isinstance(made, bytes)
        return made
