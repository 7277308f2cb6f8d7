"""A dossier as it is handed over: in JSON for a program, or in Spanish to be read."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from audience.dossier import Document
from audience.dossier_words import PARTS, line


def plain(document: Document) -> Document:
    """Moments as JSON has them: `2027-01-04T13:00:00Z`."""
    found: Document = json.loads(json.dumps(document, default=_instant))
    return found


def as_json(document: Document) -> str:
    """Indented, with a line's end."""
    return json.dumps(plain(document), ensure_ascii=False, indent=2) + "\n"


def lines(document: Mapping[str, Any], zone: ZoneInfo) -> Iterator[str]:
    """To be read, in the order in which a person is told."""
    if document["created_at"] is None:
        yield "Ninguna lista tiene esta dirección; esto es lo que se guarda de ella."
    else:
        yield from _lines_of_person(document, zone)
    for part, title in PARTS.items():
        rows = document[part]
        yield f"\n{title}: {len(rows) or 'ninguno'}"
        for row in rows:
            yield f"  - {line(row, zone)}"
    yield "\nLos votos en encuestas son anónimos: no se sabe cuál es de quién."


def _lines_of_person(document: Mapping[str, Any], zone: ZoneInfo) -> Iterator[str]:
    yield f"Nombre: {document['name'] or '(sin nombre)'}"
    yield f"Idioma: {document['language']}"
    came = document["created_at"].astimezone(zone)
    yield f"Llegó el {came:%Y-%m-%d %H:%M %Z}" + (f" en la lista «{document['list']}»" if document["list"] else "")
    for each in document["addresses"]:
        yield f"Dirección ({each['kind']}): {each['address']}"
    for name, values in document["attributes"].items():
        yield f"{name}: {', '.join(values)}"


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
