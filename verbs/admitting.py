"""`access`: a link by which somebody comes into the panel, made by whoever has the machine."""

from datetime import datetime

from sqlalchemy import Connection

from delivery.workplace import Workplace
from panel.entrance.administering import Wrong, give_link, invite, let_in, take_factor
from panel.entrance.letters import link_address
from panel.entrance.people import name_of_user, slug_of
from panel.entrance.roles import ROLE_NAMES, Role
from panel.listen import DEFAULT
from storage.errors import StorageError
from storage.users import User, user_by_id, user_named
from verbs.answer import Answer
from verbs.call import Call, Failure
from verbs.place import at_work

WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)


def access(call: Call, who: str, role: str | None, *, forget_second_step: bool) -> Answer:
    """A link for a user, who is made one with a role where the person is none yet.

    `forget_second_step`: the telephone is lost, and no code is asked for after the link; nobody else may be there who
    administers, and could take it away in the panel.
    """

    def work(connection: Connection, place: Workplace, now: datetime) -> tuple[User, str, bool]:
        user = _user(connection, place, slug_of(place.tenant, who), role, call.actor, now)
        if forget_second_step and user.totp_secret is not None:
            take_factor(connection, place, user.id, call.actor, now)
        token, mailed = give_link(connection, place, user, call.actor, now)
        base = place.tenant.municipality.desk_url or f"http://{DEFAULT}"
        return user, f"{base}{link_address(place, token)}", mailed

    user, link, mailed = at_work(call, work)
    document = {"person": user.person, "role": user.role, "link": link, "mailed": mailed}
    told = [f"Con este enlace, una vez, «{user.person}» ({ROLE_NAMES[Role(user.role)]}) escoge su clave y entra:", link]
    return Answer(document, [*told, *(["También se le envió por correo."] if mailed else [])])


def _user(connection: Connection, place: Workplace, slug: str, role: str | None, actor: str, now: datetime) -> User:
    user = user_named(connection, place.tenant_id, slug)
    if user is None:
        made = invite(connection, place, slug, role or Role.ADMINISTRATOR, actor, now)
        if isinstance(made, Wrong):
            raise Failure(made)
        return made
    if role is not None and role != user.role:
        name = name_of_user(place.tenant, slug)
        raise Failure(f"{name} ya es usuario, como «{user.role}». El rol se cambia en el panel, en Usuarios.")
    if user.disabled_at is not None:
        let_in(connection, place, user.id, actor, now)
    found = user_by_id(connection, user.id)
    assert found is not None, "it was there in this transaction"
    return found
