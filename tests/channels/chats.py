"""What people write to a bot, as Telegram tells it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SAID_AT = 1_798_462_800
"""2026-12-28 08:00 in Colombia."""


def said(number: int, text: str | None, chat: int = 1001, **sender: Any) -> dict[str, Any]:
    """An update: a person writes in the own chat with the bot."""
    person: dict[str, Any] = {"id": chat, "is_bot": False, "first_name": "Ana"} | sender
    message: dict[str, Any] = {
        "message_id": number,
        "from": person,
        "chat": {"id": chat, "type": "private"},
        "date": SAID_AT,
    }
    shown: dict[str, Any] = {"text": text} if text is not None else {"photo": []}
    return {"update_id": number, "message": message | shown}


def placed(number: int, status: str, chat: int = 1001, kind: str = "private") -> dict[str, Any]:
    """An update: somebody let the bot in, or shut it out."""
    change = {"chat": {"id": chat, "type": kind}, "date": SAID_AT, "new_chat_member": {"status": status}}
    return {"update_id": number, "my_chat_member": change}


def reacted(number: int, post: int, totals: list[int], at: int = SAID_AT, name: str = "") -> dict[str, Any]:
    """An update: so many reactions of each kind a post of a channel has now."""
    chat: dict[str, Any] = {"id": -1001, "type": "channel"} | ({"username": name} if name else {})
    kinds = [{"type": {"type": "emoji", "emoji": "👍"}, "total_count": total} for total in totals]
    count = {"chat": chat, "message_id": post, "date": at, "reactions": kinds}
    return {"update_id": number, "message_reaction_count": count}


def ended(number: int, poll: str, question: str, votes: Mapping[str, int]) -> dict[str, Any]:
    """An update: a poll of the bot is closed, with so many votes for each option."""
    options = [{"text": text, "voter_count": count} for text, count in votes.items()]
    its = {"id": poll, "question": question, "options": options, "total_voter_count": sum(votes.values())}
    return {"update_id": number, "poll": its | {"is_closed": True}}


def tell(folder: Path, *updates: dict[str, Any]) -> None:
    """Put updates where the server beside this script finds them."""
    with (folder / "updates").open("a", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(update)}\n" for update in updates)
