"""How staff type a publication's key, with or without the account, and what stands for an answer."""

from channels.keys import Key

ANSWER = "respuesta"
"""What stands in the place of a publication's key where a person's word is answered."""


class BadKey(ValueError):
    """What was typed is not a key; the text says what one looks like."""


def parse_key(text: str) -> Key:
    """`campaign/message/account@occurrence` or `campaign/message@occurrence`. Raises `BadKey`."""
    place, at, occurrence = text.strip().partition("@")
    parts = place.split("/")
    if not at or not occurrence or len(parts) not in (2, 3) or not all(parts):
        raise BadKey(
            f"«{text}» no es una clave. Escriba campaña/mensaje/canal@ocasión, por ejemplo "
            "matriculas-2027/anuncio/correo@1; sin el canal se entienden todos los del mensaje."
        )
    return Key(parts[0], parts[1], parts[2] if len(parts) == 3 else "", occurrence)


def answer_key(number: int) -> str:
    """The message's key of the answer with this number."""
    return f"{ANSWER}/{number}"


def answer_number(key: str) -> int | None:
    """The number of the answer whose message has this key; None where it is no answer's."""
    name, _, number = key.partition("/")
    return int(number) if name == ANSWER and number.isascii() and number.isdecimal() and len(number) < 19 else None
