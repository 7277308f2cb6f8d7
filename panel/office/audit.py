"""Auditoría: who did what, when and to what; the file of it, and whether nobody has changed it since."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from starlette.responses import Response, StreamingResponse

from panel.entrance.roles import Right
from panel.office.asked import Asked, Page
from panel.office.audit_rows import COLUMNS, Sought, check_chain, read_cells, read_page
from panel.office.audit_words import PROGRAMS, VERBS, called, namesakes, who
from panel.office.sheets import Sheets, Way
from panel.office.typed import day_typed, number_typed
from reports.csv_file import csv_lines

WAY = Way("auditoria", "Auditoría", Right.AUDIT)


class AuditPages:
    """Serves them."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets
        self._alone = asyncio.Lock()

    @property
    def pages(self) -> list[Page]:
        """Of whoever may know what everybody did."""
        return [
            Page("auditoria", Right.AUDIT, self.audit),
            Page("auditoria/cadena", Right.AUDIT, self.chain),
            Page("auditoria/archivo", Right.AUDIT, self.file),
        ]

    async def audit(self, asked: Asked) -> Response:
        """A page of the rows."""
        sought, people = _sought(asked), asked.may(Right.PEOPLE)
        lines, more = await asked.read(partial(read_page, place=asked.place, sought=sought, people=people))
        alike = replace(sought, before=None)
        return self._sheets.page(
            "auditoria.html",
            asked,
            lines=lines,
            sought=sought,
            more=_query(replace(sought, before=lines[-1].number)) if more else "",
            alike=_query(alike),
            persons=_persons(asked, sought.person),
            verbs=[(each, called(each)) for each in dict.fromkeys((*VERBS, *filter(None, (sought.verb,))))],
        )

    async def chain(self, asked: Asked) -> Response:
        """Every row is looked at, once at a time."""
        async with self._alone:
            found = await asked.read(check_chain)
        return self._sheets.page("cadena.html", asked, found=found)

    async def file(self, asked: Asked) -> Response:
        """All rows that are sought, for a spreadsheet."""
        day = asked.now.astimezone(asked.tenant.municipality.zone)
        named = {"Content-Disposition": f'attachment; filename="auditoria-{day:%Y-%m-%d}.csv"'}
        return StreamingResponse(_lines(asked), media_type="text/csv; charset=utf-8", headers=named)


async def _lines(asked: Asked) -> AsyncIterator[str]:
    """However many there are, a thousand are in memory."""
    sought, people, first = replace(_sought(asked), before=None), asked.may(Right.PEOPLE), True
    while True:
        work = partial(read_cells, place=asked.place, sought=sought, people=people)
        cells, before = await asked.read(work)
        lines = csv_lines(COLUMNS, cells)
        # Its first line names the columns, once.
        head = next(lines)
        yield "".join([head] * first + [*lines])
        if before is None:
            return
        sought, first = replace(sought, before=before), False


def _sought(asked: Asked) -> Sought:
    return Sought(
        person=asked.query("quien"),
        verb=asked.query("que"),
        since=day_typed(asked.query("desde")),
        until=day_typed(asked.query("hasta")),
        before=number_typed(asked.query("antes")),
    )


def _query(sought: Sought) -> str:
    """The same search as an address says it; empty where nothing is asked."""
    told = {
        "quien": sought.person,
        "que": sought.verb,
        "desde": sought.since.isoformat() if sought.since else "",
        "hasta": sought.until.isoformat() if sought.until else "",
        "antes": str(sought.before or ""),
    }
    return urlencode({name: value for name, value in told.items() if value})


def _persons(asked: Asked, chosen: str) -> list[tuple[str, str]]:
    """Whom one may look for: those of the files, whoever is looked for now, and the program."""
    municipality = asked.tenant.municipality
    known = dict.fromkeys((*municipality.people, *municipality.contributors, *([chosen] if chosen else [])))
    named = sorted((who(asked.tenant, slug), slug) for slug in known if slug not in PROGRAMS)
    programs = [(slug, name) for slug, name in PROGRAMS.items() if namesakes(slug)[0] == slug]
    return [(slug, name) for name, slug in named] + programs
