"""`python -m reports.showing`: a report and its shape come in, its file goes out. Only `reports.apart` speaks to it."""

import base64
import json
import pickle
import sys
from collections.abc import Callable, Mapping
from importlib import import_module

from pieces.brand import Brand
from pieces.refusal import CannotDraw
from reports.document import Document


def main() -> None:
    """Make the file of standard input and write it to standard output."""
    asked = json.load(sys.stdin)
    document, brand = pickle.loads(base64.b64decode(asked["report"]))  # noqa: S301 - bytes of our own other process
    try:
        data = SHAPES[asked["shape"]](document, brand)
    except CannotDraw as refusal:
        made = {"data": "", "refusal": str(refusal)}
    else:
        made = {"data": base64.b64encode(data).decode(), "refusal": ""}
    json.dump(made, sys.stdout)


def _page(document: Document, brand: Brand) -> bytes:
    try:
        made: str = import_module("reports.page").as_page(document, brand)
    except OSError as error:
        raise CannotDraw(f"No se pudo leer el escudo ({error}).") from error
    return made.encode()


def _workbook(document: Document, brand: Brand) -> bytes:
    module = import_module("reports.workbook")
    try:
        made: bytes = module.as_workbook(document, brand)
    except module.TooLarge as error:
        raise CannotDraw(str(error)) from error
    return made


SHAPES: Mapping[str, Callable[[Document, Brand], bytes]] = {"html": _page, "xlsx": _workbook}
"""What draws a shape loads only for it."""

if __name__ == "__main__":
    main()
