"""What a service said, fit to stand in a sentence that an operator reads."""

from collections.abc import Iterable

LONGEST = 200
"""Characters; a service may answer with a whole web page."""


def detail(said: str, secrets: Iterable[str] = ()) -> str:
    """`said` on one line, at most `LONGEST` characters, with each secret blotted out: error pages echo addresses."""
    for secret in secrets:
        if secret:
            said = said.replace(secret, "[secreto]")
    line = " ".join(said.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
