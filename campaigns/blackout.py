"""`vedas` of `municipio.yaml`: days in which classes of messages go out with a warning, by a lawyer's word, or not."""

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from campaigns.entry import Entry, Slug, Text

BlackoutClass = Literal["servicio", "gestion", "interna"]
"""The classes that a veda may concern: an emergency goes out in any."""
Policy = Literal["avisar", "aprobacion-legal", "detener"]
WARN: Policy = "avisar"
LEGAL_APPROVAL: Policy = "aprobacion-legal"
STOP: Policy = "detener"
LONGEST = dt.timedelta(days=366)
"""Days after which a veda looks like a mistake."""


def _list(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Blackout(Entry):
    """Days before an election, or others, in which not everything may be said."""

    name: Text = Field(alias="nombre")
    starts: dt.date = Field(alias="desde")
    """The first day."""
    ends: dt.date | None = Field(default=None, alias="hasta")
    """The last day, which is one of them; left out: nobody knows yet."""
    classes: Annotated[tuple[BlackoutClass, ...], Field(min_length=1), BeforeValidator(_list)] = Field(
        default=("gestion",), alias="clases"
    )
    policy: Policy = Field(alias="politica")
    approver: Slug | None = Field(default=None, alias="aprueba")
    """Whose approval each message needs in these days besides its own: a person or a committee."""
    basis: Text | None = Field(default=None, alias="norma")
    """The law or the decree behind it, as whoever approves reads it."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.ends is not None and self.ends < self.starts:
            raise ValueError(f"la veda «{self.name}» termina antes de empezar; corrija «desde» o «hasta»")
        if self.policy == LEGAL_APPROVAL and self.approver is None:
            raise ValueError(
                f"la veda «{self.name}» no dice quién aprueba; escriba «aprueba:» con una persona o comité"
            )
        if self.policy != LEGAL_APPROVAL and self.approver is not None:
            raise ValueError(
                f"la veda «{self.name}» no pide aprobación; borre «aprueba», o escriba «politica: {LEGAL_APPROVAL}»"
            )
        return self

    def meets(self, other: "Blackout") -> bool:
        """Whether some day and some class are of both."""
        begins_before_end = other.ends is None or self.starts <= other.ends
        ends_after_begin = self.ends is None or self.ends >= other.starts
        return begins_before_end and ends_after_begin and bool({*self.classes} & {*other.classes})

    @property
    def doubtful(self) -> bool:
        """Whether it has no end, or lasts longer than a year."""
        return self.ends is None or self.ends - self.starts >= LONGEST
