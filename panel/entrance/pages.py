"""The pages before the gate: to sign in with a password, a code or a link, and to go out."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.background import BackgroundTask
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from delivery.clock import Clock
from delivery.workplace import Workplace, Workplaces
from panel.entrance import coming_in
from panel.entrance.coming_in import Knock, Opened, Way
from panel.entrance.letters import can_mail
from panel.entrance.passwords import hashed, is_right, weakness
from panel.entrance.people import mail_of, name_of_user
from panel.entrance.throttle import TOO_OFTEN, Attempt, attempt_of, is_let
from panel.entrance.transport import Transport
from panel.office.asked import BUSY, FOREIGN, NOT_THERE, SMALL, Turned
from panel.office.forms import as_typed, read_form
from panel.office.gate import place_in
from panel.office.sheets import Sheets
from panel.public import OFFICE
from storage.errors import StorageError
from storage.users import User

if TYPE_CHECKING:
    from panel.entrance.directory_pages import DirectoryPages

AT_ONCE = 2
"""How many passwords are hashed at the same time: each takes 19 MiB."""
WRONG = "El usuario o la clave no son correctos."
WRONG_CODE = "Ese código no sirve. Escriba el que la aplicación muestra ahora."
STALE = "Pasó mucho tiempo desde la clave. Empiece otra vez."
UNLIKE = "Las dos claves no son iguales."
NOBODY = "Escoja quién es usted."
UNSAFE = Turned(
    403,
    "Esta conexión no está cifrada",
    "Aquí se escriben claves, y cualquiera en el camino podría leerlas.",
    "Abra el panel en el mismo equipo (http://127.0.0.1:8000), o por https:// detrás de un servidor web; "
    "la instalación lo explica.",
)
OLD_LINK = Turned(
    410,
    "Este enlace ya no sirve",
    "Se usó antes, pasó su tiempo, o se hizo otro después.",
    "Pida otro en la página de entrada, o a quien administra Pregonero en su oficina.",
)
_WITHIN = re.compile(r"[a-z0-9/_?=&%.:@~+-]*", re.ASCII | re.IGNORECASE)
_Answer = Callable[[Request, Workplace], Awaitable[Response]]


class EntrancePages:
    """Serves them for all municipalities."""

    def __init__(self, places: Workplaces, clock: Clock, transport: Transport, sheets: Sheets) -> None:
        """`places` is filled by whoever serves."""
        self._places, self._clock, self._transport, self._sheets = places, clock, transport, sheets
        self._room = asyncio.Semaphore(AT_ONCE)
        self._to_directory: DirectoryPages | None = None

    @property
    def routes(self) -> list[Route]:
        """One for each step."""
        both = ["GET", "POST"]
        return [
            Route(OFFICE.removesuffix("/"), self.towns),
            Route(OFFICE, self.towns),
            Route(f"{OFFICE}{{town}}/entrar", self._before(self.enter), methods=both),
            Route(f"{OFFICE}{{town}}/codigo", self._before(self.code), methods=["POST"]),
            Route(f"{OFFICE}{{town}}/enlace/{{token}}", self._before(self.link), methods=both),
            Route(f"{OFFICE}{{town}}/directorio", self._before(self.go)),
            Route(f"{OFFICE}{{town}}/directorio/vuelta", self._before(self.arrive)),
        ]

    async def towns(self, _: Request) -> Response:
        """The municipality's door; of several, a list."""
        found = sorted(self._places.all, key=lambda place: place.tenant.municipality.body)
        if len(found) == 1:
            return RedirectResponse(f"{OFFICE}{quote(found[0].tenant.slug)}/", 303)
        return self._sheets.plain("municipios.html", None, towns=found)

    async def enter(self, request: Request, place: Workplace) -> Response:
        """A name and a password, or a link by mail."""
        if request.method != "POST":
            return self._form(request, place)
        form = await self._sent(request)
        typed, password = as_typed(form, "usuario")[:200], as_typed(form, "clave")
        address, now = self._transport.client(request), self._clock.now()
        found = await place.database.ask(partial(coming_in.knock, place=place, typed=typed, address=address, now=now))
        if not found.admitted:
            return self._form(request, place, TOO_OFTEN, typed, form, 429)
        if as_typed(form, "con") == "enlace" and can_mail(place):
            return await self._mailed(place, found, typed)
        async with self._room:
            kept = found.user.password_hash if found.user is not None else None
            right = await asyncio.to_thread(is_right, kept, password)
        if not right or found.user is None:
            await self._fail(place, found.attempt)
            return self._form(request, place, WRONG, typed, form, 403)
        if found.user.totp_secret is not None:
            step = coming_in.step_token(place, found.user, Way.PASSWORD, now)
            return self._sheets.plain("codigo.html", place, step=step, wanted=_wanted(form), said="")
        return await self._come_in(request, place, found.user, found.attempt, Way.PASSWORD, _wanted(form))

    async def code(self, request: Request, place: Workplace) -> Response:
        """The second factor."""
        form, now = await self._sent(request), self._clock.now()
        step, code = as_typed(form, "paso"), as_typed(form, "codigo")
        found = await place.database.ask(partial(coming_in.user_of_step, place=place, token=step, now=now))
        if found is None:
            return self._form(request, place, STALE, "", form, 403)
        user, way = found
        attempt = attempt_of(place.keyring, place.tenant_id, f"{user.person} codigo", self._transport.client(request))

        def check(connection: Connection) -> bool | None:
            if not is_let(connection, attempt, now):
                return None
            if coming_in.check_code(connection, place, user, code, now):
                return True
            coming_in.refuse(connection, attempt, now)
            return False

        right = await place.database.run(check)
        if not right:
            said, status = (TOO_OFTEN, 429) if right is None else (WRONG_CODE, 403)
            return self._sheets.plain("codigo.html", place, status, step=step, wanted=_wanted(form), said=said)
        return await self._come_in(request, place, user, attempt, way, _wanted(form))

    async def link(self, request: Request, place: Workplace) -> Response:
        """A link that lets in, once: opening it uses nothing up, since mail programs open links by themselves."""
        token, now = request.path_params["token"], self._clock.now()
        opened = await place.database.ask(partial(coming_in.open_link, place=place, token=token, now=now))
        if opened is None:
            raise OLD_LINK
        if request.method != "POST":
            return self._link_form(place, opened)
        form = await self._sent(request)
        person = opened.user.person if opened.user is not None else as_typed(form, "persona")
        wrong = _wrong(place, opened, person, form)
        if wrong:
            return self._link_form(place, opened, wrong, person)
        kept = None
        if opened.chooses:
            async with self._room:
                kept = await asyncio.to_thread(hashed, as_typed(form, "clave"))
        user = await place.database.run(
            partial(coming_in.use, place=place, token=token, person=person, password_hash=kept, now=now)
        )
        if user is None:
            raise OLD_LINK
        if user.totp_secret is not None:
            step = coming_in.step_token(place, user, Way.LINK, now)
            return self._sheets.plain("codigo.html", place, step=step, wanted="", said="")
        return await self._come_in(request, place, user, None, Way.LINK, "")

    async def go(self, request: Request, place: Workplace) -> Response:
        """To the directory in which staff have an account."""
        wanted = _within(request.query_params.get("siguiente", ""))
        return await self._directory(place).go(request, place, wanted)

    async def arrive(self, request: Request, place: Workplace) -> Response:
        """Back from there."""
        return await self._directory(place).arrive(request, place)

    def _directory(self, place: Workplace) -> "DirectoryPages":
        if place.tenant.municipality.directory is None:
            raise NOT_THERE
        if self._to_directory is None:
            from panel.entrance.directory_pages import DirectoryPages  # noqa: PLC0415 - no panel carries it without one

            self._to_directory = DirectoryPages(self._transport, self._admit, self._clock.now)
        return self._to_directory

    async def _admit(self, request: Request, place: Workplace, user: User, wanted: str) -> Response:
        """Somebody of whom another has made sure; whoever has a second factor here is asked for it all the same."""
        if user.totp_secret is not None:
            step = coming_in.step_token(place, user, Way.DIRECTORY, self._clock.now())
            return self._sheets.plain("codigo.html", place, step=step, wanted=wanted, said="")
        return await self._come_in(request, place, user, None, Way.DIRECTORY, wanted)

    def _before(self, answer: _Answer) -> Callable[[Request], Awaitable[Response]]:
        """What every page here asks first: a municipality that is served, and a way that nobody reads along."""

        async def guarded(request: Request) -> Response:
            place = place_in(self._places, request.path_params["town"])
            try:
                if place is None:
                    raise NOT_THERE
                if not self._transport.is_safe(request):
                    raise UNSAFE
                return await answer(request, place)
            except Turned as error:
                return self._sheets.turn(error, place)
            except (StorageError, OSError):
                return self._sheets.turn(BUSY, place)

        return guarded

    async def _sent(self, request: Request) -> FormData:
        if not self._transport.is_own(request):
            raise FOREIGN
        form = await read_form(request, SMALL)
        # Nobody sends files here: what lies in one is let go, and the fields stay.
        await form.close()
        return form

    async def _mailed(self, place: Workplace, found: Knock, typed: str) -> Response:
        """The same page whoever asks, and each time counts, so that nobody's mailbox is filled."""
        now, user = self._clock.now(), found.user
        await self._fail(place, found.attempt)
        page = self._sheets.plain("correo_pedido.html", place, typed=typed)
        if user is not None:
            # After the answer: how long it takes tells nobody who has a user here.
            send = partial(coming_in.send_link, place=place, user=user, now=now)
            page.background = BackgroundTask(place.database.run, send)
        return page

    async def _fail(self, place: Workplace, attempt: Attempt) -> None:
        await place.database.run(partial(coming_in.refuse, attempt=attempt, now=self._clock.now()))

    async def _come_in(
        self, request: Request, place: Workplace, user: User, attempt: Attempt | None, way: Way, wanted: str
    ) -> Response:
        browser, now = request.headers.get("user-agent", ""), self._clock.now()
        token = await place.database.run(
            partial(coming_in.sign_in, place=place, user=user, attempt=attempt, way=way, browser=browser, now=now)
        )
        town = place.tenant.slug
        response = RedirectResponse(f"{OFFICE}{quote(town)}/{wanted}", 303)
        self._transport.hand(request, response, town, token)
        return response

    def _form(
        self,
        request: Request,
        place: Workplace,
        said: str = "",
        typed: str = "",
        form: FormData | None = None,
        code: int = 200,
    ) -> Response:
        wanted = _wanted(form) if form is not None else _within(request.query_params.get("siguiente", ""))
        directory = place.tenant.municipality.directory
        values = {"said": said, "typed": typed, "wanted": wanted, "mails": can_mail(place), "directory": directory}
        return self._sheets.plain("entrar.html", place, code, **values)

    def _link_form(self, place: Workplace, opened: Opened, said: str = "", chosen: str = "") -> Response:
        slug = opened.user.person if opened.user is not None else ""
        people = place.tenant.municipality.people
        named = [] if slug else [(each, people[each].name) for each in people]
        return self._sheets.plain(
            "enlace.html",
            place,
            403 if said else 200,
            said=said,
            heading="La primera vez" if opened.user is None else "Escoja su clave" if opened.chooses else "Entrar",
            people=named,
            chosen=chosen or (place.tenant.municipality.in_charge or ""),
            chooses=opened.chooses,
            slug=slug,
            name=name_of_user(place.tenant, slug),
            mail=mail_of(place.tenant, slug),
        )


def _wrong(place: Workplace, opened: Opened, person: str, form: FormData) -> str:
    """What is wrong with what was chosen, in Spanish; empty where nothing is."""
    if person not in place.tenant.municipality.people and opened.user is None:
        return NOBODY
    if not opened.chooses:
        return ""
    if as_typed(form, "clave") != as_typed(form, "otra"):
        return UNLIKE
    return weakness(as_typed(form, "clave"), coming_in.names_of(place, person))


def _wanted(form: FormData) -> str:
    return _within(as_typed(form, "siguiente"))


def _within(told: str) -> str:
    """A page of the same office, where somebody wanted to go; nothing else leads away from the entrance."""
    bare = told.removeprefix("/")
    return bare if len(bare) <= 500 and _WITHIN.fullmatch(bare) and "//" not in told and ".." not in bare else ""
