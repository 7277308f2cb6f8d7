"""Accounts that will not do at their next message's hour, found out before it: which, and what the staff are told."""

from datetime import datetime

from sqlalchemy import Connection

from campaigns.calendar import Occurrence
from campaigns.moment import Moment
from delivery.chores.rehearsals import AHEAD, rehearses
from delivery.notices.notice import Words, in_lines
from delivery.publications.occurring import occurrences
from delivery.workplace import Workplace
from storage.unready import Unready, note_ready, unready_accounts

EARLY = "antes:"
"""Before the account's name: what its outage is called."""


def unready(connection: Connection, workplace: Workplace) -> list[Unready]:
    """Those that still send for real; one that was taken out, or is in `pruebas`, needs nothing any more."""
    found: list[Unready] = []
    for each in unready_accounts(connection, workplace.tenant_id):
        account = workplace.tenant.accounts.get(each.account)
        if account is not None and rehearses(workplace, account):
            found.append(each)
        else:
            note_ready(connection, workplace.tenant_id, each.account)
    return found


def words_unready(connection: Connection, workplace: Workplace, name: str, reason: str, now: datetime) -> Words:
    """What to mend, and by when."""
    lines = [f"Se revisó la cuenta {name} antes de su hora, y así no puede enviar. {reason}"]
    following = _next(connection, workplace, name, now)
    if following is not None and following.instant is not None:
        moment = Moment(following.instant.astimezone(workplace.tenant.municipality.zone))
        key = following.key(workplace.tenant.accounts[name])
        # An hour ends with a stop of its own.
        lines.append(f"Lo próximo que envía es {key}, el {moment}".rstrip(".") + ".")
    lines.append("Se revisa otra vez cada hora; cuando quede bien, se le avisa.")
    return in_lines(f"La cuenta {name} no está lista", lines)


def words_ready(name: str) -> Words:
    """That it was mended."""
    return in_lines(f"La cuenta {name} está lista", [f"Se revisó otra vez la cuenta {name}, y ya puede enviar."])


def _next(connection: Connection, workplace: Workplace, name: str, now: datetime) -> Occurrence | None:
    """What goes out first on the account, of what it was looked at for."""
    found: list[tuple[datetime, Occurrence]] = []
    for campaign in workplace.tenant.campaigns.values():
        for message in campaign.messages:
            if any(account.name == name for account in message.accounts):
                due = occurrences(connection, workplace, campaign, message, now, now + AHEAD[0] * 2)
                found += [(each.instant, each) for each in due if each.instant is not None and each.instant >= now]
    return min(found, key=lambda each: each[0], default=(now, None))[1]
