"""Charts on a printer without colour."""

import io
import itertools
from pathlib import Path
from xml.etree import ElementTree

import typst
from PIL import Image, ImageChops, ImageStat

from reports.chart import Chart, ChartKind, Role, Series
from reports.pictures.drawing import drawn
from tests.reports.documents import BRAND, CONTENTS, MONTHS, chart

SVG = "{http://www.w3.org/2000/svg}"
SHEET = '#set page(width: 800pt, height: auto, margin: 0pt)\n#image("a.svg", width: 800pt)'


def grey(folder: Path, drawing: str) -> Image.Image:
    """The picture without colour, two pixels a unit."""
    (folder / "a.svg").write_text(drawing, "utf-8")
    (folder / "a.typ").write_text(SHEET, "utf-8")
    made = typst.compile(str(folder / "a.typ"), format="png", ppi=144, ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return Image.open(io.BytesIO(made)).convert("L")


def swatches(folder: Path, drawing: Chart) -> dict[str, Image.Image]:
    """What the legend shows for each series, by its name."""
    told = drawn(drawing, BRAND)
    tree = ElementTree.fromstring(told)
    shown = grey(folder, told)
    found = {}
    for place, each in enumerate(tree):
        if each.tag == f"{SVG}rect" and each.get("stroke"):
            x, y, width, height = (2 * float(each.get(name) or 0) for name in ("x", "y", "width", "height"))
            found[tree[place + 1].text or ""] = shown.crop((int(x), int(y), int(x + width), int(y + height)))
    return found


def test_no_two_series_look_alike(tmp_path: Path) -> None:
    """Of twelve media, and of one and the period before: at the least a tenth of what their fills show differs."""
    before = chart(
        "b", ChartKind.BARS, "B", "B", "", MONTHS[:2], Series("a", (1, 2)), Series("antes", (2, 1), Role.BEFORE)
    )
    for drawing, many in ((CONTENTS, 12), (before, 2)):
        shown = swatches(tmp_path, drawing)
        assert len(shown) == many
        for one, other in itertools.combinations(shown, 2):
            differs = ImageStat.Stat(ImageChops.difference(shown[one], shown[other].resize(shown[one].size))).mean[0]
            assert differs > 25.5, (one, other)


def test_what_was_before_is_lighter(tmp_path: Path) -> None:
    """At half the ink of what is now."""
    shown = swatches(
        tmp_path,
        chart("b", ChartKind.BARS, "B", "B", "", ("a",), Series("hoy", (1,)), Series("antes", (2,), Role.BEFORE)),
    )
    now, before = (255 - ImageStat.Stat(shown[name]).mean[0] for name in ("hoy", "antes"))
    assert before < now / 2
