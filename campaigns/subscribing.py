"""What a municipality lets people subscribe to, in which words, and by which account they are asked to confirm it."""

from collections.abc import Mapping

from campaigns.account import Account
from campaigns.subscriptions import MAIL, usual_notice
from campaigns.tenant import Tenant
from campaigns.topic import Topic


def notice_of(tenant: Tenant) -> str:
    """The words that people agree to."""
    its = tenant.municipality
    return its.subscriptions.notice or usual_notice(its.body, str(its.data_policy))


def offered_topics(tenant: Tenant) -> Mapping[str, Topic]:
    """What people can subscribe to: the topics that staff have named; of the usual ones those that some message is of.

    Nobody is offered what nothing is ever sent of.
    """
    topics = tenant.municipality.topics
    if "topics" in tenant.municipality.model_fields_set:
        return topics
    sent = {
        topic
        for campaign in tenant.campaigns.values()
        for message in campaign.messages
        if message.entry.subscription is not None
        for topic in message.entry.subscription.topics
    }
    return {slug: topic for slug, topic in topics.items() if slug in sent}


def confirming_account(tenant: Tenant) -> Account | None:
    """The account that writes to whoever asks for a subscription on the page; None: nobody can ask."""
    its = tenant.municipality
    account = tenant.accounts.get(its.subscriptions.account or its.notices or "")
    return account if account is not None and account.type == MAIL else None


def is_open(tenant: Tenant) -> bool:
    """Whether people can subscribe on a page of the program's own."""
    has_page = tenant.municipality.desk_url is not None and confirming_account(tenant) is not None
    return has_page and bool(offered_topics(tenant))


def subscription_page(tenant: Tenant) -> str:
    """The address of the page where people subscribe; empty: there is none."""
    if not is_open(tenant):
        return ""
    return f"{tenant.municipality.desk_url}/suscripcion/{f'de/{tenant.slug}' if tenant.in_hub else ''}"
