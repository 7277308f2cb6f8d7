"""Personas: whoever is looked for, found."""

from functools import partial

from starlette.responses import Response

from audience.people_search import BEGINNING, MOST, Onward, search
from panel.entrance.roles import Right
from panel.office.asked import Asked, Page
from panel.office.sheets import Sheets, Way
from panel.office.typed import number_typed

WAY = Way("personas", "Personas", Right.PEOPLE)
LONGEST = 20 * MOST
"""Letters in which an address says whom a search has found already."""


class PeoplePages:
    """Serves it."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets

    @property
    def pages(self) -> list[Page]:
        """One."""
        return [Page("personas", Right.PEOPLE, self.people)]

    async def people(self, asked: Asked) -> Response:
        """Who is found by what was typed: as one types, or with Enter.

        It shows no more of anybody than tells them apart; whoever opens somebody's page is written down.
        """
        typed, place, since = asked.query("buscar"), asked.place, _since(asked)
        secret = place.keyring.address_key
        work = partial(search, tenant=place.tenant_id, secret=secret, typed=typed, since=since)
        return self._sheets.page("personas.html", asked, typed=typed, found=await asked.read(work), most=MOST)


def _since(asked: Asked) -> Onward:
    """Where a search goes on, as its own page says it; it begins anew where that says nothing."""
    after = number_typed(asked.query("desde"))
    if after is None:
        return BEGINNING
    found = map(number_typed, asked.query("hallados", LONGEST).split("-"))
    return Onward(after, tuple(each for each in found if each is not None))
