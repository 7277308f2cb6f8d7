"""The printing itself: a report's words into PDF/UA-1 by typst. Loaded only in a process of its own."""

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from pieces.brand import Brand
from pieces.press import FontSet, Press
from pieces.refusal import CannotDraw
from reports.columns import Measure
from reports.layout import laid_out
from reports.lettering import Lettering
from reports.metrics import metrics_of
from reports.paper import chart_of
from reports.pictures.drawing import drawn

DRAWINGS = files("reports") / "drawings"
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


class Printer:
    """A place where reports are printed."""

    def __init__(self, folder: Path) -> None:
        """`folder` is empty and ours."""
        self._press = Press(folder, DRAWINGS)

    def print(self, paper: Mapping[str, Any]) -> tuple[bytes, tuple[str, ...]]:
        """The report of `reports.paper.on_paper` as PDF, and what its letters lost, in Spanish.

        The same report gives the same bytes. Raises `CannotDraw`.
        """
        brand = Brand.from_json(paper["brand"])
        fonts = self._press.fonts(brand.fonts)
        lettering = Lettering(fonts.letters)
        shown = {name: lettering.all_shown(each) for name, each in paper.items() if name != "brand"}
        sections = shown.pop("sections")
        for section in sections:
            section["exhibits"] = [self._pictured(exhibit, brand) for exhibit in section["exhibits"]]
        data = {
            **shown,
            "runs": laid_out(sections, _measure(fonts)),
            "remarks": lettering.remarks,
            "brand": brand.to_json(),
            "families": fonts.families,
            "shield": self._press.shield(brand.shield),
        }
        try:
            return self._press.print("report", data, fonts), lettering.remarks
        except typst.TypstError as error:
            raise CannotDraw(f"El informe no se pudo imprimir: {error.message}") from error

    def _pictured(self, exhibit: Mapping[str, Any], brand: Brand) -> Mapping[str, Any]:
        """A chart with the name of its picture; a table as it is."""
        if exhibit["kind"] != "chart":
            return exhibit
        name = f"chart-{exhibit['number']}.svg"
        picture = drawn(chart_of(exhibit), brand)
        (self._press.folder / name).write_text(picture, "utf-8")
        width, height = (float(value) for value in _SIZE.findall(picture)[0])
        kept = {key: exhibit[key] for key in ("kind", "number", "title", "says")}
        return {**kept, "picture": f"/{name}", "ratio": width / height}


def _measure(fonts: FontSet) -> Measure:
    regular, bold = (metrics_of(fonts.folders, fonts.families[0], style) for style in ("Regular", "Bold"))
    return lambda words, heavy: (bold if heavy else regular).width(words)
