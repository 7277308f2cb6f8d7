"""Where a panel listens, and under which other names. Light: a daemon without a panel loads no more than this."""

from collections.abc import Mapping
from dataclasses import dataclass

HOSTS = "PREGONERO_HOSTS"
"""The setting with the names, separated by commas, by which the panel is called besides those that it listens on."""


class WrongAddress(ValueError):
    """No address to listen on; the text is Spanish."""


@dataclass(frozen=True, slots=True)
class Listen:
    """One address."""

    host: str
    port: int
    """0: any that is free."""

    def __str__(self) -> str:
        """As a browser takes it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


DEFAULT = Listen("127.0.0.1", 8000)


def listen_on(text: str) -> Listen:
    """Of `127.0.0.1:8000`, `0.0.0.0:80` or `[::1]:8000`. Raises `WrongAddress`."""
    host, colon, port = text.strip().rpartition(":")
    bare = host.removeprefix("[").removesuffix("]")
    if not colon or not bare or not port.isdecimal() or int(port) > 65_535 or (":" in bare and bare == host):
        raise WrongAddress(f"«{text}» no es una dirección; escriba, por ejemplo, 127.0.0.1:8000")
    return Listen(bare, int(port))


def more_names(environment: Mapping[str, str]) -> tuple[str, ...]:
    """What the setting adds."""
    return tuple(filter(None, (name.strip() for name in environment.get(HOSTS, "").split(","))))
