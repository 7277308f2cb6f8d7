"""The paper that pages are printed on: templates, what all pages have alike, and how dates and sizes are written."""

from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

from campaigns.content.colour import link_colour, text_on
from campaigns.content.whole_hours import whole_hours
from campaigns.moment import Moment
from pieces.pages import templates
from website.icon import icon
from website.order import CONTRIBUTORS, World
from website.snapshot import Snapshot
from website.words import SiteFile

HERE = Path(__file__).parent
TEMPLATES = HERE / "plantillas"
STATIC = HERE / "estaticos"
MENU = (
    ("/", "Inicio"),
    ("/hoy/", "Hoy"),
    ("/calendario/", "Calendario"),
    ("/secciones/", "Secciones"),
    ("/suscribirse/", "Suscribirse"),
)
CONTRIBUTORS_TITLE = "Veedurías y Juntas"
NOTICES = {
    World.REAL: "",
    World.SANDBOX: "Sitio de pruebas: nada de lo que se ve aquí se ha publicado.",
    World.SIMULATED: "Sitio de una simulación: nada de lo que se ve aquí ha ocurrido.",
}
_MEGABYTE = 1_000_000


class Paper:
    """Prints the pages of one site at one moment."""

    def __init__(self, snapshot: Snapshot, shield: str = "") -> None:
        """`shield`: the coat of arms' path in the site, without a slash at its start; empty: there is none."""
        self._environment = templates(TEMPLATES, keep_trailing_newline=True)
        zone = snapshot.zone
        self._environment.filters.update(
            capital=lambda text: text[:1].upper() + text[1:],
            largo=lambda moment: str(Moment(moment.astimezone(zone))),
            local=lambda moment: moment.astimezone(zone),
            peso=_size,
        )
        self.style = _style(snapshot.face.colour)
        """The stylesheet."""
        self.icon = icon(snapshot.face.colour)
        """What a browser shows beside the title where there is no coat of arms."""
        world = snapshot.order.world
        self._environment.globals.update(
            face=snapshot.face,
            base=snapshot.base,
            menu=self._menu(snapshot),
            aviso=NOTICES[world],
            real=world is World.REAL,
            escudo=shield,
            estilo=sha256(self.style.encode()).hexdigest()[:8],
        )
        self.stamp = self._stamp(snapshot, shield)
        """Differs where the same words would make another page."""

    def print(
        self, template: str, path: str, title: str, *, summary: str = "", hidden: bool = False, **rest: object
    ) -> bytes:
        """A page. `path`: its own, with a slash at both ends, or empty. `hidden`: search engines leave it out."""
        page = self._environment.get_template(template)
        return whole_hours(page.render(titulo=title, ruta=path, resumen=summary, oculta=hidden, **rest)).encode()

    def fragment(self, template: str, **values: object) -> Markup:
        """A piece of a page."""
        return Markup(self._environment.get_template(template).render(**values))  # noqa: S704 - autoescaped

    def _menu(self, snapshot: Snapshot) -> tuple[tuple[str, str], ...]:
        """With the contributors only where there are any."""
        own = ((CONTRIBUTORS, CONTRIBUTORS_TITLE),) if snapshot.order.contributors else ()
        return (*MENU[:-1], *own, MENU[-1])

    def _stamp(self, snapshot: Snapshot, shield: str) -> str:
        parts = [path.read_text("utf-8") for path in sorted(TEMPLATES.iterdir()) if path.is_file()]
        parts += [self.style, shield, snapshot.order.world.value, repr((asdict(snapshot.face), self._menu(snapshot)))]
        return sha256("\0".join(parts).encode()).hexdigest()[:16]


def stamp_of(*parts: object) -> str:
    """What a page was made from, in short."""
    return sha256("\0".join(map(repr, parts)).encode()).hexdigest()[:16]


def day_words(moment: datetime) -> str:
    """«martes 12 de enero de 2027»."""
    return f"{Moment(moment).day} de {moment.year}"


def _style(colour: str) -> str:
    brand = f":root {{ --marca: {colour}; --sobre-marca: {text_on(colour)}; --enlace: {link_colour(colour)}; }}\n"
    return brand + (STATIC / "estilo.css").read_text("utf-8")


def _size(file: SiteFile) -> str:
    """«PDF, 1,2 MB»: who pays by the megabyte wants to know before."""
    kind = file.path.rpartition(".")[2].upper()
    if file.size < _MEGABYTE:
        return f"{kind}, {max(1, round(file.size / 1000))} kB"
    return f"{kind}, {file.size / _MEGABYTE:.1f} MB".replace(".", ",")
