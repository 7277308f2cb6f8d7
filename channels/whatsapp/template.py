"""A template as Meta tells it, held against what the account would send."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from channels.graph.answer import rows, text
from channels.graph.connection import Connection
from channels.whatsapp.options import LONGEST, WhatsAppOptions

APPROVED = "APPROVED"
HEADERS = {
    "IMAGE": "una imagen en el título",
    "VIDEO": "un video en el título",
    "DOCUMENT": "un documento en el título",
    "LOCATION": "una ubicación en el título",
}
PLAIN_BUTTONS = ("QUICK_REPLY", "URL", "PHONE_NUMBER")
"""Of every other kind of button Meta asks for data with each message (132012)."""
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
    asks: str
    """What else of it has to be filled with each message, in Spanish, which Pregonero does not do; empty: nothing."""
    fixed: int
    """Characters of its body without the variables."""

    @property
    def room(self) -> int:
        """Characters that are left for what fills its variables."""
        return LONGEST - self.fixed


async def templates(connection: Connection, options: WhatsAppOptions) -> list[Template]:
    """Those of the configured name, one for each language. Raises `Failed`."""
    fields = "name,language,status,components"
    asked = {"name": options.template, "fields": fields, "limit": "100"}
    answer = await connection.get(f"{options.business}/message_templates", **asked)
    return [_template(each) for each in rows(answer) if text(each, "name") == options.template]


def in_language(found: Sequence[Template], options: WhatsAppOptions) -> Template | None:
    """The one that the account's messages are made of."""
    return next((each for each in found if each.language == options.language), None)


def wrong(found: Sequence[Template], options: WhatsAppOptions) -> str:
    """Why the account's messages would be refused, in Spanish; empty: they would not."""
    name = f"La plantilla «{options.template}»"
    if not found:
        return f"{name} no existe en la cuenta de WhatsApp"
    mine = in_language(found, options)
    if mine is None:
        there = ", ".join(sorted(each.language for each in found))
        return f"{name} no está en el idioma «{options.language}»: está en {there}"
    if mine.status != APPROVED:
        return f"{name} no está aprobada: {STATES.get(mine.status, mine.status)}"
    if mine.asks:
        return f"{name} pide con cada mensaje {mine.asks}, y Pregonero solo llena las variables del cuerpo: quíteselo"
    wanted = tuple(options.variables) or ("1",)
    if sorted(mine.variables) != sorted(wanted):
        has = ", ".join(f"{{{{{each}}}}}" for each in mine.variables) or "ninguna"
        return f"{name} tiene otras variables ({has}), y la cuenta llena {', '.join(wanted)}"
    return ""


def _template(found: Mapping[str, Any]) -> Template:
    parts = found.get("components")
    parts = [each for each in parts if isinstance(each, dict)] if isinstance(parts, list) else []
    body = "".join(text(each, "text") for each in parts if text(each, "type") == "BODY")
    return Template(
        language=text(found, "language"),
        status=text(found, "status"),
        variables=tuple(dict.fromkeys(_VARIABLE.findall(body))),
        asks=next((asked for each in parts if (asked := _asked(each))), ""),
        fixed=len(_VARIABLE.sub("", body)),
    )


def _asked(part: Mapping[str, Any]) -> str:
    """What a part of a template wants besides the body's variables."""
    match text(part, "type"):
        case "BODY" | "FOOTER":
            return ""
        case "HEADER" if text(part, "format") in HEADERS:
            return HEADERS[text(part, "format")]
        case "HEADER":
            return "una variable en el título" if _VARIABLE.search(text(part, "text")) else ""
        case "BUTTONS":
            buttons = part.get("buttons")
            found = [each for each in buttons if isinstance(each, dict)] if isinstance(buttons, list) else []
            return next((asked for each in found if (asked := _asked_by(each))), "")
        case other:
            return f"lo de su parte «{other}»"


def _asked_by(button: Mapping[str, Any]) -> str:
    kind = text(button, "type")
    if kind not in PLAIN_BUTTONS:
        return f"el dato de un botón «{kind}»"
    return "una variable en la dirección de un botón" if _VARIABLE.search(text(button, "url")) else ""
