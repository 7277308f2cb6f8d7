"""What staff write under `opciones:` of a Facebook account."""

from pydantic import Field

from channels.graph.options import GraphNumber, GraphOptions


class FacebookOptions(GraphOptions):
    """A page, and a page access token with `pages_manage_posts`, made from a system user's."""

    page: GraphNumber = Field(alias="pagina")
    """The page's number, as Meta Business Suite shows it."""
