"""What staff write under `opciones:` of an SMS account: how the gateway is called, and how its answers are read."""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, model_validator

from channels.adapter import Options
from channels.address import call_address
from channels.deadline import whole
from channels.sms.template import IDENTITY, KEYS, NUMBER, TEXT, Filled, names, parsed, texts

DIGITS_OR_WORD = re.compile(r"[^\s.]+(?:\.[^\s.]+)*")
HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
"""A header's name (RFC 9110 §5.6.2)."""
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Method(StrEnum):
    """How the gateway is called."""

    POST = "POST"
    PUT = "PUT"
    GET = "GET"


class Number(StrEnum):
    """How the gateway wants telephone numbers."""

    INTERNATIONAL = "internacional"
    """`+573001234567` (E.164)."""
    WITHOUT_PLUS = "sin-mas"
    """`573001234567`."""
    NATIONAL = "nacional"
    """`3001234567`."""


def _path(text: str) -> str:
    if text and not DIGITS_OR_WORD.fullmatch(text):
        raise ValueError(f"«{text}» no es el lugar de un dato; escriba los nombres con puntos: mensajes.0.id")
    return text


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as problem:
        raise ValueError(f"«{text}» no es una expresión regular ({problem.msg})") from problem
    return text


Path = Annotated[str, AfterValidator(_path)]
Pattern = Annotated[str, AfterValidator(_pattern)]


class Place(Options):
    """Where something stands in an answer: in a field of its JSON, or in the first group of a pattern of its text."""

    path: Path = Field("", alias="campo")
    pattern: Pattern = Field("", alias="patron")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if bool(self.path) == bool(self.pattern):
            raise ValueError("escriba «campo» (un lugar del JSON) o «patron» (una expresión regular), uno de los dos")
        return self


class Rule(Options):
    """What an answer has to be like for something to be true; all that is written has to fit."""

    statuses: tuple[int, ...] = Field((), alias="estados")
    """HTTP statuses. None: 2xx for `exito`, 2xx and those 4xx that speak of the message for the others."""
    path: Path = Field("", alias="campo")
    values: tuple[str, ...] = Field((), alias="valores")
    """What stands in the field, one of them; none: the field is there."""
    pattern: Pattern = Field("", alias="patron")
    """Of the answer's text."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not (self.statuses or self.path or self.pattern):
            raise ValueError("escriba «estados», «campo» con sus «valores», o «patron»")
        if self.values and not self.path:
            raise ValueError("«valores» dice lo que hay en un campo; escriba también «campo»")
        return self


class Deadlines(Options):
    """Seconds to wait for each step of one call."""

    connect: float = Field(10, gt=0, le=600, alias="conexion")
    read: float = Field(60, gt=0, le=600, alias="lectura")
    """A short one makes uncertain messages: the gateway may have taken what it has not yet answered."""


class SmsOptions(Options):
    """One gateway, as its manual describes its call for one message."""

    url: Annotated[str, AfterValidator(call_address)] = Field(alias="direccion")
    method: Method = Field(Method.POST, alias="metodo")
    secrets: dict[str, SecretStr] = Field(default_factory=dict, alias="claves")
    headers: dict[str, str] = Field(default_factory=dict, alias="encabezados")
    query: dict[str, str] = Field(default_factory=dict, alias="consulta")
    form: dict[str, str] = Field(default_factory=dict, alias="formulario")
    document: str = Field("", alias="json")
    number: Number = Field(Number.INTERNATIONAL, alias="numero")
    most_segments: int = Field(3, ge=1, le=10, alias="segmentos")
    unaccented: bool = Field(False, alias="sin-tildes")
    success: Rule | None = Field(None, alias="exito")
    """None: any 2xx."""
    refused: Rule | None = Field(None, alias="rechazo")
    gone: Rule | None = Field(None, alias="numero-inexistente")
    no_credit: Rule | None = Field(None, alias="sin-saldo")
    identity: Place | None = Field(None, alias="identificador")
    deadlines: Deadlines = Field(default_factory=Deadlines, alias="plazos")

    @cached_property
    def tree(self) -> Filled:
        """The JSON body's tree."""
        return parsed(self.document) if self.document else None

    @property
    def host(self) -> str:
        """The gateway's name, as errors tell it."""
        return urlsplit(self.url).hostname or ""

    @property
    def patience(self) -> float:
        """As its deadlines say."""
        its = self.deadlines
        return whole(its.connect, its.read, its.read)

    @property
    def advice(self) -> tuple[str, ...]:
        """What cannot be known of an answer, for nothing says how to read it, and what may be found by chance."""
        told: tuple[str, ...] = ()
        if self.success is None and self.identity is None:
            told += (
                "toda respuesta 2xx del operador cuenta como mensaje enviado; si su manual dice cómo responde cuando "
                "no lo envía, escriba «exito»",
            )
        rules = {"exito": self.success, "rechazo": self.refused, "numero-inexistente": self.gone}
        rules["sin-saldo"] = self.no_credit
        bare = [name for name, rule in rules.items() if rule and rule.pattern and not (rule.statuses or rule.path)]
        if bare:
            told += (
                f"{', '.join(bare)}: un «patron» sin «estados» puede hallarse por azar en otra respuesta; agregue "
                "«estados» con los que dice el manual del operador",
            )
        return told

    @model_validator(mode="after")
    def _callable(self) -> Self:
        if self.document and self.form:
            raise ValueError("el cuerpo va en «json» o en «formulario», no en los dos")
        if self.method is Method.GET and (self.document or self.form):
            raise ValueError("con «metodo: GET» los datos van en «consulta», no en un cuerpo")
        for name, secret in self.secrets.items():
            if not KEY.fullmatch(name):
                raise ValueError(f"«{name}» no sirve como nombre de una clave; use minúsculas y guiones")
            if not secret.get_secret_value().isprintable():
                raise ValueError(f"la clave «{name}» tiene saltos de línea o signos invisibles; guárdela otra vez")
        for name in self.headers:
            if not HEADER.fullmatch(name):
                raise ValueError(f"«{name}» no es el nombre de un encabezado")
        self._places()
        return self

    def _places(self) -> None:
        """Raises ValueError where a place is unknown, or number or text stand nowhere."""
        known = {f"{KEYS}{name}" for name in self.secrets}
        for template in self.headers.values():
            if not template.isprintable():
                raise ValueError("un encabezado tiene saltos de línea; escríbalo en uno solo")
            if not template.isascii():
                raise ValueError("un encabezado no lleva tildes ni eñes; escríbalo sin ellas")
            _only(names(template), known, "un encabezado")
            for name in names(template):
                if not self.secrets[name.removeprefix(KEYS)].get_secret_value().isascii():
                    raise ValueError(f"{{{{ {name} }}}} va en un encabezado y tiene tildes, eñes u otros signos así")
        asked = [name for template in self._templates() for name in names(template)]
        _only(asked, known | {NUMBER, TEXT, IDENTITY}, "el mensaje")
        for name in (NUMBER, TEXT):
            if name not in asked:
                raise ValueError(f"falta {{{{ {name} }}}} en «json», «formulario» o «consulta»")

    def _templates(self) -> Iterator[str]:
        yield from self.query.values()
        yield from self.form.values()
        yield from texts(self.tree)


def _only(asked: list[str], known: set[str], where: str) -> None:
    for name in asked:
        if name not in known:
            choices = ", ".join(f"{{{{ {each} }}}}" for each in sorted(known)) or "ninguna"
            raise ValueError(f"{where} no conoce {{{{ {name} }}}}; sirven: {choices}")
