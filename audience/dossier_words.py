"""A dossier as its person reads it, in Spanish."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from audience.subscriptions import OF_TOPIC
from audience.suppression import BOUNCED, COMPLAINED, DECLINED, GONE, OPTED_OUT
from campaigns.moment import Moment
from storage.states import DeliveryState, Mode, Outcome, WorkOrderState

PARTS: Mapping[str, str] = {
    "consents": "Consentimientos",
    "subscriptions": "Suscripciones",
    "suppressions": "Lo que no se le envía",
    "tasks": "Llamadas y visitas",
    "excluded": "Registro de Números Excluidos",
    "signups": "Suscripciones que pidió en la página",
    "changes": "Lo que una lista cambió, guardado para deshacerla",
    "submissions": "Lo que envió a la oficina",
    "messages": "Mensajes",
    "attempts": "Intentos de envío",
    "heard": "Lo que se supo de la persona",
    "answers": "Respuestas que se le dieron",
}
"""What is told in rows, in its order."""
FIELDS: Mapping[str, str] = {
    "account": "cuenta",
    "address": "dirección",
    "adult": "adulto responsable",
    "answer": "respuesta",
    "answered_at": "respondido",
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
    "edited": "como se preparó para publicar",
    "evidence": "con qué se prueba",
    "files": "fotos",
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
    "received_at": "recibido",
    "register": "registro",
    "said": "qué escribió",
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


_CLASSES = {
    "gestion": "lo que la administración cuenta de sí misma",
    "servicio": "trámites y servicios",
    "interna": "personal de la entidad",
    "emergencia": "emergencias",
}
_STATES: Mapping[str, str] = {
    DeliveryState.PENDING: "por enviar",
    DeliveryState.CLAIMED: "por enviar",
    DeliveryState.SENDING: "enviándose",
    DeliveryState.SENT: "enviado",
    DeliveryState.FAILED: "no se pudo enviar",
    DeliveryState.SKIPPED: "no se envió",
    DeliveryState.UNCERTAIN: "no se sabe si se envió",
    WorkOrderState.TO_DO: "por hacer",
    WorkOrderState.HANDED_OVER: "encargado",
    WorkOrderState.DONE: "hecho",
    WorkOrderState.NOT_DONE: "no se hizo",
    WorkOrderState.POSTPONED: "aplazado",
    WorkOrderState.COUNTED: "hecho",
    WorkOrderState.CANCELLED: "cancelado",
}
VALUES: Mapping[str, Mapping[str, str]] = {
    "basis": {"consentimiento": "su consentimiento", "funcion-legal": "una función que la ley le da a la entidad"},
    "class": _CLASSES,
    "mode": {Mode.REAL: "real", Mode.SANDBOX: "en pruebas, no le llegó a nadie", Mode.SIMULATED: "simulado"},
    "outcome": {
        Outcome.SENT: "enviado",
        Outcome.REJECTED: "rechazado",
        Outcome.UNAVAILABLE: "el servicio no respondía",
        Outcome.UNCERTAIN: "no se sabe",
    },
    "purpose": _CLASSES,
    "reason": {
        OPTED_OUT: "pidió no recibir más",
        GONE: "ahí ya no llega nada",
        BOUNCED: "los correos se devuelven",
        COMPLAINED: "dijo que un mensaje no era deseado",
        DECLINED: "no quiere publicidad por ese medio",
    },
    "state": _STATES,
}
"""By column, what the words in the rows mean; a word that is not here is told as it stands."""


def line(row: Mapping[str, object], zone: ZoneInfo) -> str:
    """One row, without what is empty in it."""
    return "; ".join(
        f"{FIELDS[name]}: {_meaning(name, value, zone)}" for name, value in row.items() if value not in ("", None, [])
    )


def word(value: object, zone: ZoneInfo) -> str:
    """One value; moments by the clock of `zone`: `28 de diciembre de 2026, 7:00 a. m.`."""
    if isinstance(value, datetime):
        return str(Moment(value.astimezone(zone)))
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "–" if value is None else str(value)


def _meaning(name: str, value: object, zone: ZoneInfo) -> str:
    if name == "files" and isinstance(value, list):
        return ", ".join(each["alt"] or each["name"] for each in value)
    if name == "edited" and isinstance(value, dict):
        return " / ".join(value[part] for part in ("title", "text", "signature") if value.get(part))
    if isinstance(value, str):
        if name == "purpose" and value.startswith(OF_TOPIC):
            return f"el tema {value.removeprefix(OF_TOPIC)}"
        return VALUES.get(name, {}).get(value, value)
    return word(value, zone)
