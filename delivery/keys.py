"""How staff type a publication's key, with or without the account."""

from channels.keys import Key


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
