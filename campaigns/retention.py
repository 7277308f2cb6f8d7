"""`conservacion`: for how long each kind of row is kept, and from when on it is forgotten."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from dateutil.relativedelta import relativedelta
from pydantic import AfterValidator, Field

from campaigns.entry import Entry, Text

UNITS = {"dia": "days", "semana": "weeks", "mes": "months", "año": "years"}
WRITTEN = re.compile(r"(?P<amount>[0-9]{1,4}|una?) +(?P<unit>d[ií]a|semana|mes|año)(?:e?s)?")
LONGEST = relativedelta(years=30)
_SOME_DAY = datetime(2028, 1, 1)  # noqa: DTZ001 - only to compare lengths


def parse_period(text: str) -> relativedelta:
    """«2 años», «18 meses», «90 días», «una semana». Raises ValueError, in Spanish."""
    found = WRITTEN.fullmatch(text.strip().lower())
    if found is None:
        raise ValueError(f"«{text}» no es un plazo; escriba, por ejemplo, «2 años», «18 meses» o «90 días»")
    amount = 1 if found["amount"].startswith("u") else int(found["amount"])
    # The library's arguments are one for each unit, of different types.
    return relativedelta(**{UNITS[found["unit"].replace("í", "i")]: amount})  # type: ignore[arg-type]


def _at_least(least: str) -> AfterValidator:
    def check(text: str) -> str:
        period = parse_period(text)
        if not _SOME_DAY + parse_period(least) <= _SOME_DAY + period <= _SOME_DAY + LONGEST:
            raise ValueError(f"«{text}» no sirve aquí; escriba un plazo de {least} a 30 años")
        return text

    return AfterValidator(check)


class Retention(Entry):
    """Kinds of rows, and how long each is kept. Counters, digests, consents and the audit are never forgotten."""

    contacts: Annotated[Text, _at_least("3 meses")] | None = Field(default=None, alias="contactos")
    """Of people of whom nothing has been heard, and whom no list has named; left out: as long as nobody erases them."""
    deliveries: Annotated[Text, _at_least("30 días")] = Field(default="2 años", alias="entregas")
    """To which address each message went, and what the service answered; that it went stays."""
    events: Annotated[Text, _at_least("30 días")] = Field(default="1 año", alias="eventos")
    """What services and people told: bounces, words to a bot."""
    replies: Annotated[Text, _at_least("7 días")] = Field(default="1 año", alias="respuestas")
    """What was answered to a person's word."""
    rehearsals: Annotated[Text, _at_least("1 día")] = Field(default="90 días", alias="pruebas")
    """Finished messages that accounts in `pruebas` have written as files."""
    submissions: Annotated[Text, _at_least("90 días")] = Field(default="2 años", alias="solicitudes")
    """What people and departments sent: who, what and which pictures, after its answer; that it came stays."""
    publications: Annotated[Text, _at_least("1 año")] = Field(default="10 años", alias="publicaciones")
    """The frozen text of what was published; that it was, and what it reached, stays."""

    def cutoffs(self, now: datetime) -> Mapping[str, datetime]:
        """By the key that staff write: what is older is forgotten."""
        written = {
            "contactos": self.contacts,
            "entregas": self.deliveries,
            "eventos": self.events,
            "respuestas": self.replies,
            "pruebas": self.rehearsals,
            "solicitudes": self.submissions,
            "publicaciones": self.publications,
        }
        return {kind: now - parse_period(text) for kind, text in written.items() if text is not None}
