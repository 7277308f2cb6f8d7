"""What `canales.yaml` says of where mails that cannot be delivered come back, and how they are read there."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator

from channels.adapter import Options
from channels.email.hosts import Host, is_loopback
from channels.email.mailbox import Mailbox, mailbox

LONGEST_LOCAL = 64
"""Octets before the @ (RFC 5321 §4.5.3.1.1)."""
LONGEST_TOKEN = 44
"""Characters of what names a delivery in an address."""
SIGN = "+"
"""Between a mailbox and what names the delivery (RFC 5233)."""
TLS_PORT, STARTTLS_PORT = 993, 143
"""IMAP over implicit TLS (RFC 8314), and with STARTTLS (RFC 9051 §6.2.1)."""


class InboxSecurity(StrEnum):
    """How the connection to the mailbox is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "ninguna"


def _returned(text: str) -> str:
    found = mailbox(text)
    if found.name or not found.local.isascii() or SIGN in found.local:
        raise ValueError(f"«{text}» no sirve para los rebotes; escriba solo una dirección: rebotes@villaclara.gov.co")
    if len(found.local) > LONGEST_LOCAL - LONGEST_TOKEN - len(SIGN):
        raise ValueError(
            f"lo que va antes de la @ en «{text}» es muy largo: detrás va el número de cada envío, y los dos juntos "
            f"no pasan de {LONGEST_LOCAL} letras. Use una más corta, como rebotes@{found.domain}"
        )
    return text


class Inbox(Options):
    """A mailbox that is read over IMAP (RFC 9051)."""

    host: Host = Field(alias="servidor")
    port_number: int | None = Field(default=None, alias="puerto", ge=1, le=65535)
    security: InboxSecurity = Field(default=InboxSecurity.TLS, alias="seguridad")
    user: str = Field(alias="usuario", min_length=1)
    password: SecretStr = Field(alias="clave")
    folder: str = Field(default="INBOX", alias="carpeta", min_length=1, max_length=200)
    moved_to: str = Field(default="", alias="mover-a", max_length=200)
    """Where a mail that was understood is put; empty: it stays where it is, marked as read."""
    authority: Path | None = Field(default=None, alias="ca")
    """A PEM file with a certificate authority to trust besides the system's own."""

    @property
    def port(self) -> int:
        """The port that was written, else the one of the chosen security."""
        return self.port_number or (TLS_PORT if self.security is InboxSecurity.TLS else STARTTLS_PORT)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.security is InboxSecurity.NONE and not is_loopback(self.host):
            raise ValueError(
                "seguridad: ninguna solo se permite con un servidor en esta misma máquina (127.0.0.1, ::1 o "
                "localhost); para los demás use tls o starttls"
            )
        if self.moved_to == self.folder:
            raise ValueError("mover-a es la misma carpeta que carpeta: escriba otra, o quite mover-a")
        return self


class Returns(Options):
    """Where what cannot be delivered comes back to."""

    address: Annotated[str, AfterValidator(_returned)] = Field(alias="direccion")
    """Its mailbox takes `local+whatever@domain` too."""
    inbox: Inbox | None = Field(default=None, alias="buzon")
    """None: the mail server hands each mail to `pregonero bounce`."""

    @property
    def box(self) -> Mailbox:
        """The address as the envelope carries it."""
        return mailbox(self.address)

    def named(self, token: str) -> Mailbox:
        """The envelope's sender of one delivery (VERP)."""
        box = self.box
        return Mailbox("", f"{box.local}{SIGN}{token}", box.domain)
