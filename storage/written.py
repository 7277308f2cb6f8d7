"""Which publications staff wrote, and which the program made of them: notices, corrections, withdrawals."""

from sqlalchemy import or_

from storage.tables import publication

NEWCOMER = "~delegado-"
"""What the message of a duty adds for a delegate who came later: it is the same duty, for one more."""
BY_STAFF = or_(publication.c.message.not_like("%~%"), publication.c.message.like(f"%{NEWCOMER}%"))
"""The condition: the messages of all others carry a tilde, which staff cannot type."""
