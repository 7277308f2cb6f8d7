"""Coming in with the account that staff have already at the entity's own directory. Loads what `openid` does."""

import hmac
import json
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from campaigns.directory import Directory
from delivery.workplace import Workplace
from panel.entrance import sealed
from panel.entrance.openid import Journey, NoWord, Provider, UnknownKey, departure, mail_in, settings_of, word_of
from panel.entrance.people import is_known, slug_of
from panel.entrance.transport import Transport
from panel.office.asked import NOT_THERE, Turned
from panel.public import Networks
from storage.users import User, user_named

JOURNEY = timedelta(minutes=15)
"""From going to coming back."""
READ_AGAIN = timedelta(hours=1)
"""After which a directory's settings are asked for again."""
KEYS_AGAIN = timedelta(minutes=1)
"""How often at most its keys are, when a signature is by none of them."""
DIRECTORY, BACK = "directorio", "directorio/vuelta"
_PURPOSE = b"pregonero journey"
ADVICE = "Entre con su clave o con un enlace, y avísele a quien administra Pregonero en su oficina."
LOST = Turned(
    403,
    "No se entró",
    "La vuelta no es de la visita que este navegador empezó, o pasó mucho tiempo.",
    "Empiece otra vez en la página de entrada.",
)
TOO_OFTEN = Turned(429, "Demasiadas visitas seguidas", "Esta red lo intentó muchas veces.", "Espere un minuto.")

Admit = Callable[[Request, Workplace, User, str], Awaitable[Response]]
"""Lets a user in, who asked for a page: by a session, or first by the second factor."""


class _Read(NamedTuple):
    directory: Directory
    provider: Provider
    at: datetime


class DirectoryPages:
    """Serves the way there and back."""

    def __init__(self, transport: Transport, admit: Admit, now: Callable[[], datetime]) -> None:
        """No directory has been asked."""
        self._transport, self._admit, self._now = transport, admit, now
        self._read: dict[str, _Read] = {}
        self._networks = Networks()

    async def go(self, request: Request, place: Workplace, wanted: str) -> Response:
        """To the directory. `wanted`: the page of the office to be shown then. Raises `Turned`."""
        directory = self._directory(request, place)
        way = f"{'https' if self._transport.is_encrypted(request) else 'http'}://{request.headers.get('host', '')}"
        back = f"{way}{request.url.path.removesuffix('/')}{BACK.removeprefix(DIRECTORY)}"
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        journey = Journey(state, nonce, verifier, back, wanted)
        try:
            provider = await self._provider(place, directory, READ_AGAIN)
        except NoWord as error:
            raise _turned(directory, error) from error
        response = RedirectResponse(departure(provider, directory, journey), 303)
        told = sealed.seal(place.keyring, _PURPOSE, json.dumps(journey), self._now())
        self._transport.hand_journey(request, response, place.tenant.slug, told, JOURNEY)
        return response

    async def arrive(self, request: Request, place: Workplace) -> Response:
        """Back from the directory, with a code that it changes for its word. Raises `Turned`."""
        directory = self._directory(request, place)
        cookie = request.cookies.get(self._transport.journey_cookie(request, place.tenant.slug), "")
        kept = sealed.unseal(place.keyring, _PURPOSE, cookie, self._now(), JOURNEY)
        told = request.query_params
        if kept is None:
            raise LOST
        journey = Journey(*json.loads(kept))
        if not hmac.compare_digest(told.get("state", "").encode(), journey.state.encode()):
            raise LOST
        if "code" not in told:
            raise Turned(403, "No se entró", f"Con {directory.name} no se terminó de entrar.", ADVICE)
        try:
            mail = await self._mail(place, directory, journey, told["code"], told.get("iss"))
        except NoWord as error:
            raise _turned(directory, error) from error
        user = await place.database.ask(partial(_user_of, place=place, mail=mail))
        if user is None:
            reason = f"«{mail}» no es el correo de nadie que tenga usuario en el panel."
            raise Turned(403, "No se entró", reason, "Pídale a quien administra Pregonero en su oficina que lo invite.")
        response = await self._admit(request, place, user, journey.wanted)
        self._transport.end_journey(request, response, place.tenant.slug)
        return response

    async def _mail(
        self, place: Workplace, directory: Directory, journey: Journey, code: str, issuer: str | None
    ) -> str:
        """Whose the directory says that somebody is. Raises `NoWord`."""
        provider = await self._provider(place, directory, READ_AGAIN)
        if issuer not in (None, provider.issuer):
            # RFC 9207: another directory's answer.
            raise NoWord("contestó otra en su lugar")
        word = await word_of(provider, directory, journey, code)
        try:
            return mail_in(provider, directory, journey, word, self._now())
        except UnknownKey:
            newer = await self._provider(place, directory, KEYS_AGAIN)
            return mail_in(newer, directory, journey, word, self._now())

    async def _provider(self, place: Workplace, directory: Directory, lasts: timedelta) -> Provider:
        """What the directory said of itself, no longer ago than `lasts`. Raises `NoWord`."""
        now, kept = self._now(), self._read.get(place.tenant.slug)
        if kept is None or kept.directory != directory or now - kept.at >= lasts:
            kept = self._read[place.tenant.slug] = _Read(directory, await settings_of(directory), now)
        return kept.provider

    def _directory(self, request: Request, place: Workplace) -> Directory:
        directory = place.tenant.municipality.directory
        if directory is None:
            raise NOT_THERE
        if not self._networks.admits(self._transport.client(request), self._now()):
            raise TOO_OFTEN
        return directory


def _user_of(connection: Connection, place: Workplace, mail: str) -> User | None:
    """Who comes in with a mail address; None: nobody."""
    user = user_named(connection, place.tenant_id, slug_of(place.tenant, mail))
    here = user is not None and user.disabled_at is None and is_known(place.tenant, user.person)
    return user if here else None


def _turned(directory: Directory, error: Exception) -> Turned:
    return Turned(502, "No se entró", f"Con {directory.name} no se pudo: {error}.", ADVICE)
