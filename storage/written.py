"""Which publications staff wrote, and which the program made of them: notices, corrections, withdrawals."""

from storage.tables import publication

BY_STAFF = publication.c.message.not_like("%~%")
"""The condition: the messages of all others carry a tilde, which staff cannot type."""
