"""Somebody asks by mail for no more of a list: by the token in the subject, which nobody else can have made."""

import re
from datetime import datetime

from sqlalchemy import Connection

from audience.leaving import find, leave
from audience.leaving_token import Leaver, read_leaving_token
from delivery.workplace import Workplace
from logs import Log
from storage.tokens import BadToken

log = Log(__name__)

ASKED = re.compile(r"\bbaja\b", re.IGNORECASE)
"""Stands in the subject of a mail that the button of a mail program writes (RFC 2369), and of an answer to one."""
_TOKEN = re.compile(r"\b[a-z2-7]{40,}\b", re.IGNORECASE)
BY_MAIL = "Pidió la baja con un correo que llevaba su propia señal."


def unsubscribe_by_token(connection: Connection, workplace: Workplace, subject: str, now: datetime) -> bool:
    """Obey a mail whose subject bears the recipient's token, whoever sent it; False: it bears none that is right.

    Said twice it is said once, and a token of a test obeys as it does on its page: nobody leaves.
    """
    for told in _TOKEN.findall(subject):
        leaver = _read(connection, workplace, told, now)
        if leaver is not None:
            if not leaver.trial:
                leave(connection, leaver, BY_MAIL, now)
                log.info("a person left by mail", tenant=workplace.tenant.slug)
            return True
    return False


def _read(connection: Connection, workplace: Workplace, told: str, now: datetime) -> Leaver | None:
    try:
        leaver = read_leaving_token(workplace.keyring, told, now)
    except BadToken:
        return None
    return find(connection, leaver) if leaver.tenant == workplace.tenant_id else None
