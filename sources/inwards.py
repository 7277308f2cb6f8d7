"""No server of the internet leads the program into the municipality's own network: one call, watched as it connects."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from sources.telling import NoFigure

CONNECTED = "connection.connect_tcp.complete"
"""What httpx calls the moment in which it is connected, and has asked nothing yet."""


class Inwards:
    """Where one call has been. What staff wrote may lie anywhere; a redirection out of the internet only in it."""

    def __init__(self) -> None:
        """It has been nowhere."""
        self._outside = False

    async def connected(self, event: str, info: Mapping[str, Any]) -> None:
        """For httpx (`trace`). Raises `NoFigure` before anything is asked of a machine that is none of its business.

        The address is that of the connection itself, so that no name can say one thing and mean another.
        """
        if event != CONNECTED:
            return
        stream = info["return_value"]
        address = stream.get_extra_info("server_addr")
        if is_public(str(address[0])):
            self._outside = True
        elif self._outside:
            await stream.aclose()
            raise NoFigure(
                "La dirección lleva a un equipo de la red interna, y desde internet no se entra en ella; escriba en "
                "«direccion» la definitiva.",
                needs_person=True,
            )


def is_public(address: str) -> bool:
    """Whether an address is one of the internet."""
    return ip_address(address.partition("%")[0]).is_global
