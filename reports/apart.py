"""A report as a file, made in a process of its own: what draws it takes more memory than a daemon may have."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from pieces.apart import run_apart
from pieces.brand import Brand
from pieces.refusal import CannotDraw
from reports.chart import Chart
from reports.document import Document
from reports.written import written, written_chart

Form = Literal["html", "pdf", "xlsx"]
FORMS: tuple[Form, ...] = get_args(Form)


@dataclass(frozen=True, slots=True)
class Made:
    """A report in one format."""

    data: bytes
    """The same report in the same look gives the same bytes."""
    remarks: tuple[str, ...] = ()
    """In Spanish: letters that no font has, and what became of them."""


def made_apart(document: Document, brand: Brand, form: Form) -> Made:
    """The whole report in the municipality's look.

    Raises `CannotDraw`, in Spanish: a table that no sheet holds, a shield that nobody can read.
    """
    return _made({"form": form, "document": written(document), "brand": brand.to_json()})


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as SVG."""

    whole: str
    """As it stands in a report."""
    brief: str
    """Its lines alone, to stand in a list."""


def drawn_apart(charts: Sequence[Chart], brand: Brand) -> Mapping[str, Picture]:
    """Charts of lines by their keys. Raises `CannotDraw`."""
    asked = {"form": "pictures", "charts": [written_chart(each) for each in charts], "brand": brand.to_json()}
    found = json.loads(_made(asked).data)
    return {key: Picture(*each) for key, each in found.items()}


def _made(asked: Mapping[str, object]) -> Made:
    made = json.loads(run_apart("reports", json.dumps(asked), "los informes"))
    if made["refusal"]:
        raise CannotDraw(made["refusal"])
    return Made(base64.b64decode(made["data"]), tuple(made["remarks"]))
