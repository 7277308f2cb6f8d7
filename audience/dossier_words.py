"""A dossier as its person reads it, in Spanish."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

PARTS: Mapping[str, str] = {
    "consents": "Consentimientos",
    "subscriptions": "Suscripciones",
    "suppressions": "Lo que no se le envía",
    "tasks": "Llamadas y visitas",
    "excluded": "Registro de Números Excluidos",
    "signups": "Suscripciones que pidió en la página",
    "changes": "Lo que una lista cambió, guardado para deshacerla",
    "messages": "Mensajes",
    "attempts": "Intentos de envío",
    "heard": "Lo que se supo de la persona",
    "answers": "Respuestas que se le dieron",
}
"""What is told in rows, in its order."""
FIELDS: Mapping[str, str] = {
    "account": "cuenta",
    "address": "dirección",
    "asked_at": "pedida",
    "at": "fecha",
    "basis": "base",
    "bounced_at": "devuelto",
    "campaign": "campaña",
    "channel": "medio",
    "class": "clase",
    "code": "código",
    "confirmed_at": "confirmada",
    "ended_at": "hasta",
    "evidence": "con qué se prueba",
    "given": "dado",
    "kind": "qué",
    "list": "lista",
    "message": "mensaje",
    "mode": "modo",
    "name": "nombre",
    "notice": "texto que leyó",
    "occurrence": "vez",
    "origin": "dirección de red",
    "outcome": "resultado",
    "purpose": "para qué",
    "reason": "motivo",
    "register": "registro",
    "sent_at": "enviado",
    "since": "desde",
    "source": "de dónde viene",
    "started_at": "empezó",
    "state": "estado",
    "text": "respuesta",
    "title": "qué era",
    "topic": "tema",
    "topics": "temas",
    "what": "cambio",
}
"""What the columns of these rows are called."""


def line(row: Mapping[str, object], zone: ZoneInfo) -> str:
    """One row, without what is empty in it."""
    return "; ".join(f"{FIELDS[name]}: {word(value, zone)}" for name, value in row.items() if value not in ("", None))


def word(value: object, zone: ZoneInfo) -> str:
    """One value; moments by the clock of `zone`."""
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "–" if value is None else str(value)
