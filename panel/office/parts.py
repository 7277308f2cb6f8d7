"""The parts of a draft as its form shows them: the campaign, and each of its messages."""

from markupsafe import Markup, escape

from campaigns.problem import Problem
from campaigns.reading.tree import PlainValue
from panel.office.asked import Asked
from panel.office.controls import dotted
from panel.office.drafts import GENERAL, Draft


def parts_of(draft: Draft, problems: tuple[Problem, ...]) -> list[tuple[str, str, str, int]]:
    """Of the form: value, name, what else is said of it, and how much is wrong in it."""
    wrong = [part_of(each) for each in problems]
    found = [(GENERAL, "La campaña", "", wrong.count(GENERAL))]
    for position, each in enumerate(draft.messages):
        said = each if isinstance(each, dict) else {}
        found.append(
            (
                str(position),
                str(said.get("id") or "sin nombre"),
                str(said.get("cuando") or ""),
                wrong.count(str(position)),
            )
        )
    return found


def part_of(problem: Problem) -> str:
    """In which of them a problem stands."""
    if not problem.path.startswith("mensajes["):
        return GENERAL
    return problem.path.removeprefix("mensajes[").partition("]")[0]


def is_open(draft: Draft, problem: Problem) -> bool:
    """Whether a problem is that nothing stands where it is yet."""
    parts = dotted(problem.path).split(".")
    return draft.said(tuple(int(each) if each.isdecimal() else each for each in parts)) in (None, "", [])


def spoken_to(asked: Asked, message: PlainValue | None, accounts: tuple[str, ...]) -> tuple[str, ...]:
    """Accounts under which a text of their own is offered: those of the message, or of its public."""
    if accounts not in (("preferidos",), ()):
        return tuple(each for each in accounts if each in asked.tenant.accounts)
    public = message.get("publico") if isinstance(message, dict) else None
    audience = asked.tenant.audiences.get(str(public))
    return audience.accounts if audience is not None else ()


def exact(text: str) -> Markup:
    """A text that the page has to show to the letter, where it writes two stops as one elsewhere."""
    return escape(text).replace("..", Markup(".&#46;"))
