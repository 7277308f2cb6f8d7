"""A text into its syntax tree, which the checker and the measure of lengths walk."""

import unicodedata
from functools import lru_cache

from jinja2 import nodes

from campaigns.templates.sandbox import ENVIRONMENT

_MARKS = ("{{", "{%", "{#")


def is_plain(source: str) -> bool:
    """The text has nothing to fill in."""
    return not any(mark in source for mark in _MARKS)


@lru_cache(maxsize=64)
def parse(source: str) -> nodes.Template:
    """The tree of a text in NFC; trees are only read.

    Raises Jinja2's `TemplateSyntaxError`, and RecursionError for what is nested without end.
    """
    text = unicodedata.normalize("NFC", source)
    if is_plain(text):
        return nodes.Template([nodes.Output([nodes.TemplateData(text, lineno=1)], lineno=1)], lineno=1)
    return ENVIRONMENT.parse(text)
