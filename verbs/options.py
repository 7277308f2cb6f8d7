"""The words after a verb: what each takes and what its help says. Nothing heavy is imported here: help is instant."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from indicators.typed import NotAFigure, figure_typed
from panel.entrance.roles import ROLE_NAMES, Role
from panel.listen import DEFAULT, Listen, WrongAddress, listen_on
from pieces.form import GROUPS, Form
from verbs.words import DELIVERIES


class Day(click.ParamType[date]):
    """A date as `2027-01-31`."""

    name = "fecha"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401 - click's own signature
        """The date, between 2000 and 2100. Fails in Spanish for anything else."""
        if isinstance(value, date):
            return value
        try:
            found = date.fromisoformat(value)
        except ValueError:
            self.fail(f"«{value}» no es una fecha; escriba año-mes-día, como 2027-01-31", param, ctx)
        if found.year not in YEARS:
            self.fail(f"el año {found.year} está fuera de lo posible (2000 a 2100)", param, ctx)
        return found


YEARS = range(2000, 2101)
"""As in the configuration: the sums of a calendar stay within what dates can hold."""
BELOW_NOUGHT = re.compile(r"^-(?=[0-9.,]+$)")
"""A hyphen before nothing but a figure."""


class Figure(click.ParamType[float]):
    """A number, with a point or a comma before its decimals."""

    name = "cifra"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401 - click's own signature
        """The number. Fails in Spanish for anything else, and for what can be read in two ways."""
        try:
            return figure_typed(str(value))
        except NotAFigure as error:
            self.fail(str(error), param, ctx)


class Votes(click.ParamType[tuple[int, ...]]):
    """Votes for each option: `12,5,3`."""

    name = "votos"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:  # noqa: ANN401 - click's own signature
        """The counts. Fails in Spanish for anything else."""
        if isinstance(value, tuple):
            return value
        if not re.fullmatch(r"[0-9]{1,9}(,[0-9]{1,9})+", str(value)):
            self.fail(f"«{value}» no sirve: escriba los votos de cada opción con comas, como 12,5,3", param, ctx)
        return tuple(int(each) for each in str(value).split(","))


FILE = click.Path(path_type=Path, dir_okay=False)
THERE = click.Path(path_type=Path, dir_okay=False, exists=True, readable=True)
FOLDER = click.Path(path_type=Path, file_okay=False)


class Whole(click.ParamType[int]):
    """A whole number from one to another."""

    name = "número"

    def __init__(self, least: int, most: int) -> None:
        self.least = least
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401 - click's own signature
        """The number. Fails in Spanish for anything else."""
        if not re.fullmatch("-?[0-9]{1,20}", str(value)) or not self.least <= int(value) <= self.most:
            self.fail(f"«{value}» no sirve: escriba un número entero de {self.least} a {self.most}", param, ctx)
        return int(value)


class State(click.ParamType[str]):
    """What a delivery can be: an English word that scripts type."""

    name = "estado"

    def __init__(self, states: Sequence[str]) -> None:
        self.told = ", ".join(f"{each} ({DELIVERIES[each]})" for each in states)
        self._states = frozenset(states)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401 - click's own signature
        """The state. Fails for anything else, and says in Spanish what each means."""
        if value not in self._states:
            self.fail(f"«{value}» no es un estado; escriba uno de estos: {self.told}", param, ctx)
        return str(value)


class PieceKind(click.ParamType[str]):
    """A form of a piece, or a word for several."""

    name = "clase"
    told = ", ".join([*GROUPS, *Form])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401 - click's own signature
        """The word. Fails in Spanish for anything else."""
        if value not in GROUPS and value not in list(Form):
            self.fail(f"«{value}» no es una clase de pieza; escriba una de estas: {self.told}", param, ctx)
        return str(value)


PIECE = PieceKind()


class RoleWord(click.ParamType[str]):
    """What somebody may do in the panel: an English word that scripts type."""

    name = "rol"
    told = ", ".join(f"{role} ({words.lower()})" for role, words in ROLE_NAMES.items())

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401 - click's own signature
        """The word. Fails for anything else, and says in Spanish what each means."""
        if value not in list(Role):
            self.fail(f"«{value}» no es un rol; escriba uno de estos: {self.told}", param, ctx)
        return str(value)


ROLE = RoleWord()


class Address(click.ParamType[Listen]):
    """Where to listen: `127.0.0.1:8000`."""

    name = "dirección"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Listen:  # noqa: ANN401 - click's own signature
        """The address. Fails in Spanish for anything else."""
        if isinstance(value, Listen):
            return value
        try:
            return listen_on(str(value))
        except WrongAddress as error:
            self.fail(str(error), param, ctx)


TIMES = Whole(0, 999_999_999)
"""As often as something can have been done: PostgreSQL's whole numbers hold no more."""
POINT = Whole(1, 999)
"""A place in a check-list."""

LAST_NUMBER = 999_999_999_999
"""Above what any listing shows; what is larger still, no database takes."""

STATE = State(("pending", "claimed", "sending", "sent", "failed", "skipped", "uncertain"))
DECIDED = State(("sent", "failed", "pending"))


def option(*names: str, help: str, metavar: str | None = None, **rest: Any) -> click.Option:  # noqa: ANN401 - handed on to click
    """An option that says in Spanish what it takes."""
    return click.Option(list(names), help=help, metavar=metavar, **rest)


def flag(*names: str, help: str) -> click.Option:
    """An option that is there or not."""
    return click.Option(list(names), help=help, is_flag=True)


def argument(name: str, metavar: str, help: str, **rest: Any) -> click.Argument:  # noqa: ANN401 - handed on to click
    """A word without a dash."""
    return click.Argument([name], metavar=metavar, help=help, **rest)


CONFIG = option(
    "-c",
    "--config",
    type=click.Path(path_type=Path),
    default=Path("config"),
    show_default=True,
    metavar="CARPETA",
    help="Carpeta de la configuración.",
)
DATABASE = option(
    "--db",
    "url",
    envvar="PREGONERO_DB",
    show_envvar=True,
    metavar="DIRECCIÓN",
    help="Base de datos: sqlite:///ruta/archivo.db o postgresql://… Sin ella, var/<municipio>.db.",
)
VERBOSE = flag("-v", "--verbose", help="Muestra en la salida de errores todo lo que va pasando.")
JSON = flag("--json", "as_json", help="Escribe en la salida un documento JSON y nada más.")
TENANT = option("--tenant", metavar="MUNICIPIO", help="Cuál, en una carpeta con varios municipios.")
PERSON = option(
    "--as",
    "person",
    envvar="PREGONERO_PERSON",
    show_envvar=True,
    metavar="PERSONA",
    help="Quién lo dice: una persona de municipio.yaml. Sin ella, el usuario del sistema.",
)

SINCE = option("--from", "since", type=Day(), required=True, metavar="FECHA", help="Primer día, como 2027-01-01.")
UNTIL = option("--to", "until", type=Day(), required=True, metavar="FECHA", help="Último día, que también cuenta.")
KEY = argument("key", "CLAVE", "campaña/mensaje/canal@ocasión; sin el canal, todos los del mensaje.")
CAMPAIGN = argument("campaign", "CAMPAÑA", "La campaña, como la llama su archivo.")
ROW = Whole(1, LAST_NUMBER)
"""A row's own number."""
NUMBER = argument("number", "NÚMERO", "El número que muestra el listado.", type=ROW)
CLASS = option(
    "--class",
    "class_",
    required=True,
    type=click.Choice(["servicio", "gestion", "interna", "emergencia"]),
    metavar="CLASE",
    help="servicio, gestion, interna o emergencia.",
)
NOTE = option("--note", default="", metavar="TEXTO", help="Una nota que queda con lo que se dice.")
LISTEN = option(
    "--listen",
    type=Address(),
    default=DEFAULT,
    show_default=True,
    metavar="DIRECCIÓN",
    help="Dónde atiende el panel.",
)
PASSWORD = option(
    "--password-file",
    type=THERE,
    metavar="ARCHIVO",
    help="Con qué se cifran, o se abren, los datos de personas: la primera línea de este archivo.",
)
