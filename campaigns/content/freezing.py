"""The move from files to frozen content."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from campaigns.account import Account
from campaigns.campaign import CampaignEntry, MessageEntry
from campaigns.content.ballot import closes_at, has_poll, results_page, voting_page
from campaigns.content.frozen import Content, Footer, FrozenFile, FrozenSurvey, FrozenWords
from campaigns.content.mailing import mailing
from campaigns.content.presentation import FooterStyle, presentation
from campaigns.content.reported import with_proof
from campaigns.content.values import frozen_values
from campaigns.content.wording import wording
from campaigns.municipality import Municipality
from campaigns.templates.variables import responsible_name
from campaigns.tenant import CampaignMessage, Tenant
from campaigns.when import AnyEvent, Span
from channels.adapter import Kind
from channels.web import page_path

YEAR = timedelta(days=366)
"""How far from its message a date of an event is looked for, where a rule makes them without end."""
WEB = "web"
"""The type of account whose publications are pages."""


def freeze(
    tenant: Tenant,
    message: CampaignMessage,
    account: Account,
    at: datetime,
    link: str,
    files: Mapping[str, FrozenFile],
    *,
    occurrence: str,
    closes: datetime | None = None,
) -> Content:
    """What one account says at one occurrence.

    `at`: its local time, or now where it waited (aware). `occurrence`: the slot's own name, by which a recurring
    event's date is found. `files`: the images and attachments of the message by the name that its entry gives them.
    `closes`: when its survey ends, where one is open already (aware).
    """
    campaign = tenant.campaigns[message.campaign]
    span = span_of(campaign.event, occurrence, at)
    survey = message.entry.survey
    closes = closes or (closes_at(survey, at, tenant.workdays) if survey is not None else None)
    words = (tenant.municipality, campaign.entry, message.entry, account, span, at, link, tenant.templates)
    content = compose(*words, closes)
    audience = tenant.audiences.get(message.audience)
    told = {
        "audience": message.audience,
        "audience_name": audience.name if audience else "",
        "class": message.class_,
        "actions": ", ".join(message.actions),
    }
    return replace(
        content,
        images=tuple(replace(files[each.file], alt=each.alt) for each in message.entry.all_images),
        attachments=tuple(_named(files[each.file], each.name) for each in message.entry.attachments),
        facts={**content.facts, **{name: value for name, value in told.items() if value}},
        drafter=responsible_name(tenant.municipality, message.drafter)[0] if message.drafter is not None else "",
    )


def compose(
    municipality: Municipality,
    campaign: CampaignEntry,
    message: MessageEntry,
    account: Account,
    span: Span | None,
    at: datetime,
    link: str,
    templates: Mapping[str, str],
    closes: datetime | None = None,
) -> Content:
    """The content without its files: what `freeze` keeps and what the check of lengths measures."""
    words = wording(campaign, message, account.name, account.type, templates, poll=has_poll(account))
    shown = presentation(account.type)
    values = frozen_values(municipality, campaign, message, span, at, link, closes)
    direct = account.kind is Kind.DIRECT
    contact = tuple(municipality.contact.items())
    return Content(
        subject=words.subject if account.profile.subject is not None else "",
        text=with_proof(words.text) if _explains(account, message) else words.text,
        values=values,
        link=link,
        footer=Footer(municipality.body, contact, str(municipality.data_policy) if direct else ""),
        footer_style=FooterStyle.NONE if _for_staff(account, message) else shown.footer,
        html_style=shown.html,
        colour=municipality.brand.colour,
        reply_to=message.reply_to or campaign.reply_to,
        facts=facts(municipality, campaign, message, span, values),
        language=message.language if message.language != "es" else campaign.language,
        survey=_survey(municipality, message, account, link, values),
        mailing=mailing(municipality, campaign, message, account),
        translations=_translations(campaign, message, account, templates),
        only_translated=direct and message.translation == "obligatoria",
    )


def _translations(
    campaign: CampaignEntry, message: MessageEntry, account: Account, templates: Mapping[str, str]
) -> dict[str, FrozenWords]:
    """What goes to everyone has one text alone: nobody knows what its readers speak."""
    if account.kind is not Kind.DIRECT:
        return {}
    found = {}
    for code in message.translations or ():
        said = wording(campaign, message, account.name, account.type, templates, language=code)
        found[code] = FrozenWords(said.subject if account.profile.subject is not None else "", said.text)
    return found


def facts(
    municipality: Municipality,
    campaign: CampaignEntry,
    message: MessageEntry,
    span: Span | None,
    values: Mapping[str, object],
) -> dict[str, str]:
    """Plain strings for structured media; moments in ISO 8601, lines parted by line ends, nothing empty.

    `event_date` is the id of the event's date that is spoken of: it stays when the date moves.
    """
    event = values.get("evento")
    event = event if isinstance(event, Mapping) else {}
    signer = municipality.contributors.get(message.contributor or "")
    told = {
        "body": municipality.body,
        "contributor": message.contributor or "",
        "contributor_name": signer.name if signer is not None else "",
        "campaign": campaign.id,
        "campaign_title": campaign.title,
        "message": message.id,
        "contact": "\n".join(f"{name}: {address}" for name, address in municipality.contact.items()),
        "data_policy": str(municipality.data_policy),
        "event": str(event.get("nombre", "")),
        "event_date": span.id if event and span is not None else "",
        "event_starts": _iso(event.get("inicia")),
        "event_ends": _iso(event.get("termina")),
        "place": str(event.get("lugar", "")),
    }
    return {name: value for name, value in told.items() if value}


def public_link(tenant: Tenant, message: CampaignMessage, occurrence: str, slot: str = "") -> str:
    """Where the whole story stands: the page to vote on, the staff's link, the message's own page, or the site.

    `slot`: the slot's own name, by which a message that follows a survey's close names that one's occurrence.
    """
    campaign = tenant.campaigns[message.campaign].entry
    return link_of(tenant.municipality, campaign, message.entry, message.accounts, occurrence, tenant.slug, slot)


def link_of(
    municipality: Municipality,
    campaign: CampaignEntry,
    message: MessageEntry,
    accounts: Sequence[Account],
    occurrence: str,
    tenant: str = "",
    slot: str = "",
) -> str:
    """The same from its parts, while the tenant is being read: then its name is missing, and its links are as long."""
    if page := voting_page(municipality, tenant, campaign.id, message, occurrence):
        return page
    if not message.link and (page := results_page(municipality, tenant, campaign.id, message, slot or occurrence)):
        return page
    written = message.link or campaign.link
    site = municipality.site_url
    web = next((account for account in accounts if account.type == WEB), None)
    if written or web is None:
        return written or site
    return f"{site}{page_path(f'{campaign.id}/{message.id}/{web.name}@{occurrence}')}"


def span_of(event: AnyEvent | None, occurrence: str, at: datetime) -> Span | None:
    """The date of the event that an occurrence speaks of.

    The one whose id names the occurrence; else the one under way or next to come at `at`; else the last. None: the
    event has no date at all.
    """
    event = event.around(at - YEAR, at + YEAR) if event is not None else None
    if event is None or not event.spans:
        return None
    if event.recurring and (named := next((span for span in event.spans if span.id == occurrence), None)):
        return named
    return next((span for span in event.spans if span.end >= at), event.spans[-1])


def _survey(
    municipality: Municipality, message: MessageEntry, account: Account, link: str, values: Mapping[str, object]
) -> FrozenSurvey | None:
    """None on paper, too: there a person asks."""
    asked, told = message.survey, values.get("encuesta")
    if asked is None or account.kind is Kind.MANUAL or not isinstance(told, Mapping):
        return None
    page = link if municipality.desk_url is not None else ""
    return FrozenSurvey(asked.question, asked.options, told["cierra"]["momento"], page, has_poll(account))


def _for_staff(account: Account, message: MessageEntry) -> bool:
    """What tells somebody what to do is no piece for citizens: it bears no channels of attention."""
    return account.kind is Kind.MANUAL and (not account.publishes or message.duty is not None)


def _explains(account: Account, message: MessageEntry) -> bool:
    """Where the files of a report lie beside a text that has room for it; a page of ours says it by itself."""
    shown = presentation(account.type).footer
    return message.report is not None and shown is FooterStyle.FULL and bool(account.profile.attachments.types)


def _named(file: FrozenFile, name: str) -> FrozenFile:
    return replace(file, name=name) if name else file


def _iso(moment: object) -> str:
    """A day alone where the hour says nothing."""
    if not isinstance(moment, Mapping):
        return ""
    written = str(moment["momento"])
    return written if moment["con_hora"] else written[:10]
