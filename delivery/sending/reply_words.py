"""What whoever writes to an account is answered, in the office's words and ours. Pure."""

from collections.abc import Collection, Mapping

from campaigns.articles import of, the
from campaigns.municipality import Municipality
from campaigns.subscriptions import chat_notice
from campaigns.topic import Topic
from channels.capabilities import Answering
from channels.news import Reply


def reply_text(
    reply: Reply,
    how: Answering,
    municipality: Municipality,
    address: str,
    *,
    known: bool,
    suppressed: bool,
    offered: Mapping[str, Topic] | None = None,
    chosen: Collection[str] = (),
) -> str:
    """One answer. `how`: as the medium has it, with the staff's own beginnings. `address`: the one that spoke.

    `offered`: the topics that there are, by their slugs; `chosen`: those that this address is subscribed to.

    `known`: a contact has this address; `suppressed`: it is set down that nothing is to be sent there.
    """
    body, said = municipality.body, how.written.get(reply)
    match reply:
        case Reply.GREETING if suppressed:
            parts = [
                f"Hola. Este es el canal {of(body)}. Está anotado que a {how.place} no se le escriba. "
                f"Si quiere recibir los avisos, comuníquese con la alcaldía:\n{_contact(municipality)}",
            ]
        case Reply.GREETING:
            hello = said or f"Hola. Por aquí {the(body)} envía avisos y noticias del municipio."
            unknown = () if known else (_unknown(how, municipality, address),)
            parts = [hello, *unknown, _commands(how), _policy(municipality)]
        case Reply.FAREWELL:
            bye = said or f"Listo: {the(body)} no le enviará más mensajes {how.where}."
            parts = [bye, f"Si cambia de opinión, escriba {how.start}."]
        case Reply.TOPICS:
            parts = [_topics(municipality, offered or {}, chosen), _changing(how, offered or {})]
            parts.append(chat_notice(body, str(municipality.data_policy)))
        case Reply.HELP:
            about = said or f"Por aquí {the(body)} envía avisos y noticias del municipio."
            parts = [about, _reach(municipality), _commands(how), _policy(municipality)]
        case Reply.BRIEF:
            thanks = said or "Gracias por escribir, pero los mensajes de este chat no se leen."
            end = f"Para no recibir más mensajes {how.where}, escriba {how.stop}."
            parts = [thanks, _reach(municipality), end]
    return "\n\n".join(parts)


def _contact(municipality: Municipality) -> str:
    return "\n".join(f"{name}: {address}" for name, address in municipality.contact.items())


def _reach(municipality: Municipality) -> str:
    return f"Para preguntas, quejas y trámites, comuníquese con la alcaldía:\n{_contact(municipality)}"


def _unknown(how: Answering, municipality: Municipality, address: str) -> str:
    number = f" y dé este número, que es el de su chat: {address}" if how.tells_address else ":"
    unknown = f"{how.place.capitalize()} todavía no está en la lista."
    return f"{unknown} Para recibir los mensajes, pida que lo agreguen{number}\n{_contact(municipality)}"


def _commands(how: Answering) -> str:
    return f"Para no recibir más mensajes, escriba {how.stop}. Para hablar con la alcaldía, escriba {how.help}."


def _policy(municipality: Municipality) -> str:
    return f"Política de tratamiento de datos personales: {municipality.data_policy}"


def _topics(municipality: Municipality, offered: Mapping[str, Topic], chosen: Collection[str]) -> str:
    names = {slug: topic.name for slug, topic in (municipality.topics | dict(offered)).items()}
    its = ", ".join(names.get(slug, slug) for slug in sorted(chosen))
    told = f"Está suscrito a: {its}." if its else "No está suscrito a ningún tema."
    others = "\n".join(f"- {topic.name}" for slug, topic in offered.items() if slug not in chosen)
    return f"{told}\n\nOtros temas:\n{others}" if others else told


def _changing(how: Answering, offered: Mapping[str, Topic]) -> str:
    example = next((topic.name for topic in offered.values()), "Noticias").upper()
    return (
        f"Para recibir un tema, escriba ALTA y su nombre: ALTA {example}. Para no recibirlo más: BAJA {example}. "
        f"Para no recibir nada más, {how.stop}."
    )
