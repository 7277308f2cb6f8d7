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
    explained: bool = False
    """Its service counts what is not seen in the text: whoever wrote it has to see what was measured."""


def too_long(account: Account, subject: str, text: str, *, with_file: bool, with_poll: bool = False) -> list[TooLong]:
    """What passes the account's limits. Both texts are finished, and as long as they can become.

    `with_file`: the text stands beside an image or an attachment, for which some services allow less; `with_poll`:
    beside the service's own poll.
    """
    profile = account.profile
    if with_poll and profile.poll is not None:
        return _over("texto", account, profile.poll.text or profile.text, text, with_file=False)
    limit = profile.caption if with_file and profile.caption is not None else profile.text
    found = _over("texto", account, limit, text, with_file=with_file and limit is profile.caption)
    for each in profile.within:
        count = each.count(text)
        if count > each.maximum:
            said = f"el texto para «{account.name}» tiene {count} {each.unit} y caben {each.maximum}"
            found.append(TooLong("texto", said, f"quite {count - each.maximum}"))
    if profile.subject is not None:
        found += _over("asunto", account, profile.subject, subject, with_file=False)
    return found


def _over(
    part: Literal["asunto", "texto"], account: Account, limit: TextLimit, text: str, *, with_file: bool
) -> list[TooLong]:
    length = limit.count(text)
    if length <= limit.maximum:
        return []
    beside = " junto a una imagen o un adjunto" if with_file else ""
    message = (
        f"el {part} para «{account.name}» llega a {length} {limit.unit} con los datos más largos, "
        f"y{beside} caben {limit.maximum}: sobran {length - limit.maximum}"
    )
    hint = "acórtelo, o quite el archivo" if with_file else f"acórtelo, o escriba «variantes: {account.type}» más corto"
    if limit.explain is None:
        return [TooLong(part, message, hint)]
    explained = limit.explain(text)
    remedy = f"{hint}; o escriba {explained.remedy}" if explained.remedy else hint
    return [TooLong(part, f"{message} ({explained.said})", remedy, explained=True)]
