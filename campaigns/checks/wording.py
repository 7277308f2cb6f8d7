"""All that is wrong with a message's words: what templates may not say, and what is too long for a service."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from textwrap import shorten

from campaigns.account import Account
from campaigns.campaign import CampaignEntry, EventEntry, MessageEntry
from campaigns.checks.lengths import too_long
from campaigns.content.ballot import TOKEN, has_poll
from campaigns.content.footer import closing, wants_link
from campaigns.content.freezing import compose, link_of
from campaigns.content.frozen import Content
from campaigns.content.mailing import FILLER, filled, with_token
from campaigns.content.stops import one_stop
from campaigns.content.values import LONGEST_NAME, MOST_NAMES, thaw
from campaigns.content.wording import Location, Wording, wording
from campaigns.municipality import Municipality
from campaigns.record import Record
from campaigns.templates.checker import check_template
from campaigns.templates.compiled import TemplateError
from campaigns.templates.longest import Anything, longest
from campaigns.templates.variables import Variables, variables
from campaigns.templates.work import COUNTED, Work
from campaigns.when import AnyEvent, Event, Span
from channels.adapter import Kind

LONGEST_DATES = (datetime(2027, 9, 29, 12, 30), datetime(2027, 12, 30, 12, 30))  # noqa: DTZ001 - the zone comes with the municipality
"""«miércoles 29 de septiembre»: the longest day that es_CO writes; and one from which an event reaches another year."""
MOST_DATES = 60
"""Listed dates that are measured one by one; beyond them, and for dates made by a rule, the longest possible ones."""
LONGEST_OCCURRENCE = "2027-12-30T12:30"
LAID_OUT = 20
"""Steps that the values of one message and date take to be laid out, where they are few."""
TOGETHER_LAID_OUT = 8
"""Entries of the campaign's lists and `datos` that take one more."""
_PERSON = "Í" * LONGEST_NAME
"""With an accent that SMS has not: whoever is called María makes the whole text cost more."""
NAMED = f"[nombre o dato de la persona, hasta {LONGEST_NAME} letras]"
_TOKEN = filled(TOKEN)
_TOKENS = re.compile(f"({FILLER}){{{TOKEN // len(FILLER)},}}{FILLER[0]}?")
PERSONAL_LINK = "[{} letras del enlace de cada persona]"
MOST_SHOWN = 1000
"""Characters of a measured text that are shown."""
_PERSONAL: Mapping[str, object] = {
    "nombre": _PERSON,
    "nombres": (_PERSON,) * MOST_NAMES,
    "persona": Record("persona", Anything(_PERSON)),
}


@dataclass(frozen=True, slots=True)
class WordingProblem:
    """One problem of a message's words."""

    at: Location
    """Keys within the message; `("plantilla",)`: in that file. Empty: in words that were not written at all."""
    message: str
    hint: str
    line: int
    """Within the text, from 1."""
    column: int


def check_wording(
    municipality: Municipality,
    campaign: CampaignEntry,
    message: MessageEntry,
    *,
    accounts: Sequence[Account],
    event: AnyEvent | None,
    templates: Mapping[str, str],
    work: Work,
) -> list[WordingProblem]:
    """Every problem once, each text checked for all accounts that use it, then measured for each.

    `templates`: texts of `plantillas/` by file name. `work`: what is left of it for the campaign's file; where a
    message takes the last of it, that is its problem.
    """
    try:
        work.spend(_breadth(campaign))
        found = _problems(municipality, campaign, message, accounts, event, templates, work)
        to_persons = [account for account in accounts if account.kind is Kind.DIRECT]
        for code in message.translations or ():
            work.spend(_breadth(campaign))
            found += _problems(municipality, campaign, message, to_persons, event, templates, work, code)
    except TemplateError as error:
        return [WordingProblem((), str(error), error.hint, 1, 1)]
    return found


def _problems(
    municipality: Municipality,
    campaign: CampaignEntry,
    message: MessageEntry,
    accounts: Sequence[Account],
    event: AnyEvent | None,
    templates: Mapping[str, str],
    work: Work,
    language: str = "",
) -> list[WordingProblem]:
    words = {
        each.name: wording(campaign, message, each.name, each.type, templates, poll=has_poll(each), language=language)
        for each in accounts
    }
    found = _templates(municipality, campaign, message, accounts, words, work)
    if found:
        return found
    link = link_of(municipality, campaign, message, accounts, LONGEST_OCCURRENCE)
    spans = _spans(municipality, event)
    for account in accounts:
        found += _measured(
            municipality, campaign, message, account, spans, link, templates, words[account.name], work, language
        )
    return list(dict.fromkeys(found))


def _templates(
    municipality: Municipality,
    campaign: CampaignEntry,
    message: MessageEntry,
    accounts: Sequence[Account],
    words: Mapping[str, Wording],
    work: Work,
) -> list[WordingProblem]:
    """A text that accounts share may name the person only where all of them write to persons."""
    users: dict[tuple[Location, str], list[Account]] = {}
    for account in accounts:
        said = words[account.name]
        users.setdefault((said.text_at, said.text), []).append(account)
        if account.profile.subject is not None:
            users.setdefault((said.subject_at, said.subject), []).append(account)
    found = []
    known: dict[bool, Variables] = {}
    for (at, source), using in users.items():
        to_persons = all(account.kind is Kind.DIRECT for account in using)
        names = known.get(to_persons) or variables(municipality, campaign, message, to_persons=to_persons)
        known[to_persons] = names
        found += [
            WordingProblem(at, each.message, each.hint, each.line, each.column)
            for each in check_template(source, names, work)
        ]
    return found


def _measured(
    municipality: Municipality,
    campaign: CampaignEntry,
    message: MessageEntry,
    account: Account,
    spans: Sequence[Span | None],
    link: str,
    templates: Mapping[str, str],
    said: Wording,
    work: Work,
    language: str,
) -> list[WordingProblem]:
    found: list[WordingProblem] = []
    latest = LONGEST_DATES[0].replace(tzinfo=municipality.zone)
    for span in spans:
        work.spend(_breadth(campaign))
        content = compose(municipality, campaign, message, account, span, latest, link, templates).in_language(language)
        try:
            subject, text = _finished(content, account, work)
        except TemplateError as error:
            found.append(WordingProblem(said.text_at, str(error), error.hint, 1, 1))
            continue
        poll = content.survey is not None and content.survey.poll
        for each in too_long(account, subject, text, with_file=_carries(account, message), with_poll=poll):
            at = said.text_at if each.part == "texto" else said.subject_at
            told = f"{each.message}. Se midió: «{_shown(text)}»" if each.explained else each.message
            found.append(WordingProblem(at, told, each.hint, 1, 1))
        if found:
            break
    return found


def _finished(content: Content, account: Account, work: Work) -> tuple[str, str]:
    """Subject and text with what stands under it, at their longest."""
    profile = account.profile
    values = {**thaw(content.values), **(_PERSONAL if account.kind is Kind.DIRECT else {})}
    text = one_stop(longest(content.text, values, profile.text.count, work.text()).strip())
    text = _with_ballot(content, account, text)
    if profile.text.count is not len:
        work.spend(len(text) // COUNTED)
    if profile.subject is None:
        return "", _closed(content, account, text)
    subject = one_stop(longest(content.subject, values, profile.subject.count, work.text()).strip())
    return subject, _closed(content, account, text)


def _closed(content: Content, account: Account, text: str) -> str:
    """A text with what stands under it, as long as it leaves."""
    return with_token(content, account.type, text + closing(content, with_link=wants_link(content, text)))


def _with_ballot(content: Content, account: Account, text: str) -> str:
    """A text with what its survey makes longer: the question beside a poll, the token in a person's own address."""
    survey = content.survey
    if survey is None:
        return text
    if survey.poll:
        return text if survey.question in text else f"{text}\n\n{survey.question}"
    return text + (_TOKEN if account.kind is Kind.DIRECT and survey.page else "")


def _shown(text: str) -> str:
    """A measured text in one line, without what stands in it for names and links of unknown length."""
    named = _TOKENS.sub(lambda found: PERSONAL_LINK.format(len(found[0])), text.replace(_PERSON, NAMED))
    return shorten(named, MOST_SHOWN, placeholder=" …")


def _carries(account: Account, message: MessageEntry) -> bool:
    """Whether a file goes with the text on this account."""
    return bool(message.all_images or message.piece) or bool(message.attachments and account.profile.attachments.types)


def _breadth(campaign: CampaignEntry) -> int:
    """The steps that it takes to lay out a message's values once."""
    event = campaign.event or EventEntry()
    lists = (campaign.data, event.data, event.dates, event.requirements, event.activities, event.benefits)
    return LAID_OUT + sum(map(len, lists)) // TOGETHER_LAID_OUT


def _spans(municipality: Municipality, event: AnyEvent | None) -> Sequence[Span | None]:
    if isinstance(event, Event) and 0 < len(event.spans) <= MOST_DATES:
        return event.spans
    first = event.first if event is not None else None
    if first is None:
        return (None,)
    return tuple(_moved(first, day.replace(tzinfo=municipality.zone)) for day in LONGEST_DATES)


def _moved(span: Span, start: datetime) -> Span:
    """The same event on a day that is written longer; one of whole days stays so."""
    if span.start.timetz().replace(tzinfo=None) == time.min:
        start = datetime.combine(start.date(), time.min, start.tzinfo)
    return replace(span, start=start, end=start + max(span.end - span.start, timedelta()))
