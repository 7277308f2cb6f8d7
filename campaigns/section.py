"""Sections of the site, each with whoever keeps it up to date."""

from pydantic import Field

from campaigns.entry import Entry, Slug, Text
from campaigns.indicator import Filter


class Section(Entry):
    """A part of the site that people expect to be new."""

    name: Text = Field(alias="nombre")
    responsible: Slug = Field(alias="responsable")
    """Who answers for it, and is told when it is quiet."""
    days: int = Field(default=7, alias="dias", ge=1, le=3660)
    """How many days it may stay as it is."""
    filter: Filter = Field(alias="filtro")
    """What counts as its update: what went out or was done of these campaigns, on these accounts, of these kinds."""
