"""What a failure says of a person, by its code and words (RFC 3463)."""

import pytest

from channels.email.incoming.statuses import verdict
from channels.news import Back


@pytest.mark.parametrize(
    ("status", "words", "back"),
    [
        ("5.1.1", "", Back.HARD),
        ("5.1.2", "domain not found", Back.HARD),
        ("5.1.6", "moved", Back.HARD),
        ("5.1.8", "sender's domain is not there", Back.OURS),
        ("5.2.1", "account disabled", Back.HARD),
        ("5.2.1", "the user is receiving mail too quickly", Back.SOFT),
        ("5.2.2", "over quota", Back.SOFT),
        ("5.2.3", "too long", Back.OURS),
        ("5.3.4", "too big", Back.OURS),
        ("5.4.1", "Recipient address rejected: Access denied", Back.HARD),
        ("5.4.1", "", Back.SOFT),
        ("5.4.4", "Host or domain name not found", Back.HARD),
        ("5.4.6", "loop", Back.SOFT),
        ("5.4.310", "DNS domain does not exist", Back.HARD),
        ("5.5.0", "mailbox unavailable", Back.HARD),
        ("5.5.0", "mailbox unavailable, your IP is on our block list", Back.OURS),
        ("5.6.0", "", Back.OURS),
        ("5.7.1", "user unknown", Back.OURS),
        ("5.7.515", "", Back.OURS),
        ("4.2.2", "", Back.SOFT),
        ("4.4.7", "user unknown", Back.SOFT),
        ("5.0.0", "550-5.1.1 The account does not exist", Back.HARD),
        ("5.0.0", "554 This user doesn't have a yahoo.com account", Back.HARD),
        ("5.0.0", "El buzón está lleno", Back.SOFT),
        ("5.0.0", "Usuario desconocido", Back.HARD),
        ("5.0.0", "no reason", Back.SOFT),
        ("", "550 user unknown", Back.HARD),
        ("", "554 message looks like spam", Back.OURS),
        ("", "connect to 10.5.1.1: 5.1.1.9 timed out", Back.SOFT),
        ("", "", Back.SOFT),
        ("2.1.5", "", None),
    ],
)
def test_a_failure_says(status: str, words: str, back: Back | None) -> None:
    """The code first, the words where it says nothing; and where neither does, that it may pass."""
    assert verdict(status, words) is back
