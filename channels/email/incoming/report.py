"""Reports on what became of a mail: delivery status notifications (RFC 3464), complaints (RFC 5965)."""

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import HeaderParser
from typing import NamedTuple

from channels.email.incoming.parsing import bounded
from channels.email.incoming.statuses import STATUS, verdict
from channels.news import Back

STATUSES = ("message/delivery-status", "message/global-delivery-status")
FEEDBACK = "message/feedback-report"
RECEIPTS = ("message/disposition-notification", "message/global-disposition-notification")
FAILED = "failed"
ABUSE = frozenset({"abuse", "fraud", "virus", "other"})
"""Kinds of feedback (RFC 5965 §7.3) by which a person says that the mail was unwanted."""
OPT_OUT = frozenset({"opt-out", "opt-out-list"})
LONGEST_WORDS = 1_000
"""Characters of a server's words that are looked at."""
MILDEST = (Back.SOFT, Back.OURS, Back.HARD)
_BLANK = re.compile(r"\r?\n[ \t]*\r?\n")


class Told(NamedTuple):
    """What a report says."""

    back: Back | None
    """None: nothing that concerns a person: it was delivered, waits, or is a report of another kind."""
    code: str = ""
    words: str = ""


def told_by(mail: Message) -> Told | None:
    """What a mail reports, if it is a report at all."""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind in STATUSES:
            return _delivery(list(_blocks(part)))
        if kind == FEEDBACK:
            return _feedback(list(_blocks(part)))
        if kind in RECEIPTS:
            return Told(None)
    return None


def _delivery(blocks: list[Message]) -> Told | None:
    """The mildest failure of its recipients: one address may stand for several at the other side."""
    recipients = [each for each in blocks if each["Action"] is not None or each["Status"] is not None]
    if not recipients:
        return None
    failed = [found for each in recipients if (found := _failure(each)) is not None and found.back is not None]
    if len(failed) < len(recipients) or not failed:
        return Told(None)
    return min(failed, key=lambda each: MILDEST.index(each.back or Back.SOFT))


def _failure(block: Message) -> Told | None:
    action = str(block["Action"] or "").strip().lower()
    if action and action != FAILED:
        return None
    words = " ".join(str(block["Diagnostic-Code"] or "").partition(";")[2].split())[:LONGEST_WORDS]
    found = STATUS.search(str(block["Status"] or ""))
    status = found[1] if found else ""
    return Told(verdict(status, words), status, words)


def _feedback(blocks: list[Message]) -> Told:
    kinds = [str(each["Feedback-Type"]).strip().lower() for each in blocks if each["Feedback-Type"] is not None]
    agents = [str(each["User-Agent"] or "").strip() for each in blocks]
    if any(kind in OPT_OUT for kind in kinds):
        return Told(Back.UNWANTED, "arf", next(filter(None, agents), ""))
    if any(kind in ABUSE for kind in kinds):
        return Told(Back.COMPLAINT, "arf", next(filter(None, agents), ""))
    return Told(None)


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields of a report: parted by empty lines, whatever else its writer made of it."""
    payload = part.get_payload()
    if isinstance(payload, list):
        text = "\n\n".join(_plain(each) for each in payload if isinstance(each, Message))
    else:
        decoded = part.get_payload(decode=True)
        text = decoded.decode("utf-8", "replace") if isinstance(decoded, bytes) else str(payload)
    for block in _BLANK.split(text):
        if block.strip():
            yield HeaderParser(policy=bounded()).parsestr(block.lstrip("\r\n"))


def _plain(part: Message) -> str:
    """A part as it came; the library's own way would fold its headers anew, which takes it long."""
    fields = "\n".join(f"{name}: {value}" for name, value in part.items())
    payload = part.get_payload()
    return f"{fields}\n\n{payload}" if isinstance(payload, str) else fields
