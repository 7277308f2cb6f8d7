"""A report as a page of HTML: to a file, or to standard output."""

from pathlib import Path

from campaigns.content.look import look
from campaigns.tenant import Tenant
from reports.document import Document
from reports.page import as_page
from verbs.answer import Answer
from verbs.call import Call


def paged_report(call: Call, tenant: Tenant, document: Document, out: Path | None) -> Answer | None:
    """Raises OSError where the shield cannot be read, or the file not be written."""
    page = as_page(document, look(tenant.municipality.brand, tenant.folder))
    if out is None:
        return Answer(None, raw=page)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page, encoding="utf-8", newline="")
    call.tell(f"Informe escrito en {out}")
    return None
