"""A person wrote to where returns come back to: whoever is in charge is told, once a day at most, for it has a term."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from campaigns.account import Account
from channels.email.options import EmailOptions
from delivery.notices.notice import PROGRAM, Notice, in_lines, is_written, outlet, write
from delivery.staff import in_charge
from delivery.workplace import Workplace

UNREAD = "unread"
"""The kind of news of a mail that stays for a person to read."""
MESSAGE = "buzon~{}"
USEFUL = timedelta(days=5)
"""How long such a mail is tried."""


def tell_of_letter(connection: Connection, workplace: Workplace, account: Account, now: datetime) -> bool:
    """Write to whoever is in charge that a mail waits in an account's mailbox; False: told today, or nobody to tell.

    Nothing of it is in the mail: it is a person's word, and stands in the mailbox.
    """
    options, by = account.options, outlet(workplace)
    if by is None or not isinstance(options, EmailOptions) or options.returns is None or options.returns.inbox is None:
        return False
    day = now.astimezone(workplace.tenant.municipality.zone).date().isoformat()
    notice = Notice(PROGRAM, MESSAGE.format(account.name), day)
    if is_written(connection, workplace, notice):
        return False
    box = options.returns.address
    words = in_lines(
        f"Una persona escribió al buzón {box}",
        [
            f"En {box}, adonde vuelven los correos de la cuenta {account.name}, hay uno que escribió una persona. "
            "Pregonero no lo responde ni lo mueve: quedó sin leer en el buzón.",
            "Ábralo y respóndalo. Puede ser una petición, que tiene términos de ley (Ley 1755 de 2015).",
            "Si hoy llegan más, no se avisa otra vez: «pregonero status» dice cuántos.",
        ],
    )
    return write(connection, workplace, by, notice, words, in_charge(workplace.tenant.municipality), now + USEFUL, now)
