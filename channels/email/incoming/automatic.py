"""Mails that no person has written: nobody is to answer them, and they are no petition."""

from email.message import Message

FROM_NOBODY = "<>"
"""The envelope's sender of what must not be answered (RFC 5321 §4.5.5)."""
MACHINES = ("mailer-daemon@", "postmaster@", "mdaemon@")


def is_automatic(mail: Message) -> bool:
    """It says of itself that a program answered (RFC 3834 §5), or went to many."""
    said = str(mail["Auto-Submitted"] or "no").partition(";")[0].strip().lower()
    bulk = str(mail["Precedence"] or "").strip().lower() in ("bulk", "junk", "list", "auto_reply")
    return said != "no" or bulk or any(mail[name] is not None for name in ("X-Autoreply", "X-Autorespond", "List-Id"))


def is_a_machines(mail: Message) -> bool:
    """It came from nobody, or from a mail server itself."""
    path, sender = str(mail["Return-Path"] or "").strip(), str(mail["From"] or "").lower()
    return path == FROM_NOBODY or any(name in sender for name in MACHINES)
