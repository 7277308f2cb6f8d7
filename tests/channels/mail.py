"""A mail account as the tests open it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from channels.adapter import Surroundings
from channels.email import Email
from channels.email.options import EmailOptions
from channels.message import Message, NotSent

BOGOTA = timezone(timedelta(hours=-5))
MESSAGE = Message(
    publication="matriculas/anuncio/correo@1",
    key="matriculas/anuncio/correo@1#1",
    destination="vecina@example.org",
    written_at=datetime(2027, 1, 12, 7, 30, tzinfo=BOGOTA),
    text="Señora vecina:\n\n.Las matrículas empiezan el martes.\n",
    subject="Matrículas escolares 2027 📚",
)


async def forget(_token: str) -> None:
    """Mail has nothing to resume."""


@asynccontextmanager
async def account(folder: Path, port: int, **more: Any) -> AsyncIterator[Email]:
    """An open account at the server of this port."""
    written = {"servidor": "127.0.0.1", "puerto": str(port), "seguridad": "ninguna"}
    written |= {"remitente": "Alcaldía de Génova <prensa@genova.gov.co>", "responder-a": "contacto@genova.gov.co"}
    options = EmailOptions.model_validate(written | more)
    adapter = Email(options, Surroundings(folder, "correo", "", "https://genova.gov.co", "genova.gov.co"))
    try:
        yield adapter
    finally:
        await adapter.close()


async def attempt(folder: Path, port: int, message: Message = MESSAGE, **more: Any) -> NotSent | None:
    """How one sending ends: None where it was sent."""
    async with account(folder, port, **more) as adapter:
        try:
            await adapter.send(message, forget)
        except NotSent as outcome:
            return outcome
    return None


def said(part: EmailMessage) -> str:
    """A part's text with plain line ends."""
    return str(part.get_content()).replace("\r\n", "\n")
