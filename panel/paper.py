"""The paper that pages for everyone are printed on: who speaks, how to reach them, and the one style sheet."""

from functools import cache
from pathlib import Path

from jinja2 import Environment
from starlette.responses import HTMLResponse, Response

from campaigns.content.stops import one_stop
from campaigns.content.whole_hours import whole_hours
from panel.refusals import Refusal
from pieces.pages import templates
from storage.tenants import Face
from website.icon import icon_within

HERE = Path(__file__).parent
STYLE = "estilo.css"


@cache
def _environment() -> Environment:
    """One for all desks: each would keep what all are printed on."""
    return templates(HERE / "plantillas")


class Paper:
    """Prints pages."""

    def __init__(self, prefix: str) -> None:
        """Templates and style are read once. `prefix`: under which the pages lie, and their style sheet."""
        self._prefix = prefix
        self._environment = _environment()
        self.style = (HERE / "estaticos" / STYLE).read_text("utf-8")

    def print(self, template: str, path: str, face: Face | None, **values: object) -> str:
        """A page. `path`: where it was asked for; `face`: whose it is, None where nobody knows."""
        style = "../" * path.removeprefix(self._prefix).count("/") + STYLE
        html = self._environment.get_template(template).render(style=style, icon=icon_within(), face=face, **values)
        return whole_hours(one_stop(html))

    def refuse(self, refusal: Refusal, path: str, face: Face | None = None) -> Response:
        """The page that says why there is none."""
        return HTMLResponse(
            self.print("aviso.html", path, face, refusal=refusal), refusal.code, headers=dict(refusal.headers)
        )
