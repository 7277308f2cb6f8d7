"""A template as Meta tells it, held against what the account would send."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from channels.graph.answer import rows, text
from channels.graph.connection import Connection
from channels.whatsapp.options import WhatsAppOptions

APPROVED = "APPROVED"
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
STATES = {
    "PENDING": "Meta todavía la revisa",
    "IN_APPEAL": "Meta revisa el reclamo",
    "REJECTED": "Meta la rechazó",
    "PAUSED": "Meta la pausó porque muchas personas la reportaron",
    "DISABLED": "Meta la apagó",
    "LIMIT_EXCEEDED": "la cuenta llegó al número de plantillas",
    "PENDING_DELETION": "la están borrando",
    "DELETED": "fue borrada",
    "ARCHIVED": "está archivada",
}


class Template(NamedTuple):
    """One template in one language."""

    language: str
    status: str
    variables: tuple[str, ...]
    """Of its body, in their order: names, or numbers from 1."""
    others: bool
    """Its title or buttons have variables, which Pregonero does not fill."""


async def templates(connection: Connection, options: WhatsAppOptions) -> list[Template]:
    """Those of the configured name, one for each language. Raises `Failed`."""
    fields = "name,language,status,components"
    asked = {"name": options.template, "fields": fields, "limit": "100"}
    answer = await connection.get(f"{options.business}/message_templates", **asked)
    return [_template(each) for each in rows(answer) if text(each, "name") == options.template]


def wrong(found: Sequence[Template], options: WhatsAppOptions) -> str:
    """Why the account's messages would be refused, in Spanish; empty: they would not."""
    name = f"La plantilla «{options.template}»"
    if not found:
        return f"{name} no existe en la cuenta de WhatsApp"
    mine = next((each for each in found if each.language == options.language), None)
    if mine is None:
        there = ", ".join(sorted(each.language for each in found))
        return f"{name} no está en el idioma «{options.language}»: está en {there}"
    if mine.status != APPROVED:
        return f"{name} no está aprobada: {STATES.get(mine.status, mine.status)}"
    if mine.others:
        return f"{name} tiene variables en el título o en los botones, y Pregonero solo llena las del cuerpo"
    wanted = tuple(options.variables) or ("1",)
    if sorted(mine.variables) != sorted(wanted):
        has = ", ".join(f"{{{{{each}}}}}" for each in mine.variables) or "ninguna"
        return f"{name} tiene otras variables ({has}), y la cuenta llena {', '.join(wanted)}"
    return ""


def _template(found: Mapping[str, Any]) -> Template:
    parts = found.get("components")
    parts = [each for each in parts if isinstance(each, dict)] if isinstance(parts, list) else []
    body = "".join(text(each, "text") for each in parts if text(each, "type") == "BODY")
    rest = [each for each in parts if text(each, "type") != "BODY"]
    return Template(
        language=text(found, "language"),
        status=text(found, "status"),
        variables=tuple(dict.fromkeys(_VARIABLE.findall(body))),
        others=any(_VARIABLE.search(str(each)) for each in rest),
    )
