"""A municipality that publishes on its own site, and the site that is built of it."""

from collections.abc import Mapping
from pathlib import Path

from tests.campaigns.town import ACCOUNTS, CAMPAIGN, MUNICIPALITY, PNG
from tests.delivery.desk import Desk, bogota
from webmaster import order_of
from website.folder import Done
from website.site import build

DUE = bogota("2026-12-28T08:00")
"""When the announcement goes out, fifteen days before the event."""
DURING = bogota("2027-01-12T09:00")
SITE = "https://villaclara.gov.co"
FILE = "campanas/matriculas.yaml"
KEY = "matriculas/anuncio@1"
PAGE = "contenidos/matriculas/anuncio/1/index.html"
EVENT = "eventos/matriculas/1/index.html"
BANNER = "banner: {tipo: web, medio: Banner, modo: real, opciones: {seccion: banner}}\n"
ANNOUNCEMENT = """\
    canales: [web, banner]
    asunto: Matrículas & <cupos>
    texto: "Empiezan las matrículas.\\n\\n- Lleve el carné\\n- Vea {{ enlace }}"
    variantes: {banner: "Matrículas: ya abrieron."}
    imagen: {archivo: niños.png, alt: "Niños «felices» & \\"contentos\\""}
"""
LIVE: Mapping[str, str | bytes | None] = {
    "municipio.yaml": MUNICIPALITY + 'marca: {color: "#00695c", escudo: escudo.png}\n',
    "canales.yaml": ACCOUNTS.replace("web: {tipo: web, modo: pruebas}", "web: {tipo: web, modo: real}") + BANNER,
    FILE: CAMPAIGN.partition("    canales:")[0].replace(
        "  termina: 2027-01-29 16:00\n",
        "  termina: 2027-01-29 16:00\n  lugar: La escuela\n  requisitos: [Registro civil, Foto]\n",
    )
    + ANNOUNCEMENT,
    "archivos/niños.png": PNG,
    "archivos/escudo.png": PNG + b"\x01",
}
"""Both web accounts are real; the one message goes out on both."""


def site_of(desk: Desk, folder: Path | None = None) -> Path:
    """Bring the site up to date, and say where it lies."""
    built(desk, folder)
    return folder or desk.place.outgoing / "sitio-publico"


def built(desk: Desk, folder: Path | None = None) -> Done:
    """Bring the site up to date, and tell what became of its folder."""
    with desk.database.read() as connection:
        order = order_of(connection, desk.place, folder)
    return build(type(order).from_json(order.to_json()), desk.database)


def read(folder: Path, path: str) -> str:
    """A file of the site."""
    return (folder / path).read_text("utf-8")


def files(folder: Path) -> set[str]:
    """Every file that the public can see."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {path for path in found if not path.startswith(".pregonero/")}


def edited(**changes: str) -> dict[str, str | bytes | None]:
    """The campaign's file with passages replaced, each of which is there: `old="new"` by their place in `PASSAGES`."""
    text = str(LIVE[FILE])
    for name, new in changes.items():
        assert text.count(PASSAGES[name]) == 1, name
        text = text.replace(PASSAGES[name], new)
    return {FILE: text}


PASSAGES = {
    "starts": "inicia: 2027-01-12 07:00",
    "ends": "termina: 2027-01-29 16:00",
    "place": "lugar: La escuela",
    "head": "publico: ciudadania",
    "class_": "clase: servicio",
}
