"""What is told of an address that somebody typed at the desk, where it may not be the one that was meant."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection

from audience.whose import addresses_kept, holders, is_bare_chat

UNKNOWN = "No se conoce a nadie con esa dirección: revise que esté bien escrita."
AS_CHAT = "«{}» se leyó como el número de un chat de Telegram, y no como un teléfono: un celular tiene diez cifras."


def is_known(connection: Connection, tenant: int, keys: Collection[str]) -> bool:
    """Whether somebody has the address, or it stands in something that is kept: a message, a subscription, an answer.

    A word that was said of it earlier makes it no better known: it may have been typed wrong then, too.
    """
    return bool(holders(connection, tenant, keys) or addresses_kept(connection, tenant, keys))


def doubts(typed: str, known: bool) -> Sequence[str]:
    """What is worth a look before it is taken for done."""
    chat = [AS_CHAT.format(typed)] if is_bare_chat(typed) else []
    return [*chat, *([] if known else [UNKNOWN])]
