"""Canales: each account with its health, its limits and what was found of it; looks at them now."""

from collections.abc import Mapping
from functools import partial

from starlette.responses import Response

from campaigns.account import Account
from channels.capabilities import Standing
from delivery.accounts.checkup import real_accounts
from delivery.office.office import resume_account
from panel.doctor_words import CHECKS, STANDINGS
from panel.entrance.roles import Right
from panel.office.asked import NOT_THERE, Asked, Page
from panel.office.channel_rows import in_order, read_channels
from panel.office.checkups import Checkups
from panel.office.sheets import Sheets, Way
from panel.office.spoken import in_buttons
from panel.public import Proxies

WAY = Way("canales", "Canales", Right.SEE)
NOTES: Mapping[str, str] = {
    "canales-revision": "Empezó la revisión. Esta página se renueva sola.",
    "canales-otra": "Ya hay una revisión en marcha: espere a que termine.",
    "canales-seguir": "La cuenta sigue: lo que espera sale enseguida. Si el servicio la rechaza otra vez, se detiene.",
    "canales-sigue": "Esa cuenta no está detenida.",
}
TONES: Mapping[Standing, str] = {
    Standing.GOOD: "bien",
    Standing.WARNING: "ojo",
    Standing.BAD: "malo",
    Standing.UNKNOWN: "ojo",
    Standing.NOTE: "",
}
"""The colour of a standing's word, beside the word."""


class ChannelsPages:
    """Serves them."""

    def __init__(self, sheets: Sheets, proxies: Proxies) -> None:
        """`sheets` stays the caller's; `proxies`: whose word on where a visit comes from is believed."""
        self._sheets = sheets
        self.checkups = Checkups(proxies)

    @property
    def pages(self) -> list[Page]:
        """All may see them; whoever operates looks at them, and lets one go on."""
        return [
            Page("canales", Right.SEE, self.channels),
            Page("canales/revisar", Right.OPERATE, self.look, writes=True),
            Page("canales/seguir", Right.OPERATE, self.resume, writes=True),
        ]

    async def channels(self, asked: Asked) -> Response:
        """All accounts; the page asks again by itself while a look is under way."""
        found = await asked.read(partial(read_channels, place=asked.place, now=asked.now))
        return self._sheets.page(
            "canales.html",
            asked,
            found=found,
            named=_named,
            standings=STANDINGS,
            tones=TONES,
            in_order=in_order,
            in_buttons=in_buttons,
        )

    async def look(self, asked: Asked) -> Response:
        """Look at the real accounts, the machine and the site, or at one account, whatever its mode."""
        if asked.form is None:
            return asked.go("canales")
        name = asked.field("cuenta")
        accounts = [_account(asked, name)] if name else real_accounts(asked.tenant)
        begun = await self.checkups.begin(asked.place, accounts, whole=not name)
        return asked.go("canales", "canales-revision" if begun else "canales-otra")

    async def resume(self, asked: Asked) -> Response:
        """A person has mended what stopped an account."""
        if asked.form is None:
            return asked.go("canales")
        account = _account(asked, asked.field("cuenta"))
        work = partial(resume_account, workplace=asked.place, account=account, actor=asked.actor, now=asked.now)
        return asked.go("canales", "canales-seguir" if await asked.write(work) else "canales-sigue")


def _named(check: str) -> str:
    """What people call it, with a capital."""
    words = CHECKS.get(check, check)
    return words[:1].upper() + words[1:]


def _account(asked: Asked, name: str) -> Account:
    found = asked.tenant.accounts.get(name)
    if found is None:
        raise NOT_THERE
    return found
