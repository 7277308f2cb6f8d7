"""`trae:` of an indicator: where its figure is fetched from, and how often."""

import datetime as dt
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, model_validator

from campaigns.entry import Entry, Lines, Text
from channels.address import ServerAddress

Wanted = Literal["visitas", "visitantes", "paginas-vistas"]
SECURE = "https"
KEY_PLACE = "{clave}"
"""In an address, where the service wants its key there and in no header."""


def _web_address(value: str) -> str:
    """`value`. Raises ValueError, in Spanish, for what a browser could not open."""
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname or "", parts.port
    except ValueError as problem:
        raise ValueError(f"«{value}» no es una dirección; escriba, por ejemplo, https://…") from problem
    if parts.scheme not in ("http", SECURE) or not host or " " in value or not value.isprintable():
        raise ValueError(f"«{value}» no es una dirección; escriba la completa, con https://")
    if parts.username is not None:
        raise ValueError("las claves no se escriben en la dirección; use «clave: ${NOMBRE_DE_LA_VARIABLE}»")
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]
"""Of the internet or of the municipality's own network; nothing else than a web server is asked."""
Key = SecretStr | None


class FromMatomo(Entry):
    """A site in Matomo."""

    address: ServerAddress = Field(alias="direccion")
    """Where Matomo is opened, without `index.php`."""
    site: int = Field(alias="sitio", ge=1)
    """Its number there."""
    key: SecretStr = Field(alias="clave")
    """A token of a person who may only look."""
    wanted: Wanted = Field(default="visitas", alias="cifra")


class FromPlausible(Entry):
    """A site in Plausible."""

    address: ServerAddress = Field(default="https://plausible.io", alias="direccion")
    site: Text = Field(alias="sitio")
    """Its domain there."""
    key: SecretStr = Field(alias="clave")
    """Of its Stats API."""
    wanted: Wanted = Field(default="visitas", alias="cifra")


class FromAddress(Entry):
    """Any web address; with `{desde}` and `{hasta}` in it, of the days that are wanted; with `{clave}`, of the key."""

    address: WebAddress = Field(alias="direccion")
    key: Key = Field(default=None, alias="clave")
    header: Text = Field(default="Authorization", alias="encabezado")
    """What bears the key; as `Authorization` it is a bearer token."""

    @model_validator(mode="after")
    def _in_secret(self) -> Self:
        if self.key is not None and urlsplit(self.address).scheme != SECURE:
            raise ValueError("la clave viajaría sin cifrar; la dirección debe empezar por https://")
        if not self.header.isascii() or not self.header.replace("-", "").isalnum():
            raise ValueError(f"«{self.header}» no es un encabezado; escriba, por ejemplo, X-Api-Key")
        self._keeps_its_place()
        return self

    def _keeps_its_place(self) -> None:
        """What is wrong with a key that stands in the address. Raises ValueError, in Spanish."""
        if KEY_PLACE not in self.address:
            return
        if self.key is None:
            raise ValueError("la dirección dice «{clave}»; agregue «clave: ${NOMBRE_DE_LA_VARIABLE}»")
        if KEY_PLACE in urlsplit(self.address).netloc:
            raise ValueError("«{clave}» va después del nombre del servidor; escriba, por ejemplo, ?token={clave}")
        if "header" in self.model_fields_set:
            raise ValueError("la clave va en la dirección, como dice «{clave}»; borre «encabezado»")


class FromJson(FromAddress):
    """A number in a JSON document."""

    path: Text = Field(alias="ruta")
    """Keys from the top, with points between them: `datos.visitas`."""


class FromCsv(FromAddress):
    """A column of a table."""

    taken: Literal["suma", "ultima", "filas"] = Field(default="suma", alias="toma")
    """The sum of the column, its last value, or how many rows there are."""
    column: Text | None = Field(default=None, alias="columna")
    date_column: Text | None = Field(default=None, alias="fecha")
    """Of which day a row is; left out: the table is of now."""
    only: dict[Text, str] = Field(default_factory=dict, alias="donde")
    """Column to what has to stand there: `{municipio: Segovia}`."""
    decimals: Literal["punto", "coma"] | None = Field(default=None, alias="decimales")
    """Left out: a point; but «1.234», which may be a thousand, is refused."""

    @model_validator(mode="after")
    def _names_its_column(self) -> Self:
        if self.column is None and self.taken != "filas":
            raise ValueError("falta «columna»: la que tiene las cifras")
        return self


class FromLog(Entry):
    """The log of the web server itself."""

    files: Text = Field(alias="archivo")
    """A whole path; `*` stands for anything: `/var/log/nginx/access.log*`."""
    wanted: Wanted = Field(default="visitas", alias="cifra")
    people_only: bool = Field(default=True, alias="sin-robots")
    paths: Lines = Field(default=(), alias="rutas")
    """Only pages whose path begins with one of these."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if not self.files.startswith("/") or "**" in self.files:
            raise ValueError(f"«{self.files}» debe ser una ruta completa, como /var/log/nginx/access.log*")
        if wrong := next((path for path in self.paths if not path.startswith("/")), None):
            raise ValueError(f"la ruta «{wrong}» debe empezar por /, como /noticias/")
        return self


SOURCES = ("matomo", "plausible", "json", "csv", "registro")


class Pulled(Entry):
    """One source, and of how long a time each of its figures is."""

    matomo: FromMatomo | None = None
    plausible: FromPlausible | None = None
    json_: FromJson | None = Field(default=None, alias="json")
    csv: FromCsv | None = None
    log: FromLog | None = Field(default=None, alias="registro")
    every: Literal["dia", "semana", "mes"] = Field(default="dia", alias="cada")
    """Days add up to visits; visitors are told by the month where a month's are wanted, for who comes twice is one."""
    since: dt.date | None = Field(default=None, alias="desde")
    """The first day that is fetched, of sources that can tell the past; left out: the day on which this began."""

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        given = [each for each in (self.matomo, self.plausible, self.json_, self.csv, self.log) if each is not None]
        if len(given) != 1:
            raise ValueError(f"«trae» debe tener una sola fuente: {', '.join(SOURCES)}")
        return self
