"""The package: everything that one administration leaves to the next, of one moment, written whole or not at all."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, select

from campaigns.tenant import Tenant
from handover.act import Handed, act
from handover.chronicle import Record, chain, records
from handover.covers import LACKING, Contents, write_covers
from handover.pieces import write_pieces
from handover.published import Published, write_published
from handover.report_files import ReportFiles, files_of, write_reports
from handover.reserved import Safe
from handover.reserved_room import Evidence, read_evidence, write_reserved
from handover.sheets import Sheets
from handover.shelf import Shelf
from handover.staff_files import ROOM as CONFIGURATION
from handover.staff_files import staff_files
from storage.audit import last_hash
from storage.files import file_path
from storage.tables import audit, tenant


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked."""

    tenant: Tenant
    number: int
    var: Path
    """`var/`, with keys and kept files."""
    files: Path
    """`var/archivos`."""
    password: str | None
    """None: nothing of people goes along."""
    now: datetime


@dataclass(frozen=True, slots=True)
class Made:
    """What was written."""

    handed: Handed
    remarks: tuple[str, ...]
    """In Spanish: what is lacking, and why."""


def shared_database(connection: Connection) -> bool:
    """Whether other municipalities live in it: a copy of all of it is not this one's to give away."""
    return int(connection.execute(select(func.count()).select_from(tenant)).scalar_one()) > 1


def pack(connection: Connection, order: Order, shelf: Shelf, tell: Callable[[str], None]) -> Made:
    """Fill the shelf with all that the connection sees. `tell`: what is being done, for whoever waits.

    Raises OSError, `WrongPassword` where the password is too short.
    """
    safe = Safe()
    key = None if order.password is None else safe.key(order.password)
    sheets, its = Sheets(order.tenant, order.now), order.tenant
    for name, path in staff_files(its.folder):
        shelf.copy(f"{CONFIGURATION}/{name}", path)
    tell("Lo publicado…")
    published = write_published(connection, its, order.number, order.files, shelf, sheets)
    found = records(connection, its, order.number)
    for record in found:
        shelf.tables(record.name, [record.table], record.rows)
    with shelf.open("auditoria/cadena.jsonl") as stream:
        stream.writelines(chain(connection))
    tell("Las piezas…")
    pieces = write_pieces(connection, its, order.number, shelf, sheets)
    tell("Los informes…")
    reports = write_reports(connection, its, order.number, order.now, shelf)
    evidence = read_evidence(connection, order.number)
    if key is not None:
        tell("La copia cifrada…")
        write_reserved(connection, safe, key, order.var, order.files, shelf, evidence, order.now)
    lacking = (*_lost(order, published, evidence), *pieces.remarks, *reports.remarks)
    if lacking:
        shelf.put(LACKING, "".join(f"{line}\n" for line in lacking).encode())
    counts = _counts(order, published, found, len(pieces.printed), reports, len(evidence))
    counts |= {f"archivos, piezas o informes que faltan ({LACKING})": len(lacking)} if lacking else {}
    end, acts = last_hash(connection), select(func.count()).select_from(audit)
    handed = Handed(counts, key is not None, end)
    tasks = next(record for record in found if record.table.key == "tareas")
    for ending, data in files_of(act(its, reports.whole, handed, tasks, order.now), its).items():
        shelf.put(f"acta.{ending}", data)
    rows = int(connection.execute(acts).scalar_one())
    contents = Contents(
        published, len(pieces.printed), found, reports, handed.reserved, end, rows, reports.whole.simulated
    )
    write_covers(its, contents, shelf, sheets, order.now)
    return Made(handed, lacking)


def _lost(order: Order, published: Published, evidence: Sequence[Evidence]) -> Iterator[str]:
    """What the disk no more has."""
    for name in published.lost.values():
        yield f"No se encontró el archivo «{name}» de un contenido publicado."
    for each in evidence:
        if not file_path(order.files, each.sha256).is_file():
            yield f"No se encontró la evidencia «{each.name}» de la {each.folder.replace('-', ' ')}."


def _counts(
    order: Order, published: Published, found: Sequence[Record], pieces: int, reports: ReportFiles, evidence: int
) -> dict[str, int]:
    kept = {record.table.key: len(record.rows) for record in found}
    return {
        "contenidos publicados": published.contents,
        "archivos de esos contenidos": published.media,
        "piezas para los medios que operan personas": pieces,
        "aprobaciones": kept["aprobaciones"],
        "tareas y deberes": kept["tareas"],
        "cifras": kept["cifras"],
        "informes": len(reports.written),
        "evidencias, cifradas" if order.password is not None else "evidencias, que no van": evidence,
        "archivos de configuración": sum(1 for _ in staff_files(order.tenant.folder)),
    }
