"""`publicos.yaml`: to whom; readable conditions, each with its accounts in order of preference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from campaigns.entry import Entry, Names, Slug, Text


def _values(value: object) -> object:
    return [value] if isinstance(value, str) else value


Values = Annotated[tuple[Text, ...], BeforeValidator(_values)]


class Condition(Entry):
    """Who belongs. All that is given must hold; an empty condition is everybody."""

    having: dict[Slug, Values] = Field(default_factory=dict, alias="con")
    """Attribute to value or values: the person has one of them."""
    lacking: dict[Slug, Values] = Field(default_factory=dict, alias="sin")
    """Attribute to value or values: the person has none of them."""
    subscribed: Names | None = Field(default=None, alias="suscritos")
    """Topics: the person has confirmed, for the address that is written to, the subscription to one of them."""
    listed: Slug | None = Field(default=None, alias="lista")
    """One of the municipality's `listas`: the person stands in it as it was brought in last."""
    any_of: tuple[Condition, ...] = Field(default=(), alias="alguna")
    """At least one of these holds."""

    @property
    def attributes(self) -> tuple[str, ...]:
        """All columns that it asks for, also among alternatives, each once."""
        return tuple(
            dict.fromkeys((*self.having, *self.lacking, *(a for each in self.any_of for a in each.attributes)))
        )

    @property
    def lists(self) -> tuple[str, ...]:
        """All lists that it names, also among alternatives, each once."""
        own = (self.listed,) if self.listed is not None else ()
        return tuple(dict.fromkeys((*own, *(name for each in self.any_of for name in each.lists))))


class Audience(Entry):
    """A named public."""

    name: Text = Field(alias="nombre")
    internal: bool = Field(default=False, alias="interno")
    """Public servants, not citizens."""
    minors: bool | None = Field(default=None, alias="menores")
    """Children and adolescents: they are written to by whoever represents them; left out: no."""
    condition: Condition | None = Field(default=None, alias="condicion")
    """Left out: this public is reached by posts and work orders only, never person by person."""
    languages: Names | None = Field(default=None, alias="idiomas")
    """What its people read besides Spanish, by code: `check` tells which messages are not in it."""
    accounts: Names = Field(alias="canales")
    """In order of preference; `canales: preferidos` in a message means these."""
    accounts_for: dict[Slug, Names] = Field(default_factory=dict, alias="canales-para")
    """An order of its own for a purpose: `tramite: [web, correo]`."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Of lists, those that its condition asks for."""
        return self.condition.attributes if self.condition is not None else ()

    def preferred(self, purpose: str | None) -> tuple[str, ...]:
        """The accounts for a purpose, in order; the general ones where it has none of its own."""
        return self.accounts_for.get(purpose or "", self.accounts)


def subscribers(topics: Names, among: Condition | None) -> Condition:
    """Whoever is subscribed to one of the topics, of those who belong to `among`; None: of everybody."""
    if among is None or among == Condition():
        return Condition(suscritos=topics)
    return Condition(suscritos=topics, alguna=(among,))


Audiences = Mapping[str, Audience]
