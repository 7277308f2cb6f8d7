"""What a publication is called, everywhere: `campaign/message/account@occurrence`."""

from typing import NamedTuple, Self


class Key(NamedTuple):
    """A publication's name in its parts. `account` empty means all accounts of the message."""

    campaign: str
    message: str
    account: str
    occurrence: str

    @classmethod
    def parse(cls, key: str) -> Self:
        """The parts of one publication's key. Raises ValueError where one is missing."""
        head, _, occurrence = key.partition("@")
        names = head.split("/")
        if len(names) != len(cls._fields) - 1 or not all(names) or not occurrence:
            raise ValueError(f"«{key}» no es una clave de publicación (campaña/mensaje/cuenta@ocurrencia)")
        campaign, message, account = names
        return cls(campaign, message, account, occurrence)

    def __str__(self) -> str:
        """As it is typed and printed."""
        account = f"/{self.account}" if self.account else ""
        return f"{self.campaign}/{self.message}{account}@{self.occurrence}"
