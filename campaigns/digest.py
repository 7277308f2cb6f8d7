"""What an approval is bound to: the sha256 of all that a message will say, to whom, through which accounts and when."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from campaigns.account import Account
from campaigns.audience import Audience
from campaigns.campaign import CampaignEntry, MessageEntry
from campaigns.entry import as_written
from campaigns.municipality import Contributor

_REPETITION = frozenset({"repeat"})
"""Sending the same again asks for no new approval: one serves every occurrence."""


def campaign_source(campaign: CampaignEntry) -> dict[str, Any]:
    """The campaign's own fields and its event, which all its messages share."""
    return as_written(campaign, {"messages"})


def message_digest(
    campaign: Mapping[str, Any],
    message: MessageEntry,
    *,
    accounts: Sequence[Account],
    audience_name: str,
    audience: Audience,
    templates: Mapping[str, str],
    media: Mapping[str, str],
    look: str = "",
    contributor: Contributor | None = None,
) -> str:
    """The digest in hexadecimal; the same in every process and on every machine.

    It covers what `campaign_source` gives, the message whole (all variants, `cuando`), the text of its `plantilla` in
    `templates` (file name to text), the sha256 of each of its files in `media` (name to hexadecimal), the audience's
    definition, and of each account its name, type, kind, target and medium; for a message with `pieza` the `look` of
    what is drawn; for a signed one the name and class of its `contributor`. Not the other messages, nor recipients, nor
    what is technical in an account: options, pace, and whether it is in `pruebas`.
    """
    source: dict[str, Any] = {
        "campaign": campaign,
        "message": as_written(message, _REPETITION),
        "template": templates.get(message.template, "") if message.template else None,
        "media": {name: media.get(name, "") for name in message.files},
        "audience": [audience_name, as_written(audience)],
        "accounts": [[each.name, each.type, each.kind.value, each.target, each.medium] for each in accounts],
    }
    if message.piece is not None:
        source["look"] = look
    if contributor is not None:
        source["contributor"] = as_written(contributor, {"contact"})
    written = json.dumps(source, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
