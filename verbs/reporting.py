"""`report`: what came of it, and the rows behind a figure."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from sqlalchemy import Connection

from campaigns.tenant import Tenant
from indicators.closing import closed_report, read_report
from indicators.lookup import UnknownKey
from indicators.outcomes import rehearsed
from indicators.periods import BadPeriod, Period, parse_period, period_of
from indicators.remarks import closed_words, heading, remark
from indicators.why import why as rows_behind
from pieces.refusal import CannotDraw
from reports.csv_file import as_csv
from reports.table import Table
from reports.terminal import as_text
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call, WrongCall
from verbs.place import moment, rows_of
from verbs.report_files import file_form, form_of, written_file

WRONG: tuple[type[Exception], ...] = (BadPeriod, UnknownKey)
FAILED: tuple[type[Exception], ...] = (CannotDraw, StorageError, OSError)


def report(call: Call, period: str | None, form: str, out: Path | None, why: str | None) -> Answer | None:
    """The report of a period; with `why`, the rows behind one of its figures."""
    form = "json" if call.json else form_of(form, out)
    of_file = file_form(form)
    if why is not None and of_file is not None:
        raise WrongCall("--why muestra filas sueltas, no un informe: use --format table, json o csv.")
    with rows_of(call) as (connection, tenant, number):
        stretch = _period(connection, tenant, period)
        if why is not None:
            closed = closed_report(connection, tenant, number, stretch)
            tables = rows_behind(connection, tenant, number, why, stretch, moment(connection), closed)
            beside = rehearsed(connection, number, stretch.since, stretch.until)
            lines = [_left_out(call, form, beside)] if closed is None else [closed_words(closed)]
            return _written(call, form, out, lambda: _rows(tables), tables, lines)
        reading = read_report(connection, tenant, number, stretch, moment(connection))
    made, document = reading.report, reading.shown.document
    left_out = _left_out(call, form, made.findings.rehearsed)
    if of_file is not None:
        return written_file(call, made.tenant, document, of_file, out)
    lines = [heading(made, document.body), left_out, *document.sections[0].paragraphs]
    return _written(call, form, out, lambda: reading.shown.data, document.tables, lines)


def _left_out(call: Call, form: str, rehearsed: int) -> str:
    """What is not counted: above the tables, and on standard error where another program reads them."""
    told = remark(rehearsed)
    if told and form != "table":
        call.tell(told)
    return told


def _period(connection: Connection, tenant: Tenant, text: str | None) -> Period:
    zone = tenant.municipality.zone
    if text is not None:
        return parse_period(text, zone)
    return period_of("mes", moment(connection).astimezone(zone).date(), zone)


def _written(
    call: Call,
    form: str,
    out: Path | None,
    document: Callable[[], object],
    tables: Iterable[Table],
    lines: list[str],
) -> Answer | None:
    """To a file where one is named, else to standard output."""
    lines = [line for line in lines if line]
    if out is None and form != "csv":
        return Answer(document(), [*lines, *tables], as_json=form == "json")
    if out is None:
        return Answer(None, [], raw=as_csv(tables))
    if call.json:
        raise WrongCall("--json escribe en la salida; con --out use --format json.")
    texts = {
        "json": lambda: json.dumps(document(), ensure_ascii=False, indent=2) + "\n",
        "csv": lambda: as_csv(tables),
        "table": lambda: "\n".join([*lines, as_text(tables)]),
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(texts[form](), encoding="utf-8", newline="")
    call.tell(f"Informe escrito en {out}")
    return None


def _rows(tables: Iterable[Table]) -> list[dict[str, object]]:
    return [
        {
            "indicator": table.key,
            "title": table.title,
            "rows": [dict(zip(table.columns, map(_plain, row), strict=True)) for row in table.rows],
        }
        for table in tables
    ]


def _plain(cell: object) -> object:
    return cell if isinstance(cell, str | int | float) or cell is None else str(cell)
