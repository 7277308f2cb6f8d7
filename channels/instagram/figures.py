"""What Instagram counts of a post."""

from collections.abc import Mapping

from channels.capabilities import Metric
from channels.graph.answer import number
from channels.graph.connection import Connection
from channels.graph.insights import insights
from channels.instagram.errors import ERRORS

SEEN: Mapping[str, Metric] = {
    "views": Metric.VIEWS,
    "reach": Metric.REACH,
    "saved": Metric.SAVES,
    "shares": Metric.SHARES,
}
"""Meta's names (https://developers.facebook.com/docs/instagram-platform/insights); they come up to two days late."""
METRICS = frozenset({Metric.REACTIONS, Metric.COMMENTS, *SEEN.values()})
"""All that is asked for."""


async def figures(connection: Connection, post: str) -> dict[Metric, int]:
    """Counts of the post itself, which need no insight, then the insights that there are. Raises `Failed`."""
    answer = await connection.get(post, fields="like_count,comments_count")
    counted = {
        Metric.REACTIONS: number(answer, "like_count"),
        Metric.COMMENTS: number(answer, "comments_count"),
    }
    found = {metric: value for metric, value in counted.items() if value is not None}
    return found | await insights(connection, post, SEEN, ERRORS)
