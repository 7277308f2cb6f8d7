"""A text, compiled once and rendered for each recipient."""

import unicodedata
from collections.abc import Collection, Mapping
from functools import lru_cache

from jinja2 import Template, TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.runtime import Context

from campaigns.filters import FilterError
from campaigns.templates.parsing import is_plain
from campaigns.templates.sandbox import ENVIRONMENT

LONGEST_SOURCE = 20_000
"""Characters of one text as it is written: a page of a newspaper has some 8,000."""
LONGEST_RESULT = 200_000
"""Characters of one finished text: what a mail bears; a text that grows beyond it grew by mistake."""


class TemplateError(ValueError):
    """A text that cannot be finished; says in Spanish which value is missing or wrong."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
        """What to write instead; empty where the message says it."""


class MissingValue(TemplateError):
    """A value that the text names is not there; `fact` says which, without what to do about it."""

    def __init__(self, fact: str) -> None:
        """`fact` is «falta el dato «nombre»»."""
        self.fact = fact
        super().__init__(f"{fact}; escriba «| default('…')» o complete el dato")


class Compiled:
    """One text, ready to be rendered. Safe in any thread."""

    __slots__ = ("_asks", "_constant", "_template", "source")

    def __init__(self, source: str, template: Template | None = None, asks: Collection[str] | None = None) -> None:
        """Compiles a text that `check_template` found good. Raises `TemplateError` where it is no template.

        `template`: it is compiled already, and `asks` for these names alone.
        """
        self.source = unicodedata.normalize("NFC", source)
        self._constant = is_plain(self.source)
        self._template: Template | None = template
        self._asks = asks
        if template is None and not self._constant:
            self._template = _compile(self.source)

    def asks_only(self, names: Collection[str]) -> bool:
        """Whether it is known to need no other values than these."""
        return self._constant or (self._asks is not None and all(name in names for name in self._asks))

    @property
    def asks(self) -> Collection[str] | None:
        """The names that it is known to need alone; None: nobody has looked."""
        return self._asks

    def render(self, values: Mapping[str, object]) -> str:
        """The finished text.

        Raises `TemplateError` naming the value that is missing or that a filter cannot write, and where the result
        passes 200,000 characters.
        """
        return self.source if self._template is None else evaluated(self._template, dict(values))


def evaluated(template: Template, values: dict[str, object]) -> str:
    """What a template makes of values, which it only reads. Raises `TemplateError` as `Compiled.render` does."""
    try:
        return _join(template, values)
    except UndefinedError as error:
        raise MissingValue(error.message or "falta un dato") from error
    except FilterError as error:
        raise TemplateError(str(error)) from error
    except SecurityError as error:
        raise TemplateError(error.message or "el texto usa algo que no se puede usar") from error


def _join(template: Template, values: dict[str, object]) -> str:
    parts: list[str] = []
    room = LONGEST_RESULT
    # What `Template.new_context` makes, without a set of the environment's globals, of which there are none.
    context = Context(template.environment, values, template.name, template.blocks)
    for part in template.root_render_func(context):
        parts.append(part)
        room -= len(part)
        if room < 0:
            raise TemplateError(f"el texto terminado pasa de {LONGEST_RESULT} caracteres")
    return "".join(parts)


def _compile(source: str) -> Template:
    if len(source) > LONGEST_SOURCE:
        raise TemplateError(f"el texto pasa de {LONGEST_SOURCE} caracteres")
    try:
        return ENVIRONMENT.from_string(source)
    except TemplateSyntaxError as error:
        raise TemplateError(f"el texto no se entiende: {error.message}") from error
    except RecursionError as error:
        raise TemplateError("el texto tiene demasiados niveles") from error


@lru_cache(maxsize=1024)
def compile_template(source: str) -> Compiled:
    """The compiled text, from a cache: compiling takes a millisecond. Raises `TemplateError`."""
    return Compiled(source)
