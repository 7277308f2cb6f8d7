"""Alerts that repeat until a person lifts them: which they are now, and the page on which all of a campaign's end."""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection
from starlette.responses import Response

from delivery.office.lifting import Unseen, lift, repeating, still_going
from delivery.office.office import Refused
from panel.entrance.roles import Right
from panel.office.asked import Asked, Page
from panel.office.audit_words import who
from panel.office.message_names import message_name
from panel.office.sheets import Sheets, local
from panel.office.typed import number_typed
from storage.standing_orders import StandingOrder

NOTES: Mapping[str, str] = {
    "alerta-levantada": "La alerta quedó levantada: no se repite más.",
    "alerta-ya": "No hay nada que levantar: ninguna alerta de esa campaña se está repitiendo.",
}


class Alert(NamedTuple):
    """One that repeats now."""

    order: int
    """Which one it is."""
    campaign: str
    name: str
    """As staff read its message."""
    since: str
    by: str
    """Who ordered it, by name."""
    reason: str
    """Why it was an emergency; empty: it was ordered as none."""


class AlertPages:
    """Serves the page on which they are lifted."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets

    @property
    def pages(self) -> list[Page]:
        """For whoever operates."""
        return [Page("campanas/{campaign}/levantar", Right.OPERATE, self.lift, writes=True)]

    async def lift(self, asked: Asked) -> Response:
        """Ask, and do it once it is meant; a campaign that the files have no more may repeat one all the same."""
        campaign = asked.request.path_params["campaign"]
        back = f"campanas/{campaign}" if campaign in asked.tenant.campaigns else "hoy"
        if asked.form is None:
            return await self._ask(asked, campaign, back)
        typed = [number_typed(each) for each in asked.fields("orden")]
        shown = [each for each in typed if each is not None]
        work = partial(lift, workplace=asked.place, campaign=campaign, actor=asked.actor, now=asked.now, shown=shown)
        try:
            await asked.write(work)
        except Unseen as error:
            return await self._ask(asked, campaign, back, str(error))
        except Refused:
            return asked.go(back, "alerta-ya")
        return asked.go(back, "alerta-levantada")

    async def _ask(self, asked: Asked, campaign: str, back: str, said: str = "") -> Response:
        found, going = await asked.read(partial(_standing, asked=asked, campaign=campaign))
        if not found:
            return asked.go(back, "alerta-ya")
        values = {"alerts": found, "going": going, "campaign": campaign, "back": back, "said": said}
        return self._sheets.page("levantar.html", asked, 409 if said else 200, **values)


def alerts(connection: Connection, asked: Asked, campaign: str = "") -> list[Alert]:
    """Those of a campaign that repeat now, of all of them where none is named; oldest first."""
    orders = repeating(connection, asked.place, asked.now)
    return [_alert(asked, each) for each in orders if campaign in ("", each.scope.partition("/")[0])]


def _alert(asked: Asked, order: StandingOrder) -> Alert:
    campaign, _, message = order.scope.partition("/")
    name, since = message_name(asked.tenant, campaign, message), local(asked.place, order.since)
    return Alert(order.id, campaign, name, since, who(asked.tenant, order.by), order.reason)


def _standing(connection: Connection, asked: Asked, campaign: str) -> tuple[list[Alert], int]:
    """Those of a campaign, and how many of their publications are still going out."""
    orders = [
        each for each in repeating(connection, asked.place, asked.now) if each.scope.partition("/")[0] == campaign
    ]
    going = sum(still_going(connection, asked.place, each) for each in orders)
    return [_alert(asked, each) for each in orders], going
