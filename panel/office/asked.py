"""What a page of the office is asked: by whom, in which municipality, when, and with which form."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from campaigns.tenant import Tenant
from delivery.workplace import Workplace
from panel.entrance.roles import ROLE_NAMES, Right, Role, may
from panel.public import OFFICE
from storage.notices import tell
from storage.sessions import Session
from storage.users import User

SMALL = 65_536
"""Octets of a form without files."""
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who has signed in."""

    user: User
    session: Session
    name: str
    """As `municipio.yaml` has it."""

    @property
    def role_name(self) -> str:
        """In Spanish."""
        return ROLE_NAMES[Role(self.user.role)]

    def may(self, right: Right) -> bool:
        """Whether the role has a right."""
        return may(self.user.role, right)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of a member."""

    request: Request
    place: Workplace
    member: Member
    now: datetime
    token: str
    """What each form of the page has to say again: no foreign page knows it."""
    form: FormData | None = None
    """What was sent; None: nothing was."""

    @property
    def tenant(self) -> Tenant:
        """The municipality as it is configured now."""
        return self.place.tenant

    @property
    def actor(self) -> str:
        """Who does what is done here, as the audit names it."""
        return self.member.user.person

    @property
    def environment(self) -> Mapping[str, str]:
        """What secrets are read from that the configuration names."""
        found: Mapping[str, str] = self.request.app.state.environment
        return found

    def may(self, right: Right) -> bool:
        """Whether who asks has a right."""
        return self.member.may(right)

    def url(self, path: str = "") -> str:
        """The address of a page of this office: `asked.url("tareas")`."""
        return f"{OFFICE}{quote(self.tenant.slug)}/{path}"

    def go(self, path: str, note: str = "") -> Response:
        """To a page after something was done (303), which says so: `note` is a key of its notes."""
        return RedirectResponse(f"{self.url(path)}{f'?hecho={quote(note)}' if note else ''}", 303)

    def query(self, name: str, longest: int = 200) -> str:
        """What the address says of something; empty where it says nothing, or more than anybody would."""
        told = self.request.query_params.get(name, "")
        return _plain(told) if len(told) <= longest else ""

    def field(self, name: str) -> str:
        """What stood in a field; empty where there was none."""
        told = self.form.get(name) if self.form is not None else None
        return _plain(told) if isinstance(told, str) else ""

    def fields(self, name: str) -> list[str]:
        """The same of a field that comes several times."""
        return [_plain(each) for each in self._all(name) if isinstance(each, str)]

    def files(self, name: str) -> list[UploadFile]:
        """What was attached under a name; a field that was left empty is none."""
        return [each for each in self._all(name) if isinstance(each, UploadFile) and each.filename]

    def with_form(self, form: FormData) -> "Asked":
        """The same with what was sent."""
        return replace(self, form=form)

    async def read(self, work: Callable[[Connection], Found]) -> Found:
        """What the rows say. Raises `StorageError`."""
        return await self.place.database.ask(work)

    async def write(self, work: Callable[[Connection], Found]) -> Found:
        """Change rows in one transaction, and let the daemons know. Raises `StorageError`."""

        def told(connection: Connection) -> Found:
            found = work(connection)
            if connection.dialect.name == "postgresql":
                tell(connection)
            return found

        return await self.place.database.run(told)

    def _all(self, name: str) -> Sequence[str | UploadFile]:
        return [] if self.form is None else self.form.getlist(name)


def _plain(told: str) -> str:
    """Without spaces around, and without the sign that PostgreSQL keeps in no text."""
    return told.replace("\x00", "").strip()


Answer = Callable[[Asked], Awaitable[Response]]


class Page(NamedTuple):
    """One address of the office, and the right that it asks for."""

    path: str
    """Under the municipality's: `tareas/{number:int}`."""
    right: Right
    answer: Answer
    writes: bool = False
    """It takes a form, too (POST)."""
    largest: int = SMALL
    """Octets of that form, files included."""


class Turned(Exception):
    """The page cannot be had; the texts are Spanish."""

    def __init__(self, code: int, title: str, reason: str, advice: str = "") -> None:
        """`code`: of HTTP."""
        super().__init__(title)
        self.code, self.title, self.reason, self.advice = code, title, reason, advice


NOT_THERE = Turned(404, "Aquí no hay nada", "La dirección está incompleta, o lo que había ya no está.")
NOT_ALLOWED = Turned(
    403,
    "Esto no le corresponde a su rol",
    "Su usuario no tiene permiso para abrir esta página.",
    "Si lo necesita, pídaselo a quien administra Pregonero en su oficina.",
)
FOREIGN = Turned(
    403,
    "No se hizo nada",
    "El formulario no venía de esta página, o su sesión cambió mientras lo llenaba.",
    "Vuelva atrás, recargue la página y envíelo otra vez.",
)
BUSY = Turned(
    503,
    "La base de datos está ocupada",
    "No contestó a tiempo. Si acababa de enviar un formulario, puede que no haya quedado.",
    "Espere un momento, recargue la página y revise antes de repetir.",
)
TOO_LARGE = Turned(
    413,
    "Lo que envió pesa demasiado",
    "El formulario con sus archivos pasa de lo que esta página recibe.",
    "Envíe archivos más pequeños, o de a uno.",
)
