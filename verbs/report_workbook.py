"""A document as a workbook: always to a file, since no terminal shows one."""

from pathlib import Path

from campaigns.content.look import look
from campaigns.tenant import Tenant
from reports.document import Document
from verbs.answer import Answer
from verbs.call import Call, WrongCall

XLSX = "xlsx"


def kept_workbook(call: Call, tenant: Tenant, document: Document, out: Path | None) -> Answer | None:
    """Raises WrongCall where no file is named or a table fits on no sheet, OSError where it cannot be written."""
    if out is None:
        raise WrongCall(f"Un libro de Excel va a un archivo: agregue --out {document.key}.xlsx.")
    from reports.workbook import TooLarge, as_workbook  # noqa: PLC0415 - xlsxwriter loads only for a workbook

    try:
        made = as_workbook(document, look(tenant.municipality.brand, tenant.folder))
    except TooLarge as error:
        raise WrongCall(str(error)) from error
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(made)
    call.tell(f"Libro escrito en {out}")
    return None
