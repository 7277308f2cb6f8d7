"""A report in a format: made beside the page that asks for it, read in the browser or put on a disk."""

import asyncio
import json
import re
import zlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple, get_args

from starlette.responses import FileResponse, Response

from campaigns.content.look import look
from indicators.periods import Period
from panel.entrance.roles import Right
from panel.office.asked import NOT_THERE, Asked, Page
from panel.office.background import Background
from panel.office.figures import Counted, Figures
from panel.office.indicators import period_asked
from panel.office.sheets import Sheets
from panel.office.shelf import Shelf, mark_of
from reports.apart import Form, made_apart
from reports.csv_file import as_csv

READ = "leer"
"""What the address says of a report that is read in the browser."""


class FileForm(NamedTuple):
    """A format."""

    name: str
    """As people say it."""
    mime: str


FORMS: Mapping[str, FileForm] = {
    "pdf": FileForm("PDF", "application/pdf"),
    "xlsx": FileForm("libro de Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": FileForm("tablas en CSV", "text/csv; charset=utf-8"),
    "json": FileForm("datos en JSON", "application/json"),
    "html": FileForm("página", "text/html; charset=utf-8"),
}
_STYLE = re.compile(rb"style-src '(sha256-[A-Za-z0-9+/=]+)'")


class ReportFilePages:
    """Serves them."""

    def __init__(self, sheets: Sheets, figures: Figures) -> None:
        """Both stay the caller's."""
        self._sheets, self._figures = sheets, figures
        self.making = Background[bool](200, patience=0.04)

    @property
    def pages(self) -> list[Page]:
        """One for all formats."""
        return [Page("informes/{period}/{form}", Right.SEE, self.file)]

    async def file(self, asked: Asked) -> Response:
        """The file; while it is being made, a page that says so and asks again."""
        form = asked.request.path_params["form"]
        ends = "html" if form == READ else form
        if ends not in FORMS:
            raise NOT_THERE
        period = period_asked(asked, asked.request.path_params["period"])
        shelf, mark = Shelf(asked.place.folder, asked.tenant.slug), asked.query("de")
        path = await asyncio.to_thread(shelf.find, mark, ends)
        if path is None:
            mark = await self._begin(asked, period, ends, shelf)
            path = await asyncio.to_thread(shelf.find, mark, ends)
        if path is not None and not asked.query("ver"):
            name = f"informe-{asked.tenant.slug}-{period.key}.{ends}"
            return await _handed(path, name, ends, read=form == READ)
        address = f"{asked.url(f'informes/{period.key}/{form}')}?de={mark}"
        values = {
            "period": period,
            "form": FORMS[ends],
            "way": address,
            "there": path is not None,
            "reads": form == READ,
        }
        return self._sheets.page("informe_haciendo.html", asked, 200 if path is not None else 202, **values)

    async def _begin(self, asked: Asked, period: Period, form: str, shelf: Shelf) -> str:
        """The mark of the report as it stands, which is being made; empty while its figures are being counted."""
        seen = await self._figures.look(asked, period)
        if seen.made is None or seen.busy:
            return ""
        brand = json.dumps(look(asked.tenant.municipality.brand, asked.tenant.folder).to_json()).encode()
        mark = mark_of(form.encode(), brand, zlib.decompress(seen.made.packed))
        make = partial(_make, asked, seen.made, form, shelf, mark)
        await self.making.look((asked.tenant.slug, mark), mark, asked.now, make)
        return mark


async def _make(asked: Asked, counted: Counted, form: str, shelf: Shelf, mark: str) -> bool:
    await asyncio.to_thread(shelf.put, mark, form, partial(_made, asked, counted, form))
    return True


def _made(asked: Asked, counted: Counted, form: str) -> bytes:
    shown, tenant = counted.shown(asked.tenant), asked.tenant
    if form == "json":
        return (json.dumps(shown.data, ensure_ascii=False, indent=2) + "\n").encode()
    if form == "csv":
        return as_csv(shown.document.tables).encode()
    drawn: Form = next(each for each in get_args(Form) if each == form)
    return made_apart(shown.document, look(tenant.municipality.brand, tenant.folder), drawn).data


async def _handed(path: Path, name: str, form: str, *, read: bool) -> Response:
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
    if read:
        # A page of ours that needs nothing else: its own style alone, and no form, no script, no frame.
        style = _STYLE.search((await asyncio.to_thread(path.read_bytes))[:2_000])
        styled = f"'{style.group(1).decode()}'" if style is not None else "'none'"
        headers["Content-Security-Policy"] = (
            f"sandbox allow-popups; default-src 'none'; style-src {styled}; img-src data:; base-uri 'none'; "
            "form-action 'none'; frame-ancestors 'none'"
        )
    kind = "inline" if read else "attachment"
    return FileResponse(
        path, media_type=FORMS[form].mime, filename=name, headers=headers, content_disposition_type=kind
    )
