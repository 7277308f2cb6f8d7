"""What whoever writes to an account is answered, in the office's words and ours. Pure."""

from collections.abc import Mapping

from campaigns.municipality import Municipality
from channels.news import Reply


def reply_text(
    reply: Reply, written: Mapping[Reply, str], municipality: Municipality, chat: str, *, known: bool, suppressed: bool
) -> str:
    """One answer. `written`: the staff's own beginnings. `chat`: the address that spoke.

    `known`: a contact has this address; `suppressed`: it is set down that nothing is to be sent there.
    """
    body = municipality.body
    match reply:
        case Reply.GREETING if suppressed:
            parts = [
                f"Hola. Este es el canal de {body}. Está anotado que a este chat no se le escriba. "
                f"Si quiere recibir los avisos, comuníquese con la alcaldía:\n{_contact(municipality)}",
            ]
        case Reply.GREETING:
            said = written.get(reply) or f"Hola. Por aquí {body} envía avisos y noticias del municipio."
            parts = [said, *([] if known else [_unknown(municipality, chat)]), _commands(), _policy(municipality)]
        case Reply.FAREWELL:
            said = written.get(reply) or f"Listo: {body} no le enviará más mensajes por aquí."
            parts = [said, "Si cambia de opinión, escriba /start."]
        case Reply.HELP:
            said = written.get(reply) or f"Por aquí {body} envía avisos y noticias del municipio."
            parts = [said, _reach(municipality), _commands(), _policy(municipality)]
        case Reply.BRIEF:
            said = written.get(reply) or "Gracias por escribir, pero los mensajes de este chat no se leen."
            parts = [said, _reach(municipality), "Para no recibir más mensajes por aquí, escriba /stop."]
    return "\n\n".join(parts)


def _contact(municipality: Municipality) -> str:
    return "\n".join(f"{name}: {address}" for name, address in municipality.contact.items())


def _reach(municipality: Municipality) -> str:
    return f"Para preguntas, quejas y trámites, comuníquese con la alcaldía:\n{_contact(municipality)}"


def _unknown(municipality: Municipality, chat: str) -> str:
    return (
        f"Este chat todavía no está en la lista. Para recibir los mensajes, pida que lo agreguen y dé este número, que "
        f"es el de su chat: {chat}\n{_contact(municipality)}"
    )


def _commands() -> str:
    return "Para no recibir más mensajes, escriba /stop. Para hablar con la alcaldía, escriba /ayuda."


def _policy(municipality: Municipality) -> str:
    return f"Política de tratamiento de datos personales: {municipality.data_policy}"
