"""A WhatsApp account looked over: its token, its number, the day's tier, and its template."""

import re
from collections.abc import Sequence
from datetime import datetime

from channels.capabilities import Finding, Intake, Standing
from channels.graph.answer import text
from channels.graph.connection import Connection
from channels.graph.examination import look, token_findings, unseen, usage_findings
from channels.graph.failure import Failure
from channels.whatsapp.errors import ERRORS
from channels.whatsapp.options import UNLIMITED, WhatsAppOptions
from channels.whatsapp.template import in_language, templates, wrong

SERVICE = "WhatsApp"
NEEDED = ("whatsapp_business_messaging", "whatsapp_business_management")
KINDS = ("SYSTEM_USER", "USER")
TIERS = ("whatsapp_business_manager_messaging_limit", "messaging_limit_tier")
"""Where Meta tells the tier: of the whole portfolio, and, in older versions, of the number."""
_TIER = re.compile(r"TIER_(?:(?P<figure>\d+)(?P<thousands>K?)|UNLIMITED)")


async def examined(
    connection: Connection, options: WhatsAppOptions, now: datetime, hook_url: str = ""
) -> Sequence[Finding]:
    """Everything, whatever fails; nothing is changed and nothing raised."""
    token = await token_findings(connection, now, NEEDED, KINDS, SERVICE, ERRORS)
    number, limit = await _number(connection, options), await _limit(connection, options)
    template = await _template(connection, options)
    called = [await _called(connection, options, hook_url)] if options.intake is Intake.HOOK else []
    return [*token, number, limit, template, *called, *usage_findings(connection, now)]


async def _number(connection: Connection, options: WhatsAppOptions) -> Finding:
    fields = "display_phone_number,verified_name,quality_rating"
    answer = await look(connection.get(options.number, fields=fields))
    if isinstance(answer, Failure):
        return unseen("number", answer, SERVICE, ERRORS)
    name, phone = text(answer, "verified_name") or "sin nombre", text(answer, "display_phone_number")
    quality = text(answer, "quality_rating")
    if quality in ("RED", "YELLOW"):
        evidence = f"{phone} ({name}): muchas personas bloquean o reportan sus mensajes (calidad {quality})."
        return Finding("number", Standing.WARNING, evidence, "Envíe menos, y solo a quien lo pidió.")
    return Finding("number", Standing.GOOD, f"Escribe desde {phone} ({name}).")


async def _limit(connection: Connection, options: WhatsAppOptions) -> Finding:
    """The day's tier, as Meta has it, beside what the account says."""
    told = ""
    for field in TIERS:
        answer = await look(connection.get(options.number, fields=field))
        told = "" if isinstance(answer, Failure) else text(answer, field)
        if told:
            break
    found = _TIER.fullmatch(told)
    if found is None:
        advice = "Mírelo en el administrador de WhatsApp y escríbalo en «limite-diario»."
        return Finding(
            "limit", Standing.UNKNOWN, "Meta no dice a cuántas personas se puede escribir en un día.", advice
        )
    figure = int(found["figure"]) * (1000 if found["thousands"] else 1) if found["figure"] else None
    real, written = figure or UNLIMITED, options.daily_limit
    evidence = f"Meta deja escribir a {figure} personas en 24 horas." if figure else "Meta no pone límite por día."
    if real == written:
        return Finding("limit", Standing.GOOD, evidence)
    over = figure is not None and (options.quota is None or options.quota > figure)
    advice = f"Escriba «limite-diario: {real}» en canales.yaml, que dice {written}."
    return Finding("limit", Standing.WARNING if over else Standing.GOOD, evidence, advice)


async def _called(connection: Connection, options: WhatsAppOptions, hook_url: str) -> Finding:
    """Whether Meta calls any application about this account, and where ours is to be called."""
    if not hook_url:
        advice = "Escriba en municipio.yaml «ventanilla», la dirección pública de las páginas del programa."
        return Finding("intake", Standing.BAD, "Meta no tiene a dónde avisar.", advice)
    where = f"La dirección que va en la página de Meta es {hook_url}"
    if options.business is None:
        advice = "Escriba en «cuenta» el identificador de la cuenta de WhatsApp Business."
        return Finding("intake", Standing.UNKNOWN, f"{where}; sin «cuenta» no se sabe si Meta avisa.", advice)
    answer = await look(connection.get(f"{options.business}/subscribed_apps"))
    if isinstance(answer, Failure):
        return unseen("intake", answer, SERVICE, ERRORS)
    if not answer.get("data"):
        advice = "En developers.facebook.com, «WhatsApp», «Configuración», «Webhook», póngala y suscriba «messages»."
        return Finding("intake", Standing.BAD, f"Meta no le avisa a ninguna aplicación. {where}.", advice)
    return Finding("intake", Standing.GOOD, f"Meta avisa lo que pasa con los mensajes. {where}.")


async def _template(connection: Connection, options: WhatsAppOptions) -> Finding:
    if options.business is None:
        advice = "Escriba en «cuenta» el identificador de la cuenta de WhatsApp Business."
        return Finding("template", Standing.UNKNOWN, "Sin «cuenta» no se puede mirar la plantilla.", advice)
    found = await look(templates(connection, options))
    if isinstance(found, Failure):
        return unseen("template", found, SERVICE, ERRORS)
    if why := wrong(found, options):
        advice = "Corríjala en el administrador de WhatsApp, o corrija canales.yaml."
        return Finding("template", Standing.BAD, f"{why}.", advice)
    said = f"La plantilla «{options.template}» está aprobada y tiene sus variables"
    mine = in_language(found, options)
    if mine is None or mine.fixed == options.fixed_text:
        return Finding("template", Standing.GOOD, f"{said}.")
    evidence = f"{said}; deja {mine.room} caracteres para el mensaje."
    advice = f"Escriba «texto-fijo: {mine.fixed}» en canales.yaml: así check mide los textos con lo que queda."
    return Finding("template", Standing.WARNING if mine.fixed > options.fixed_text else Standing.GOOD, evidence, advice)
