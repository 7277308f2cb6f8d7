"""Whose mailbox an address is, however it is written: for counting alone, never for a key."""

GOOGLE = ("gmail.com", "googlemail.com")
"""Two names of one service, to which dots before the @ say nothing."""


def mailbox_of(normalised: str) -> str:
    """A mail address without what follows its `+` (RFC 5233); at `GOOGLE` also without dots, under one domain."""
    local, _, domain = normalised.rpartition("@")
    local = local.partition("+")[0] or local
    if domain in GOOGLE:
        local, domain = local.replace(".", ""), GOOGLE[0]
    return f"{local}@{domain}"


def domains_of(mailbox: str) -> tuple[str, ...]:
    """The domains under which it is written."""
    domain = mailbox.rpartition("@")[2]
    return GOOGLE if domain in GOOGLE else (domain,)
