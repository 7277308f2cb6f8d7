"""Addresses that end in one mailbox are told."""

import pytest

from audience.mailboxes import mailbox_of


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("ana@example.com", "ana@example.com"),
        ("ana+ferias+2@example.com", "ana@example.com"),
        ("a.na@example.com", "a.na@example.com"),
        ("a.na+2@gmail.com", "ana@gmail.com"),
        ("a.na@googlemail.com", "ana@gmail.com"),
        ("+57@example.com", "+57@example.com"),
    ],
)
def test_whose_mailbox_it_is(address: str, mailbox: str) -> None:
    """Behind `+` stands what its owner likes; Gmail alone reads no dots; what only has a `+` is left as it is."""
    assert mailbox_of(address) == mailbox
