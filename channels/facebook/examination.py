"""A Facebook account looked over."""

from collections.abc import Sequence
from datetime import datetime

from channels.capabilities import Finding, Standing
from channels.facebook.errors import ERRORS
from channels.graph.answer import rows, text
from channels.graph.connection import Connection
from channels.graph.examination import look, token_findings, unseen, usage_findings
from channels.graph.failure import Failure

SERVICE = "Facebook"
NEEDED = ("pages_manage_posts", "pages_read_engagement", "read_insights")


async def examined(connection: Connection, page: str, now: datetime) -> Sequence[Finding]:
    """Everything, whatever fails; nothing is changed and nothing raised."""
    token = await token_findings(connection, now, NEEDED, ("PAGE",), SERVICE, ERRORS)
    return [*token, await _page(connection, page), await _posts(connection, page), *usage_findings(connection, now)]


async def _page(connection: Connection, page: str) -> Finding:
    answer = await look(connection.get(page, fields="id,name,is_published"))
    if isinstance(answer, Failure):
        return unseen("page", answer, SERVICE, ERRORS)
    name = text(answer, "name") or page
    if answer.get("is_published") is False:
        evidence = f"La página «{name}» no está publicada: nadie la ve."
        return Finding("page", Standing.BAD, evidence, "Publíquela en la configuración de la página.")
    return Finding("page", Standing.GOOD, f"La página es «{name}».")


async def _posts(connection: Connection, page: str) -> Finding:
    """Without them nobody can tell what became of a post in doubt."""
    answer = await look(_listed(connection, page))
    if isinstance(answer, Failure):
        return unseen("reading", answer, SERVICE, ERRORS)
    return Finding("reading", Standing.GOOD, "Se puede leer lo que publica la página.")


async def _listed(connection: Connection, page: str) -> int:
    return len(rows(await connection.get(f"{page}/published_posts", fields="id", limit="1")))
