"""What a verb is, as data."""

from dataclasses import dataclass

import click


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb as data; a test holds its parameters to those of its function."""

    name: str
    """`check`, or `db upgrade` for one of a group."""
    does: str
    """`module:function`."""
    help: str
    params: tuple[click.Parameter, ...] = ()
    json: bool = True
    """It can print a JSON document, by `docs/esquemas/verbos/<name>.json`."""
    tenant: bool = True
    """It concerns one municipality of a hub."""
    acts: bool = False
    """It changes something in somebody's name."""
    configured: bool = True
    """It reads the configuration."""
