"""The catalogue as click's commands: help shows without loading anything that a verb would need to run."""

import os
from collections.abc import Callable, Iterable
from functools import cache
from gettext import bindtextdomain, gettext
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from indicators.typed import MINUS
from verbs.catalogue import GROUPS, VERBS
from verbs.options import BELOW_NOUGHT, CONFIG, DATABASE, JSON, PERSON, TENANT, VERBOSE, Figure
from verbs.verb import Verb

USAGE = "[OPCIONES]"
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


def speak_spanish() -> None:
    """Let click say its own words in Spanish, whatever the machine's language is."""
    bindtextdomain("messages", str(Path(__file__).parent / "idioma"))
    os.environ["LANGUAGE"] = "es"


class Spoken(click.Group):
    """A group that lists its verbs in the catalogue's order, under a Spanish heading."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which they were added: as an operator needs them."""
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each with its whole sentence."""
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, self.commands[name].help or "") for name in self.list_commands(ctx)])


class Counting(click.Command):
    """A verb that takes a figure: `-5` is one below nought, and no option; the figure reads the sign that stands in."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, which takes whatever begins with a hyphen for an option."""
        return super().parse_args(ctx, [BELOW_NOUGHT.sub(MINUS, each) for each in args])


def application() -> click.Group:
    """`pregonero` with all its verbs, in Spanish from its first word on: click keeps what it has said once."""
    speak_spanish()
    return _whole()


@cache
def _whole() -> click.Group:
    whole = _group("pregonero", "El pregonero: lleva a cabo el plan de comunicaciones de un municipio.")
    for name, told in GROUPS.items():
        whole.add_command(_group(name, told))
    for verb in VERBS:
        group, _, last = verb.name.rpartition(" ")
        home = whole.commands[group] if group else whole
        assert isinstance(home, click.Group)
        home.add_command(_command(verb, last))
    return whole


def _group(name: str, told: str) -> click.Group:
    return Spoken(
        name,
        help=told,
        context_settings=dict(CONTEXT),
        options_metavar=USAGE,
        subcommand_metavar="VERBO [ARGUMENTOS]...",
        no_args_is_help=True,
    )


def _command(verb: Verb, name: str) -> click.Command:
    counts = any(isinstance(each.type, Figure) for each in verb.params)
    return (Counting if counts else click.Command)(
        name,
        callback=_performer(verb),
        params=[*verb.params, *_shared(verb)],
        help=verb.help,
        context_settings=dict(CONTEXT),
        options_metavar=USAGE,
    )


def _shared(verb: Verb) -> Iterable[click.Parameter]:
    reads = verb.configured
    given = {TENANT: verb.tenant, PERSON: verb.acts, JSON: verb.json, CONFIG: reads, DATABASE: reads}
    return [*(param for param, wanted in given.items() if wanted), VERBOSE]


def _performer(verb: Verb) -> Callable[..., None]:
    def perform(**values: Any) -> None:  # noqa: ANN401 - whatever the catalogue declares
        # Here, and nowhere sooner, is loaded what the verb needs.
        code = import_module("verbs.performing").perform(verb, values)
        click.get_current_context().exit(code)

    return perform
