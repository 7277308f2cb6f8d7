"""A report as a page of HTML: to a file, or to standard output."""

from pathlib import Path

from campaigns.content.look import look
from campaigns.tenant import Tenant
from reports.apart import made_apart
from reports.document import Document
from verbs.answer import Answer
from verbs.call import Call


def paged_report(call: Call, tenant: Tenant, document: Document, out: Path | None) -> Answer | None:
    """Raises CannotDraw where the shield cannot be read, OSError where the file cannot be written."""
    page = made_apart(document, look(tenant.municipality.brand, tenant.folder), "html")
    if out is None:
        return Answer(None, raw=page.decode())
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(page)
    call.tell(f"Informe escrito en {out}")
    return None
