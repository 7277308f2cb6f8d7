"""`archive`: all that was published, as it was, for whoever asks the municipality for it."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain
from pathlib import Path

import click

from campaigns.tenant import Tenant
from indicators.archive import ArchivedContent, Sought, archived, trials
from indicators.lookup import UnknownKey, find_action
from indicators.outcomes import counted_modes
from indicators.remarks import archive_remark
from reports.csv_file import csv_lines
from reports.document import Document, Section
from reports.table import Cell, Table
from storage.errors import StorageError
from storage.states import Mode
from verbs.answer import Answer
from verbs.archive_words import SHORT, WHOLE, document, short_cells, whole_cells
from verbs.call import Call, WrongCall
from verbs.place import moment, rows_of
from verbs.report_files import XLSX, written_file
from verbs.words import how_many

WRONG: tuple[type[Exception], ...] = (UnknownKey,)
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)
TITLE = "Lo que se publicó"


def archive(
    call: Call,
    words: tuple[str, ...],
    since: date | None,
    until: date | None,
    campaign: str | None,
    channel: str | None,
    action: str | None,
    medium: str | None,
    form: str,
    out: Path | None,
) -> Answer | None:
    """Each published content that fits, the oldest first."""
    if call.json and out is not None:
        raise WrongCall("--json escribe en la salida; con --out use --format json.")
    if form == "table" and out is not None:
        raise WrongCall("La tabla se lee en la terminal; con --out use --format csv, json o xlsx.")
    if since is not None and until is not None and until < since:
        raise WrongCall(f"El último día, {until}, es anterior al primero, {since}.")
    with rows_of(call) as (connection, tenant, number):
        zone = tenant.municipality.zone
        sought = Sought(
            words=words,
            since=datetime.combine(since, time(), zone) if since is not None else None,
            until=datetime.combine(until + timedelta(days=1), time(), zone) if until is not None else None,
            campaign=campaign,
            account=channel,
            action=action,
            medium=medium,
        )
        found = archived(connection, number, sought)
        first = next(found, None)
        beside = trials(connection, number, sought)
        if first is None and not beside:
            _refuse_unknown(tenant, sought)
        contents = chain([first], found) if first is not None else iter(())
        simulated = Mode.SIMULATED.value in counted_modes(connection)
        remark = archive_remark(beside, alone=first is None, simulated=simulated)
        return _told(call, tenant, contents, "json" if call.json else form, out, moment(connection), remark)


def _refuse_unknown(tenant: Tenant, sought: Sought) -> None:
    """Nothing was found: it may be that what was typed is none. Raises WrongCall, UnknownKey."""
    if sought.campaign is not None and sought.campaign not in tenant.campaigns:
        raise WrongCall(f"No hay ninguna campaña «{sought.campaign}». Hay: {', '.join(tenant.campaigns)}.")
    if sought.account is not None and sought.account not in tenant.accounts:
        raise WrongCall(f"No hay ningún canal «{sought.account}». Hay: {', '.join(tenant.accounts)}.")
    if sought.action is not None:
        find_action(tenant, sought.action)


def _told(
    call: Call,
    tenant: Tenant,
    contents: Iterator[ArchivedContent],
    form: str,
    out: Path | None,
    now: datetime,
    remark: str,
) -> Answer | None:
    municipality = tenant.municipality
    if form == "table":
        shown = tuple(short_cells(each, municipality) for each in contents)
        table = Table("archivo", how_many(len(shown), "contenido", "contenidos"), SHORT, shown)
        return Answer(None, [*([remark] if remark else []), table])
    if remark:
        # Where another program reads the answer, it is said beside.
        call.tell(remark)
    if form == XLSX:
        rows = tuple(whole_cells(each, municipality) for each in contents)
        return written_file(call, tenant, _document(tenant, rows, now, remark), XLSX, out)
    # Row by row: a decade is told in the memory of one page of it.
    if form == "json":
        parts = _json(document(each, municipality) for each in contents)
    else:
        parts = csv_lines(WHOLE, (whole_cells(each, municipality) for each in contents))
    if out is None:
        for part in parts:
            click.echo(part, nl=False)
        return None
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8", newline="") as kept:
        kept.writelines(parts)
    call.tell(f"Archivo escrito en {out}")
    return None


def _json(documents: Iterable[dict[str, object]]) -> Iterator[str]:
    """An array, a content at a time."""
    before = "[\n"
    for each in documents:
        yield before + json.dumps(each, ensure_ascii=False, indent=2)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _document(tenant: Tenant, rows: tuple[tuple[Cell, ...], ...], now: datetime, remark: str) -> Document:
    """What the workbook is made of."""
    table = Table("archivo", TITLE, WHOLE, rows)
    return Document(
        key=f"archivo-{tenant.slug}",
        body=tenant.municipality.body,
        title=TITLE,
        plan=tenant.plan.title,
        period=how_many(len(rows), "contenido", "contenidos"),
        compared_with="",
        made_at=now.astimezone(tenant.municipality.zone),
        warnings=(remark,) if remark else (),
        sections=(Section("archivo", TITLE, exhibits=(table,)),),
    )
