"""Publications that went out, with what they said."""

from typing import Any

from sqlalchemy import Connection

from campaigns.account import Account
from channels.adapter import Kind
from tests.campaigns.content.tenant import frozen
from tests.campaigns.examples import MAIL, RADIO, WEB, campaign
from tests.indicators.rows import add_post, add_publication

TEXT = "Las matrículas empiezan el {{ evento.inicia | fecha }} en {{ evento.lugar }}."
_ACCOUNTS = {"web": WEB, "correo": MAIL, "emisora": RADIO}


def said(text: str = TEXT, account: Account = WEB, **message: Any) -> dict[str, Any]:
    """Frozen content of a message with that text, as its row keeps it."""
    return frozen(campaign(text, **message), account).to_json()


def add_content(
    connection: Connection,
    tenant: int,
    key: str,
    sent: str,
    text: str = TEXT,
    message: dict[str, Any] | None = None,
    **columns: Any,
) -> int:
    """A publication on `web`, `correo` (to three persons) or `emisora` that went out at a moment, with its words."""
    name = key.partition("@")[0].rpartition("/")[2]
    account = _ACCOUNTS[name]
    columns = {"content": said(text, account, **(message or {})), "kind": account.kind.value, **columns}
    if account.kind is Kind.BROADCAST:
        return add_post(connection, tenant, key, sent, **columns)
    counts = {"sent": 3, "bounced": 1} if account.kind is Kind.DIRECT else {"sent": 1}
    return add_publication(connection, tenant, key, sent, counts, **columns)
