"""The lists that people came with, those that others owe, and the publics: how many each has."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection, func, select
from starlette.responses import Response

from audience.brought_list import Brought, Stage, folders, hand_in, room_of
from audience.import_batches import Batch, batches, find
from audience.import_words import STATES
from audience.people import max_contact_id
from audience.people_lists import brought, standing_batch
from campaigns.articles import the
from delivery.old_lists import KeptList, kept_lists
from panel.entrance.people import name_of_user
from panel.entrance.roles import Right
from panel.office.asked import NOT_THERE, Asked, Page
from panel.office.list_work import begin
from panel.office.publics import what_it_says
from panel.office.sheets import Sheets
from storage.tables import list_member

MOST = 50
"""Imports that are shown."""
FEW = 20_000
"""People of whom all publics are counted by themselves, one after the other; of more, the one that somebody opens."""
TONES: Mapping[str, str] = {"done": "bien", "unfinished": "ojo", "undoing": "ojo", "undone": ""}
"""The colour of an import's state, beside its words."""


class _Owed(NamedTuple):
    """A list that others keep."""

    its: KeptList
    owner: str
    """Who owes it, with an article."""
    people: int
    old: bool


class _Lists(NamedTuple):
    owed: Sequence[_Owed]
    came: Sequence[Batch]
    more: bool
    many: bool
    """So many people that a public is counted only where somebody asks."""


class ListPages:
    """Serves them."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets

    @property
    def pages(self) -> list[Page]:
        """All of whoever may see people."""
        return [
            Page("personas/listas", Right.PEOPLE, self.lists),
            Page("personas/listas/{number:int}", Right.PEOPLE, self.came, writes=True),
        ]

    async def lists(self, asked: Asked) -> Response:
        """All of them."""
        found = await asked.read(partial(_read, asked=asked))
        waiting = await asyncio.to_thread(_waiting, asked)
        tenant = asked.tenant
        publics = {slug: (each, what_it_says(asked, slug)) for slug, each in tenant.audiences.items()}
        words = {"states": STATES, "tones": TONES}
        values: dict[str, object] = {"found": found, "publics": publics, "waiting": waiting, "most": MOST}
        return self._sheets.page("listas.html", asked, 200, **values, **words)

    async def came(self, asked: Asked) -> Response:
        """One import; with a form it is taken back."""
        number = asked.request.path_params["number"]
        batch = await asked.read(partial(find, tenant=asked.place.tenant_id, number=number))
        if batch is None:
            raise NOT_THERE
        if asked.form is not None and batch.state != "undone":
            given = Brought(Stage.UNDOING, batch.file, asked.actor, asked.now, batch=batch.id)
            room = room_of(asked.place.folder, asked.tenant.slug)
            folder = await asyncio.to_thread(hand_in, room, given, None)
            begin(asked.place, folder, given, asked.actor, asked.now)
            return asked.go(f"personas/traer/{folder.token}")
        return self._sheets.page("lista.html", asked, batch=batch, states=STATES, tones=TONES)


def _read(connection: Connection, asked: Asked) -> _Lists:
    number, tenant = asked.place.tenant_id, asked.tenant
    came = batches(connection, number, MOST + 1)
    owed = []
    for slug, its in kept_lists(tenant.municipality, brought(connection, number)).items():
        standing = standing_batch(number, slug).scalar_subquery()
        people = connection.scalar(select(func.count()).where(list_member.c.batch == standing)) or 0
        owed.append(_Owed(its, the(its.owner), people, its.is_old(asked.now)))
    return _Lists(owed, came[:MOST], len(came) > MOST, max_contact_id(connection, number) > FEW)


class _Waiting(NamedTuple):
    """What was handed in and is not done with."""

    token: str
    its: Brought
    by: str
    """Who handed it in, by name."""
    cut: bool
    """Whoever worked on it was stopped."""


def _waiting(asked: Asked) -> list[_Waiting]:
    found = []
    for folder in folders(room_of(asked.place.folder, asked.tenant.slug)):
        its = folder.read()
        if its is not None and its.stage not in (Stage.BROUGHT, Stage.UNDONE):
            found.append(_Waiting(folder.token, its, name_of_user(asked.tenant, its.by), folder.is_cut(its)))
    return found
