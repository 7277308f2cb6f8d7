"""A command as a verb prints it for whoever reads: it acts where this call did."""

import shlex
from urllib.parse import urlsplit

from verbs.call import CONFIG, Call

OF_THE_WHOLE = frozenset({"check", "panel", "run"})
"""Verbs that take no `--tenant`."""
DATABASE = "PREGONERO_DB"


def printed(call: Call, words: str) -> str:
    """`pregonero` and its words (quoted where they need it), with the folder, database and municipality of `call`.

    What the environment says is not said again, and a password is never shown: there `***` stands in for it.
    """
    flags = [] if call.config == CONFIG else ["-c", str(call.config)]
    if call.url and call.url != call.environment.get(DATABASE):
        flags += ["--db", _without_password(call.url)]
    if call.tenant and words.partition(" ")[0] not in OF_THE_WHOLE:
        flags += ["--tenant", call.tenant]
    return " ".join(["pregonero", words, *map(shlex.quote, flags)])


def _without_password(url: str) -> str:
    kept = urlsplit(url).password
    return url.replace(f":{kept}@", ":***@", 1) if kept else url
