"""What X did not answer is asked of X, a server in a process of its own: found, missing, or never to be known."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from delivery.office.by_hand import send_now
from delivery.office.settling import settle
from delivery.sending.chunk import next_chunk
from delivery.sending.lane import AFTER_A_STOP
from delivery.sending.proof import PROVEN
from delivery.sending.reconciling import WAITS
from storage.database import Database
from storage.ledger import intend, open_lane, resend_interrupted
from storage.states import DeliveryState
from tests.campaigns.town import CAMPAIGN
from tests.channels.service import Service
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.posting import ENVIRONMENT, FILE, POST, posting
from tests.servers.process import Server

SERVICE = "x"

Start = Callable[..., Server]

DUE = bogota("2026-12-28T08:00")
SECOND = timedelta(seconds=1)


async def asks(desk: Desk, number: int) -> None:
    """Time passes until the next one is due, so often."""
    first = len(asked(desk))
    for wait in WAITS[first : first + number]:
        desk.clock.moment += wait + SECOND
        await desk.settle()


def asked(desk: Desk) -> list[str]:
    """What came of each ask."""
    return [row.outcome for row in desk.rows("attempt") if row.code == "reconcile"]


def paths(service: Service) -> list[str]:
    """What was called, without what was asked in detail."""
    return [f"{call['method']} {call['path'].partition('?')[0]}" for call in service.calls()]


async def test_what_is_there_is_sent(database: Database, tmp_path: Path, service: Service) -> None:
    """The post went out and its answer was lost: a minute later X shows it, with its number and address."""
    service.then("posted-drop")
    async with at_work(database, tmp_path, DUE, posting(service), ENVIRONMENT) as desk:
        await desk.turn()
        assert (desk.publication(POST).state, desk.states(POST)) == ("done_with_errors", {"uncertain": 1})
        desk.clock.moment += WAITS[0] - SECOND
        await desk.settle()
        assert len(service.calls()) == 1
        desk.clock.moment += 2 * SECOND
        await desk.settle()
        [row] = desk.deliveries(POST)
        assert (row.state, row.remote_id) == ("sent", "1900000000000000000")
        assert row.url == "https://x.com/i/web/status/1900000000000000000"
        assert (row.error_text, row.sent_at) == (None, DUE)
        assert (desk.publication(POST).state, asked(desk)) == ("done", ["sent"])
        assert paths(service) == ["POST /2/tweets", "GET /2/users/777/tweets"]
        assert "start_time=2026-12-28T12%3A55%3A00Z" in service.calls()[1]["path"]


async def test_what_is_shown_late_is_found_later(database: Database, tmp_path: Path, service: Service) -> None:
    """A timeline that does not show it yet proves nothing: it is asked again, and nothing is sent meanwhile."""
    service.then("posted-drop", "late", "late")
    async with at_work(database, tmp_path, DUE, posting(service), ENVIRONMENT) as desk:
        await desk.turn()
        await asks(desk, 2)
        assert desk.states(POST) == {"uncertain": 1}
        await asks(desk, 1)
        assert (desk.states(POST), asked(desk)) == ({"sent": 1}, ["uncertain", "uncertain", "sent"])
        assert paths(service).count("POST /2/tweets") == 1


async def test_what_is_surely_not_there_is_sent_again(database: Database, tmp_path: Path, service: Service) -> None:
    """After a quarter of an hour its absence is certain: it goes out, once."""
    service.then("drop")
    async with at_work(database, tmp_path, DUE, posting(service), ENVIRONMENT) as desk:
        await desk.turn()
        await asks(desk, 2)
        assert desk.states(POST) == {"uncertain": 1}
        await asks(desk, 1)
        assert (desk.publication(POST).state, desk.states(POST)) == ("done", {"sent": 1})
        assert asked(desk) == ["uncertain", "uncertain", "unavailable"]
        assert paths(service).count("POST /2/tweets") == 2


async def test_a_timeline_that_was_too_slow_is_put_right_by_x(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """It showed no post for a quarter of an hour though there was one: X refuses the second, and that is the proof."""
    service.then("posted-drop", "late", "late", "late")
    async with at_work(database, tmp_path, DUE, posting(service), ENVIRONMENT) as desk:
        await desk.turn()
        await asks(desk, 3)
        [row] = desk.deliveries(POST)
        assert (row.state, row.remote_id, desk.publication(POST).state) == ("sent", None, "done")
        assert desk.rows("attempt")[-1].text == PROVEN


async def test_a_like_post_is_no_proof_on_a_first_attempt(database: Database, tmp_path: Path, service: Service) -> None:
    """Last week's post says the same: the refusal is a refusal."""
    async with at_work(database, tmp_path, DUE, posting(service), ENVIRONMENT) as desk:
        await desk.turn()
        again = posting(service)[FILE]
        assert isinstance(again, str)
        await desk.reload({FILE: again.replace("    canales", "    repetir: 2\n    canales")})
        desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now())
        await desk.settle()
        [row] = desk.deliveries("anuncio/x@2")
        assert (row.state, row.error_code) == ("failed", "duplicate")


async def test_what_a_crash_cut_off_is_asked_about_too(database: Database, tmp_path: Path, service: Service) -> None:
    """Nobody knows when it was sent: its absence counts from the first time that somebody asked."""
    async with at_work(database, tmp_path, DUE, posting(service), ENVIRONMENT) as desk:
        await desk.look()
        dies(desk)
        await desk.settle()
        assert desk.states(POST) == {"uncertain": 1}
        await asks(desk, 2)
        assert desk.states(POST) == {"uncertain": 1}
        await asks(desk, 1)
        assert desk.states(POST) == {"sent": 1}
        assert paths(service).count("POST /2/tweets") == 1


async def test_what_cannot_be_known_is_left_to_a_person(database: Database, tmp_path: Path, service: Service) -> None:
    """Asked five times, X never let anybody read: then nothing is asked any more, and a person settles it."""
    service.then("posted-drop", "suspended", "page-502", "no-credits", "unauthorized", "bad-request")
    async with at_work(database, tmp_path, DUE, posting(service), ENVIRONMENT) as desk:
        await desk.turn()
        await asks(desk, len(WAITS))
        assert asked(desk) == ["uncertain"] * len(WAITS)
        desk.clock.pass_(days=2)
        await desk.settle()
        assert len(service.calls()) == 1 + len(WAITS)
        [row] = desk.deliveries(POST)
        assert (row.state, row.not_before) == ("uncertain", None)
        desk.write(settle, row.id, DeliveryState.SENT, "ana", desk.clock.now())
        assert desk.publication(POST).state == "done"


async def test_a_limit_on_reading_is_waited_for(database: Database, tmp_path: Path, service: Service) -> None:
    """X says when it may be read again: not sooner, and the account goes on posting meanwhile."""
    service.then("posted-drop", "flood-untimed")
    async with at_work(database, tmp_path, DUE, posting(service), ENVIRONMENT) as desk:
        await desk.turn()
        await asks(desk, 1)
        assert asked(desk) == ["uncertain"]
        desk.clock.pass_(minutes=14)
        await desk.settle()
        assert asked(desk) == ["uncertain"]
        desk.clock.pass_(minutes=2)
        await desk.settle()
        assert asked(desk) == ["uncertain", "sent"]


async def test_an_ask_takes_its_turn_of_the_quota(database: Database, tmp_path: Path, service: Service) -> None:
    """Two calls an hour: the post and one ask; the second waits until the post is more than an hour old."""
    service.then("posted-drop", "late")
    changes = posting(service, pace="por-segundo: 100, cuota: 2, cuota-horas: 1")
    async with at_work(database, tmp_path, DUE, changes, ENVIRONMENT) as desk:
        await desk.turn()
        await asks(desk, 2)
        assert asked(desk) == ["uncertain"]
        desk.clock.moment = DUE + timedelta(minutes=62)
        await desk.settle()
        assert asked(desk) == ["uncertain", "sent"]


async def test_what_is_over_is_not_sent_again(database: Database, tmp_path: Path, service: Service) -> None:
    """It surely did not go out, and its time is over by then: it has failed, and says so."""
    service.then("drop")
    changes = posting(service, more="vence: 10 minutos\n")
    async with at_work(database, tmp_path, DUE, changes, ENVIRONMENT) as desk:
        await desk.turn()
        await asks(desk, 3)
        [row] = desk.deliveries(POST)
        assert (row.state, row.error_code) == ("failed", "expired")
        assert paths(service).count("POST /2/tweets") == 1


async def test_at_least_once_does_not_ask(database: Database, tmp_path: Path, service: Service) -> None:
    """Such a campaign sends again at once; X refuses the second post, and that is the proof of the first."""
    service.then("posted-drop")
    changes = posting(service, more="entrega: al-menos-una-vez\n")
    async with at_work(database, tmp_path, DUE, changes, ENVIRONMENT) as desk:
        await desk.turn()
        desk.clock.pass_(minutes=1)
        await desk.settle()
        assert (desk.states(POST), asked(desk)) == ({"sent": 1}, [])
        assert paths(service) == ["POST /2/tweets"] * 2


@pytest.mark.parametrize(
    ("policy", "crashes", "states"),
    [
        ("a-lo-sumo-una-vez", 1, {"uncertain": 1}),
        ("al-menos-una-vez", 1, {"sent": 1}),
        ("al-menos-una-vez", 3, {"uncertain": 1}),
    ],
)
async def test_what_a_crash_cut_off_is_sent_again_where_the_campaign_says_so(
    database: Database, tmp_path: Path, policy: str, crashes: int, states: dict[str, int]
) -> None:
    """By mail nobody can be asked. What stops the program three times is left to a person."""
    text = CAMPAIGN.replace("mensajes:", f"entrega: {policy}\nmensajes:").replace("[correo, web]", "[correo]")
    async with at_work(database, tmp_path, DUE, {FILE: text}) as desk:
        desk.people("ana@example.com")
        await desk.look()
        for _ in range(crashes):
            dies(desk, "anuncio/correo@1")
        await desk.settle()
        # As after any doubt, it waits a while.
        assert "sent" not in desk.states()
        desk.clock.pass_(minutes=5)
        await desk.settle()
        assert desk.states() == states


def dies(desk: Desk, key: str = POST) -> None:
    """A process takes the lane over, and ends in the middle of sending."""
    lane = desk.place.lane(desk.publication(key).sender)
    with desk.database.write() as connection:
        epoch = open_lane(connection, lane.tenant, lane.sender, 0, "otro", desk.clock.now()).epoch
        resend_interrupted(connection, lane.tenant, lane.sender, 0, desk.clock.now(), AFTER_A_STOP)
    desk.clock.pass_(minutes=5)
    with desk.database.write() as connection:
        chunk, *_ = next_chunk(connection, desk.place, lane, epoch, 10, desk.clock.now())
        assert chunk is not None
        intend(connection, [row.id for row in chunk.rows], epoch)
