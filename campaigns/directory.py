"""`directorio:` of a municipality: where its staff have an account already, with which they come into the panel."""

from pydantic import Field, SecretStr

from campaigns.entry import Entry, Text
from channels.address import ServerAddress


class Directory(Entry):
    """A provider of OpenID Connect: Google Workspace, Microsoft Entra, Keycloak and others."""

    issuer: ServerAddress = Field(alias="emisor")
    """What it calls itself; its settings lie under it (OpenID Connect Discovery 1.0 §4), encrypted on the way."""
    client: Text = Field(alias="cliente")
    """Under which name it knows this program."""
    key: SecretStr = Field(alias="clave")
    """By which the program proves itself there."""
    name: Text = Field(default="la cuenta de la entidad", alias="nombre")
    """How staff call it: «Entrar con …»."""
    writes_mails: bool = Field(default=False, alias="correos-del-administrador")
    """Nobody but whoever administers it writes the addresses in it, so that they count without having been verified."""
