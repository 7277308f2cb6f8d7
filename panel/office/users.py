"""Who comes in: the list, an invitation, roles, and whoever comes in no more."""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection
from starlette.responses import Response

from delivery.notices.notice import outlet
from panel.entrance import administering
from panel.entrance.administering import Wrong
from panel.entrance.letters import link_address
from panel.entrance.people import is_known, mail_of, name_of_user
from panel.entrance.roles import ROLE_NAMES, ROLE_WORDS, Right
from panel.office.asked import NOT_THERE, Asked, Page
from panel.office.sheets import Sheets, Way
from storage.states import Mode
from storage.users import User, user_by_id, users_of

WAY = Way("usuarios", "Usuarios", Right.ADMINISTER)
NOTES: Mapping[str, str] = {
    "usuario": "El usuario quedó guardado.",
}


class _Row(NamedTuple):
    user: User
    name: str
    mail: str
    known: bool


class _Given(NamedTuple):
    """A link that was made: for whom, and where it leads."""

    name: str
    address: str
    mailed: bool
    """It reaches the person: what an account in trial writes reaches nobody."""


class UserPages:
    """Serves them."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets

    @property
    def pages(self) -> list[Page]:
        """All of whoever administers."""
        return [
            Page("usuarios", Right.ADMINISTER, self.users, writes=True),
            Page("usuarios/{number:int}", Right.ADMINISTER, self.change, writes=True),
        ]

    async def users(self, asked: Asked) -> Response:
        """The list; with a form, an invitation."""
        if asked.form is None:
            return await self._list(asked)
        person, role, given = asked.field("persona"), asked.field("rol"), None

        def work(connection: Connection) -> User | Wrong:
            nonlocal given
            made = administering.invite(connection, asked.place, person, role, asked.actor, asked.now)
            if isinstance(made, User):
                given = administering.give_link(connection, asked.place, made, asked.actor, asked.now)
            return made

        made = await asked.write(work)
        if isinstance(made, Wrong) or given is None:
            return await self._list(asked, str(made), code=409)
        return await self._list(asked, given=_given(asked, made, *given))

    async def change(self, asked: Asked) -> Response:
        """What becomes of one user."""
        if asked.form is None:
            return asked.go("usuarios")
        number, does = asked.request.path_params["number"], asked.field("hacer")
        common = {"place": asked.place, "number": number, "actor": asked.actor, "now": asked.now}
        if does == "enlace":
            return await self._give(asked, number)
        ways = {
            "rol": partial(administering.change_role, role=asked.field("rol"), **common),
            "cerrar": partial(administering.shut_out, **common),
            "abrir": partial(administering.let_in, **common),
            "factor": partial(administering.take_factor, **common),
        }
        if does not in ways:
            raise NOT_THERE
        wrong = await asked.write(ways[does])
        return await self._list(asked, str(wrong), code=409) if wrong is not None else asked.go("usuarios", "usuario")

    async def _give(self, asked: Asked, number: int) -> Response:
        def work(connection: Connection) -> tuple[User, tuple[str, bool]] | None:
            user = user_by_id(connection, number)
            if user is None or user.tenant != asked.place.tenant_id or user.disabled_at is not None:
                return None
            return user, administering.give_link(connection, asked.place, user, asked.actor, asked.now)

        found = await asked.write(work)
        if found is None:
            return await self._list(asked, str(Wrong.GONE), code=409)
        return await self._list(asked, given=_given(asked, found[0], *found[1]))

    async def _list(self, asked: Asked, said: str = "", given: _Given | None = None, code: int = 200) -> Response:
        tenant = asked.tenant
        found = await asked.read(partial(users_of, tenant_id=asked.place.tenant_id))
        rows = [
            _Row(each, name_of_user(tenant, each.person), mail_of(tenant, each.person), is_known(tenant, each.person))
            for each in found
        ]
        here = {each.person for each in found}
        municipality = tenant.municipality
        known = (*municipality.people, *municipality.contributors)
        others = [(slug, name_of_user(tenant, slug)) for slug in known if slug not in here]
        values = {"rows": rows, "others": others, "roles": ROLE_NAMES, "words": ROLE_WORDS}
        return self._sheets.page("usuarios.html", asked, code, said=said, given=given, **values)


def _given(asked: Asked, user: User, token: str, mailed: bool) -> _Given:
    account = outlet(asked.place)
    leaves = mailed and account is not None and account.mode == Mode.REAL.value
    base = asked.tenant.municipality.desk_url or str(asked.request.base_url).rstrip("/")
    return _Given(name_of_user(asked.tenant, user.person), f"{base}{link_address(asked.place, token)}", leaves)
