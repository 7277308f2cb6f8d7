"""What is read first: the first page, the note beside it, and how the audit is verified."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from campaigns.tenant import Tenant
from handover.act import WITH_PEOPLE, WITHOUT_PEOPLE
from handover.chronicle import Record
from handover.published import Published
from handover.report_files import ReportFiles
from handover.reserved_room import ROOM as RESERVED
from handover.sheets import Sheets
from handover.shelf import Shelf
from handover.staff_files import ROOM as CONFIGURATION
from indicators.remarks import archive_remark
from reports.words import number_words

LACKING = "LO-QUE-FALTA.txt"
"""Where a package says what is not in it, though it should be; there where anything is."""
HOW_TO_VERIFY = """\
Cada fila de «cadena.jsonl» lleva la huella (SHA-256) de la anterior: si alguien cambia o quita una, se nota desde ahí.

La huella de una fila («hash») se calcula sobre un texto JSON, en UTF-8, con estas claves en este orden:
actor, at, detail, previous, subject, tenant, verb. Sin espacios después de comas y dos puntos, con las tildes como
letras, y dentro de «detail» las claves en orden alfabético. Los demás valores van como están en la fila.
«previous» es la huella de la fila anterior; en la primera son 64 ceros.

Con Python, sin nada más, desde esta carpeta:

import hashlib, json
previous = "0" * 64
for line in open("cadena.jsonl", encoding="utf-8"):
    row = json.loads(line)
    told = {{name: row[name] for name in ("actor", "at", "detail", "previous", "subject", "tenant", "verb")}}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert row["previous"] == previous and row["hash"] == hashlib.sha256(text.encode()).hexdigest(), row["id"]
    previous = row["hash"]
print(previous)

Lo que imprime tiene que ser la última huella:
{chain}
Anótela aparte: quien la tenga puede probar después que nada de lo anterior cambió. Lo que se hizo después de este
empalme sigue desde ella en la base de datos, y allá lo comprueba «pregonero doctor».
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
    pieces: int
    """Of the media that people operate."""
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
        "lacking": LACKING if LACKING in shelf.sums else "",
        "years": _years(contents.published),
        "pieces": _pieces(contents.pieces),
        "trials": archive_remark(contents.published.trials, alone=not contents.published.contents, simulated=False),
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


def _pieces(count: int) -> str:
    """«1.702 piezas»; empty where there are none."""
    return "" if not count else "1 pieza" if count == 1 else f"{number_words(count)} piezas"


def _ending(name: str) -> str:
    return name.rpartition(".")[2].upper()


def _link(href: str, words: str) -> dict[str, str]:
    return {"href": quote(href), "words": words}
