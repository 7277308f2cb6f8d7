"""The office's gate: finds whose cookie it is, asks for the right, and looks whence a form comes before any page."""

import hmac
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from delivery.clock import Clock
from delivery.workplace import Workplace, Workplaces
from panel.entrance.people import is_known, name_of_user
from panel.entrance.transport import Transport
from panel.office.asked import BUSY, FOREIGN, NOT_ALLOWED, NOT_THERE, Asked, Member, Page, Turned
from panel.office.forms import as_typed, read_form
from panel.office.sheets import Sheets
from panel.office.unsent import of_another_session, without_session
from panel.public import OFFICE
from storage.errors import StorageError
from storage.sessions import NOTED, find_session, note_seen

ENTRANCE = "entrar"
LARGEST = 2**63 - 1
"""No row has a greater number, and a database takes none."""
FIELD = "ficha"
"""The field of each form that says the token again."""


def place_in(places: Workplaces, slug: str) -> Workplace | None:
    """The municipality of a slug; None: the daemon serves none of it."""
    return next((each for each in places.all if each.tenant.slug == slug), None)


def token_of(cookie: str) -> str:
    """What the forms of a session say: it follows from the cookie, and tells nothing of it."""
    return hmac.new(cookie.encode("utf-8", "replace"), b"pregonero form", sha256).hexdigest()


class Gate:
    """Lets members to the pages."""

    def __init__(self, places: Workplaces, clock: Clock, transport: Transport, sheets: Sheets) -> None:
        """`places` is filled by whoever serves."""
        self._places, self._clock, self._transport, self._sheets = places, clock, transport, sheets

    def routes(self, pages: Sequence[Page]) -> list[Route]:
        """Each page behind the gate."""
        return [self._route(page) for page in pages]

    def _route(self, page: Page) -> Route:
        async def answer(request: Request) -> Response:
            try:
                return await self._answer(page, request)
            except Turned as error:
                return self._sheets.turn(error, place_in(self._places, request.path_params["town"]))

        methods = ["GET", "POST"] if page.writes else ["GET"]
        return Route(f"{OFFICE}{{town}}/{page.path}", answer, methods=methods)

    async def _answer(self, page: Page, request: Request) -> Response:
        place = place_in(self._places, request.path_params["town"])
        if place is None or any(isinstance(each, int) and each > LARGEST for each in request.path_params.values()):
            raise NOT_THERE
        now = self._clock.now()
        cookie = request.cookies.get(self._transport.cookie(request, place.tenant.slug), "")
        try:
            member = await self._member(place, cookie, now) if cookie else None
            if member is None:
                return await self._stranger(page, request, place)
            asked = Asked(request, place, member, now, token_of(cookie))
            if not member.may(page.right):
                raise NOT_ALLOWED
            return await self._let(page, asked)
        except (StorageError, OSError) as error:
            raise BUSY from error

    async def _let(self, page: Page, asked: Asked) -> Response:
        if asked.request.method != "POST":
            return await page.answer(asked)
        if not self._transport.is_own(asked.request):
            raise FOREIGN
        form = await read_form(asked.request, page.largest)
        try:
            told = as_typed(form, FIELD)
            if not hmac.compare_digest(told.encode(), asked.token.encode()):
                kept = of_another_session(self._sheets, asked, form, FIELD)
                if kept is None:
                    raise FOREIGN
                return kept
            return await page.answer(asked.with_form(form))
        finally:
            await form.close()

    async def _member(self, place: Workplace, cookie: str, now: datetime) -> Member | None:
        found = await place.database.ask(lambda connection: find_session(connection, place.tenant_id, cookie, now))
        if found is None:
            return None
        user, session = found
        if not is_known(place.tenant, user.person):
            return None
        if now - session.seen_at >= NOTED:
            await place.database.run(lambda connection: note_seen(connection, session.token_hash, now))
        return Member(user, session, name_of_user(place.tenant, user.person))

    async def _stranger(self, page: Page, request: Request, place: Workplace) -> Response:
        """To the entrance; whoever has typed something first sees that it is not lost."""
        typed = page.writes and request.method == "POST" and self._transport.is_own(request)
        kept = await without_session(self._sheets, request, place, FIELD) if typed else None
        return self._to_entrance(request, place) if kept is None else kept

    def _to_entrance(self, request: Request, place: Workplace) -> Response:
        """To sign in, and back to what was asked for."""
        way = f"{OFFICE}{quote(place.tenant.slug)}/"
        wanted = request.url.path.removeprefix(way) if request.method == "GET" else ""
        if wanted and request.url.query:
            wanted += f"?{request.url.query}"
        back = f"?siguiente={quote(wanted)}" if wanted else ""
        if request.headers.get("hx-request"):
            # htmx would put the sign-in page where a part of this one belongs.
            return Response(status_code=204, headers={"HX-Redirect": f"{way}{ENTRANCE}"})
        return RedirectResponse(f"{way}{ENTRANCE}{back}", 303)
