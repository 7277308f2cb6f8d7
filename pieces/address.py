"""Addresses as they stand on paper: people copy them by hand."""

import re

TYPED = 49
"""Characters of an address that somebody copies, with its `www.`."""
CHAT = r"(?:wa\.me/|api\.whatsapp\.com/send/?\?phone=)\+?57(3\d\d)(\d{3})(\d{4})/?(?=[\s.,;:!?»)]|$)"
"""What a telephone opens by itself is a mobile's number on paper; Colombia's have ten digits and begin with 3."""
_WHATSAPP = re.compile(rf"https?://{CHAT}")
_SCHEME = re.compile(r"^https?://", re.IGNORECASE)


def address(link: str) -> str:
    """What a person can type of a link: all of it where it is short, else the site alone; empty for none."""
    typed = link.partition("://")[2].rstrip("/")
    return typed if len(typed) <= TYPED else typed.partition("/")[0]


def printed(contact: str) -> str:
    """A channel of attention without `https://`, a chat of WhatsApp by its number; any other as it was written."""
    if chat := _WHATSAPP.fullmatch(contact):
        return " ".join(chat.groups())
    return _SCHEME.sub("", contact).rstrip("/") if _SCHEME.match(contact) else contact
