"""A text, compiled once and rendered for each recipient."""

import unicodedata
from collections.abc import Mapping
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

    __slots__ = ("_template", "source")

    def __init__(self, source: str) -> None:
        """Compiles a text that `check_template` found good. Raises `TemplateError` where it is no template."""
        self.source = unicodedata.normalize("NFC", source)
        self._template: Template | None = None if is_plain(self.source) else _compile(self.source)

    def render(self, values: Mapping[str, object]) -> str:
        """The finished text.

        Raises `TemplateError` naming the value that is missing or that a filter cannot write, and where the result
        passes 200,000 characters.
        """
        return self.source if self._template is None else evaluated(self._template, dict(values))


def evaluated(template: Template, values: dict[str, object], longest: int = LONGEST_RESULT) -> str:
    """What a template makes of values, which it only reads: at most so many characters.

    Raises `TemplateError` as `Compiled.render` does.
    """
    try:
        return _join(template, values, longest)
    except UndefinedError as error:
        raise MissingValue(error.message or "falta un dato") from error
    except FilterError as error:
        raise TemplateError(str(error)) from error
    except SecurityError as error:
        raise TemplateError(error.message or "el texto usa algo que no se puede usar") from error


def check_length(characters: int, longest: int = LONGEST_RESULT) -> None:
    """Raises `TemplateError` for a finished text that is too long."""
    if characters > longest:
        raise TemplateError(f"el texto terminado pasa de {LONGEST_RESULT} caracteres")


def _join(template: Template, values: dict[str, object], longest: int) -> str:
    parts: list[str] = []
    length = 0
    # What `Template.new_context` makes, without a set of the environment's globals, of which there are none.
    context = Context(template.environment, values, template.name, template.blocks)
    for part in template.root_render_func(context):
        parts.append(part)
        length += len(part)
        check_length(length, longest)
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
