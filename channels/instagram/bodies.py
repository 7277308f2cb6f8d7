"""What the calls say that make a post's containers."""

import re
from collections.abc import Sequence

from channels.adapter import TextLimit
from channels.instagram.pictures import public_address
from channels.message import Message, Rejected

LONGEST = 2200
PICTURES = 10
_LABEL = re.compile(r"(?<![\w&/])#\w*[^\W\d_]\w*")
_MENTION = re.compile(r"(?<![\w./])@\w[\w.]*")


def labels(text: str) -> int:
    """How many `#etiquetas` it has."""
    return len(_LABEL.findall(text))


def mentions(text: str) -> int:
    """How many `@cuentas` it has; a mail address is none."""
    return len(_MENTION.findall(text))


WITHIN = (TextLimit(30, "etiquetas (#)", labels), TextLimit(20, "menciones (@)", mentions))
"""https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media"""


def bodies(message: Message, site_url: str) -> list[dict[str, object]]:
    """What makes a container of each picture. Raises `Rejected` for what Instagram would not take."""
    if not message.media:
        raise Rejected("Instagram no publica sin imagen; agregue «imagen» al mensaje.", code="sin-imagen")
    if len(message.media) > PICTURES:
        raise Rejected(f"El mensaje lleva {len(message.media)} imágenes e Instagram admite {PICTURES}; quite algunas.")
    if len(message.text) > LONGEST:
        raise Rejected(f"El texto tiene {len(message.text)} caracteres e Instagram admite {LONGEST}; acórtelo.")
    for each in WITHIN:
        if (count := each.count(message.text)) > each.maximum:
            raise Rejected(f"El texto tiene {count} {each.unit} e Instagram admite {each.maximum}; quite algunas.")
    made: list[dict[str, object]] = []
    for media in message.media:
        body: dict[str, object] = {"image_url": public_address(media, site_url)}
        if media.alt:
            body["alt_text"] = media.alt
        made.append(body | ({"caption": message.text} if len(message.media) == 1 else {"is_carousel_item": True}))
    return made


def carousel(message: Message, items: Sequence[str]) -> dict[str, object]:
    """What makes one post of several; `items`: the numbers of their containers."""
    body: dict[str, object] = {"media_type": "CAROUSEL", "caption": message.text}
    return body | ({"children": list(items)} if items else {})
