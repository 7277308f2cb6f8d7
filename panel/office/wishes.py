"""The topics of an address, as its person asks the office to have them. Rows, and no HTTP."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from audience.blanking import unnamed
from audience.said_to_staff import Heard
from audience.subscriptions import Proof, subscribe, topics_of, unsubscribe
from campaigns.subscribing import offered_topics
from campaigns.tenant import Tenant
from campaigns.topic import Topic
from delivery.workplace import Workplace
from storage.audit import append


def offered(tenant: Tenant) -> Mapping[str, Topic]:
    """What can be chosen."""
    return offered_topics(tenant)


def wish(connection: Connection, place: Workplace, person: int, heard: Heard, topics: Collection[str]) -> bool:
    """From now on the one address of `heard` has these topics of the offered ones; whether that changed anything.

    Each that begins or ends is a word of the person's, kept with how it was said. The connection may write.
    """
    [key] = heard.keys
    choice, before = offered(place.tenant).keys(), topics_of(connection, place.tenant_id, key)
    begins, ends = (choice & set(topics)) - before, (choice & before) - set(topics)
    if not begins and not ends:
        return False
    reason = unnamed(connection, place.tenant_id, heard.keys, heard.how)
    if ends:
        unsubscribe(connection, place.tenant_id, key, ends, Proof(reason), heard.now)
    if begins:
        subscribe(connection, place.tenant_id, person, key, sorted(begins), Proof(reason), heard.now)
    detail = {"begins": sorted(begins), "ends": sorted(ends), "reason": reason}
    append(connection, place.tenant_id, heard.actor, "change_topics", key, detail, heard.now)
    return True
