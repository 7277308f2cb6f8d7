"""`listas` of `municipio.yaml`: lists of people that somebody else keeps and hands over again and again."""

from datetime import timedelta

from pydantic import Field

from campaigns.assembly.duration import parse_duration
from campaigns.entry import Entry, Slug, Text


class PeopleList(Entry):
    """One list, as its owner hands it over: families of the schools, contractors of a department."""

    name: Text = Field(alias="nombre")
    owner: Slug = Field(alias="de")
    """Who owes it: a person, a department, a committee or a source."""
    validity: Text = Field(alias="vigencia")
    """How long it holds after it was brought in, as it is written: «8 días»."""

    @property
    def lasts(self) -> timedelta:
        """`validity` as a length. Raises `DurationError`, which `check` has told before."""
        return parse_duration(self.validity)
