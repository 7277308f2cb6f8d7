"""What staff write under `opciones:` of a Telegram account."""

from pydantic import Field, SecretStr

from channels.adapter import Options
from channels.address import ServerAddress


class Deadlines(Options):
    """Seconds to wait for each step of one call."""

    connect: float = Field(10, gt=0, le=600, alias="conexion")
    read: float = Field(60, gt=0, le=600, alias="lectura")
    """A short one makes uncertain messages: Telegram may have taken what it has not yet answered."""
    write: float = Field(60, gt=0, le=600, alias="escritura")
    pool: float = Field(30, gt=0, le=600, alias="turno")
    """For one of the account's own connections to be free."""


class TelegramOptions(Options):
    """What staff write under `opciones:` of a Telegram account."""

    token: SecretStr = Field(min_length=1)
    """The one that @BotFather gave: `<bot id>:<secret>`."""
    server: ServerAddress = Field("https://api.telegram.org", alias="servidor")
    deadlines: Deadlines = Field(default_factory=Deadlines, alias="plazos")
