"""An Instagram account looked over, and the site that its pictures are fetched from."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from channels.capabilities import Finding, Standing
from channels.graph.answer import text
from channels.graph.connection import Connection
from channels.graph.examination import look, token_findings, unseen, usage_findings
from channels.graph.failure import Failure
from channels.instagram.containers import Containers
from channels.instagram.errors import ERRORS
from channels.instagram.site import site_findings

SERVICE = "Instagram"
NEEDED = (
    "instagram_basic|instagram_business_basic",
    "instagram_content_publish|instagram_business_content_publish",
    "instagram_manage_insights|instagram_business_manage_insights",
)
KINDS = ("PAGE", "SYSTEM_USER", "USER")
FEW = 3


async def examined(connection: Connection, user: str, now: datetime, site_url: str, site: Path) -> Sequence[Finding]:
    """Everything, whatever fails; nothing is changed and nothing raised."""
    token = await token_findings(connection, now, NEEDED, KINDS, SERVICE, ERRORS)
    account, posts = await _account(connection, user), await _left(connection, user)
    return [*token, account, posts, *usage_findings(connection, now), *await site_findings(site_url, site)]


async def _account(connection: Connection, user: str) -> Finding:
    answer = await look(connection.get(user, fields="id,username"))
    if isinstance(answer, Failure):
        return unseen("account", answer, SERVICE, ERRORS)
    return Finding("account", Standing.GOOD, f"La cuenta es @{text(answer, 'username') or user}.")


async def _left(connection: Connection, user: str) -> Finding:
    left = await look(Containers(connection, user).left())
    if isinstance(left, Failure):
        return unseen("posts", left, SERVICE, ERRORS)
    if left is None:
        return Finding("posts", Standing.UNKNOWN, "Instagram no dice cuántas publicaciones quedan hoy.")
    evidence = f"Quedan {max(left, 0)} publicaciones en estas 24 horas."
    if left > FEW:
        return Finding("posts", Standing.GOOD, evidence)
    return Finding("posts", Standing.WARNING, evidence, "Lo que no quepa sale solo cuando haya cupo.")
