"""What a failure says of a person's address: by its enhanced status code (RFC 3463) before its words.

A code that says nothing (x.0.0), or that servers use for several things, is decided by the words; where these say
nothing either, the address is given the benefit of the doubt.
"""

import re

from channels.news import Back

STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
"""Anywhere in a line: of an IP address it is never more than a piece."""
SUCCESS = "2."
PASSES = "4."

CODES: tuple[tuple[str, Back], ...] = (
    (r"5\.1\.(1|2|3|4|6|10)", Back.HARD),
    (r"5\.1\.[789]", Back.OURS),
    (r"5\.2\.1", Back.HARD),
    (r"5\.2\.2", Back.SOFT),
    (r"5\.2\.3|5\.3\.4", Back.OURS),
    (r"5\.4\.(4|310)", Back.HARD),
    (r"5\.4\.[2-9]\d*", Back.SOFT),
    (r"5\.[67]\.\d+", Back.OURS),
)
"""5.4.4 and 5.4.310: the domain is not there, as Postfix and Exchange Online say it. 5.6 is the mail's own form, and
5.7 policy, authentication and reputation: never the person's fault, so nobody is set aside for it."""

WORDS: tuple[tuple[str, Back], ...] = (
    (r"too (quickly|many)|\brate\b|try again|temporar|greylist|inactiv", Back.SOFT),
    (r"spam|block|blacklist|listed|reputation|spf|dkim|dmarc|policy|content rejected|virus", Back.OURS),
    (r"quota|mailbox (is )?full|over ?quota|insufficient storage|buz[oó]n (est[aá] )?lleno", Back.SOFT),
    (
        r"user unknown|unknown (user|recipient|address|mailbox)|no such (user|mailbox|recipient|address)|"
        r"(user|mailbox|recipient|address|account)( \S+)? (doesn.?t|does not|do not) exist|not exist|"
        r"mailbox (not found|unavailable)|(user|recipient|address)( \S+)? not found|no mailbox here|"
        r"invalid (recipient|mailbox|user|address)|address rejected: access denied|unrouteable address|"
        r"doesn.t have a \S+ account|account (\S+ )?(is |has been )?(disabled|deleted|closed)|"
        r"host or domain name not found|"
        r"(usuario|buz[oó]n|destinatario|direcci[oó]n) (desconocid|inexistente|no existe)",
        Back.HARD,
    ),
)
"""The first line that fits decides: what concerns us or passes goes before what would set a person aside."""


def verdict(status: str, words: str) -> Back | None:
    """What a delivery that failed says; None: nothing failed. `status`: empty where there is none."""
    said = words.lower()
    code = status if _tells(status) else next(filter(_tells, STATUS.findall(said)), status)
    if code.startswith(SUCCESS):
        return None
    if code.startswith(PASSES):
        return Back.SOFT
    known = next((back for pattern, back in CODES if re.fullmatch(pattern, code)), None)
    found = next((back for pattern, back in WORDS if re.search(pattern, said)), None)
    if known is Back.HARD and found is Back.SOFT:
        # Gmail says 5.2.1 to who writes too quickly, too.
        return found
    return known or found or Back.SOFT


def _tells(status: str) -> bool:
    return bool(STATUS.fullmatch(status)) and not status.endswith(".0.0")
