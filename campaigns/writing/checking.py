"""A campaign's file as it would be, looked through before anything is written: by whoever looks through the folder."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from campaigns.assembly.base_files import assemble_base
from campaigns.assembly.campaigns import assemble_campaign
from campaigns.campaign import CampaignEntry
from campaigns.last_good import memory_of
from campaigns.loader import Reading, read_tenant, slug_of, slugs_of, tenant_folders
from campaigns.problem import Problem, ordered
from campaigns.reading.files import CAMPAIGNS, Files
from campaigns.reading.salvage import salvage
from campaigns.reading.secrets import strays
from campaigns.reading.tree import Document, Node, Sequence
from campaigns.reading.tree import Mapping as MappingNode
from campaigns.reading.yaml_reader import read
from campaigns.tenant import Campaign, Tenant
from campaigns.writing.fields import MESSAGES


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one municipality's files lie, and what reads them."""

    tenant: Tenant
    var: Path
    environment: Mapping[str, str]

    @property
    def neighbours(self) -> frozenset[str]:
        """The slugs of all tenants of its hub; none where it stands alone."""
        if not self.tenant.in_hub:
            return frozenset()
        folders, hub, _ = tenant_folders(self.tenant.folder.parent)
        return slugs_of(folders, hub=hub)


@dataclass(frozen=True, slots=True)
class Checked:
    """What `check` would say."""

    tenant: Tenant | None
    """The municipality as it would be; None where a file under the campaigns is broken."""
    own: tuple[Problem, ...]
    """Of the campaign's file."""
    broken: tuple[Problem, ...]
    """Of other campaigns, which are right now."""
    lacking: tuple[Problem, ...]
    """Of other files, and new: a row of the plan that nothing would serve any more."""

    @property
    def stops(self) -> tuple[Problem, ...]:
        """What has to be mended first."""
        return (*self.own, *self.broken)


def check(desk: Desk, name: str, data: bytes) -> Checked:
    """The whole folder, with `data` as the file of a name (`campanas/x.yaml`)."""
    path = desk.tenant.folder / name
    reading = _reading(desk, {name: data})
    own = tuple(each for each in reading.problems if each.file == path)
    others = {each for each in reading.problems if each.file != path}
    if others:
        others -= set(_reading(desk, {}).problems)
    broken = {each for each in others if each.file.parent.name == CAMPAIGNS}
    return Checked(reading.tenant, own, ordered(broken), ordered(others - broken))


def _reading(desk: Desk, changes: Mapping[str, bytes]) -> Reading:
    folder, known = desk.tenant.folder, memory_of(desk.tenant.folder, desk.var).cleared()
    return read_tenant(Files(folder, changes), desk.environment, hub=desk.neighbours, known=known)


@dataclass(frozen=True, slots=True)
class Glance:
    """What one file says by itself, against the base files: what may be asked at each pause in typing."""

    campaign: Campaign | None
    """With the one message alone that was asked for; None where that is not right."""
    problems: tuple[Problem, ...]
    """Of the whole file."""


def glance(desk: Desk, name: str, data: bytes, message: int | None) -> Glance:
    """Looks at it. `message`: the place of the one that is to be shown."""
    files = Files(desk.tenant.folder, {name: data})
    own = slug_of(files.folder.resolve().name)
    neighbours = desk.neighbours
    base = assemble_base(files, desk.environment, own if neighbours else None, neighbours - {own}).base
    document, problems = read(files.path(name), data)
    if document is None:
        return Glance(None, problems)
    found = salvage(document, CampaignEntry)
    problems = (*problems, *found.problems, *strays(found.document))
    if found.value is None:
        return Glance(None, ordered(problems))
    campaign, more = assemble_campaign(found.document, found.value, base)
    if campaign is None and message is not None:
        alone = salvage(_alone(document, message), CampaignEntry)
        if alone.value is not None and not alone.problems:
            campaign, _ = assemble_campaign(alone.document, alone.value, base)
    elif campaign is not None and message is not None:
        campaign = replace(campaign, messages=campaign.messages[message : message + 1])
    return Glance(campaign, ordered((*problems, *more)))


def _alone(document: Document, message: int) -> Document:
    """The file with one of its messages only."""
    root = document.root
    listing = root.entries.get(MESSAGES) if isinstance(root, MappingNode) else None
    if not isinstance(root, MappingNode) or not isinstance(listing, Sequence):
        return document
    one: dict[str, Node] = {MESSAGES: Sequence(listing.items[message : message + 1], listing.place)}
    return replace(document, root=MappingNode({**root.entries, **one}, root.keys, root.place))
