"""What `canales.yaml` says of a mail account."""

from base64 import b64encode
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, SecretStr, ValidationInfo, field_validator, model_validator

from channels.adapter import ANSWERED, Options
from channels.email.dkim_options import Dkim
from channels.email.hosts import Host, is_loopback
from channels.email.mailbox import mailbox
from channels.email.returns import Inbox, Returns

STARTTLS_PORT = 587
"""Message submission (RFC 6409)."""
TLS_PORT = 465
"""Submission over implicit TLS (RFC 8314)."""


class Security(StrEnum):
    """How the connection to the relay is protected. There is no opportunistic choice: it could be stripped."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "ninguna"


def _answered(text: str) -> str:
    """An address whose answers somebody reads."""
    found = mailbox(text)
    if found.mute:
        raise ValueError(
            f"«{text}» dice a la ciudadanía que nadie lee sus respuestas, y una respuesta puede ser una "
            "petición con términos de ley (Ley 1755 de 2015). Escriba un buzón que alguien atienda, "
            "por ejemplo contactenos@municipio.gov.co"
        )
    return text


Answered = Annotated[str, AfterValidator(_answered)]
Seconds = Annotated[float, Field(gt=0, le=3600)]


class Deadlines(Options):
    """How long each phase may take, in seconds; the defaults are those of RFC 5321 §4.5.3.2 but for connecting."""

    connect: Seconds = Field(default=30.0, alias="conexion")
    """Until the server's greeting has come."""
    command: Seconds = Field(default=300.0, alias="comando")
    """For the answer to each command."""
    data: Seconds = Field(default=120.0, alias="datos")
    """For the answer to DATA."""
    final: Seconds = Field(default=600.0, alias="final")
    """For the answer to the whole message. A short one makes duplicates: the server may have taken it."""


class EmailOptions(Options):
    """The relay, the sender and how they are used."""

    host: Host = Field(alias="servidor")
    port_number: int | None = Field(default=None, alias="puerto", ge=1, le=65535)
    security: Security = Field(default=Security.STARTTLS, alias="seguridad")
    user: str = Field(default="", alias="usuario")
    password: SecretStr | None = Field(default=None, alias="clave")
    sender: Answered = Field(alias="remitente")
    """`Nombre <a@b>`: the From of each message; its address is the envelope's too where `returns` names none."""
    reply_to: Answered = Field(alias="responder-a")
    authority: Path | None = Field(default=None, alias="ca")
    """A PEM file with a certificate authority to trust besides the system's own."""
    connections: int = Field(default=4, alias="conexiones", ge=1, le=100)
    messages_per_connection: int = Field(default=50, alias="mensajes-por-conexion", ge=1)
    deadlines: Deadlines = Field(default_factory=Deadlines, alias="plazos")
    dkim: Dkim | None = Field(default=None, alias="dkim")
    """None: mails leave unsigned, and the relay may sign them."""
    returns: Returns | None = Field(default=None, alias="rebotes")
    """None: what cannot be delivered comes back to `sender`, and nothing is learnt of it."""

    deliveries: Inbox | None = Field(default=None, alias="entregas")
    """The mailbox to which duties are handed in; None: the mail server hands each mail to `pregonero intake`."""

    @property
    def known_as(self) -> Mapping[str, str]:
        """The From of each message, and where its answers go."""
        return {"remitente": self.sender, ANSWERED: self.reply_to}

    @property
    def takes_deliveries(self) -> bool:
        """A mailbox was named to which duties are handed in."""
        return self.deliveries is not None

    @property
    def marks_returns(self) -> bool:
        """Where they come back to was named."""
        return self.returns is not None

    @property
    def advice(self) -> tuple[str, ...]:
        """What the signature's key lacks."""
        return () if self.dkim is None else self.dkim.advice

    @property
    def port(self) -> int:
        """The port that was written, else the one of the chosen security."""
        return self.port_number or (TLS_PORT if self.security is Security.TLS else STARTTLS_PORT)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The password in each form in which it goes over the line (RFC 4616, base64): a server may repeat any."""
        if self.password is None:
            return ()
        said = self.password.get_secret_value()
        coded = (b64encode(text.encode()).decode() for text in (f"\0{self.user}\0{said}", said))
        return (*coded, said)

    @field_validator("dkim")
    @classmethod
    def _aligned(cls, dkim: Dkim | None, info: ValidationInfo) -> Dkim | None:
        """`dkim` stands behind `sender`, which is known here unless it is wrong itself."""
        sender = mailbox(info.data["sender"]).domain if "sender" in info.data else ""
        if dkim is not None and sender and not dkim.serves(sender):
            raise ValueError(
                f"la firma de «{dkim.domain}» no vale para un remitente de «{sender}»: quien recibe no las relaciona; "
                f"escriba «dominio: {sender}»"
            )
        return dkim

    @model_validator(mode="after")
    def _secure(self) -> Self:
        if self.security is Security.NONE and not is_loopback(self.host):
            raise ValueError(
                "seguridad: ninguna solo se permite con un servidor en esta misma máquina (127.0.0.1, ::1 o "
                "localhost); para los demás use starttls o tls"
            )
        if bool(self.user) != (self.password is not None):
            raise ValueError("usuario y clave van juntos: escriba ambos o ninguno")
        return self
