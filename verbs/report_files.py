"""Reports in formats that are files: what may be asked for, and how each is written."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from campaigns.content.look import look
from campaigns.tenant import Tenant
from reports.apart import Form, made_apart
from reports.document import Document
from verbs.answer import Answer
from verbs.call import Call, WrongCall


class Taken(NamedTuple):
    """Where a format goes that no file is named for."""

    by_programs: bool
    """On standard output, as long as that is no terminal."""
    by_people: bool
    """On a terminal too: it is text."""
    otherwise: str
    """In Spanish, where it goes neither way; `{}` is a name for its file."""


PDF: Form = "pdf"
XLSX: Form = "xlsx"
FILES: Mapping[Form, Taken] = {
    "html": Taken(by_programs=True, by_people=True, otherwise=""),
    PDF: Taken(
        by_programs=True,
        by_people=False,
        otherwise="Un PDF no se lee en la terminal. Diga dónde guardarlo: --out {}.",
    ),
    XLSX: Taken(by_programs=False, by_people=False, otherwise="Un libro de Excel va a un archivo: agregue --out {}."),
}


NAMED = {f".{form}": form for form in (*FILES, "csv", "json")}
"""Endings of names that say what a file is."""


def form_of(form: str, out: Path | None) -> str:
    """A table in a file that is called a PDF would open in no program: the name says what it is to be."""
    return NAMED.get(out.suffix.casefold(), form) if form == "table" and out is not None else form


def file_form(form: str) -> Form | None:
    """The format of a file; None for what is written as text and tables."""
    return next((each for each in FILES if each == form), None)


def written_file(call: Call, tenant: Tenant, document: Document, form: Form, out: Path | None) -> Answer | None:
    """The document in a format, to a file where one is named, else to standard output.

    Raises `WrongCall` where it is not read there, `CannotDraw`, and OSError where the file cannot be written.
    """
    taken = FILES[form]
    if out is None and not (taken.by_people if sys.stdout.isatty() else taken.by_programs):
        raise WrongCall(taken.otherwise.format(f"{document.key}.{form}"))
    made = made_apart(document, look(tenant.municipality.brand, tenant.folder), form)
    for remark in made.remarks:
        call.tell(remark)
    if out is None:
        return Answer(None, raw=made.data)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(made.data)
    call.tell(f"{'Libro' if form == XLSX else 'Informe'} escrito en {out}")
    return None
