"""Texts against the limits of their services, counted as each service counts."""

from dataclasses import dataclass
from typing import Literal

from campaigns.account import Account
from channels.adapter import TextLimit


@dataclass(frozen=True, slots=True)
class TooLong:
    """A text that its service would refuse or cut."""

    part: Literal["asunto", "texto"]
    message: str
    hint: str


def too_long(account: Account, subject: str, text: str, *, with_image: bool) -> list[TooLong]:
    """What passes the account's limits. Both texts are finished, and as long as they can become.

    `with_image`: the text stands beside an image, for which some services allow less.
    """
    profile = account.profile
    limit = profile.caption if with_image and profile.caption is not None else profile.text
    found = _over("texto", account, limit, text, with_image=with_image and limit is profile.caption)
    if profile.subject is not None:
        found += _over("asunto", account, profile.subject, subject, with_image=False)
    return found


def _over(
    part: Literal["asunto", "texto"], account: Account, limit: TextLimit, text: str, *, with_image: bool
) -> list[TooLong]:
    length = limit.count(text)
    if length <= limit.maximum:
        return []
    beside = " junto a una imagen" if with_image else ""
    message = (
        f"el {part} para «{account.name}» llega a {length} {limit.unit} con los datos más largos, "
        f"y{beside} caben {limit.maximum}: sobran {length - limit.maximum}"
    )
    hint = "acórtelo, o quite la imagen" if with_image else f"acórtelo, o escriba «variantes: {account.type}» más corto"
    return [TooLong(part, message, hint)]
