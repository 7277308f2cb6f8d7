"""What the mail server's own log says, beside the rows: everyone once, except who the rows show as uncertain."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from storage.audit import verify
from tests.servers.mail import MailServer
from tests.story.place import Place

IN_DOUBT = 2
"""For each connection, the messages of which a kill may leave nobody knowing: one on the wire, one intended."""
MESSAGE_ID = re.compile(r"^Message-ID: *(?:\r\n )?(<[^>]+>)", re.MULTILINE | re.IGNORECASE)
SET_ASIDE = "crashes"
"""The code of what was in hand at three kills, and failed without having left."""
ASIDE = 1
"""For each kill of a lane, the messages that may be set aside: with two crashes behind it each is claimed alone."""
FINAL = {"sent", "uncertain"}
"""In which a delivery ends where the server refuses nobody."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail as the server wrote it down before it said yes."""

    recipient: str
    message_id: str


def taken(mail: MailServer) -> list[Taken]:
    """The server's log."""
    return [Taken(record["to"], _message_id(record["data"])) for record in mail.taken()]


def _message_id(data: str) -> str:
    found = MESSAGE_ID.search(data)
    assert found is not None, data
    return found[1]


def judge(place: Place, message: str, people: Sequence[str], log: Sequence[Taken], connections: int) -> None:
    """Hold rows and log together. Raises AssertionError."""
    rows = place.deliveries(message)
    assert sorted(row.address for row in rows) == sorted(people), "everyone has one row"
    assert {row.state for row in rows if row.error_code != SET_ASIDE} <= FINAL, "every recipient ends in a final state"
    by_recipient = Counter(each.recipient for each in log)
    assert [each for each, times in by_recipient.items() if times > 1] == [], "nobody got it twice"
    assert set(by_recipient) <= set(people), "nobody else got it"
    there = {(each.recipient, each.message_id) for each in log}
    sent = {(row.address, row.remote_id) for row in rows if row.state == "sent"}
    assert sent - there == set(), "whoever counts as sent stands in the server's log"
    uncertain = {row.address for row in rows if row.state == "uncertain"}
    assert {recipient for recipient, _ in there - sent} <= uncertain, "what stands there besides is told as uncertain"
    _judge_kills(rows, connections)
    place.assert_counted()
    with place.database() as database, database.read() as connection:
        assert verify(connection) is None, "the audit's chain is whole"


def _judge_kills(rows: Sequence[Row[Any]], connections: int) -> None:
    """Each opening of the lane that was cut off left as much in doubt as its connections had in hand, and no more."""
    for opening, count in Counter((row.shard, row.epoch) for row in rows if row.state == "uncertain").items():
        assert count <= IN_DOUBT * connections, f"{count} in doubt after the kill of opening {opening}"
    for opening, count in Counter((row.shard, row.epoch) for row in rows if row.error_code == SET_ASIDE).items():
        assert count <= ASIDE, f"{count} set aside after the kill of opening {opening}"
    assert all(row.state == "failed" for row in rows if row.error_code == SET_ASIDE), "what is set aside has failed"
