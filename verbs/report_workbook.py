"""A document as a workbook: always to a file, since no terminal shows one."""

from pathlib import Path

from campaigns.content.look import look
from campaigns.tenant import Tenant
from reports.apart import made_apart
from reports.document import Document
from verbs.answer import Answer
from verbs.call import Call, WrongCall

XLSX = "xlsx"


def kept_workbook(call: Call, tenant: Tenant, document: Document, out: Path | None) -> Answer | None:
    """Raises WrongCall where no file is named, CannotDraw where a table fits on no sheet, OSError."""
    if out is None:
        raise WrongCall(f"Un libro de Excel va a un archivo: agregue --out {document.key}.xlsx.")
    made = made_apart(document, look(tenant.municipality.brand, tenant.folder), "xlsx")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(made)
    call.tell(f"Libro escrito en {out}")
    return None
