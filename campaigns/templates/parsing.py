"""A text into its syntax tree, which the checker and the measure of lengths walk."""

import re
import unicodedata
from functools import lru_cache

from jinja2 import nodes

from campaigns.templates.sandbox import ENVIRONMENT

_MARKS = ("{{", "{%", "{#")
_MARKED = re.compile(r"\{[{%#].*?(?:[}%#]\}|\Z)", re.DOTALL)


def is_plain(source: str) -> bool:
    """The text has nothing to fill in."""
    return not any(mark in source for mark in _MARKS)


def marked(source: str) -> int:
    """How many characters stand within marks: what reading a text costs, whatever it says."""
    return 0 if is_plain(source) else sum(len(each) for each in _MARKED.findall(source))


@lru_cache(maxsize=64)
def parse(source: str) -> nodes.Template:
    """The tree of a text in NFC; trees are only read.

    Raises Jinja2's `TemplateSyntaxError`, and RecursionError for what is nested without end.
    """
    text = unicodedata.normalize("NFC", source)
    if is_plain(text):
        return nodes.Template([nodes.Output([nodes.TemplateData(text, lineno=1)], lineno=1)], lineno=1)
    return ENVIRONMENT.parse(text)
