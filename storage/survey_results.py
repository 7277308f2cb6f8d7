"""What came of a survey: votes together and by medium, as its own page and the site tell them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from storage.states import PollState, Voter
from storage.surveys import OpenSurvey, PollRow, polls_of
from storage.votes import page_votes

UNVERIFIED = (
    "Votos sin verificar: sin un enlace personal solo se distinguen la red y el navegador, y una misma persona puede "
    "votar más de una vez."
)
TOLD_BY = "Votos dichos por {}: el servicio no los dio."
OF_THESE = "De estos votos, {} están sin verificar."
ONE_OF_THESE = "De estos votos, uno está sin verificar."


@dataclass(frozen=True, slots=True)
class Bar:
    """How often an option was chosen."""

    option: str
    votes: int
    percent: int


@dataclass(frozen=True, slots=True)
class Result:
    """Votes by medium, or of all of them."""

    name: str
    bars: tuple[Bar, ...]
    total: int
    note: str = ""
    """What is to be known of these figures, in Spanish."""


_Part = tuple[str, str]
"""Name and note of what is told apart."""


def results(connection: Connection, survey: OpenSurvey) -> tuple[tuple[Result, ...], tuple[str, ...]]:
    """Votes together and by medium, and the media that have not told theirs.

    What nobody has verified, or a person and no service has told, is told apart even where there is nothing else.
    """
    polls = polls_of(connection, survey.id)
    found = dict(_page(connection, survey))
    for poll in polls:
        if (votes := _told(poll)) is not None:
            note = TOLD_BY.format(poll.told_by) if poll.told_by else ""
            _add(found.setdefault((poll.medium, note), [0] * len(survey.options)), votes)
    together = [sum(votes[place] for votes in found.values()) for place in range(len(survey.options))]
    unverified = sum(sum(votes) for (_, note), votes in found.items() if note == UNVERIFIED)
    missing = tuple(each.medium for each in polls if _told(each) is None and each.state is not PollState.VOID)
    apart = len(found) > 1 or any(note for _, note in found)
    named = {("En total", _of_these(unverified)): together, **(found if apart else {})}
    return tuple(_result(survey, name, note, votes) for (name, note), votes in named.items()), missing


def _page(connection: Connection, survey: OpenSurvey) -> Iterator[tuple[_Part, list[int]]]:
    found: dict[_Part, list[int]] = {}
    for each in page_votes(connection, survey.id):
        token = (f"Enlace personal ({each.medium})", "")
        part = token if each.by is Voter.TOKEN else ("Página de votación", UNVERIFIED)
        found.setdefault(part, [0] * len(survey.options))[each.option] += each.votes
    yield from found.items()


def _told(poll: PollRow) -> tuple[int, ...] | None:
    return poll.votes if poll.state is PollState.COUNTED else None


def _add(to: list[int], votes: Sequence[int]) -> None:
    for place, each in enumerate(votes[: len(to)]):
        to[place] += each


def _of_these(unverified: int) -> str:
    if not unverified:
        return ""
    return ONE_OF_THESE if unverified == 1 else OF_THESE.format(unverified)


def _result(survey: OpenSurvey, name: str, note: str, votes: list[int]) -> Result:
    total = sum(votes)
    bars = (
        Bar(option, each, round(100 * each / total) if total else 0)
        for option, each in zip(survey.options, votes, strict=True)
    )
    return Result(name, tuple(bars), total, note)
