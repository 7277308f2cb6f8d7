"""Those who approve: a committee of `municipio.yaml`, how many of it suffice, and what binds its members."""

from pydantic import Field

from campaigns.entry import Entry, Names, Text


class Committee(Entry):
    """Those who approve."""

    name: Text = Field(alias="nombre")
    members: Names = Field(alias="miembros")
    quorum: int = Field(default=1, ge=1)
    """How many of them must approve."""
    apart_from_drafter: bool = Field(default=False, alias="distinto-de-quien-redacta")
    """Whoever drafted a campaign has no vote on it."""
