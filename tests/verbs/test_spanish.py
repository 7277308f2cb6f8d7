"""The words of click in Spanish: whole, compiled, and for the click that is installed."""

import ast
from gettext import GNUTranslations
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.verbs.operator import ROOT

MESSAGES = ROOT / "verbs" / "idioma" / "es" / "LC_MESSAGES"
UNUSED = {
    "_termui_impl.py": "editors and pagers",
    "_winconsole.py": "Windows, which is not supported",
    "decorators.py": "confirmations and --version, except the sentence of --help",
    "shell_completion.py": "completion",
    "termui.py": "prompts",
    "utils.py": "open files by name",
}
"""Files of click whose words no verb shows, and what they serve."""
INNER = ("Could not determine", "No options defined", "Arguments take", "Boolean option", "Invalid start", "Name '")
"""Mistakes of who declares verbs, not of who types them."""
NEVER = ("DeprecationWarning", "format", "UUID", "Choice(")
"""Features that no verb uses."""


def catalogue() -> Catalog:
    """The text that people translate."""
    with (MESSAGES / "messages.po").open("rb") as text:
        return read_po(text)


def test_what_is_compiled_is_what_is_written() -> None:
    """messages.mo holds exactly the translations of messages.po."""
    with (MESSAGES / "messages.mo").open("rb") as compiled:
        spoken = GNUTranslations(compiled)
    for message in catalogue():
        if isinstance(message.id, tuple | list):
            one, many = message.id
            assert (spoken.ngettext(one, many, 1), spoken.ngettext(one, many, 2)) == tuple(message.string or ())
        elif message.id:
            assert spoken.gettext(str(message.id)) == message.string


def test_every_sentence_that_a_verb_may_show_is_translated() -> None:
    """A click that says something new fails here: add its sentence, or say why no verb shows it."""
    known = {message.id[0] if isinstance(message.id, tuple) else message.id for message in catalogue()}
    missing = [text for text in said_by_click() if text not in known and not text.startswith(INNER)]
    assert [text for text in missing if not any(word in text for word in NEVER)] == []


def said_by_click() -> set[str]:
    """The literals that click hands to gettext, in the files that matter."""
    found = {"Show this message and exit."}
    for path in Path(click.__file__).parent.glob("*.py"):
        if path.name in UNUSED:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                found |= {str(each.value) for each in node.args[:1] if isinstance(each, ast.Constant)}
    return found
