"""What staff write under `opciones:` of a Telegram account."""

import re

from pydantic import Field, SecretStr, field_validator, model_validator

from channels.adapter import Options
from channels.address import ServerAddress
from channels.capabilities import Intake
from channels.deadline import whole
from channels.replies import Replies


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
    bot: str = Field("", pattern=r"^@?[A-Za-z][A-Za-z0-9_]{3,31}$|^$")
    """Its public name, `@alcaldia_bot`: links on pages lead to it."""
    server: ServerAddress = Field("https://api.telegram.org", alias="servidor")
    deadlines: Deadlines = Field(default_factory=Deadlines, alias="plazos")
    intake: Intake | None = Field(None, alias="entrada")
    """How what people write to the bot comes in; left out: it is asked for where the account writes to persons."""
    hook_secret: SecretStr | None = Field(None, alias="secreto-aviso")
    """What Telegram repeats in each call of its own, so that nobody else can call for it."""
    replies: Replies = Field(default_factory=Replies, alias="respuestas")
    """What whoever writes to the bot is answered."""

    @property
    def patience(self) -> float:
        """As its deadlines say."""
        its = self.deadlines
        return whole(its.pool + its.connect, its.write, its.read)

    @field_validator("hook_secret")
    @classmethod
    def _fits_a_header(cls, secret: SecretStr | None) -> SecretStr | None:
        """Refuses what Telegram does not take (https://core.telegram.org/bots/api#setwebhook), or anyone guesses."""
        if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{12,256}", secret.get_secret_value()):
            raise ValueError(
                "«secreto-aviso» lleva de 12 a 256 letras sin tilde, cifras, «_» o «-»; invente uno largo y sin sentido"
            )
        return secret

    @model_validator(mode="after")
    def _proven(self) -> "TelegramOptions":
        """Refuses calls that nothing proves."""
        if self.intake is Intake.HOOK and self.hook_secret is None:
            raise ValueError("con «entrada: aviso» hace falta «secreto-aviso», que prueba que quien llama es Telegram")
        return self
