"""Which publications staff wrote, and which the program made of them: notices, corrections, withdrawals."""

from sqlalchemy import or_

from storage.tables import publication

NEWCOMER = "~delegado-"
"""What the message of a duty adds for a delegate who came later: it is the same duty, for one more."""
BY_STAFF = or_(publication.c.message.not_like("%~%"), publication.c.message.like(f"%{NEWCOMER}%"))
"""The condition: the messages of all others carry a tilde, which staff cannot type."""
SHOWN = or_(BY_STAFF, publication.c.corrects.is_not(None))
"""The condition of what is shown to whoever reads: what staff wrote, what corrects it and what takes it back. The other
letters of the program are of whoever gets them: they bear links that let in, and what people wrote."""
