"""A town whose mails come back, each to the address that its envelope named."""

from datetime import timedelta

from audience.suppression import suppressions
from channels.email.incoming.mail import read
from channels.email.options import EmailOptions
from delivery.news.hearing import take_in
from delivery.way_back import way_back
from storage.states import BOUNCED
from tests.delivery.desk import Desk
from tests.delivery.relay import RETURNS, Files, Start, real_mail
from tests.servers.mail import MailServer

BOX = "rebotes@villaclara.gov.co"


def address(desk: Desk, delivery: int) -> str:
    """The sender of the envelope in which this delivery left."""
    [key] = [row.recipient_key for row in desk.deliveries() if row.id == delivery]
    return BOX.replace("@", f"+{way_back(desk.place.keyring, delivery, key)}@")


def comes_in(desk: Desk, mail: bytes) -> int:
    """A mail comes to the mailbox of returns; how much of it was new."""
    account = desk.tenant.accounts["correo"]
    assert isinstance(account.options, EmailOptions)
    assert account.options.returns is not None
    found = read(mail, account.options.returns).news
    news = () if found is None else (found,)
    with desk.database.write() as connection:
        return take_in(connection, desk.place, account, news, desk.clock.now())


def town(start: Start, more: str = "") -> tuple[MailServer, Files]:
    """The town with its mail account and where its mails come back to."""
    server = start()
    return server, real_mail(server.port, more=more, option=RETURNS)


def set_aside(desk: Desk) -> list[tuple[str, str, str]]:
    """Why, by what kind of account and of which class nothing more is sent."""
    with desk.database.read() as connection:
        found = suppressions(connection, desk.place.tenant_id)
    return [(each.reason, each.channel, each.of_class) for each in found]


def bounced(desk: Desk) -> int:
    """How many the counters have as returned."""
    return sum(int(row._mapping["count"]) for row in desk.rows("counter") if row.state == BOUNCED)


WEEK = timedelta(days=7)
