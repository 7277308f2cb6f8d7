"""Where people vote on a survey, until when, and whether an account has its service's own poll."""

from base64 import b32encode
from datetime import datetime, timedelta, tzinfo
from hashlib import sha256

from campaigns.account import Account
from campaigns.campaign import MessageEntry, Survey
from campaigns.municipality import Municipality
from campaigns.when import WhenError, Workdays, parse, parse_deadline
from channels.adapter import Kind

OPEN_FOR = timedelta(days=7)
"""How long a survey takes votes that does not say: the longest that every service allows."""
CODE = 10
"""Letters and digits of a survey's name in its address: short, for a text message pays for each, and 50 bits wide."""
PAGE = "/encuesta/"
TOKEN = 30
"""The longest that a recipient's token makes the address of his own vote longer."""


def closes_at(survey: Survey, opened: datetime, workdays: Workdays) -> datetime:
    """When a survey that is published at `opened` (aware, in the municipality's zone) takes its last vote."""
    if survey.closes is None:
        return opened + OPEN_FOR
    return parse_deadline(survey.closes).after(opened, workdays)


def written_close(survey: Survey, zone: tzinfo | None) -> datetime | None:
    """The close that its file writes as a day; None where it is counted from the publication."""
    deadline = parse_deadline(survey.closes) if survey.closes is not None else None
    return deadline.on(zone) if deadline is not None else None


def survey_code(tenant: str, campaign: str, message: str, occurrence: str) -> str:
    """A survey's name in addresses: the same for all its accounts, and of no other municipality's in a database."""
    told = "\0".join((tenant, campaign, message, occurrence)).encode()
    return b32encode(sha256(told).digest()).decode().lower()[:CODE]


def voting_page(municipality: Municipality, tenant: str, campaign: str, message: MessageEntry, occurrence: str) -> str:
    """The public address where everyone votes; empty where there is no survey, or no `ventanilla` to vote at."""
    desk = municipality.desk_url
    if message.survey is None or desk is None:
        return ""
    return f"{desk}{PAGE}{survey_code(tenant, campaign, message.id, occurrence)}"


def results_page(municipality: Municipality, tenant: str, campaign: str, message: MessageEntry, slot: str) -> str:
    """The public address with the results of the survey whose close a message follows; empty where it follows none, or
    there is no `ventanilla`. `slot`: the survey's occurrence.
    """
    desk = municipality.desk_url
    try:
        followed = parse(message.when)
    except WhenError:
        # While files are read, another check says so.
        return ""
    if desk is None or followed.after is None or not followed.after_close:
        return ""
    source, _, asking = followed.after.rpartition("/")
    return f"{desk}{PAGE}{survey_code(tenant, source or campaign, asking, slot)}"


def has_poll(account: Account) -> bool:
    """Whether a survey on this account is the service's own poll: only posts are, for in private chats each would be
    one of its own.
    """
    return account.kind is Kind.BROADCAST and account.profile.poll is not None
