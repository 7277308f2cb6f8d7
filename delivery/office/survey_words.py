"""How people call where votes of a survey come from, and how the poll of a service stands."""

from collections.abc import Mapping, Sequence

from delivery.office.survey_results import SurveyResults
from storage.states import PollState, Voter

VOTERS: Mapping[Voter, str] = {
    Voter.TOKEN: "Página, por enlace personal",
    Voter.DEVICE: "Página, por red y navegador (sin verificar)",
}
POLLS: Mapping[PollState, str] = {
    PollState.OPEN: "sus votos todavía no se saben",
    PollState.COUNTED: "contada",
    PollState.NEEDS_PERSON: "espera a una persona",
    PollState.VOID: "sin votos",
}


def page_rows(results: SurveyResults) -> Mapping[tuple[Voter, str], Sequence[int]]:
    """Votes for each option on our own page, by how voters are told apart and by the medium of their link."""
    found: dict[tuple[Voter, str], list[int]] = {}
    for each in results.page:
        found.setdefault((each.by, each.medium), [0] * len(results.survey.options))[each.option] += each.votes
    return found
