"""What the libraries of the channels may log: nothing below a warning, for secrets stand in their URLs and headers."""

import logging

LIBRARIES = (
    "aiosmtplib",
    "httpcore",
    "httpx",
    "oauthlib",
    "requests",
    "requests_oauthlib",
    "telegram",
    "tweepy",
    "urllib3",
)
"""httpx logs each URL at INFO, and Telegram's token is a part of it; oauthlib logs signing keys at DEBUG."""


def silence_libraries() -> None:
    """Raises the level of each library's logger to WARNING, whatever the root logger lets through; may be repeated."""
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
