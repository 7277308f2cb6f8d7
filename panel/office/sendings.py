"""Envíos: what went out, goes out and is to go out, with its numbers."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from starlette.responses import Response

from delivery.office.office import STATE_NAMES
from panel.entrance.roles import Right
from panel.office.asked import Asked, Page
from panel.office.sent_rows import Cursor, Sought, find_sendings
from panel.office.sheets import Sheets, Way
from panel.office.typed import day_typed
from panel.office.went import TONES

WAY = Way("envios", "Envíos", Right.SEE)


class SendingsPages:
    """Serves them."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets

    @property
    def pages(self) -> list[Page]:
        """One."""
        return [Page("envios", Right.SEE, self.sendings)]

    async def sendings(self, asked: Asked) -> Response:
        """A page of the list."""
        sought = _sought(asked)
        found = await asked.read(partial(find_sendings, place=asked.place, sought=sought))
        return self._sheets.page(
            "envios.html",
            asked,
            rows=found.rows,
            more=_query(replace(sought, before=found.more)) if found.more is not None else "",
            first=_query(replace(sought, before=None)) if sought.before is not None else "",
            states=STATE_NAMES,
            tones=TONES,
            sought=sought,
            campaigns=_campaigns(asked, sought),
            accounts=_accounts(asked, sought),
        )


def _sought(asked: Asked) -> Sought:
    state = asked.query("estado")
    return Sought(
        campaign=asked.query("campana"),
        account=asked.query("medio"),
        state=state if state in STATE_NAMES else "",
        since=day_typed(asked.query("desde")),
        until=day_typed(asked.query("hasta")),
        before=Cursor.read(asked.query("antes")),
    )


def _query(sought: Sought) -> str:
    """The same search as an address says it; empty where nothing is asked."""
    told = {
        "campana": sought.campaign,
        "medio": sought.account,
        "estado": sought.state,
        "desde": sought.since or "",
        "hasta": sought.until or "",
        "antes": sought.before or "",
    }
    return urlencode({name: str(value) for name, value in told.items() if value}) or "antes="


def _campaigns(asked: Asked, sought: Sought) -> Mapping[str, str]:
    """By id, in the order of their titles; also one that the files know no more, where it is asked for."""
    titles = {name: each.entry.title for name, each in asked.tenant.campaigns.items()}
    if sought.campaign:
        titles.setdefault(sought.campaign, sought.campaign)
    return dict(sorted(titles.items(), key=lambda each: each[1].casefold()))


def _accounts(asked: Asked, sought: Sought) -> list[str]:
    return sorted({*asked.tenant.accounts, *([sought.account] if sought.account else [])})
