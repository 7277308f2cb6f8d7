"""From the staff's files to the services' servers, through kills, to the report."""

import json
import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from indicators.periods import parse_period
from indicators.report import make_report
from storage.tenants import find_tenant
from tests.channels.service import Service
from tests.servers import Server
from tests.servers.mail import MailServer, parsed
from tests.story.daemon import wait_until
from tests.story.place import (
    BOGOTA,
    RADIO,
    WEB,
    Place,
    campaign,
    mail_account,
    message,
    started,
    telegram_account,
    this_minute,
    x_account,
)

pytestmark = pytest.mark.waits(25)

PEOPLE = 300
KILLS = 3


def test_one_message_reaches_every_medium_once_through_kills(
    either_place: Place,
    start_server: Callable[..., Server],
    start_mail_server: Callable[..., MailServer],
) -> None:
    """A campaign reaches mail, Telegram, X, site and radio; kill -9 in mid-send loses nobody and repeats nothing."""
    place = either_place
    mail = start_mail_server()
    folders = {name: place.root / name for name in ("bot", "equis")}
    for folder in folders.values():
        folder.mkdir()
    bot = Service.start(start_server, "tests.servers.bot_api", folders["bot"])
    x = Service.start(start_server, "tests.servers.x_api", folders["equis"])
    accounts = (mail_account(mail.port), telegram_account(bot.address), x_account(x.address), WEB, RADIO)
    text = "Hola {{ nombre | default('vecino') }}, mañana no hay agua."
    place.configure(
        *accounts,
        agua=campaign("agua", message("aviso", this_minute(), "correo", f'"{text}"', "tolerancia: 3 horas"))
        + message("publico", this_minute(), "canal, x, web, emisora", "Mañana no hay agua.", "tolerancia: 3 horas"),
    )
    mails = place.people(PEOPLE)
    _kill_again_and_again(place, mail)

    taken = Counter(record["to"] for record in mail.taken())
    rows = place.deliveries("aviso")
    states = {row.address: row.state for row in rows}
    assert set(states) == set(mails)
    assert len(rows) == PEOPLE
    assert set(states.values()) <= {"sent", "uncertain", "failed"}
    # What was in hand alone when the process died for the third time is set aside: one for each kill at most.
    set_aside = {row.address for row in rows if row.state == "failed"}
    assert {row.error_code for row in rows if row.state == "failed"} <= {"crashes"}
    assert len(set_aside) <= KILLS
    doubtful = {address for address, state in states.items() if state == "uncertain"}
    assert len(doubtful) <= KILLS * 8
    assert {address for address, times in taken.items() if times != 1} == set()
    assert set(mails) - set(taken) <= doubtful | set_aside
    assert {row.error_code for row in rows if row.state == "uncertain"} <= {"interrupted"}
    place.assert_counted()

    letter = parsed(mail.taken()[0])
    person = mails.index(str(letter["To"]).strip("<>"))
    body = letter.get_body(("plain",))
    assert body is not None
    assert f"Hola Persona {person}, mañana no hay agua." in body.get_content()
    assert letter["From"] == "Alcaldía <prensa@villaclara.gov.co>"
    _posts_are_right(place, bot, x)


def _posts_are_right(place: Place, bot: Service, x: Service) -> None:
    """Each post is with its service once, or in doubt; the radio's order is open; the report counts what is sent."""
    posted = {row.recipient_key: row.state for row in place.deliveries("publico")}
    for key, calls in (
        ("canal:canal", [call for call in bot.calls() if call["method"] == "sendMessage"]),
        ("canal:x", [call for call in x.calls() if call["path"] == "/2/tweets"]),
    ):
        assert len(calls) == 1 or (calls == [] and posted[key] == "uncertain")
    pages = [json.loads(page.read_text("utf-8")) for page in (place.outgoing / "sitio").rglob("*.json")]
    assert len(pages) == 1 or (pages == [] and posted["canal:web"] == "uncertain")
    assert all("Mañana no hay agua." in page["text"] for page in pages)
    assert posted["orden:1"] == "pending"
    _report_is_right(place, 1 + list(posted.values()).count("sent"))


def _kill_again_and_again(place: Place, mail: MailServer) -> None:
    chance = random.Random(7)
    for _ in range(KILLS):
        before = len(mail.taken())
        daemon = started(place)
        wait_until(lambda before=before: len(mail.taken()) > before, "mail goes out")  # type: ignore[misc]  # bound now
        time.sleep(chance.uniform(0.0, 0.25))
        daemon.kill()
    daemon = started(place)
    wait_until(lambda: _over(place), "everyone has a final state")
    assert daemon.stop() == 0


def _over(place: Place) -> bool:
    states = {key: state for key, state in place.publications().items() if "~tarea-" not in key}
    return all(state.startswith("done") for key, state in states.items() if "emisora" not in key) and len(states) == 5


def _report_is_right(place: Place, contents: int) -> None:
    """One mail to many persons is one content, each post is one; the radio's is none until it is confirmed."""
    now = datetime.now(UTC)
    period = parse_period(f"{now.astimezone(BOGOTA):%Y-%m}", BOGOTA)
    tenant = place.tenant()
    with place.database() as database, database.read() as connection:
        report = make_report(connection, tenant, find_tenant(connection, tenant.slug) or 0, period, now)
    assert [indicator.figure.value for indicator in report.indicators] == [contents]
