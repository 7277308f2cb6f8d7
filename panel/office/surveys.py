"""Encuestas: what came of each by medium; and a person's word on a poll whose votes its service does not tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection
from starlette.responses import Response

from channels.keys import Key
from delivery.office.edited_surveys import EDITED, is_edited
from delivery.office.office import Refused
from delivery.office.survey_results import SurveyResults, results_of, tell_votes, why_not_told
from delivery.office.survey_words import POLLS, VOTERS, page_rows
from panel.entrance.people import name_of_user
from panel.entrance.roles import Right
from panel.office.account_names import account_name
from panel.office.asked import NOT_THERE, Asked, Page
from panel.office.paging import Paging, paging
from panel.office.sheets import Sheets
from panel.office.typed import number_typed
from storage.polls import waiting_polls
from storage.states import PollState
from storage.surveys import OpenSurvey, PollRow, polls_of, survey_of_number, surveys

PATH = "encuestas"
NOTES: Mapping[str, str] = {"votos": "Los votos quedaron anotados."}
MOST = 30
"""Surveys on a page of the list."""
LONGEST = 500
"""Signs of a note."""
MOST_VOTES = 10**9
"""For one option: no poll of a municipality has as many."""
NO_FIGURES = "No se anotó nada: escriba los votos de cada opción con cifras enteras; 0 donde nadie votó."
MEANWHILE = (
    "No se anotó nada: mientras usted miraba, otra persona anotó los votos. Mírelos, y corríjalos si hace falta."
)


class _Listed(NamedTuple):
    shown: Sequence[OpenSurvey]
    paging: Paging
    awaited: frozenset[int]
    """Surveys of which a person has to say some votes."""


@dataclass(frozen=True, slots=True)
class Line:
    """Votes of one medium."""

    name: str
    votes: Sequence[int]
    """For each option; empty: nobody knows."""
    told: str
    """Where that comes from, or why it is not known; in Spanish."""
    awaited: bool = False
    """A person has to say it."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A poll whose votes a person may say, or said and may correct."""

    account: str
    name: str
    votes: Sequence[int]
    """As a person said them before; empty: nobody has."""


class SurveyPages:
    """Serves them."""

    def __init__(self, sheets: Sheets) -> None:
        """`sheets` stays the caller's."""
        self._sheets = sheets

    @property
    def pages(self) -> list[Page]:
        """All of the office see what came of a survey: nobody's vote is in it. Whoever works says what is missing."""
        return [
            Page(PATH, Right.SEE, self.all),
            Page(f"{PATH}/{{number:int}}", Right.SEE, self.survey),
            Page(f"{PATH}/{{number:int}}/votos", Right.WORK, self.tell, writes=True),
        ]

    async def all(self, asked: Asked) -> Response:
        """The newest first."""
        found = await asked.read(partial(_listed, asked=asked))
        return self._sheets.page("encuestas.html", asked, found=found)

    async def survey(self, asked: Asked) -> Response:
        """One."""
        return await self._show(asked)

    async def tell(self, asked: Asked) -> Response:
        """Enter how a poll ended, as somebody saw it."""
        number, account = asked.request.path_params["number"], asked.field("cuenta")
        if asked.form is None:
            return asked.go(f"{PATH}/{number}")
        typed = [number_typed(each) for each in asked.fields("votos")]
        votes = [each for each in typed if each is not None and each < MOST_VOTES]
        if not typed or len(votes) != len(typed):
            return await self._show(asked, NO_FIGURES, 422)

        def work(connection: Connection) -> None:
            found = survey_of_number(connection, asked.place.tenant_id, number)
            poll = next((each for each in polls_of(connection, number) if each.account == account), None)
            if found is None or poll is None:
                raise NOT_THERE
            if poll.told_by and list(poll.votes or ()) == votes:
                # Pressed twice.
                return
            if poll.told_by and asked.field("antes") != written(poll.votes):
                raise Refused(MEANWHILE)
            key = str(Key(found.campaign, found.message, account, found.occurrence))
            note = asked.field("nota")[:LONGEST]
            tell_votes(connection, asked.place.tenant_id, key, votes, note, asked.actor, asked.now)

        try:
            await asked.write(work)
        except Refused as error:
            return await self._show(asked, str(error), 409)
        return asked.go(f"{PATH}/{number}", "votos")

    async def _show(self, asked: Asked, said: str = "", code: int = 200) -> Response:
        number = asked.request.path_params["number"]

        def work(connection: Connection) -> SurveyResults | None:
            found = survey_of_number(connection, asked.place.tenant_id, number)
            return None if found is None else results_of(connection, found)

        results = await asked.read(work)
        if results is None:
            raise NOT_THERE
        its = results.survey
        edited = its.closed_at is None and is_edited(its, asked.tenant)
        return self._sheets.page(
            "encuesta.html",
            asked,
            code,
            said=said,
            its=its,
            title=_title(asked, its),
            edited=EDITED.format(results.key) if edited else "",
            total=results.total,
            lines=_lines(asked, results),
            written=written,
            telling=_telling(asked, results) if asked.may(Right.WORK) else [],
            typed={"account": asked.field("cuenta"), "votes": asked.fields("votos"), "note": asked.field("nota")},
        )


def written(votes: Sequence[int] | None) -> str:
    """Votes as a form carries them along: what whoever fills it was shown; empty: nobody had said any."""
    return " ".join(str(each) for each in votes or ())


def _listed(connection: Connection, asked: Asked) -> _Listed:
    found = surveys(connection, asked.place.tenant_id)
    paged = paging(number_typed(asked.query("pagina")), len(found), MOST)
    awaited = frozenset(each.survey for each in waiting_polls(connection, asked.place.tenant_id))
    return _Listed(paged.cut(found), paged, awaited)


def _title(asked: Asked, its: OpenSurvey) -> str:
    campaign = asked.tenant.campaigns.get(its.campaign)
    return campaign.entry.title if campaign is not None else its.campaign


def _lines(asked: Asked, results: SurveyResults) -> list[Line]:
    page = page_rows(results).items()
    found = [Line(f"{VOTERS[by]}{f' ({medium})' if medium else ''}", votes, "contada") for (by, medium), votes in page]
    for each in results.polls:
        said = f"la dijo {name_of_user(asked.tenant, each.told_by)}" if each.told_by else POLLS[each.state]
        told = f"{said}. {each.reason}".rstrip(". ")
        awaited = each.state is PollState.NEEDS_PERSON
        found.append(Line(account_name(asked.tenant, each.account), each.votes or (), told, awaited))
    return found


def _telling(asked: Asked, results: SurveyResults) -> list[Telling]:
    return [
        Telling(each.account, account_name(asked.tenant, each.account), each.votes or ())
        for each in results.polls
        if _may_tell(asked, results.survey, each)
    ]


def _may_tell(asked: Asked, its: OpenSurvey, each: PollRow) -> bool:
    """Whether a person is asked for it: right after the close its service may tell it still."""
    return each.state is not PollState.OPEN and not why_not_told(its, each, "", asked.now)
