"""A post of X's as X tells it: its public figures, and the votes of its poll."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from channels.capabilities import Metric, Votes

FIELDS: Mapping[str, Metric] = {
    "impression_count": Metric.VIEWS,
    "like_count": Metric.REACTIONS,
    "reply_count": Metric.COMMENTS,
    "retweet_count": Metric.SHARES,
    "quote_count": Metric.SHARES,
    "bookmark_count": Metric.SAVES,
}
"""`public_metrics` (https://docs.x.com/x-api/fundamentals/metrics); those of one metric are added up."""


class Unreadable(Exception):
    """X answered something that is no post."""


class Tally(NamedTuple):
    """How a poll stands."""

    votes: Votes
    closed: bool


def is_gone(answer: object) -> bool:
    """Whether X says that there is no such post: it does so with status 200."""
    errors = answer.get("errors") if isinstance(answer, dict) and "data" not in answer else None
    return isinstance(errors, list) and any(
        isinstance(each, dict) and str(each.get("type", "")).endswith("resource-not-found") for each in errors
    )


def metrics(answer: object) -> dict[Metric, int]:
    """What X counts of the post; what it does not tell is left out. Raises Unreadable."""
    counted = _data(answer).get("public_metrics", {})
    if not isinstance(counted, dict):
        raise Unreadable
    found: dict[Metric, int] = {}
    for field, metric in FIELDS.items():
        if field in counted:
            found[metric] = found.get(metric, 0) + _count(counted[field])
    poll = tally(answer)
    if poll is not None:
        found[Metric.VOTES] = sum(poll.votes.options)
    return found


def tally(answer: object) -> Tally | None:
    """How the post's poll stands; None: it has none. Raises Unreadable."""
    _data(answer)
    assert isinstance(answer, dict)
    included = answer.get("includes", {})
    polls = included.get("polls", []) if isinstance(included, dict) else None
    if not isinstance(polls, list):
        raise Unreadable
    if not polls:
        return None
    poll = polls[0]
    options = poll.get("options") if isinstance(poll, dict) else None
    if not isinstance(options, list) or not options or not all(isinstance(each, dict) for each in options):
        raise Unreadable
    ordered = sorted(options, key=lambda each: _count(each.get("position")))
    votes = tuple(_count(each.get("votes")) for each in ordered)
    # Each account votes once, for one answer.
    return Tally(Votes(votes, sum(votes)), poll.get("voting_status") == "closed")


def _data(answer: object) -> dict[str, Any]:
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, dict):
        raise Unreadable
    return data


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Unreadable
    return value
