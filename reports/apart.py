"""A report as a page or a workbook, made in a process of its own: what draws it stays loaded where it was used."""

import base64
import json
import pickle
from typing import Literal

from pieces.apart import run_apart
from pieces.brand import Brand
from pieces.refusal import CannotDraw
from reports.document import Document

Shape = Literal["html", "xlsx"]


def made_apart(document: Document, brand: Brand, shape: Shape) -> bytes:
    """The file, the same bytes as where it is made here.

    Raises `CannotDraw`, in Spanish: a table that no sheet holds, a shield that nobody can read.
    """
    carried = base64.b64encode(pickle.dumps((document, brand), pickle.HIGHEST_PROTOCOL)).decode()
    made = json.loads(run_apart("reports.showing", json.dumps({"shape": shape, "report": carried}), "los informes"))
    if made["refusal"]:
        raise CannotDraw(made["refusal"])
    return base64.b64decode(made["data"])
