"""One call of a verb: its flags, who speaks, and where its words go."""

import getpass
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click


class WrongCall(Exception):
    """The call or the configuration is wrong (exit code 2); the text is Spanish and says what to write instead."""


class Failure(Exception):
    """It could not be done (exit code 1); the text is Spanish and says what happened and what to do next."""


CONFIG = Path("config")
"""The folder of the configuration where `-c` names no other."""


@dataclass(frozen=True, slots=True)
class Call:
    """What every verb is handed."""

    environment: Mapping[str, str]
    config: Path = CONFIG
    url: str | None = None
    """Of the database; None: the default one."""
    tenant: str | None = None
    person: str | None = None
    json: bool = False
    verbose: bool = False

    @property
    def actor(self) -> str:
        """Who speaks, for the audit: `--as`, PREGONERO_PERSON, else the system's user."""
        return self.person or getpass.getuser()

    def tell(self, words: str) -> None:
        """A line for the operator that is no result: on standard error."""
        click.echo(words, err=True)
