"""What came of a survey, by medium; and a person's word on a poll whose votes its service does not tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from channels.keys import Key
from delivery.keys import parse_key
from delivery.office.office import Refused, Unknown
from storage.audit import append
from storage.states import PollState
from storage.surveys import OpenSurvey, PollRow, count_poll, polls_of, survey_of
from storage.votes import PageVotes, page_votes


@dataclass(frozen=True, slots=True)
class SurveyResults:
    """A survey with all its votes so far."""

    survey: OpenSurvey
    page: list[PageVotes]
    """On our own page, tokens and devices apart."""
    polls: list[PollRow]
    """Of services."""

    @property
    def key(self) -> str:
        """`campaign/message@occurrence`."""
        return str(Key(self.survey.campaign, self.survey.message, "", self.survey.occurrence))

    @property
    def total(self) -> list[int]:
        """Votes for each option that are known, of all media together."""
        found = [0] * len(self.survey.options)
        for each in self.page:
            found[each.option] += each.votes
        for poll in self.polls:
            for place, votes in enumerate((poll.votes or ())[: len(found)]):
                found[place] += votes
        return found


def survey_results(connection: Connection, tenant_id: int, text: str) -> SurveyResults:
    """What came of the survey that a key names. Raises `Unknown` where none was opened, `BadKey`."""
    key = parse_key(text)
    found = survey_of(connection, tenant_id, key.campaign, key.message, key.occurrence)
    if found is None:
        raise Unknown(f"«{text}» no tiene una encuesta que haya salido. Las que saldrán están en «pregonero plan».")
    return results_of(connection, found)


def results_of(connection: Connection, survey: OpenSurvey) -> SurveyResults:
    """What came of a survey."""
    return SurveyResults(survey, page_votes(connection, survey.id), polls_of(connection, survey.id))


def tell_votes(
    connection: Connection, tenant_id: int, text: str, votes: Sequence[int], note: str, actor: str, now: datetime
) -> None:
    """Enter how a poll ended, as a person saw it: one count for each option, in the survey's order.

    Raises `Refused` where it cannot be said, or the service has said it; `Unknown`, `BadKey`.
    """
    results, account = survey_results(connection, tenant_id, text), parse_key(text).account
    survey, poll = results.survey, next((each for each in results.polls if each.account == account), None)
    if poll is None:
        raise Refused(_which(results))
    if refused := why_not_told(survey, poll, text, now):
        raise Refused(refused)
    if len(votes) != len(survey.options):
        options = ", ".join(f"«{each}»" for each in survey.options)
        raise Refused(f"Son {len(survey.options)} cifras, una por opción y en este orden: {options}.")
    count_poll(connection, poll.publication, votes, None, now, actor)
    detail = {"votes": list(votes), "before": list(poll.votes) if poll.votes is not None else None, "note": note}
    append(connection, tenant_id, actor, "survey", text, detail, now)


def why_not_told(survey: OpenSurvey, poll: PollRow, text: str, now: datetime) -> str:
    """Why no person says how the poll ended that a key names, in Spanish; empty where one may."""
    if poll.state is PollState.VOID:
        return f"«{text}» no tiene votos que escribir. {poll.reason}".rstrip()
    if poll.state is PollState.COUNTED and not poll.told_by:
        return f"El servicio ya dijo los votos de «{text}»; no se cambian a mano."
    if poll.state is PollState.OPEN and now < survey.closes_at:
        return f"La encuesta de «{text}» todavía recibe votos. Espere a que cierre."
    return ""


def _which(results: SurveyResults) -> str:
    """What is to be written where no account was named, or one without a poll."""
    its = results.survey
    if not results.polls:
        return f"«{results.key}» no lleva encuesta de ningún servicio: sus votos son los de la página."
    keys = [f"«{Key(its.campaign, its.message, each.account, its.occurrence)}»" for each in results.polls]
    return f"Diga de qué cuenta son los votos. Escriba {' o '.join(keys)}."
