"""What accounts of Meta's services have in common under `opciones:`, and how Meta's numbers and names are written."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr, field_validator

from channels.adapter import Options
from channels.address import ServerAddress
from channels.deadline import whole


def _written(pattern: str, hint: str) -> AfterValidator:
    """Refuses what does not match `pattern` whole, in Spanish: what is wrong, then what to write."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"«{value}» no está escrito como lo pide Meta; {hint}")
        return value

    return AfterValidator(check)


GraphNumber = Annotated[str, _written("[0-9]+", "copie el identificador de Meta Business Suite, que solo tiene cifras")]
"""Of a page, an account or a phone number: Meta's own identifier."""
GraphVersion = Annotated[str, _written(r"v[0-9]+\.[0-9]+", "escriba la versión como v26.0")]
"""Each version of the Graph API is served for about two years."""
TemplateName = Annotated[
    str, _written("[a-z0-9_]{1,512}", "el nombre de la plantilla lleva minúsculas, cifras y «_»: aviso_municipal")
]
TemplateLanguage = Annotated[str, _written("[a-z]{2,3}(_[A-Z]{2})?", "escriba el idioma como es o es_CO")]

SERVER: ServerAddress = "https://graph.facebook.com"
VERSION: GraphVersion = "v26.0"


class Deadlines(Options):
    """Seconds to wait for each step of one call."""

    connect: float = Field(10, gt=0, le=600, alias="conexion")
    read: float = Field(60, gt=0, le=600, alias="lectura")
    """A short one makes uncertain posts: Meta may have taken what it has not yet answered."""
    write: float = Field(60, gt=0, le=600, alias="escritura")
    pool: float = Field(30, gt=0, le=600, alias="turno")
    """For one of the account's own connections to be free."""


class GraphOptions(Options):
    """What every account of a Meta service may say of itself."""

    token: SecretStr = Field(min_length=1)
    app_secret: SecretStr | None = Field(None, alias="secreto-app")
    """Proves each call, where the app demands it (`appsecret_proof`)."""
    server: ServerAddress = Field(SERVER, alias="servidor")
    version: GraphVersion = VERSION
    deadlines: Deadlines = Field(default_factory=Deadlines, alias="plazos")

    @property
    def patience(self) -> float:
        """As its deadlines say."""
        its = self.deadlines
        return whole(its.pool + its.connect, its.write, its.read)

    @field_validator("token", "app_secret")
    @classmethod
    def _fits_a_header(cls, secret: SecretStr | None) -> SecretStr | None:
        """Refuses a secret that no HTTP header can carry: a line break that was pasted with it, an accent."""
        if secret is not None and not re.fullmatch(r"[\x21-\x7e]+", secret.get_secret_value()):
            raise ValueError(
                "la clave de Meta tiene espacios o signos que no son suyos; cópiela otra vez, entera y sola"
            )
        return secret
