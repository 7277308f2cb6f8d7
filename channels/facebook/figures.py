"""What Facebook counts of a post."""

from collections.abc import Mapping

from channels.capabilities import Metric
from channels.facebook.errors import ERRORS
from channels.graph.answer import inner, number
from channels.graph.connection import Connection
from channels.graph.insights import insights

SEEN: Mapping[str, Metric] = {
    "post_media_view": Metric.VIEWS,
    "post_total_media_view_unique": Metric.REACH,
    "post_clicks": Metric.CLICKS,
}
"""Meta's names (https://developers.facebook.com/docs/graph-api/reference/insights): it retires some every year."""
METRICS = frozenset({Metric.REACTIONS, Metric.COMMENTS, Metric.SHARES, *SEEN.values()})
"""All that is asked for."""
OBJECT = "reactions.limit(0).summary(total_count),comments.limit(0).filter(stream).summary(total_count),shares"


async def figures(connection: Connection, post: str) -> dict[Metric, int]:
    """Counts of the post itself, which need no insight, then the insights that there are. Raises `Failed`."""
    answer = await connection.get(post, fields=OBJECT)
    counted = {
        Metric.REACTIONS: number(inner(inner(answer, "reactions"), "summary"), "total_count"),
        Metric.COMMENTS: number(inner(inner(answer, "comments"), "summary"), "total_count"),
        Metric.SHARES: number(inner(answer, "shares"), "count"),
    }
    found = {metric: value for metric, value in counted.items() if value is not None}
    return found | await insights(connection, post, SEEN, ERRORS)
