"""The first page tells the truth: channels, settings, options, verbs and floors are the code's, both ways."""

import re

import click

from channels.registry import ADAPTERS, adapter
from channels.x.weight import weighted_length
from tests.docs.pages import CODE, ROOT, first_cells, page, table
from tests.house.tree import FLOORS, product
from verbs.catalogue import VERBS
from verbs.commands import application

README = page("README.md")
LONGEST = 250
X_WEIGHTS = (weighted_length("https://municipio.gov.co"), weighted_length("👉"))
WORD_OF_SETTING = re.compile(r"\bPREGONERO_[A-Z]+\b")


def test_it_is_short() -> None:
    """A newcomer reads it to the end."""
    assert README.count("\n") <= LONGEST


def test_channels_are_those_of_the_registry() -> None:
    """One row each, in its order."""
    assert first_cells(README, "channel |") == list(ADAPTERS)


def test_what_sends_is_told_from_what_does_not() -> None:
    """A channel without a sending verb of its own says «sandbox only», and no other does."""
    sandbox = {row[0].strip("`") for row in table(README, "channel |") if row[-1] == "sandbox only"}
    assert sandbox == {kind for kind in ADAPTERS if not adapter(kind).profile.live}


def test_limits_are_those_of_the_adapters() -> None:
    """Each number in a channel's row is one that its adapter declares, or counts by."""
    for row in table(README, "channel |"):
        profile = adapter(row[0].strip("`")).profile
        limits = [limit.maximum for limit in (profile.text, profile.subject, profile.caption) if limit]
        declared = {*limits, profile.media.maximum_count, profile.attachments.maximum_count, *X_WEIGHTS}
        assert {int(each.replace(",", "")) for each in re.findall(r"(?<!UTF-)\b\d[\d,]*", row[3])} <= declared


def test_settings_are_those_that_the_code_reads() -> None:
    """Every variable that the code names has its row, and each row is read somewhere."""
    read = {name for path in product() for name in WORD_OF_SETTING.findall(path.read_text("utf-8"))}
    assert set(first_cells(README, "setting |")) == read


def test_options_are_those_that_verbs_share() -> None:
    """Every option that more than one family of verbs takes is in the table."""
    told = {name for row in table(README, "option of every verb") for name in CODE.findall(row[0])}
    commands = [application().commands["check"], application().commands["approve"]]
    shared = {name for command in commands for param in command.params for name in options_of(param)}
    assert told == (shared | {"-h", "--help"}) - {"--note"}


def options_of(param: click.Parameter) -> list[str]:
    """How an option is typed; nothing for an argument."""
    return param.opts if isinstance(param, click.Option) else []


def test_verbs_are_those_of_the_program() -> None:
    """One row for each verb, and no other."""
    assert sorted(first_cells(README, "verb |")) == sorted(verb.name for verb in VERBS)


def test_floors_are_those_of_the_house() -> None:
    """Each room stands on the floor that the tests hold it to; those marked * are not built, and no other."""
    told = {room: int(row[0]) for row in table(README, "floor |") for room in CODE.findall(row[1])}
    assert told == FLOORS
    marked = set(re.findall(r"`(\w+)`\*", README))
    assert marked == {room for room in FLOORS if not (ROOT / room).is_dir() and not (ROOT / f"{room}.py").is_file()}
