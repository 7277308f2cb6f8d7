"""How staff name a publication: `campaign/message/account@occurrence`."""

from dataclasses import dataclass


class BadKey(ValueError):
    """What was typed is not a key; the text says what one looks like."""


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """A publication's name. `account` empty means all accounts of the message."""

    campaign: str
    message: str
    account: str
    occurrence: str

    def __str__(self) -> str:
        """As it is typed and printed."""
        account = f"/{self.account}" if self.account else ""
        return f"{self.campaign}/{self.message}{account}@{self.occurrence}"


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
