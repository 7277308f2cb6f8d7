"""Secrets: `${VARIABLE}` and `${archivo:ruta}`, read only into options that are secret."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as Values
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from pydantic import BaseModel, SecretStr

from campaigns.problem import Problem
from campaigns.reading.tree import Document, Location, Mapping, Node, Scalar, Sequence

REFERENCE = re.compile(r"\$\{(?!\{)")
"""What looks like a reference anywhere; `${{` is a dollar sign before a template's value."""
WHOLE = re.compile(r"\$\{(?:(?P<variable>[A-Za-z_][A-Za-z0-9_]*)|archivo:(?P<file>[^{}]+))\}")
FOLDER = "secretos"
MAXIMUM_BYTES = 65_536


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
    node = document.node(within)
    if node is None or not any(REFERENCE.search(line) for line in document.lines):
        return
    for location, scalar in _scalars(node, tuple(within), skip):
        if REFERENCE.search(scalar.text):
            yield document.problem(
                location,
                "las referencias ${…} solo sirven en las claves de «opciones» de canales.yaml",
                "escriba el valor, o use «datos» y {{ datos.nombre }} si es para un texto",
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


def expand(
    document: Document, within: Location, model: type[BaseModel], vault: Vault, *, required: bool
) -> tuple[Node | None, tuple[Problem, ...]]:
    """The options at `within` with their secrets in their places.

    Where they are not `required` (an account in `pruebas`), one that is missing is stood in for by its own name.
    """
    holder = document.node(within)
    if not isinstance(holder, Mapping):
        return holder, ()
    problems: list[Problem] = []
    entries = dict(holder.entries)
    for name, field in model.model_fields.items():
        key = field.alias or name
        node = entries.get(key)
        if node is None or not _is_secret(field.annotation):
            continue
        if isinstance(node, Scalar):
            entries[key], problem = _expanded(document, (*within, key), node, vault, required=required)
            problems.extend(problem)
    return Mapping(entries, holder.keys, holder.place), tuple(problems)


def stray_options(document: Document, within: Location, model: type[BaseModel]) -> Iterator[Problem]:
    """References in options that are no secrets."""
    secret = (field.alias or name for name, field in model.model_fields.items() if _is_secret(field.annotation))
    return strays(document, within, skip=frozenset(secret))


def _expanded(
    document: Document, location: Location, node: Scalar, vault: Vault, *, required: bool
) -> tuple[Scalar, tuple[Problem, ...]]:
    try:
        if required:
            text = vault.secret(node.text)
        else:
            vault.allowed(node.text)
            text = _found_or_name(vault, node.text)
    except NoSecret as missing:
        return node, (document.problem(location, missing.message, missing.hint),)
    return Scalar(text, node.place, node.last_line, node.style), ()


def _found_or_name(vault: Vault, reference: str) -> str:
    try:
        return vault.secret(reference)
    except NoSecret:
        return reference.strip("${}")


def _is_secret(annotation: object) -> bool:
    return annotation is SecretStr or SecretStr in get_args(annotation)
