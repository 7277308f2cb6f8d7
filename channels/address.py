"""The address of a service's server, as staff may write it under `servidor`."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

OWN_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


def server_address(value: str) -> str:
    """`value` without its final slash. Raises ValueError, in Spanish, unless it is `https://` or on this machine.

    The credentials travel with every request, so they never leave the machine in clear.
    """
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError as problem:
        raise ValueError(f"«{value}» no es una dirección de servidor; escriba, por ejemplo, https://…") from problem
    if not host or parts.query or parts.fragment or parts.username is not None:
        raise ValueError(f"«{value}» no es una dirección de servidor; escriba solo https:// y el nombre del servidor")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in OWN_MACHINE):
        raise ValueError(f"«{value}» enviaría las claves sin cifrar; la dirección debe empezar por https://")
    return value.rstrip("/")


ServerAddress = Annotated[str, AfterValidator(server_address)]
