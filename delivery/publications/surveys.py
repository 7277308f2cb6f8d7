"""Surveys of messages: opened with the first of its accounts, and asked alike by all."""

from dataclasses import replace
from datetime import UTC, datetime, tzinfo

from sqlalchemy import Connection

from campaigns.account import Account
from campaigns.calendar import Occurrence
from campaigns.content import Content
from campaigns.content.ballot import closes_at, has_poll, survey_code, written_close
from campaigns.tenant import Tenant
from channels.adapter import Kind
from delivery.workplace import Workplace
from storage.states import Mode
from storage.surveys import NewSurvey, OpenSurvey, SurveyEnd, add_poll, is_asked_for_real, open_survey, survey_of
from storage.votes import forget_votes


def closing(occurrence: Occurrence, tenant: Tenant, now: datetime) -> datetime | None:
    """When the survey of an occurrence ends, in UTC; None where there is none.

    A distance is counted from the occurrence's own hour; what a person sends after all, once that is over, counts from
    now. A written day stays.
    """
    survey = occurrence.message.entry.survey
    if survey is None:
        return None
    here = now.astimezone(tenant.municipality.zone)
    end = closes_at(survey, occurrence.slot.local or here, tenant.workdays)
    return (end if end > now else closes_at(survey, here, tenant.workdays)).astimezone(UTC)


def over(ends: SurveyEnd, zone: tzinfo | None, at: datetime) -> str:
    """Why a survey takes no votes at `at`, in Spanish; empty where it does."""
    if at < ends.at:
        return ""
    told = "se canceló" if ends.cancelled else "cerró"
    return (
        f"Su encuesta {told} el {ends.at.astimezone(zone):%Y-%m-%d %H:%M}. Para preguntar otra vez, haga otro mensaje."
    )


def over_on(
    connection: Connection, workplace: Workplace, occurrence: Occurrence, account: Account | None, now: datetime
) -> str:
    """Why an occurrence's survey takes no votes any more; empty where it does, without one, and on paper."""
    message = occurrence.message
    zone = workplace.tenant.municipality.zone
    if message.entry.survey is None or (account is not None and account.kind is Kind.MANUAL):
        return ""
    found = survey_of(connection, workplace.tenant_id, message.campaign, message.id, occurrence.name)
    return over(found.ends, zone, now) if found else too_late(occurrence, now.astimezone(zone))


def too_late(occurrence: Occurrence, at: datetime) -> str:
    """Why a survey that nobody has asked yet takes no votes at `at` (local), in Spanish: its written day is past."""
    survey = occurrence.message.entry.survey
    end = written_close(survey, at.tzinfo) if survey is not None else None
    if end is None or end > at:
        return ""
    return f"Su encuesta cerraba el {end:%Y-%m-%d %H:%M}, antes de salir. Para preguntar, haga otro mensaje."


def before_close(occurrence: Occurrence, tenant: Tenant, expires: datetime, now: datetime) -> datetime:
    """Until when a publication is tried: never longer than people can vote."""
    end = closing(occurrence, tenant, now)
    return expires if end is None else min(expires, end)


def opened(
    connection: Connection, workplace: Workplace, occurrence: Occurrence, account: Account, now: datetime
) -> OpenSurvey | None:
    """The survey that a publication asks, opened where it is the first; None without one, and on paper."""
    message, end = occurrence.message, closing(occurrence, workplace.tenant, now)
    survey = message.entry.survey
    if survey is None or end is None or account.kind is Kind.MANUAL:
        return None
    code = survey_code(workplace.tenant.slug, message.campaign, message.id, occurrence.name)
    key = (workplace.tenant_id, message.campaign, message.id, occurrence.name)
    found = open_survey(connection, NewSurvey(*key, code, survey.question, survey.options, end), now)
    if workplace.mode(account) is Mode.REAL and not is_asked_for_real(connection, found):
        # Whoever has voted before is of the staff, and tried it out.
        forget_votes(connection, found.id)
    return found


def asking(content: Content, survey: OpenSurvey | None) -> Content:
    """The content as it asks what its survey asks: the first account's words are those of all."""
    if survey is None or content.survey is None:
        return content
    return replace(content, survey=replace(content.survey, question=survey.question, options=survey.options))


def note_poll(
    connection: Connection, workplace: Workplace, occurrence: Occurrence, account: Account, publication_id: int
) -> None:
    """Remember that a publication that begins to run bears its service's own poll, whose votes are to be had later."""
    message = occurrence.message
    if message.entry.survey is None or not has_poll(account):
        return
    survey = survey_of(connection, workplace.tenant_id, message.campaign, message.id, occurrence.name)
    if survey is not None:
        add_poll(connection, survey.id, publication_id)
