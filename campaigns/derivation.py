"""What an indicator of `tipo: derivado` is worked out from: other indicators, by their keys."""

from typing import Literal

from pydantic import Field

from campaigns.entry import Entry, Slug

AGAINST_BASELINE = "linea-base"


class Parts(Entry):
    """One figure over another."""

    of: Slug = Field(alias="de")
    over: Slug = Field(alias="sobre")


class Growth(Entry):
    """How much a figure grew, in percent."""

    of: Slug = Field(alias="de")
    against: Literal["linea-base", "periodo-anterior"] = Field(default="linea-base", alias="frente-a")
