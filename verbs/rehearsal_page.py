"""A rehearsal as a document to be shown to a committee: a page and a PDF beside its database."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from campaigns.content.look import look
from campaigns.tenant import Tenant
from indicators.remarks import SIMULATED
from indicators.report import Report
from reports.apart import Form, made_apart
from reports.document import Document, Section
from verbs.call import Call

NAME = "ensayo"
SHAPES: tuple[Form, ...] = ("html", "pdf")
TITLE = "Ensayo del plan de comunicaciones"


def rehearsal_document(report: Report, sections: Sequence[Section], assumed: Sequence[str], now: datetime) -> Document:
    """All that a rehearsal foretells, and last what it supposes. `now`: when it is made, aware. Pure."""
    tenant = report.tenant
    return Document(
        key=NAME,
        body=tenant.municipality.body,
        title=TITLE,
        plan=tenant.plan.title,
        period=report.period.name,
        compared_with="",
        made_at=now.astimezone(tenant.municipality.zone),
        warnings=(SIMULATED,),
        sections=(*sections, Section("supuestos", "Lo que supone este ensayo", tuple(assumed))),
    )


def keep_page(call: Call, tenant: Tenant, document: Document, folder: Path) -> None:
    """Write it as `ensayo.html` and `ensayo.pdf`. Raises CannotDraw, OSError."""
    seen = look(tenant.municipality.brand, tenant.folder)
    for form in SHAPES:
        made = made_apart(document, seen, form)
        for remark in made.remarks:
            call.tell(remark)
        (folder / f"{NAME}.{form}").write_bytes(made.data)
