"""One's own account: password, second factor, the browsers that are signed in."""

import asyncio
from base64 import b64encode
from collections.abc import Mapping
from functools import partial

from starlette.responses import RedirectResponse, Response

from panel.entrance import own_account
from panel.entrance.browsers import browser_name
from panel.entrance.coming_in import names_of
from panel.entrance.passwords import hashed, is_right, weakness
from panel.entrance.roles import Right
from panel.entrance.second_factor import address, is_secret, new_secret, picture
from panel.entrance.throttle import TOO_OFTEN, attempt_of, came_in, failed, is_let
from panel.entrance.transport import Transport
from panel.office.asked import Asked, Page
from panel.office.forms import as_typed
from panel.office.sheets import Sheets
from storage.sessions import close_session, sessions_of

NOT_YOURS = "La clave de ahora no es esa."
UNLIKE = "Las dos claves nuevas no son iguales."
NO_CODE = "Ese código no es el de esta imagen. Escriba el que la aplicación muestra ahora."
NOTES: Mapping[str, str] = {
    "clave": "La clave quedó cambiada. Las demás sesiones se cerraron.",
    "sesion": "La sesión quedó cerrada.",
    "factor": "El segundo paso quedó activo: desde ahora se le pide un código al entrar.",
    "sin-factor": "El segundo paso quedó quitado.",
}


class AccountPages:
    """Serves them."""

    def __init__(self, sheets: Sheets, transport: Transport) -> None:
        """Both stay the caller's."""
        self._sheets, self._transport = sheets, transport
        self._room = asyncio.Semaphore(1)

    @property
    def pages(self) -> list[Page]:
        """All are the member's own."""
        return [
            Page("cuenta", Right.ENTER, self.account),
            Page("cuenta/clave", Right.ENTER, self.password, writes=True),
            Page("cuenta/segundo-paso", Right.ENTER, self.factor, writes=True),
            Page("cuenta/sin-segundo-paso", Right.ENTER, self.no_factor, writes=True),
            Page("cuenta/sesion", Right.ENTER, self.session, writes=True),
            Page("salir", Right.ENTER, self.leave, writes=True),
        ]

    async def account(self, asked: Asked, said: str = "", code: int = 200) -> Response:
        """What there is."""
        sessions = await asked.read(partial(sessions_of, user_id=asked.member.user.id))
        return self._sheets.page("cuenta.html", asked, code, sessions=sessions, browser_name=browser_name, said=said)

    async def password(self, asked: Asked) -> Response:
        """Another one, by whoever knows the present one; who has none yet comes by a link."""
        if asked.form is None:
            return asked.go("cuenta")
        old, new, user = as_typed(asked.form, "antes"), as_typed(asked.form, "clave"), asked.member.user
        wrong = await self._proven(asked, old)
        async with self._room:
            wrong = wrong or ("" if new == as_typed(asked.form, "otra") else UNLIKE)
            wrong = wrong or weakness(new, names_of(asked.place, user.person))
            if wrong:
                return await self.account(asked, wrong, 403)
            kept, session = await asyncio.to_thread(hashed, new), asked.member.session.token_hash
        await asked.write(partial(own_account.change_password, user=user, kept=kept, session=session, now=asked.now))
        return asked.go("cuenta", "clave")

    async def factor(self, asked: Asked) -> Response:
        """A secret to photograph, and the first code that proves that it was."""
        if asked.member.user.totp_secret is not None:
            return asked.go("cuenta")
        secret = typed if is_secret(typed := asked.field("secreto")) else new_secret()
        said = ""
        if asked.form is not None and asked.member.user.password_hash:
            said = await self._proven(asked, as_typed(asked.form, "antes"))
        if asked.field("codigo") and not said:
            work = partial(
                own_account.add_second_factor,
                place=asked.place,
                user=asked.member.user,
                secret=secret,
                code=asked.field("codigo"),
                session=asked.member.session.token_hash,
                now=asked.now,
            )
            if await asked.write(work):
                return asked.go("cuenta", "factor")
            said = NO_CODE
        where = address(secret, asked.actor, asked.tenant.municipality.body)
        drawn = b64encode(picture(where)).decode()
        values = {"secret": secret, "drawn": drawn, "said": said, "asks": bool(asked.member.user.password_hash)}
        return self._sheets.page("segundo_paso.html", asked, 403 if said else 200, **values)

    async def no_factor(self, asked: Asked) -> Response:
        """Taken away, by whoever knows the password."""
        user = asked.member.user
        if asked.form is None:
            return await self.account(asked)
        if wrong := await self._proven(asked, as_typed(asked.form, "antes")):
            return await self.account(asked, wrong, 403)
        await asked.write(partial(own_account.remove_second_factor, user=user, now=asked.now))
        return asked.go("cuenta", "sin-factor")

    async def session(self, asked: Asked) -> Response:
        """Sign one of one's own browsers out."""
        if asked.form is not None:
            token = asked.field("sesion")
            await asked.write(partial(close_session, user_id=asked.member.user.id, token_hash=token))
        return asked.go("cuenta", "sesion")

    async def leave(self, asked: Asked) -> Response:
        """Sign out here."""
        if asked.form is None:
            return asked.go("cuenta")
        work = partial(
            own_account.sign_out, user=asked.member.user, session=asked.member.session.token_hash, now=asked.now
        )
        await asked.write(work)
        response = RedirectResponse(asked.url("entrar"), 303)
        self._transport.take_back(asked.request, response, asked.tenant.slug)
        return response

    async def _proven(self, asked: Asked, typed: str) -> str:
        """Why somebody at a browser that is signed in is not believed to be its owner; empty: the password is right.

        Wrong ones count as at the entrance: a browser that was left open is no place to guess at.
        """
        place, user, now = asked.place, asked.member.user, asked.now
        client = self._transport.client(asked.request)
        attempt = attempt_of(place.keyring, place.tenant_id, f"{user.person} cuenta", client)
        if not await asked.read(partial(is_let, attempt=attempt, now=now)):
            return TOO_OFTEN
        async with self._room:
            right = await asyncio.to_thread(is_right, user.password_hash, typed)
        await asked.write(partial(came_in, attempt=attempt) if right else partial(failed, attempt=attempt, now=now))
        return "" if right else NOT_YOURS
