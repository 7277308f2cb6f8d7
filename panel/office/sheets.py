"""What the office's pages are printed on: the frame with its ways, and how moments and numbers are written."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from campaigns.content.stops import one_stop
from campaigns.content.whole_hours import whole_hours
from campaigns.moment import Moment
from delivery.workplace import Workplace
from panel.entrance.roles import ROLE_NAMES, Right
from panel.office.account_names import account_name
from panel.office.asked import Asked, Turned
from panel.office.focus import kept_in_place
from panel.office.live import live
from panel.office.message_names import message_name
from panel.office.spoken import counted, figure, in_buttons
from panel.office.still import Still
from panel.paper import HERE
from panel.public import OFFICE
from pieces.pages import templates
from website.icon import icon_within

_WORDS = {"in_buttons": in_buttons, "figure": figure, "counted": counted, "live": live}
"""How sentences and figures are said, and what asks for itself again."""


class Way(NamedTuple):
    """An entry of the menu, shown to whoever may go there."""

    path: str
    name: str
    right: Right


class Sheets:
    """Prints pages."""

    def __init__(self, still: Still, ways: Sequence[Way], notes: Mapping[str, str]) -> None:
        """Templates are read once. `still`: style and script; `ways`: the menu, in its order.

        `notes`: what a page says of what was just done, by the key in its address: no foreign link makes it say
        anything else.
        """
        self._ways, self._notes = ways, notes
        self._environment = templates(HERE / "plantillas")
        self._environment.globals.update(address=still.address, role_names=ROLE_NAMES, **_WORDS)

    def page(self, template: str, asked: Asked, code: int = 200, **values: object) -> Response:
        """A page for a member, in the frame."""
        html = self._environment.get_template(f"oficina/{template}").render(
            asked=asked,
            place=asked.place,
            icon=icon_within(asked.tenant.municipality.brand.colour),
            ways=[way for way in self._ways if asked.may(way.right)],
            here=asked.request.url.path,
            note=self._notes.get(asked.query("hecho"), ""),
            message_name=partial(message_name, asked.tenant),
            account_name=partial(account_name, asked.tenant),
            token=Markup('<input type="hidden" name="ficha" value="{}">').format(asked.token),
            moment=lambda moment: local(asked.place, moment),
            **values,
        )
        return HTMLResponse(whole_hours(kept_in_place(one_stop(html))), code)

    def plain(self, template: str, place: Workplace | None, code: int = 200, **values: object) -> Response:
        """A page for whoever has not signed in."""
        body = place.tenant.municipality.body if place is not None else "Pregonero"
        way = f"{OFFICE}{place.tenant.slug}/" if place is not None else OFFICE
        icon = icon_within() if place is None else icon_within(place.tenant.municipality.brand.colour)
        page = self._environment.get_template(f"oficina/{template}")
        html = page.render(body=body, way=way, icon=icon, **values)
        return HTMLResponse(whole_hours(html), code)

    def turn(self, turned: Turned, place: Workplace | None) -> Response:
        """The page that says why there is none."""
        return self.plain("aviso.html", place, turned.code, turned=turned)


def local(place: Workplace, moment: datetime | None) -> str:
    """A moment as staff read it, in the municipality's zone; empty for none."""
    return "" if moment is None else str(Moment(moment.astimezone(place.tenant.municipality.zone)))
