"""A report as PDF/UA-1, printed in a process of its own: what prints it takes more memory than a daemon may have."""

import base64
import json
from dataclasses import dataclass

from pieces.apart import run_apart
from pieces.brand import Brand
from pieces.refusal import CannotDraw
from reports.document import Document
from reports.paper import on_paper


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """A report on paper."""

    data: bytes
    """The same report in the same look gives the same bytes."""
    remarks: tuple[str, ...] = ()
    """In Spanish: letters that no font has, and what became of them."""


def as_pdf(document: Document, brand: Brand) -> PrintedReport:
    """The whole report in the municipality's look. Raises `CannotDraw`."""
    written = json.dumps(on_paper(document, brand))
    made = json.loads(run_apart("reports", written, "los informes"))
    if made["refusal"]:
        raise CannotDraw(made["refusal"])
    return PrintedReport(base64.b64decode(made["data"]), tuple(made["remarks"]))
