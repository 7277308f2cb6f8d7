"""What a verb answers: a JSON document for programs, and the same as lines and tables for people."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import click
from pydantic_core import to_json

from reports.table import Table

PIPED = 160
"""Columns, where the output is no terminal: what a mail or a wide window shows without breaking lines."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer."""

    document: object
    """What `--json` prints; None where the verb has no JSON."""
    shown: Sequence[str | Table] = ()
    """What people read, in order."""
    code: int = 0
    """The exit code."""
    as_json: bool = False
    """The document is wanted whatever the flags say (`--format json`)."""
    raw: str | bytes = ""
    """Written as it is instead of all else: a spreadsheet, a PDF."""

    def print(self, *, as_json: bool) -> None:
        """Write it to standard output."""
        if self.raw:
            click.echo(self.raw, nl=False)
            return
        if as_json or self.as_json:
            click.echo(_json(self.document))
            return
        from rich.console import Console  # noqa: PLC0415 - loads only when used: programs read JSON

        from reports.terminal import as_renderable  # noqa: PLC0415 - it stands on rich

        console = Console(width=None if sys.stdout.isatty() else PIPED, highlight=False)
        for part in self.shown:
            if isinstance(part, str):
                console.print(part, markup=False, soft_wrap=True)
            else:
                console.print(as_renderable([part]))


def _json(document: object) -> str:
    """Indented, and written by pydantic's serializer: a year of a thousand campaigns has fifty thousand rows."""
    return to_json(document, indent=2).decode()
