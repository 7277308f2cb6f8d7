"""A command as a verb prints it for whoever reads: it acts where this call did."""

import re
import shlex
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from campaigns.days_in_words import days_in_words
from campaigns.tenant import Tenant
from reports.table import Cell, Table
from verbs.call import CONFIG, Call
from verbs.catalogue import VERBS
from verbs.verb import Verb

DATABASE = "PREGONERO_DB"
_BY_NAME = {verb.name: verb for verb in VERBS}
_QUOTED = re.compile("([«`])pregonero ([a-z][^«»`]*)([»`])")
"""A command as texts name it."""
_SENTENCE = re.compile(r"(?!.*  )[A-ZÁÉÍÓÚÑ«¿¡].*[.:?!»]")
"""A line that people read as one: what stands in columns has two spaces, a problem of a file begins with its name."""


def concerning(call: Call, tenant: Tenant) -> Call:
    """A call about several municipalities, as if it had named this one."""
    return replace(call, tenant=tenant.slug) if tenant.in_hub else call


def printed(call: Call, words: str) -> str:
    """`pregonero` and its words (quoted where they need it), with the folder, database and municipality of `call`.

    What the environment says is not said again, and a password is never shown: there `***` stands in for it. Raises
    KeyError where no verb is called so.
    """
    verb = _verb(words)
    if verb is None:
        raise KeyError(words)
    return " ".join(["pregonero", words, *_flags(call, verb, words)])


def spoken(text: str) -> str:
    """A text for a terminal, in its sentences days in words: lines of lists and of `check` keep them as files do."""
    return "\n".join(days_in_words(line) if _SENTENCE.fullmatch(line) else line for line in text.split("\n"))


def whole(call: Call, text: str) -> str:
    """A text from anywhere, each «pregonero …» in it as `printed` would have it."""
    return _QUOTED.sub(lambda found: _whole(call, found), text) if "pregonero " in text else text


def whole_parts(call: Call, parts: Iterable[str | Table]) -> list[str | Table]:
    """The same of all that a verb shows."""
    if call.config == CONFIG and not call.url and not call.tenant:
        return [*parts]
    return [whole(call, part) if isinstance(part, str) else _whole_table(call, part) for part in parts]


def _whole(call: Call, found: re.Match[str]) -> str:
    begins, words, ends = found.groups()
    verb = _verb(words)
    return found[0] if verb is None else " ".join([f"{begins}pregonero", words, *_flags(call, verb, words)]) + ends


def _whole_table(call: Call, table: Table) -> Table:
    rows = tuple(tuple(_whole_cell(call, cell) for cell in row) for row in table.rows)
    return replace(table, title=whole(call, table.title), rows=rows)


def _whole_cell(call: Call, cell: Cell) -> Cell:
    return whole(call, cell) if isinstance(cell, str) else cell


def _verb(words: str) -> Verb | None:
    """The verb that a command begins with, one of a group among them."""
    first, second = [*words.split(maxsplit=2), "", ""][:2]
    return _BY_NAME.get(f"{first} {second}") or _BY_NAME.get(first)


def _flags(call: Call, verb: Verb, words: str) -> list[str]:
    """Those that the verb takes and the command does not have yet."""
    given: dict[str, str] = {}
    if verb.configured and call.config != CONFIG:
        given["-c"] = str(call.config)
    if verb.configured and call.url and call.url != call.environment.get(DATABASE):
        given["--db"] = _without_password(call.url)
    if verb.tenant and call.tenant:
        given["--tenant"] = call.tenant
    typed = words.split()
    return [word for flag, value in given.items() if flag not in typed for word in (flag, shlex.quote(value))]


def _without_password(url: str) -> str:
    kept = urlsplit(url).password
    return url.replace(f":{kept}@", ":***@", 1) if kept else url
