"""The campaigns' files, each understood by itself; where they are very many, by several processes at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from campaigns.assembly.base import Base
from campaigns.assembly.base_files import open_document
from campaigns.assembly.campaigns import assemble_campaign
from campaigns.campaign import CampaignEntry
from campaigns.forked import forked, stretches
from campaigns.problem import Problem
from campaigns.reading.files import Files
from campaigns.reading.salvage import salvage
from campaigns.reading.secrets import strays
from campaigns.tenant import Campaign

WORTH_A_PROCESS = 100
"""Fewer files than this are read before another process could have helped."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What some of the files say."""

    entries: Mapping[str, CampaignEntry]
    """By the file's name; their references may be wrong."""
    salvaged: frozenset[str]
    """Names of the files whose entry is not all that they say, since some of it has no right form."""
    campaigns: Mapping[str, Campaign]
    """By the file's name: those that are right by themselves."""
    problems: tuple[Problem, ...]
    texts: Mapping[str, bytes]
    media: Mapping[str, str]
    cleared: frozenset[str]
    """What was noted beside it in `Files` and `Cleared`, perhaps by another process."""


def understand_all(files: Files, base: Base, copies: int) -> list[Understood]:
    """All campaigns' files, in order of their names, read by at most so many `copies` of this process at once."""
    names = files.campaigns()
    parts = stretches(names, min(copies, len(names) // WORTH_A_PROCESS))
    found = forked(partial(understand, files, base), parts)
    for part in found[1:]:
        files.texts |= part.texts
        files.media |= part.media
        base.cleared.take(part.cleared)
    return found


def understand(files: Files, base: Base, names: Sequence[str]) -> Understood:
    """The files of these names."""
    entries: dict[str, CampaignEntry] = {}
    salvaged: set[str] = set()
    campaigns: dict[str, Campaign] = {}
    problems: list[Problem] = []
    for name in names:
        document, found = open_document(files, name)
        problems.extend(found)
        if document is None:
            continue
        read = salvage(document, CampaignEntry)
        problems += [*read.problems, *strays(read.document)]
        if read.value is None:
            continue
        entries[name] = read.value
        if read.problems:
            salvaged.add(name)
        campaign, found = assemble_campaign(read.document, read.value, base)
        problems.extend(found)
        if campaign is not None:
            campaigns[name] = campaign
    return Understood(
        entries, frozenset(salvaged), campaigns, tuple(problems), files.texts, files.media, base.cleared.used
    )
