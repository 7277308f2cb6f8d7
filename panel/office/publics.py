"""Of what one public is made: counted beside its page, for a million people take longer than a page may."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection
from starlette.responses import Response

from audience.makeup import Makeup, makeup
from audience.people import max_contact_id
from audience.unmatched import Unmatched, unmatched
from campaigns.audience import Condition
from campaigns.condition_words import described
from panel.entrance.roles import Right
from panel.office.asked import NOT_THERE, Asked, Page
from panel.office.background import Background, Seen
from panel.office.sheets import Sheets
from panel.office.slugs import in_words

MOST = 40
"""Publics whose numbers are kept."""
FRESH = timedelta(minutes=10)
"""How long they are shown as they are, where nobody has come since."""


class Counted(NamedTuple):
    """One public."""

    its: Makeup
    missing: Sequence[Unmatched]
    """What it asks for and nobody has."""


class PublicPages:
    """Serves one page."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets
        self.counting = Background[Counted](MOST, FRESH)

    @property
    def pages(self) -> list[Page]:
        """Of whoever may see people."""
        return [Page("personas/publicos/{public}", Right.PEOPLE, self.public)]

    async def public(self, asked: Asked) -> Response:
        """One; a list of all shows a part of it."""
        slug = asked.request.path_params["public"]
        if slug not in asked.tenant.audiences:
            raise NOT_THERE
        public = asked.tenant.audiences[slug]
        seen = await self._look(asked, slug, public.condition) if public.condition is not None else None
        said = what_it_says(asked, slug)
        listed = asked.query("ver") == "lista"
        return self._sheets.page("publico.html", asked, slug=slug, public=public, said=said, seen=seen, listed=listed)

    async def _look(self, asked: Asked, slug: str, condition: Condition) -> Seen[Counted]:
        number = asked.place.tenant_id
        newest = await asked.read(partial(max_contact_id, tenant=number))

        async def make() -> Counted:
            return await asked.read(partial(_count, tenant=number, condition=condition))

        return await self.counting.look((number, slug), (asked.tenant.digest, newest), asked.now, make)


def what_it_says(asked: Asked, slug: str) -> str:
    """Who belongs to a public, in words."""
    tenant = asked.tenant
    municipality = tenant.municipality
    return described(tenant.audiences[slug].condition, municipality.topics, municipality.lists, in_words)


def _count(connection: Connection, tenant: int, condition: Condition) -> Counted:
    return Counted(makeup(connection, tenant, condition), unmatched(connection, tenant, condition))
