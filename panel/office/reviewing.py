"""A draft looked through: all that `check` would say of it, and where the municipality's files lie."""

from dataclasses import replace
from typing import NamedTuple

from campaigns.advice import advice
from campaigns.reading.files import Files, Unreadable
from campaigns.writing.checking import Checked, Desk, check
from campaigns.writing.placing import read_file
from delivery.memory import give_back
from delivery.planning.card_check import card_problems
from panel.office.asked import NOT_THERE, Asked
from panel.office.drafts import Draft
from pieces.refusal import CannotDraw


class Found(NamedTuple):
    """What a whole check tells."""

    checked: Checked
    advice: list[str]
    """What is new in it."""
    trouble: str


def looked_through(asked: Asked, draft: Draft) -> Found:
    """As `check` does it, cards too; not for the loop."""
    desk = desk_of(asked)
    checked = check(desk, draft.name, draft.data)
    give_back()
    then = checked.tenant
    if then is None:
        first = next(iter(checked.lacking), None)
        told = f" {first.file.name}: {first.message}." if first is not None else ""
        return Found(checked, [], f"No se puede revisar: otro archivo de la configuración tiene un problema.{told}")
    own = {id_: each for id_, each in then.campaigns.items() if each.file.name == draft.name.rpartition("/")[2]}
    try:
        cards = card_problems([replace(then, campaigns=own)], asked.now)
    except CannotDraw:
        # What cannot be drawn here at all is told by whoever looks after the machine.
        cards = []
    checked = replace(checked, own=(*checked.own, *cards))
    known = set(advice(asked.tenant))
    return Found(checked, [each for each in advice(then) if each not in known], "")


def desk_of(asked: Asked) -> Desk:
    """What reads the municipality's files."""
    return Desk(asked.tenant, asked.place.folder, asked.environment)


def file_now(asked: Asked, file: str) -> bytes | None:
    """What a file says at this moment; None where there is none. Raises `Turned` where it cannot be read."""
    try:
        return read_file(asked.tenant.folder, file)
    except Unreadable as error:
        raise NOT_THERE from error


class CampaignFile(NamedTuple):
    """One file of `campanas/`."""

    name: str
    """In addresses."""
    file: str
    title: str
    messages: int
    broken: bool


def campaign_files(asked: Asked) -> list[CampaignFile]:
    """All of the folder, those that are broken first."""
    known = {each.file.name: each for each in asked.tenant.campaigns.values()}
    found = []
    for file in Files(asked.tenant.folder).campaigns():
        last = file.rpartition("/")[2]
        campaign = known.get(last)
        name = campaign.id if campaign is not None else last.removesuffix(".yaml")
        title = campaign.entry.title if campaign is not None else last
        found.append(CampaignFile(name, file, title, len(campaign.messages) if campaign else 0, campaign is None))
    return sorted(found, key=lambda each: (not each.broken, each.title.lower()))
