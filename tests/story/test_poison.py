"""A message that kills the program each time: it is set aside after three crashes, and the rest goes on."""

import sys
from collections.abc import Callable

import pytest

from delivery.office.settling import retry
from tests.servers.mail import MailServer
from tests.story.daemon import Daemon, wait_until
from tests.story.place import Place, campaign, mail_account, message, this_minute

pytestmark = pytest.mark.waits(15)

Start = Callable[..., MailServer]
PEOPLE = 30
KEY = "agua/aviso/correo@1"


def poisoned(place: Place, address: str) -> Daemon:
    """A daemon that dies of the message for `address`."""
    wrapper = (sys.executable, "-m", "tests.story.poisoned", address)
    return Daemon.spawn(place.config, place.url, place.var, place.environment, wrapper)


def test_what_kills_the_program_is_set_aside_and_the_rest_goes_out(place: Place, start_mail_server: Start) -> None:
    """Everyone else gets it once; the one failed, says why, and goes out when it is tried again by a mended program."""
    mail = start_mail_server()
    more = "tolerancia: 3 horas"
    place.configure(
        mail_account(mail.port), agua=campaign("agua", message("aviso", this_minute(), "correo", more=more))
    )
    mails = place.people(PEOPLE)
    poison = mails[3]
    for _ in range(3):
        dying = poisoned(place, poison)
        assert dying.process.wait(60) == -9
    living = poisoned(place, poison)
    try:
        wait_until(lambda: place.publications()["aviso/correo@1"].startswith("done"), "the rest goes on")
        assert living.stop() == 0
    finally:
        living.process.kill()
    assert sorted(record["to"] for record in mail.taken()) == sorted(set(mails) - {poison})
    assert place.states("aviso") == {"sent": PEOPLE - 1, "failed": 1}
    [aside] = [row for row in place.deliveries("aviso") if row.state == "failed"]
    assert (aside.address, aside.error_code, aside.crashes) == (poison, "crashes", 3)
    assert "«pregonero retry»" in aside.error_text
    assert "1 falló" in place.status()
    place.assert_counted()
    with place.daemon() as mended:
        place.verb(retry, KEY, "ana")
        wait_until(lambda: place.states("aviso") == {"sent": PEOPLE}, "it goes out at last")
        assert mended.stop() == 0
    assert sorted(record["to"] for record in mail.taken()) == mails
