"""What people wrote to mailboxes of returns, as `status` says it."""

from collections.abc import Sequence

from delivery.watching.letters import LATELY, Letters
from verbs.words import how_many, instant


def letter_lines(found: Sequence[Letters]) -> list[str]:
    """A line for each mailbox to which somebody wrote."""
    return [
        f"Al buzón de rebotes de {each.account} le llegaron {how_many(each.count, 'correo', 'correos')} de personas en "
        f"{LATELY.days} días: léalos ahí. «pregonero doctor» dice cuántos siguen sin leer."
        for each in found
    ]


def letter_documents(found: Sequence[Letters]) -> list[dict[str, object]]:
    """For JSON."""
    return [{"account": each.account, "count": each.count, "last": instant(each.last)} for each in found]
