"""`survey`: what came of a survey, and a person's word on a poll that its service does not tell."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from delivery.keys import BadKey
from delivery.office.office import Refused, Unknown
from delivery.office.survey_results import SurveyResults, survey_results, tell_votes
from delivery.office.survey_words import POLLS, VOTERS, page_rows
from delivery.workplace import Workplace
from reports.table import Table
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call, WrongCall
from verbs.place import at_work, rows_of
from verbs.words import instant, shown

WRONG: tuple[type[Exception], ...] = (BadKey, Unknown)
FAILED: tuple[type[Exception], ...] = (Refused, StorageError, OSError)


def survey(call: Call, key: str, votes: Sequence[int] | None, note: str) -> Answer:
    """Question, options, votes by medium and state; with `votes`, a person says those of one account."""
    if votes is None:
        if note.strip():
            raise WrongCall("--note acompaña a --votes: dice de dónde salieron las cifras.")
        with rows_of(call) as (connection, tenant, number):
            results, zone = survey_results(connection, number, key), tenant.municipality.zone
    else:

        def work(connection: Connection, place: Workplace, now: datetime) -> tuple[SurveyResults, ZoneInfo]:
            tell_votes(connection, place.tenant_id, key, votes, note.strip(), call.actor, now)
            return survey_results(connection, place.tenant_id, key), place.tenant.municipality.zone

        results, zone = at_work(call, work, stops=True)
    return Answer(_document(results), _parts(results, zone))


def _document(results: SurveyResults) -> dict[str, object]:
    its = results.survey
    return {
        "key": results.key,
        "question": its.question,
        "options": list(its.options),
        "opened_at": instant(its.opened_at),
        "closes_at": instant(its.closes_at),
        "closed_at": instant(its.closed_at),
        "cancelled": its.cancelled,
        "total": results.total,
        "page": [
            {"by": by.value, "medium": medium, "votes": votes} for (by, medium), votes in page_rows(results).items()
        ],
        "polls": [
            {
                "account": each.account,
                "medium": each.medium,
                "state": each.state.value,
                "votes": list(each.votes) if each.votes is not None else None,
                "voters": each.voters,
                "told_by": each.told_by,
                "reason": each.reason,
            }
            for each in results.polls
        ],
    }


def _parts(results: SurveyResults, zone: ZoneInfo) -> list[str | Table]:
    its = results.survey
    ended = f"Cerró: {shown(its.closed_at, zone)}." if its.closed_at else f"Cierra: {shown(its.closes_at, zone)}."
    if its.cancelled:
        ended = f"Cancelada: {shown(its.closed_at, zone)}. {its.cancelled} Sus votos no cuentan como resultado."
    rows: list[tuple[str | int, ...]] = [("En total", *results.total, "")]
    for (by, medium), votes in page_rows(results).items():
        rows.append((f"{VOTERS[by]}{f' ({medium})' if medium else ''}", *votes, "contada"))
    for each in results.polls:
        told = each.votes if each.votes is not None else ("",) * len(its.options)
        said = f"la dijo {each.told_by}" if each.told_by else POLLS[each.state]
        rows.append((f"{each.medium} ({each.account})", *told, f"{said}. {each.reason}".rstrip(". ")))
    columns = ("Medio", *its.options, "Cómo va")
    return [f"{results.key}: {its.question}", ended, Table("survey", "Votos", columns, tuple(rows))]
