"""No poll stands open for ever: what was not posted has no votes, and what cannot be asked waits for a person."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from delivery.chores.closing import WITHDRAWN
from delivery.office.by_hand import Hurry
from delivery.office.correction import correct
from delivery.office.settling import retry
from delivery.office.survey_ends import ACCOUNT_GONE, DOUBTFUL, NOT_OUT, REHEARSED, UNHEARD, person_reason, void_reason
from delivery.office.withdrawal import withdraw
from delivery.sending.finishing import OVER
from storage.database import Database
from storage.polls import UntoldPoll
from storage.states import DeliveryState, Mode, PollState
from storage.survey_results import results
from storage.surveys import surveys
from tests.channels.service import Service
from tests.delivery.chores.test_closing import CLOSES, DUE, MODULES, asking, closes, the_poll, town, until
from tests.delivery.desk import Desk, at_work
from tests.delivery.towns import BOT
from tests.servers.process import Server

SOON, LATE = timedelta(hours=1), timedelta(days=9)
SENT, UNCERTAIN, PENDING = DeliveryState.SENT, DeliveryState.UNCERTAIN, DeliveryState.PENDING


@pytest.fixture
def bot(start_server: Callable[..., Server], tmp_path: Path) -> Service:
    """Telegram."""
    (tmp_path / "bot").mkdir()
    return Service.start(start_server, MODULES["vecinos"], tmp_path / "bot")


def missing(desk: Desk) -> tuple[str, ...]:
    """Media whose votes a page still waits for."""
    with desk.database.read() as connection:
        [survey] = surveys(connection, desk.place.tenant_id)
        return results(connection, survey)[1]


@pytest.mark.parametrize(
    ("mode", "delivery", "account", "after", "void", "person"),
    [
        (Mode.SANDBOX, SENT, "x", SOON, REHEARSED, ""),
        (Mode.SIMULATED, SENT, "x", SOON, REHEARSED, ""),
        (Mode.REAL, None, "x", SOON, NOT_OUT, ""),
        (Mode.REAL, DeliveryState.FAILED, "x", SOON, NOT_OUT, ""),
        (Mode.REAL, DeliveryState.SKIPPED, "x", SOON, NOT_OUT, ""),
        (Mode.REAL, PENDING, "x", SOON, "", ""),
        (Mode.REAL, PENDING, "x", LATE, NOT_OUT, ""),
        (Mode.REAL, SENT, "x", SOON, "", ""),
        (Mode.REAL, SENT, "x", LATE, "", UNHEARD.format("x")),
        (Mode.REAL, SENT, "otra", SOON, "", ACCOUNT_GONE.format("otra")),
        (Mode.REAL, UNCERTAIN, "x", SOON, "", ""),
        (Mode.REAL, UNCERTAIN, "x", LATE, "", DOUBTFUL),
    ],
)
def test_each_open_poll_comes_to_an_end(
    mode: Mode, delivery: DeliveryState | None, account: str, after: timedelta, void: str, person: str
) -> None:
    """By what became of its post, its account and the time since the close; `x` alone sends for real."""
    poll = UntoldPoll(1, account, mode, delivery, CLOSES)
    assert void_reason(poll, CLOSES + after) == void
    assert person_reason(poll, {"x"}, CLOSES + after) == person


async def test_a_post_that_failed_has_no_votes(database: Database, tmp_path: Path, bot: Service) -> None:
    """Once the survey is closed nobody waits for them, and nothing is tried again: it would be open for ever."""
    bot.then("too-long")
    async with asking(database, tmp_path, bot, "vecinos") as desk:
        assert (desk.states(), the_poll(desk).state) == ({"failed": 1}, PollState.OPEN)
        await until(desk, days=2)
        assert (the_poll(desk).state, the_poll(desk).reason, missing(desk)) == (PollState.VOID, NOT_OUT, ())
        assert desk.write(retry, "matriculas/anuncio/vecinos@1", "ana", desk.clock.now())
        await desk.settle()
        [post] = desk.deliveries()
        assert (post.state, post.error_text) == ("failed", OVER)


async def test_an_account_that_left_the_files_asks_a_person(database: Database, tmp_path: Path, bot: Service) -> None:
    """Back in the files, it is closed and counted after all."""
    async with asking(database, tmp_path, bot, "vecinos") as desk:
        quiet = str(town(bot, "vecinos")["canales.yaml"]).replace("modo: real", "modo: pruebas")
        await desk.reload({"canales.yaml": quiet})
        await until(desk, days=2)
        assert (the_poll(desk).state, the_poll(desk).reason) == (PollState.NEEDS_PERSON, ACCOUNT_GONE.format("vecinos"))
        await desk.reload(town(bot, "vecinos"))
        await until(desk, hours=1)
        assert (the_poll(desk).state, the_poll(desk).votes, closes(desk)) == (PollState.COUNTED, (7, 6), ["done"])


async def test_a_rehearsed_poll_is_not_waited_for(database: Database, tmp_path: Path, bot: Service) -> None:
    """The page would name it as missing for ever."""
    changes = town(bot, "vecinos")
    quiet = str(changes["canales.yaml"]).replace("modo: real", "modo: pruebas")
    async with at_work(database, tmp_path, DUE, changes | {"canales.yaml": quiet}, BOT) as desk:
        await desk.turn()
        await until(desk, days=2)
        assert (the_poll(desk).state, the_poll(desk).reason, missing(desk)) == (PollState.VOID, REHEARSED, ())


async def test_a_withdrawn_poll_asks_nobody(database: Database, tmp_path: Path, bot: Service) -> None:
    """Its votes went with it: neither a person nor a page waits for them."""
    async with asking(database, tmp_path, bot, "vecinos") as desk:
        desk.write(withdraw, "matriculas/anuncio/vecinos@1", "ana", desk.clock.now())
        await until(desk, days=2)
        assert (the_poll(desk).state, the_poll(desk).reason, missing(desk)) == (PollState.VOID, WITHDRAWN, ())


async def test_a_correction_asks_no_second_time(database: Database, tmp_path: Path, bot: Service) -> None:
    """It is words: another poll would part the votes, and nobody would close it."""
    async with asking(database, tmp_path, bot, "vecinos") as desk:
        desk.write(correct, "matriculas/anuncio@1", "Es el domingo.", "ana", desk.clock.now(), Hurry())
        await desk.settle()
        assert [call["method"] for call in bot.calls()][-2:] == ["sendPoll", "sendMessage"]
