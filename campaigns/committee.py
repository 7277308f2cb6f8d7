"""Those who approve: a committee of `municipio.yaml`, how many of it suffice, and what binds its members."""

from pydantic import Field

from campaigns.entry import Entry, Lines, Names, Text

REMINDERS = ("72 horas", "24 horas", "4 horas")
"""How long before its hour those are reminded who have not said a word on a message."""


class Committee(Entry):
    """Those who approve."""

    name: Text = Field(alias="nombre")
    members: Names = Field(alias="miembros")
    quorum: int = Field(default=1, ge=1)
    """How many of them must approve."""
    apart_from_drafter: bool = Field(default=False, alias="distinto-de-quien-redacta")
    """Whoever drafted a campaign has no vote on it."""
    meetings: Text | None = Field(default=None, alias="reuniones")
    """A `cuando` that repeats by itself; left out: it meets when it likes, or by mail."""
    lead: Text | None = Field(default=None, alias="antelacion")
    """How long before a meeting it wants to have what it decides on; left out: until it begins."""
    reminders: Lines = Field(default=REMINDERS, alias="recordatorios")
    """How long before a message's hour members are reminded who have not spoken; an empty list: never."""
