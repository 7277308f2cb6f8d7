"""What staff write under `opciones:` of an Instagram account."""

from pydantic import Field

from channels.graph.options import GraphNumber, GraphOptions


class InstagramOptions(GraphOptions):
    """A professional account, and a token of a user with `instagram_content_publish`."""

    user: GraphNumber = Field(alias="cuenta")
    """The number of the professional account."""
