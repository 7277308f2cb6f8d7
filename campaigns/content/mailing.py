"""The list that a message to persons is sent to, and how its recipients leave it: the words at its foot."""

from collections.abc import Mapping

from campaigns.account import Account
from campaigns.campaign import CampaignEntry, MessageEntry
from campaigns.content.frozen import Content, FrozenMailing
from campaigns.municipality import Municipality
from channels.adapter import Kind

PAGE = "/baja/"
STAND_IN = "su-enlace"
"""Where the own token of each recipient will stand."""
PUBLICITY = "gestion"
CLASSES: Mapping[str, str] = {"servicio": "avisos de trámites y servicios", PUBLICITY: "noticias de la gestión"}
"""What can be left, and what it is called. Staff's own messages are part of their work, and an emergency is for all."""
SHORT = frozenset({"sms"})
"""Media that pay for each letter: a shorter token, and none but in what Ley 2300 de 2023 (art. 5) is about."""
TOKEN, TOKEN_IN_SHORT, EACH_TOPIC = 84, 48, 7
"""Characters of a token; and how many more each topic takes at most."""
FILLER = "z7"
"""What letters are made of that stand for a token's in a text which is measured."""
_LONGEST_LIST_ID = 200


def mailing(
    municipality: Municipality, campaign: CampaignEntry, message: MessageEntry, account: Account
) -> FrozenMailing | None:
    """What a person leaves who wants no more of a message; None where nobody is written to, or nothing can be left."""
    class_ = message.class_ or campaign.class_
    if account.kind is not Kind.DIRECT or message.becomes or class_ not in CLASSES:
        return None
    topics = tuple(sorted(message.subscription.topics)) if message.subscription is not None else ()
    words = _of_topics(municipality, topics) if topics else CLASSES[class_]
    desk = municipality.desk_url
    page = f"{desk}{PAGE}{STAND_IN}" if desk and (account.type not in SHORT or topics or class_ == PUBLICITY) else ""
    host = (municipality.site.host or "").removeprefix("www.")
    name = ".".join((*topics, host) if topics else (class_, host))
    list_id = name if len(name) <= _LONGEST_LIST_ID else f"temas.{host}"
    return FrozenMailing(class_, topics, words, list_id, page, _told(account, words, page))


def with_token(content: Content, account_type: str, text: str) -> str:
    """A finished text as long as it leaves: with letters in the place of each recipient's token."""
    its = content.mailing
    if its is None or not its.page:
        return text
    token = (TOKEN_IN_SHORT if account_type in SHORT else TOKEN) + EACH_TOPIC * len(its.topics)
    return text.replace(its.page, its.page.removesuffix(STAND_IN) + filled(token))


def filled(letters: int) -> str:
    """So many letters in the place of a token's."""
    return (FILLER * letters)[:letters]


def _told(account: Account, words: str, page: str) -> str:
    """The sentence at the foot; empty where the medium has no way to leave."""
    if account.type in SHORT:
        return f"Baja: {page}" if page else ""
    if account.stop:
        return f"Para no recibir más mensajes, escriba {account.stop}"
    if page:
        return f"Para no recibir más {words}: {page}"
    if account.type == "email":
        return f"Para no recibir más {words}, responda a este correo y escriba «Baja» en el asunto."
    return ""


def _of_topics(municipality: Municipality, topics: tuple[str, ...]) -> str:
    names = [municipality.topics[topic].name if topic in municipality.topics else topic for topic in topics]
    if len(names) == 1:
        return f"mensajes del tema {names[0]}"
    return f"mensajes de los temas {', '.join(names[:-1])} y {names[-1]}"
