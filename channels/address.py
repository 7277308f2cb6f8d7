"""Addresses that staff may write: of a service's server, and of the place in it that is called."""

from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator

OWN_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


def server_address(value: str) -> str:
    """`value` without its final slash. Raises ValueError, in Spanish, unless it is `https://` or on this machine.

    The credentials travel with every request, so they never leave the machine in clear.
    """
    parts = _parts(value)
    if parts.query or parts.fragment:
        raise ValueError(f"«{value}» no es una dirección de servidor; escriba solo https:// y el nombre del servidor")
    return value.rstrip("/")


def call_address(value: str) -> str:
    """The whole address of what is called, as it was written. Raises ValueError, in Spanish, as `server_address`."""
    parts = _parts(value)
    if parts.fragment or not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError(f"«{value}» no es una dirección que se pueda llamar; cópiela del manual del servicio")
    return value


def _parts(value: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError as problem:
        raise ValueError(f"«{value}» no es una dirección de servidor; escriba, por ejemplo, https://…") from problem
    if not host or parts.username is not None:
        raise ValueError(f"«{value}» no es una dirección de servidor; escriba solo https:// y el nombre del servidor")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in OWN_MACHINE):
        raise ValueError(f"«{value}» enviaría las claves sin cifrar; la dirección debe empezar por https://")
    return parts


ServerAddress = Annotated[str, AfterValidator(server_address)]
