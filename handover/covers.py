"""What is read first: the first page, the note beside it, and how the audit is verified."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from campaigns.tenant import Tenant
from handover.act import WITH_PEOPLE, WITHOUT_PEOPLE
from handover.chronicle import Record
from handover.published import Published
from handover.report_files import ReportFiles
from handover.reserved_room import ROOM as RESERVED
from handover.sheets import Sheets
from handover.shelf import Shelf
from handover.staff_files import ROOM as CONFIGURATION

HOW_TO_VERIFY = """\
Cada fila de «cadena.jsonl» lleva la huella (SHA-256) de la anterior: si alguien cambia o quita una, se nota desde ahí.
La huella de una fila se calcula sobre un texto JSON con estas claves, en este orden y sin espacios:
actor, at, detail, previous, subject, tenant, verb. «at» va en UTC con seis decimales de segundo.
«pregonero doctor» lo comprueba en la base de datos de la que salió. La última huella es:
{chain}
Anótela aparte: quien la tenga puede probar después que nada de lo anterior cambió.
"""
READ_ME = """\
EMPALME DE COMUNICACIONES
{body}
Hecho el {made:%Y-%m-%d a las %H:%M}.

1. Abra «index.html» con cualquier navegador: desde ahí se llega a todo.
2. Lea y firmen el acta: «acta.pdf».
3. Compruebe que está completo: sha256sum -c SHA256SUMS
4. Para seguir trabajando con esta configuración:
   pregonero init CARPETA-NUEVA --from ESTA-CARPETA
   Todas las cuentas quedan en pruebas: cambie las claves y las personas, y pase a real una por una.
{people}
"""


@dataclass(frozen=True, slots=True)
class Contents:
    """What the first page tells of."""

    published: Published
    records: Sequence[Record]
    reports: ReportFiles
    reserved: bool
    chain: str
    """The last hash of the audit."""
    acts: int
    """Rows of the audit."""
    simulated: bool


def write_covers(tenant: Tenant, contents: Contents, shelf: Shelf, sheets: Sheets, now: datetime) -> None:
    """Write them; all that they lead to is on the shelf."""
    people = WITH_PEOPLE if contents.reserved else WITHOUT_PEOPLE
    made = now.astimezone(tenant.municipality.zone)
    shelf.put("auditoria/COMO-COMPROBARLA.txt", HOW_TO_VERIFY.format(chain=contents.chain).encode())
    shelf.put("LEAME.txt", READ_ME.format(body=tenant.municipality.body, made=made, people=people).encode())
    names = sorted(shelf.sums)
    values = {
        "simulated": contents.simulated,
        "acts": [_link(name, f"Acta de empalme ({_ending(name)})") for name in names if name.startswith("acta.")],
        "years": _years(contents.published),
        "reports": [
            {"words": each.name, "files": [_link(name, _ending(name)) for name in each.files.values()]}
            for each in contents.reports.written
        ],
        "lists": [
            {"words": record.table.title, "href": record.name, "count": len(record.rows)} for record in contents.records
        ],
        "acts_count": contents.acts,
        "files": [_link(name, name.partition("/")[2]) for name in names if name.startswith(f"{CONFIGURATION}/")],
        "people": people,
        "reserved": [_link(name, name) for name in names if name.startswith(f"{RESERVED}/")],
        "chain": contents.chain,
    }
    shelf.put("index.html", sheets.page("index.html", title="Empalme de comunicaciones", up="", values=values))


def _years(published: Published) -> list[dict[str, object]]:
    """The newest first, each with its campaigns."""
    return [
        {
            "year": year,
            "campaigns": [
                {"href": page.href, "words": page.title, "count": page.contents}
                for page in published.pages
                if page.year == year
            ],
        }
        for year in sorted({page.year for page in published.pages}, reverse=True)
    ]


def _ending(name: str) -> str:
    return name.rpartition(".")[2].upper()


def _link(href: str, words: str) -> dict[str, str]:
    return {"href": href, "words": words}
