"""What campaigns say of each other: ids once, messages that follow messages, and no circle of them."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from campaigns.assembly.findings import Findings
from campaigns.campaign import CampaignEntry
from campaigns.checked import NONE
from campaigns.problem import Problem
from campaigns.reading.tree import Document, Location
from campaigns.when import WhenError, parse

HINT = "escriba el id de un mensaje con «deber», de esta campaña o como campaña/mensaje"
HINT_OF_ALL = "escriba campaña/mensaje de un mensaje con «deber»"


@dataclass(frozen=True, slots=True)
class Draft:
    """A campaign's file as it was understood by itself; its names may be wrong."""

    name: str
    reopen: Callable[[], Document]
    """Makes its tree again, to point at a place: kept for all campaigns, trees are most of what reading takes."""
    entry: CampaignEntry
    whole: bool
    """It is all that the file says; else some of it could not be read."""


def check_references(drafts: Iterable[Draft], files: int) -> tuple[Problem, ...]:
    """Problems between campaigns, of which there are so many files. One that is broken elsewhere counts as known.

    A name that is not there may be one that could not be read, and is no problem then.
    """
    listed = tuple(drafts)
    whole = {draft.entry.id for draft in listed if draft.whole}
    complete = len(whole) == files
    follows = {reference: after for draft in listed for reference, after in _follows(draft).items()}
    known = {
        f"{draft.entry.id}/{message.id}": message.survey is not None or not draft.whole
        for draft in listed
        for message in draft.entry.messages
    }
    duties = _duties(listed)
    problems: list[Problem] = []
    owners: dict[str, Draft] = {}
    for draft in listed:
        first = owners.setdefault(draft.entry.id, draft)
        references = [f"{draft.entry.id}/{message.id}" for message in draft.entry.messages]
        unmet = _required(draft, duties, complete)
        if first is draft and not unmet and not any(_is_wrong(reference, known, follows) for reference in references):
            continue
        findings = Findings(draft.reopen())
        if first is not draft:
            said = f"la campaña «{draft.entry.id}» ya está en {first.name}"
            findings.add(("campaña",), said, "dé a cada campaña un nombre propio")
        _check_followed(findings, draft, known, follows, None if complete else whole)
        for location, said in unmet:
            findings.add(location, said, HINT)
        problems.extend(findings.problems)
    return tuple(problems)


def check_required_of_all(document: Document, name: str | None, drafts: Iterable[Draft], files: int) -> list[Problem]:
    """Problems of the duty that `municipio.yaml` requires of all that is published."""
    listed = tuple(drafts)
    if name is None:
        return []
    complete = len({draft.entry.id for draft in listed if draft.whole}) == files
    said = _unmet(name, "", _duties(listed), complete)
    return [document.problem(("requiere",), said.replace("«/", "«"), HINT_OF_ALL)] if said else []


def _duties(drafts: Iterable[Draft]) -> dict[str, bool]:
    """`campaign/message` of each message, and whether it is a duty."""
    return {f"{each.entry.id}/{one.id}": one.duty is not None for each in drafts for one in each.entry.messages}


def _required(draft: Draft, duties: Mapping[str, bool], complete: bool) -> list[tuple[Location, str]]:
    """Where a check is named that is not there or is no duty, and what is wrong; what was not read is not."""
    named: list[tuple[Location, str | None]] = [(("requiere",), draft.entry.requires)]
    named += [(("mensajes", at, "requiere"), each.requires) for at, each in enumerate(draft.entry.messages)]
    found = []
    for location, name in named:
        if name and name != NONE and (said := _unmet(name, draft.entry.id, duties, complete)):
            found.append((location, said))
    return found


def _unmet(name: str, campaign: str, duties: Mapping[str, bool], complete: bool) -> str:
    reference = name if "/" in name else f"{campaign}/{name}"
    if reference not in duties:
        return f"no existe el mensaje «{reference}» que se requiere" if complete else ""
    return "" if duties[reference] else f"«{reference}» no es un deber: no hay quien lo dé por cumplido"


class Followed(NamedTuple):
    """What a message waits for."""

    reference: str
    """`campaign/message`."""
    of_close: bool
    """The close of its survey, not its publication."""


def _follows(draft: Draft) -> dict[str, Followed]:
    """`campaign/message` to what it waits for."""
    found: dict[str, Followed] = {}
    for message in draft.entry.messages:
        try:
            rule = parse(message.when)
        except WhenError:
            continue
        if (after := rule.after) is not None:
            reference = after if "/" in after else f"{draft.entry.id}/{after}"
            found[f"{draft.entry.id}/{message.id}"] = Followed(reference, rule.after_close)
    return found


def _is_wrong(reference: str, known: Mapping[str, bool], follows: Mapping[str, Followed]) -> bool:
    after = follows.get(reference)
    if after is None:
        return False
    return after.reference not in known or _asks_nothing(after, known) or bool(_circle(reference, follows))


def _asks_nothing(after: Followed, known: Mapping[str, bool]) -> bool:
    return after.of_close and not known.get(after.reference, True)


def _check_followed(
    findings: Findings,
    draft: Draft,
    known: Mapping[str, bool],
    follows: Mapping[str, Followed],
    whole: Container[str] | None,
) -> None:
    """`known`: each message that there is, and whether it asks a survey. `whole`: the campaigns that could be read in
    all that they say; None: all of them.
    """
    prefix = f"{draft.entry.id}/"
    for position, message in enumerate(draft.entry.messages):
        reference = f"{prefix}{message.id}"
        after = follows.get(reference)
        if after is None:
            continue
        location = ("mensajes", position, "cuando")
        shown = after.reference.removeprefix(prefix)
        if after.reference not in known:
            if whole is not None and after.reference.partition("/")[0] not in whole:
                continue
            own = {name.removeprefix(prefix) for name, asks in known.items() if asks or not after.of_close}
            findings.unknown(location, "el mensaje", shown, own, "la campaña")
        elif _asks_nothing(after, known):
            said = f"el mensaje «{shown}» no hace ninguna encuesta"
            findings.add(location, said, f"escriba el id del que la hace, o «después de publicar {shown}»")
        elif circle := _circle(reference, follows):
            said = f"el mensaje se espera a sí mismo: {' → '.join(circle)}"
            findings.add(location, said, "dé a uno de ellos una fecha propia")


def _circle(start: str, follows: Mapping[str, Followed]) -> tuple[str, ...]:
    way = [start]
    while (following := follows.get(way[-1])) is not None:
        way.append(following.reference)
        if following.reference == start:
            return tuple(way)
        if following.reference in way[:-1]:
            return ()
    return ()
