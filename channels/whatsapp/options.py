"""What staff write under `opciones:` of a WhatsApp account."""

import re
from typing import Literal

from pydantic import Field, SecretStr, field_validator, model_validator

from channels.capabilities import Intake
from channels.graph.options import GraphNumber, GraphOptions, TemplateLanguage, TemplateName
from channels.replies import Replies

Part = Literal["texto", "asunto", "enlace"]
"""What of a message a variable of the template stands for."""
UNLIMITED = "sin-limite"
LONGEST = 1024
"""Characters of a finished template's body
(https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates/components)."""
SHORTEST_WORD = 12
FIRST_TIER = 250
"""Different people in 24 hours that Meta lets a new number write to
(https://developers.facebook.com/docs/whatsapp/messaging-limits)."""


class WhatsAppOptions(GraphOptions):
    """A number, the template that its messages are made of, and a token of a system user."""

    number: GraphNumber = Field(alias="numero")
    """The identifier that Meta gave to the phone number; not the phone number itself."""
    business: GraphNumber | None = Field(None, alias="cuenta")
    """The WhatsApp business account's identifier: with it the template is looked at before anything depends on it."""
    template: TemplateName = Field(alias="plantilla")
    """The name of an approved template."""
    language: TemplateLanguage = Field("es_CO", alias="idioma")
    """The language under which Meta approved the template."""
    variables: dict[str, Part] = Field(default_factory=dict, alias="variables")
    """Named variables of the template's body; none: it has one without a name, the message's text."""
    fixed_text: int = Field(0, alias="texto-fijo", ge=0, lt=LONGEST)
    """Characters of the template's body without its variables: so many less are left for a message."""
    daily_limit: int | Literal["sin-limite"] = Field(FIRST_TIER, alias="limite-diario")
    """How many people Meta lets the account write to in 24 hours."""

    intake: Literal[Intake.HOOK, Intake.NONE] = Field(Intake.NONE, alias="entrada")
    """Whether Meta calls us with what became of each message."""
    hook_token: SecretStr | None = Field(None, alias="clave-aviso")
    """What Meta repeats when it asks whether the address is ours."""
    replies: Replies = Field(default_factory=Replies, alias="respuestas")
    """What whoever writes to the number is answered, where Meta calls us."""

    @model_validator(mode="after")
    def _proven(self) -> "WhatsAppOptions":
        """Refuses calls that nothing proves."""
        if self.intake is Intake.HOOK and (self.app_secret is None or self.hook_token is None):
            raise ValueError(
                "con «entrada: aviso» hacen falta «secreto-app», con el que Meta firma, y «clave-aviso», una palabra "
                "inventada que se escribe también en la página de Meta"
            )
        return self

    @field_validator("hook_token")
    @classmethod
    def _not_guessed(cls, word: SecretStr | None) -> SecretStr | None:
        """Refuses a word that anyone guesses."""
        if word is not None and len(word.get_secret_value()) < SHORTEST_WORD:
            raise ValueError(f"«clave-aviso» debe tener {SHORTEST_WORD} signos o más; invente una larga y sin sentido")
        return word

    @field_validator("variables")
    @classmethod
    def _names(cls, variables: dict[str, Part]) -> dict[str, Part]:
        """Refuses names that Meta would not take."""
        for name in variables:
            if not re.fullmatch("[a-z][a-z0-9_]{0,19}", name):
                raise ValueError(
                    f"«{name}» no es el nombre de una variable; escriba minúsculas, cifras y «_», como en la plantilla"
                )
        return variables

    @field_validator("daily_limit")
    @classmethod
    def _positive(cls, limit: int | str) -> int | str:
        """Refuses a limit that lets nobody be written to."""
        if isinstance(limit, int) and limit < 1:
            raise ValueError("el límite de un día debe ser 1 o más; escriba el que muestra Meta, o sin-limite")
        return limit

    @property
    def quota(self) -> int | None:
        """People in 24 hours; None: no limit."""
        return self.daily_limit if isinstance(self.daily_limit, int) else None

    @property
    def advice(self) -> tuple[str, ...]:
        """That the template cannot be looked at."""
        if self.business is not None:
            return ()
        return ("sin «cuenta» nadie revisa la plantilla antes de la hora; escriba el número de la cuenta de WhatsApp",)
