"""The paper that pages for everyone are printed on: who speaks, how to reach them, and the one style sheet."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from campaigns.content.stops import one_stop
from campaigns.content.whole_hours import whole_hours
from panel.refusals import Refusal
from storage.tenants import Face
from website.icon import icon_within

HERE = Path(__file__).parent
STYLE = "estilo.css"


class Paper:
    """Prints pages."""

    def __init__(self, prefix: str) -> None:
        """Templates and style are read once. `prefix`: under which the pages lie, and their style sheet."""
        self._prefix = prefix
        self._environment = Environment(
            loader=FileSystemLoader(HERE / "plantillas"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
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
