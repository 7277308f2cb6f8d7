"""The persons among the recipients of a publication: pages and a file for whoever may see persons."""

from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urlencode

from sqlalchemy import Connection, Row, select
from starlette.responses import Response, StreamingResponse

from audience.addresses import BadAddress
from panel.entrance.roles import Right
from panel.office.asked import NOT_THERE, Asked, Page
from panel.office.causes import NAMES, TROUBLED, Cause, Group, causes
from panel.office.recipients import Attempt, Recipient, Wanted, attempts_of, find_recipients, recipient_of
from panel.office.sending import NUMBER
from panel.office.sheets import Sheets
from panel.office.spoken import in_buttons
from panel.office.went import Went, counts_of, went
from reports.csv_file import csv_lines, csv_part
from reports.table import Cell
from storage.audit import append
from storage.states import BOUNCED
from storage.tables import publication
from storage.written import SHOWN

COLUMNS = ("Dirección", "Qué pasó", "Por qué", "Cuándo")
AT_ONCE = 1_000
"""Lines of the file that are read at once."""
LONGEST = 320
"""Signs of an address that is looked for."""
OUTCOMES: Mapping[str, str] = {
    "sent": "Salió",
    "rejected": "La rechazaron",
    "unavailable": "No se pudo en ese momento",
    "uncertain": "No se supo",
}


class Seen(NamedTuple):
    """What a page of recipients shows."""

    line: Went
    counts: Mapping[Group, int]
    causes: Sequence[Cause]
    rows: Sequence[Recipient]
    more: str
    attempts: Sequence[Attempt]
    wrong: str
    """Why what was typed is no address; empty where it is one, or nothing was typed."""


class RecipientPages:
    """Serves them."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets

    @property
    def pages(self) -> list[Page]:
        """For whoever may see persons."""
        return [
            Page(f"{NUMBER}/destinatarios", Right.PEOPLE, self.recipients, writes=True),
            Page(f"{NUMBER}/sin-recibir.csv", Right.PEOPLE, self.file),
        ]

    async def recipients(self, asked: Asked) -> Response:
        """A page of a group; with a form, whoever has the address in it: no address of a page bears one of a person."""
        typed = asked.field("buscar")[:LONGEST]
        wanted = _wanted(asked)
        seen = await asked.read(partial(_seen, asked=asked, wanted=wanted, typed=typed))
        if seen is None:
            raise NOT_THERE
        chosen = {"grupo": wanted.group.value, **({"causa": ",".join(wanted.codes)} if wanted.codes else {})}
        return self._sheets.page(
            "destinatarios.html",
            asked,
            422 if seen.wrong else 200,
            seen=seen,
            wanted=wanted,
            typed=typed,
            names=NAMES,
            groups=Group,
            outcomes=OUTCOMES,
            more=urlencode({**chosen, "tras": seen.more}) if seen.more else "",
        )

    async def file(self, asked: Asked) -> Response:
        """Who did not get it and why, or may not have got it, as a spreadsheet opens it."""
        number = asked.request.path_params["number"]
        line = await asked.write(partial(_handed_out, asked=asked))
        if line is None:
            raise NOT_THERE
        named = {"Content-Disposition": f'attachment; filename="sin-recibir-{number}.csv"', "Cache-Control": "no-store"}
        return StreamingResponse(_lines(asked, number), media_type="text/csv; charset=utf-8", headers=named)


def _wanted(asked: Asked) -> Wanted:
    named = asked.query("grupo")
    group = Group(named) if named in {group.value for group in Group} else Group.FAILED
    codes = tuple(asked.query("causa", 2_000).split(",")) if asked.query("causa", 2_000) else ()
    return Wanted(group, codes if group in TROUBLED else (), asked.query("tras"))


def _row(connection: Connection, asked: Asked) -> Row[Any] | None:
    its = publication.c
    mine = (its.id == asked.request.path_params["number"], its.tenant == asked.place.tenant_id, SHOWN)
    row: Row[Any] | None = connection.execute(select(publication).where(*mine)).one_or_none()
    return row


def _seen(connection: Connection, asked: Asked, wanted: Wanted, typed: str) -> Seen | None:
    row = _row(connection, asked)
    if row is None:
        return None
    by_state = counts_of(connection, [row.id]).get(row.id, {})
    line, wrong = went(asked.tenant, row, by_state), ""
    found, more, tried = list[Recipient](), "", list[Attempt]()
    if typed:
        try:
            one = recipient_of(connection, row.id, asked.place.keyring.address_key, typed)
        except BadAddress as error:
            one, wrong = None, str(error)
        found = [one] if one is not None else []
        tried = attempts_of(connection, one.id) if one is not None else []
    else:
        found, more = find_recipients(connection, row.id, wanted)
    told = causes(connection, row.id, by_state)
    return Seen(line, group_counts(by_state), told, found, more, tried, wrong)


def group_counts(by_state: Mapping[str, int]) -> Mapping[Group, int]:
    """How many are in each group, by the counters of the states."""
    waiting = sum(by_state.get(state, 0) for state in ("pending", "claimed", "sending"))
    return {
        Group.FAILED: by_state.get("failed", 0),
        Group.BOUNCED: by_state.get(BOUNCED, 0),
        Group.UNCERTAIN: by_state.get("uncertain", 0),
        Group.SKIPPED: by_state.get("skipped", 0),
        Group.SENT: by_state.get("sent", 0),
        Group.PENDING: waiting,
    }


def _handed_out(connection: Connection, asked: Asked) -> Went | None:
    """Addresses leave the house: it stands in the audit who took them."""
    row = _row(connection, asked)
    if row is None:
        return None
    append(connection, asked.place.tenant_id, asked.actor, "export_unreached", f"publication/{row.id}", {}, asked.now)
    return went(asked.tenant, row, {})


async def _lines(asked: Asked, number: int) -> AsyncIterator[str]:
    """The file, a thousand lines at a time: however many there are, no more are in memory."""
    yield "".join(csv_lines(COLUMNS, ()))
    for group in TROUBLED:
        after = ""
        while True:
            wanted = Wanted(group, (), after)
            found = await asked.read(partial(find_recipients, publication=number, wanted=wanted, most=AT_ONCE))
            yield csv_part(_cells(asked, each) for each in found.rows)
            if not found.more:
                break
            after = found.more


def _cells(asked: Asked, each: Recipient) -> Sequence[Cell]:
    at = "" if each.at is None else each.at.astimezone(asked.tenant.municipality.zone).replace(tzinfo=None)
    return (each.address, NAMES[each.group], in_buttons(each.why), at)
