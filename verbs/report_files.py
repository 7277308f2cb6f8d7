"""Reports in formats that only a program opens: written to a file, or passed on to another program."""

import sys
from pathlib import Path

from campaigns.content.look import look
from campaigns.tenant import Tenant
from reports.document import Document
from reports.pdf_file import as_pdf
from verbs.answer import Answer
from verbs.call import Call, WrongCall

PDF = "pdf"


def printed_report(call: Call, tenant: Tenant, document: Document, out: Path | None) -> Answer | None:
    """The report as PDF, to a file where one is named, else to standard output. Raises `CannotDraw`, `WrongCall`."""
    if out is None and sys.stdout.isatty():
        raise WrongCall(f"Un PDF no se lee en la terminal. Diga dónde guardarlo: --out {document.key}.pdf.")
    made = as_pdf(document, look(tenant.municipality.brand, tenant.folder))
    for remark in made.remarks:
        call.tell(remark)
    if out is None:
        return Answer(None, raw=made.data)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(made.data)
    call.tell(f"Informe escrito en {out}")
    return None
