"""The name of a server as staff write it."""

from ipaddress import ip_address
from typing import Annotated

from pydantic import AfterValidator

from channels.email.mailbox import CONTROL


def _host(text: str) -> str:
    if not text or CONTROL.search(text) or any(sign in text for sign in " /@"):
        raise ValueError(f"«{text}» no es el nombre de un servidor; escriba algo como smtp.municipio.gov.co")
    return text


Host = Annotated[str, AfterValidator(_host)]


def is_loopback(host: str) -> bool:
    """Whether it is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
