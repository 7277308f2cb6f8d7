"""`python -m reports`: a document and a format come in, its file goes out; of charts, their pictures.

Only `reports.apart` speaks to it.
"""

import base64
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pieces.brand import Brand
from pieces.refusal import CannotDraw
from reports.document import Document
from reports.paper import on_paper
from reports.written import read, read_chart

Drawn = tuple[bytes, tuple[str, ...]]
"""A file, and what is to be said of it, in Spanish."""


def main() -> None:
    """Make the file that standard input asks for and write it to standard output."""
    asked = json.load(sys.stdin)
    try:
        brand = Brand.from_json(asked["brand"])
        data, remarks = _pictures(asked["charts"], brand) if "charts" in asked else _file(asked, brand)
    except CannotDraw as refusal:
        made = {"data": "", "remarks": [], "refusal": str(refusal)}
    else:
        made = {"data": base64.b64encode(data).decode(), "remarks": remarks, "refusal": ""}
    json.dump(made, sys.stdout)


def _file(asked: Mapping[str, Any], brand: Brand) -> Drawn:
    return FORMS[asked["form"]](read(asked["document"]), brand)


def _pictures(charts: Sequence[Mapping[str, Any]], brand: Brand) -> Drawn:
    drawn = import_module("reports.pictures.drawing").drawn
    sketched = import_module("reports.pictures.sketch").sketched
    found = {each.key: (drawn(each, brand), sketched(each, brand)) for each in map(read_chart, charts)}
    return json.dumps(found, ensure_ascii=False).encode(), ()


def _page(document: Document, brand: Brand) -> Drawn:
    try:
        page: str = import_module("reports.page").as_page(document, brand)
    except OSError as error:
        raise CannotDraw(f"No se pudo leer el escudo ({error}).") from error
    return page.encode(), ()


def _paper(document: Document, brand: Brand) -> Drawn:
    printing = import_module("reports.printing")
    with TemporaryDirectory(prefix="pregonero-") as folder:
        printed: Drawn = printing.Printer(Path(folder)).print(on_paper(document, brand))
        return printed


def _workbook(document: Document, brand: Brand) -> Drawn:
    module = import_module("reports.workbook")
    try:
        return module.as_workbook(document, brand), ()
    except module.TooLarge as error:
        raise CannotDraw(str(error)) from error


FORMS: Mapping[str, Callable[[Document, Brand], Drawn]] = {"html": _page, "pdf": _paper, "xlsx": _workbook}
"""What draws a format is loaded only for it."""

if __name__ == "__main__":
    main()
