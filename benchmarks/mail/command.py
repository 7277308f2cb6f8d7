"""`pregonero`, whose mails bear both unsubscribe headers at their full length (RFC 8058), as they will once the public
page exists: `python -m benchmarks.mail.command VERB …`."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import datetime
from pathlib import Path

from campaigns.content import Content, Renderer
from channels.message import Message
from cli import main
from delivery.sending import finishing
from delivery.sending.attempt import finished_message
from delivery.sending.chunk import Chunk
from storage.ledger import Claimed

SECRET = b"a key of thirty-two bytes or so."
PAGE = "https://villaclara.gov.co/suscripcion/baja"
POST = ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")


def with_headers(
    chunk: Chunk, row: Claimed, content: Content, renderer: Renderer, target: str, folder: Path, now: datetime
) -> Message:
    """The message that leaves, with an HMAC for its recipient alone."""
    message = finished_message(chunk, row, content, renderer, target, folder, now)
    digest = hmac.digest(SECRET, message.key.encode(), hashlib.sha256)
    token = f"{row.id}.{urlsafe_b64encode(digest).decode().rstrip('=')}"
    address = f"<{PAGE}/{token}>, <mailto:contactenos@villaclara.gov.co?subject=Baja>"
    return message._replace(headers=(("List-Unsubscribe", address), POST))


finishing.finished_message = with_headers  # type: ignore[attr-defined]  # the seam
main()
