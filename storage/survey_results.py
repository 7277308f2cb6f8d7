"""What came of a survey: votes together and by medium, as its own page and the site tell them."""

from dataclasses import dataclass

from sqlalchemy import Connection

from storage.states import PollState, Voter
from storage.surveys import OpenSurvey, page_votes, polls_of


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


def results(connection: Connection, survey: OpenSurvey) -> tuple[tuple[Result, ...], tuple[str, ...]]:
    """Votes together and by medium, and the media that have not told theirs."""
    count = len(survey.options)
    found: dict[str, list[int]] = {}
    for each in page_votes(connection, survey.id):
        name = f"Enlace personal ({each.medium})" if each.by is Voter.TOKEN else "Página de votación"
        found.setdefault(name, [0] * count)[each.option] += each.votes
    missing = []
    for poll in polls_of(connection, survey.id):
        if poll.state is PollState.COUNTED and poll.votes is not None:
            told = found.setdefault(poll.medium, [0] * count)
            for place, votes in enumerate(poll.votes[:count]):
                told[place] += votes
        elif poll.state is not PollState.VOID:
            missing.append(poll.medium)
    together = [sum(votes[place] for votes in found.values()) for place in range(count)]
    named = {"En total": together, **(found if len(found) > 1 else {})}
    return tuple(_result(survey, name, votes) for name, votes in named.items()), tuple(missing)


def _result(survey: OpenSurvey, name: str, votes: list[int]) -> Result:
    total = sum(votes)
    bars = (
        Bar(option, each, round(100 * each / total) if total else 0)
        for option, each in zip(survey.options, votes, strict=True)
    )
    return Result(name, tuple(bars), total)
