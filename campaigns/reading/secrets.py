"""Secrets: `${VARIABLE}` and `${archivo:ruta}`, read only into options that are secret."""

import re
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Values
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args, get_origin

from pydantic import BaseModel, SecretStr

from campaigns.problem import Problem
from campaigns.reading.tree import Document, Keys, Location, Mapping, Node, Scalar, Sequence

REFERENCE = re.compile(r"\$\{(?!\{)")
"""What looks like a reference anywhere; `${{` is a dollar sign before a template's value."""
WHOLE = re.compile(r"\$\{(?:(?P<variable>[A-Za-z_][A-Za-z0-9_]*)|archivo:(?P<file>[^{}]+))\}")
FOLDER = "secretos"
MAXIMUM_BYTES = 65_536
ANY_NAME = "*"
"""In a location: whatever name staff gave to a secret."""


class NoSecret(Exception):
    """A reference that gives nothing; says why in Spanish."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Vault:
    """Where one tenant's secrets come from."""

    folder: Path
    """The tenant's own."""
    environment: Values[str, str]
    tenant: str | None = None
    """The tenant's slug in a hub, where it may name only its own; None: it stands alone."""
    neighbours: frozenset[str] = frozenset()
    """Slugs of the hub's other tenants."""

    def secret(self, reference: str) -> str:
        """The secret's text. Raises `NoSecret`; the secret itself is in no message."""
        found = WHOLE.fullmatch(reference)
        if found is None:
            raise NoSecret(
                "aquí va una clave, y las claves no se escriben en este archivo",
                "escriba ${NOMBRE_DE_LA_VARIABLE} o ${archivo:secretos/nombre}",
            )
        if found["variable"]:
            return self._variable(found["variable"])
        return self._file(found["file"].strip())

    def allowed(self, reference: str) -> None:
        """Raises `NoSecret` where the reference is badly written or another tenant's."""
        found = WHOLE.fullmatch(reference)
        if found is None:
            self.secret(reference)
        elif found["variable"]:
            self._own(found["variable"])
        else:
            self._path(found["file"].strip())

    def _own(self, name: str) -> None:
        if self.tenant is None:
            return
        prefix = own_prefix(self.tenant)
        # What begins like `estrella`'s may be `estrella-sur`'s: the longest prefix that fits tells whose it is.
        fits = [each for each in (self.tenant, *self.neighbours) if name.startswith(own_prefix(each))]
        owner = max(fits, key=len, default="")
        if owner != self.tenant:
            but = f", y no por {own_prefix(owner)}, que es de «{owner}»" if name.startswith(prefix) else ""
            raise NoSecret(
                f"la variable «{name}» no es de este municipio",
                f"en una carpeta con varios municipios, las de este empiezan por {prefix}{but}",
            )

    def _variable(self, name: str) -> str:
        self._own(name)
        value = self.environment.get(name, "")
        if not value:
            raise NoSecret(f"falta la variable de entorno «{name}»", f"defínala antes de arrancar: export {name}=…")
        return value

    def _path(self, name: str) -> Path:
        path = (self.folder / name).resolve()
        # The folder's own link is not followed: it may lead to another tenant's.
        if self.tenant is not None and not path.is_relative_to(self.folder.resolve() / FOLDER):
            raise NoSecret(
                f"el archivo «{name}» no está en la carpeta {FOLDER}/ de este municipio",
                f"guárdelo en {self.folder / FOLDER}/ y escriba ${{archivo:{FOLDER}/nombre}}",
            )
        return path

    def _file(self, name: str) -> str:
        path = self._path(name)
        try:
            with path.open("rb") as file:
                text = file.read(MAXIMUM_BYTES).decode("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise NoSecret(f"no se puede leer la clave en «{name}»", f"guárdela como texto en {path}") from error
        if not text:
            raise NoSecret(f"el archivo de la clave «{name}» está vacío", f"escriba la clave en {path}")
        return text


def own_prefix(tenant: str) -> str:
    """With what the variables of a tenant begin: `la-estrella` names `PREGONERO_LA_ESTRELLA_…`."""
    return f"PREGONERO_{tenant.upper().replace('-', '_')}_"


def strays(document: Document, within: Location = (), *, skip: frozenset[str] = frozenset()) -> Iterator[Problem]:
    """References outside the options of accounts: there they would be printed as they are."""
    return (problem for _, problem in _strays(document, within, skip))


def _strays(document: Document, within: Location, skip: frozenset[str]) -> Iterator[tuple[Location, Problem]]:
    node = document.node(within)
    if node is None or not any(REFERENCE.search(line) for line in document.lines):
        return
    for location, scalar in _scalars(node, tuple(within), skip):
        if REFERENCE.search(scalar.text):
            yield (
                location,
                document.problem(
                    location,
                    "las referencias ${…} solo sirven en las claves de «opciones» de canales.yaml",
                    "escriba el valor, o use «datos» y {{ datos.nombre }} si es para un texto",
                ),
            )


def _scalars(node: Node, location: tuple[str | int, ...], skip: frozenset[str]) -> Iterator[tuple[Location, Scalar]]:
    if isinstance(node, Scalar):
        yield location, node
    elif isinstance(node, Sequence):
        for position, item in enumerate(node.items):
            yield from _scalars(item, (*location, position), skip)
    elif isinstance(node, Mapping):
        for key, item in node.entries.items():
            if key not in skip:
                yield from _scalars(item, (*location, key), skip)


@dataclass(frozen=True, slots=True)
class _Reader:
    """How references of an account are read."""

    vault: Vault
    required: bool
    stand_in: Callable[[str], str]
    """A reference to what is read where it gives nothing."""

    def expanded(self, document: Document, location: Location, node: Scalar) -> tuple[Scalar, tuple[Problem, ...]]:
        """The secret in the place of its reference."""
        problems: tuple[Problem, ...] = ()
        try:
            text = self._text(node.text)
        except NoSecret as missing:
            text = self.stand_in(node.text)
            problems = (document.problem(location, missing.message, missing.hint),)
        return Scalar(text, node.place, node.last_line, node.style), problems

    def _text(self, reference: str) -> str:
        if self.required:
            return self.vault.secret(reference)
        self.vault.allowed(reference)
        try:
            return self.vault.secret(reference)
        except NoSecret:
            return self.stand_in(reference)


def expand(
    document: Document, within: Location, model: type[BaseModel], vault: Vault, *, required: bool
) -> tuple[Node | None, tuple[Problem, ...]]:
    """The options at `within` with their secrets in their places, also those of a block of options.

    Where they are not `required` (an account in `pruebas`), one that is missing is stood in for by its own name; in a
    block, which no account's identity is made of, by an empty text.
    """
    return _filled(document, tuple(within), model, _Reader(vault, required, _name))


def _filled(
    document: Document, within: Keys, model: type[BaseModel], reader: _Reader
) -> tuple[Node | None, tuple[Problem, ...]]:
    holder = document.node(within)
    if not isinstance(holder, Mapping):
        return holder, ()
    problems: list[Problem] = []
    entries = dict(holder.entries)
    for name, field in model.model_fields.items():
        key = field.alias or name
        node, block = entries.get(key), _block(field.annotation)
        if isinstance(node, Scalar) and _is_secret(field.annotation):
            entries[key], found = reader.expanded(document, (*within, key), node)
            problems.extend(found)
        elif isinstance(node, Mapping) and _are_secrets(field.annotation):
            entries[key], found = _named(document, (*within, key), node, replace(reader, stand_in=_nothing))
            problems.extend(found)
        elif isinstance(node, Mapping) and block is not None:
            filled, found = _filled(document, (*within, key), block, replace(reader, stand_in=_nothing))
            entries[key] = filled or node
            problems.extend(found)
    return Mapping(entries, holder.keys, holder.place), tuple(problems)


def _named(document: Document, within: Keys, holder: Mapping, reader: _Reader) -> tuple[Mapping, tuple[Problem, ...]]:
    """Secrets under names that staff gave them."""
    problems: list[Problem] = []
    entries = dict(holder.entries)
    for name, node in holder.entries.items():
        if isinstance(node, Scalar):
            entries[name], found = reader.expanded(document, (*within, name), node)
            problems.extend(found)
    return Mapping(entries, holder.keys, holder.place), tuple(problems)


def stray_options(document: Document, within: Location, model: type[BaseModel]) -> Iterator[Problem]:
    """References in options that are no secrets."""
    secrets = {(*within, *keys) for keys in _secrets(model)}
    strays_ = _strays(document, within, frozenset())
    return (each for at, each in strays_ if at not in secrets and (*at[:-1], ANY_NAME) not in secrets)


def _secrets(model: type[BaseModel]) -> Iterator[Keys]:
    """Where secrets stand in options, by their keys."""
    for name, field in model.model_fields.items():
        key, block = field.alias or name, _block(field.annotation)
        if _is_secret(field.annotation):
            yield (key,)
        elif _are_secrets(field.annotation):
            yield (key, ANY_NAME)
        elif block is not None:
            yield from ((key, *keys) for keys in _secrets(block))


def _name(reference: str) -> str:
    return reference.strip("${}")


def _nothing(_reference: str) -> str:
    return ""


def _block(annotation: object) -> type[BaseModel] | None:
    """The options that are written under one key."""
    choices = (annotation, *get_args(annotation))
    return next((each for each in choices if isinstance(each, type) and issubclass(each, BaseModel)), None)


def _is_secret(annotation: object) -> bool:
    return annotation is SecretStr or (SecretStr in get_args(annotation) and not _are_secrets(annotation))


def _are_secrets(annotation: object) -> bool:
    """Any number of secrets, each under a name of the staff's own."""
    return get_origin(annotation) is dict and get_args(annotation)[1] is SecretStr
