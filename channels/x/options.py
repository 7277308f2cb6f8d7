"""What staff write under `opciones:` of an X account."""

from pydantic import Field, SecretStr

from channels.adapter import Options
from channels.address import ServerAddress
from channels.deadline import whole


class Deadlines(Options):
    """Seconds to wait for each step of one call."""

    connect: float = Field(10, gt=0, le=600, alias="conexion")
    read: float = Field(60, gt=0, le=600, alias="lectura")
    """A short one makes uncertain posts: X may have published what it has not yet answered."""


class XOptions(Options):
    """What staff write under `opciones:` of an X account: the four keys of the developer portal, and its server."""

    api_key: SecretStr = Field(min_length=1, alias="clave-api")
    api_secret: SecretStr = Field(min_length=1, alias="secreto-api")
    access_token: SecretStr = Field(min_length=1, alias="token-acceso")
    """`<user id>-<letters>`, of the municipality's own user, with permission to write."""
    access_secret: SecretStr = Field(min_length=1, alias="secreto-acceso")
    server: ServerAddress = Field("https://api.x.com", alias="servidor")
    deadlines: Deadlines = Field(default_factory=Deadlines, alias="plazos")

    @property
    def patience(self) -> float:
        """As its deadlines say."""
        its = self.deadlines
        return whole(its.connect, its.read, its.read)
