"""Personas: whoever is looked for, found."""

from functools import partial

from starlette.responses import Response

from audience.people_search import MOST, search
from panel.entrance.roles import Right
from panel.office.asked import Asked, Page
from panel.office.sheets import Sheets, Way

WAY = Way("personas", "Personas", Right.PEOPLE)


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
        typed, place = asked.query("buscar"), asked.place
        work = partial(search, tenant=place.tenant_id, secret=place.keyring.address_key, typed=typed)
        return self._sheets.page("personas.html", asked, typed=typed, found=await asked.read(work), most=MOST)
