"""What Telegram's updates say, for whoever keeps it. Pure.

https://core.telegram.org/bots/api#update
"""

import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from channels.news import UNCERTAIN, Ended, Forged, News, Reacted, Spoke, Word, said_about

ASKED_FOR = ("message", "my_chat_member", "message_reaction_count", "poll")
"""Of all kinds of updates, those that are asked for; reactions come only where they are named, from channels whose
administrator the bot is, and polls only of the bot's own (https://core.telegram.org/bots/api#update)."""
COMMANDS: Mapping[str, Word] = {
    "/start": Word.START,
    "/inicio": Word.START,
    "/stop": Word.STOP,
    "/parar": Word.STOP,
    "/baja": Word.STOP,
    "/ayuda": Word.HELP,
    "/help": Word.HELP,
    "/temas": Word.TOPICS,
}
GONE = ("kicked", "left")
"""What the bot is in a chat that shut it out (https://core.telegram.org/bots/api#chatmember)."""
PRIVATE = "private"
SECRET = "x-telegram-bot-api-secret-token"  # noqa: S105 - the name of a header
"""https://core.telegram.org/bots/api#setwebhook"""
_SOURCE = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a link may bring along (https://core.telegram.org/bots/features#deep-linking)."""

Document = Mapping[str, object]


def number_of(update: object) -> int | None:
    """The update's number; None where it is none."""
    number = update.get("update_id") if isinstance(update, Mapping) else None
    return number if isinstance(number, int) else None


def proven(headers: Mapping[str, str], secret: str) -> None:
    """Raises `Forged` where a call does not bear the secret, which stands for a signature."""
    if not hmac.compare_digest(headers.get(SECRET, "").encode(), secret.encode()):
        raise Forged("the secret is missing or wrong")


def heard(body: bytes) -> tuple[News, ...]:
    """What a call tells."""
    try:
        told = news_of(json.loads(body))
    except (ValueError, RecursionError):
        return ()
    return () if told is None else (told,)


def news_of(update: object) -> Spoke | Reacted | Ended | None:
    """What one update says; None: nothing that concerns us, or nothing that can be read.

    In groups and channels people talk to each other: of those it is heard only that the bot is in, or out, and how many
    reactions a post has.
    """
    number = number_of(update)
    if number is None or not isinstance(update, Mapping):
        return None
    if (message := _document(update, "message")) is not None:
        return _said(number, message)
    if (change := _document(update, "my_chat_member")) is not None:
        return _let_in_or_out(number, change)
    if (count := _document(update, "message_reaction_count")) is not None:
        return _reacted(number, count)
    if (poll := _document(update, "poll")) is not None:
        return _ended(poll)
    return None


def _said(number: int, message: Document) -> Spoke | None:
    chat, sender = _document(message, "chat"), _document(message, "from")
    if chat is None or sender is None or chat.get("type") != PRIVATE or sender.get("is_bot") is not False:
        return None
    person = chat.get("id")
    if not isinstance(person, int):
        return None
    text = message.get("text")
    word, source, topics, rest = _understood(text if isinstance(text, str) else "")
    name = sender.get("username")
    also = (f"@{name}",) if isinstance(name, str) and name else ()
    at = _moment(message)
    return Spoke(_name(number, at), str(person), word, at, also, source, topics, rest)


def _let_in_or_out(number: int, change: Document) -> Spoke | None:
    chat, member = _document(change, "chat"), _document(change, "new_chat_member")
    if chat is None or member is None or not isinstance(person := chat.get("id"), int):
        return None
    at = _moment(change)
    word = Word.LEFT if member.get("status") in GONE else Word.BACK
    return Spoke(_name(number, at), str(person), word, at)


def _ended(poll: Document) -> Ended | None:
    """Only of one that is closed: its votes stay what they are (https://core.telegram.org/bots/api#poll)."""
    name, question, options = poll.get("id"), poll.get("question"), poll.get("options")
    if poll.get("is_closed") is not True or not isinstance(name, str) or not isinstance(question, str):
        return None
    told = [each for each in options if isinstance(each, Mapping)] if isinstance(options, list) else []
    texts = tuple(text for each in told if isinstance(text := each.get("text"), str))
    votes = tuple(count for each in told if isinstance(count := each.get("voter_count"), int) and count >= 0)
    if not texts or not (len(texts) == len(votes) == len(told)):
        return None
    voters = poll.get("total_voter_count")
    return Ended(f"poll.{name}", name, question, texts, votes, voters if isinstance(voters, int) else None)


def _reacted(number: int, count: Document) -> Reacted | None:
    """All that there are now, not what has changed (https://core.telegram.org/bots/api#messagereactioncountupdated)."""
    chat, message, kinds = _document(count, "chat"), count.get("message_id"), count.get("reactions")
    if chat is None or not isinstance(message, int) or not isinstance(kinds, list):
        return None
    place, name = chat.get("id"), chat.get("username")
    totals = [each.get("total_count") if isinstance(each, Mapping) else None for each in kinds]
    numbers = [each for each in totals if isinstance(each, int) and each >= 0]
    if not isinstance(place, int) or len(numbers) != len(totals):
        return None
    chats = (str(place), f"@{name}".lower()) if isinstance(name, str) and name else (str(place),)
    at = _moment(count)
    return Reacted(_name(number, at), str(message), chats, sum(numbers), at)


def _understood(text: str) -> tuple[Word, str, str, str]:
    """The word, what its link brought along, the topics behind it, and the text where it is no command."""
    first, _, rest = text.strip().partition(" ")
    command = COMMANDS.get(first.partition("@")[0].lower())
    if command is not None:
        source = rest.strip() if command is Word.START and _SOURCE.fullmatch(rest.strip()) else ""
        return command, source, "", ""
    word, topics = said_about(text)
    return word, "", topics, text if word in UNCERTAIN else ""


def _name(number: int, at: datetime | None) -> str:
    """The update's number alone is not enough: after a quiet week Telegram begins to count at any place."""
    return f"{number}.{int(at.timestamp()) if at is not None else 0}"


def _moment(message: Document) -> datetime | None:
    date = message.get("date")
    try:
        return datetime.fromtimestamp(date, UTC) if isinstance(date, int) else None
    except (OverflowError, OSError, ValueError):
        return None


def _document(within: Document, name: str) -> Document | None:
    found = within.get(name)
    return found if isinstance(found, Mapping) else None
