"""Polls of X and Telegram, servers in processes of their own, are closed at their survey's hour and counted."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import select, update

from delivery.chores.closing import UNNUMBERED, WITHDRAWN, arrange_closes
from delivery.office.settling import settle
from delivery.office.withdrawal import withdraw
from storage.database import Database
from storage.states import DeliveryState, PollState
from storage.surveys import PollRow, polls_of, surveys
from storage.tables import chore, delivery
from tests.campaigns.town import ACCOUNTS, CAMPAIGN
from tests.channels.service import Service
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.posting import ENVIRONMENT, FILE, posting
from tests.delivery.towns import BOT, bot_account
from tests.servers.process import Server

Start = Callable[..., Server]

DUE = bogota("2026-12-28T08:00")
ASKED = "    encuesta: {pregunta: ¿Abrimos el sábado?, opciones: [Sí, No], cierra: 2 días después}\n"
CLOSES = bogota("2026-12-30T08:00")
MODULES = {"x": "tests.servers.x_api", "vecinos": "tests.servers.bot_api"}


@pytest.fixture
def serve(start_server: Start, tmp_path: Path) -> Callable[[str], Service]:
    """The service of an account."""

    def start(account: str) -> Service:
        folder = tmp_path / account
        folder.mkdir()
        return Service.start(start_server, MODULES[account], folder)

    return start


def town(service: Service, account: str) -> dict[str, str | bytes | None]:
    """The town whose one message asks on one account."""
    if account == "x":
        found = posting(service)
        return found | {FILE: f"{found[FILE]!s}{ASKED}"}
    text = CAMPAIGN.replace("[correo, web]", f"[{account}]").replace("    asunto: Matrículas\n", "")
    channel = bot_account(service).replace("destino: personas", 'destino: "@villaclara"')
    return {"canales.yaml": ACCOUNTS + channel, FILE: text + ASKED}


@asynccontextmanager
async def asking(database: Database, folder: Path, service: Service, account: str) -> AsyncIterator[Desk]:
    """The survey has gone out."""
    async with at_work(database, folder, DUE, town(service, account), ENVIRONMENT | BOT) as desk:
        await desk.turn()
        yield desk


def the_poll(desk: Desk) -> PollRow:
    """What the rows know of it."""
    with desk.database.read() as connection:
        [survey] = surveys(connection, desk.place.tenant_id)
        [poll] = polls_of(connection, survey.id)
    return poll


def closes(desk: Desk) -> list[str]:
    """How each chore of closing stands."""
    with desk.database.read() as connection:
        return list(connection.scalars(select(chore.c.state).where(chore.c.kind == "close")))


def ends(service: Service) -> int:
    """How often a poll was to be ended or read."""
    return sum(call["method"] in ("stopPoll", "GET") for call in service.calls())


async def until(desk: Desk, **time: float) -> None:
    """Time passes, and what is due then is done."""
    desk.clock.pass_(**time)
    await desk.settle()


async def test_telegram_counts_at_the_close(
    database: Database, tmp_path: Path, serve: Callable[[str], Service]
) -> None:
    """Not before its hour, once, with the votes that stopPoll tells."""
    service = serve("vecinos")
    async with asking(database, tmp_path, service, "vecinos") as desk:
        await until(desk, hours=47)
        assert (ends(service), the_poll(desk).state, closes(desk)) == (0, PollState.OPEN, ["due"])
        await until(desk, hours=1)
        poll = the_poll(desk)
        assert (poll.state, poll.votes, poll.voters, poll.told_by) == (PollState.COUNTED, (7, 6), 13, "")
        await until(desk, days=9)
        assert (ends(service), closes(desk)) == (1, ["done"])


async def test_a_poll_that_x_took_a_day_late_ends_with_its_survey(
    sqlite_database: Database, tmp_path: Path, serve: Callable[[str], Service]
) -> None:
    """X counts the minutes from the post: it is told those that are left."""
    service = serve("x")
    service.then("flood-day")
    async with asking(sqlite_database, tmp_path, service, "x") as desk:
        await until(desk, days=1, minutes=1)
        assert [call["poll"]["duration_minutes"] for call in service.calls()] == [2880, 1439]


async def test_x_is_asked_until_it_has_closed(
    database: Database, tmp_path: Path, serve: Callable[[str], Service]
) -> None:
    """X closes by itself, maybe later than we ask."""
    service = serve("x")
    async with asking(database, tmp_path, service, "x") as desk:
        await until(desk, days=2)
        assert (the_poll(desk).state, closes(desk)) == (PollState.OPEN, ["failing"])
        service.then("closed")
        await until(desk, hours=1)
        poll = the_poll(desk)
        assert (poll.state, poll.votes, poll.voters) == (PollState.COUNTED, (9, 4), 13)


@pytest.mark.parametrize(("account", "fault", "said"), [("vecinos", "poll-closed", "una sola vez"), ("x", "gone", "X")])
async def test_a_person_is_asked_for_what_is_not_told(
    database: Database, tmp_path: Path, serve: Callable[[str], Service], account: str, fault: str, said: str
) -> None:
    """An administrator ended the poll in Telegram, or deleted the post at X: asking again brings nothing."""
    service = serve(account)
    async with asking(database, tmp_path, service, account) as desk:
        service.then(fault)
        await until(desk, days=2)
        poll = the_poll(desk)
        assert (poll.state, poll.votes, closes(desk)) == (PollState.NEEDS_PERSON, None, ["done"])
        assert said in poll.reason


async def test_a_service_that_never_tells_is_given_up(
    database: Database, tmp_path: Path, serve: Callable[[str], Service]
) -> None:
    """A week after the close a person has to look; till then it is tried again."""
    service = serve("x")
    async with asking(database, tmp_path, service, "x") as desk:
        service.then("server-error", "server-error")
        await until(desk, days=2)
        assert (the_poll(desk).state, closes(desk)) == (PollState.OPEN, ["failing"])
        await until(desk, days=8)
        assert (the_poll(desk).state, closes(desk)) == (PollState.NEEDS_PERSON, ["done"])


async def test_a_withdrawn_post_has_no_votes_to_tell(
    database: Database, tmp_path: Path, serve: Callable[[str], Service]
) -> None:
    """Its poll went with it: nobody asks the service, nor a person."""
    service = serve("vecinos")
    async with asking(database, tmp_path, service, "vecinos") as desk:
        desk.write(withdraw, "matriculas/anuncio/vecinos@1", "ana", desk.clock.now())
        await desk.settle()
        poll = the_poll(desk)
        assert (poll.state, poll.reason, closes(desk)) == (PollState.VOID, WITHDRAWN, ["failed"])
        await until(desk, days=3)
        assert ends(service) == 0


async def test_what_was_found_to_have_gone_out_is_closed_too(
    database: Database, tmp_path: Path, serve: Callable[[str], Service]
) -> None:
    """The answer to the post was lost, and X shows it later."""
    service = serve("x")
    service.then("posted-drop")
    async with asking(database, tmp_path, service, "x") as desk:
        await until(desk, minutes=2)
        assert (desk.states(), closes(desk)) == ({"sent": 1}, ["due"])


async def test_what_a_person_says_went_out_is_closed_too(
    database: Database, tmp_path: Path, serve: Callable[[str], Service]
) -> None:
    """Nobody knows the post's number, so the service cannot be asked: `status` wants its votes of a person."""
    service = serve("x")
    service.then("posted-drop")
    async with asking(database, tmp_path, service, "x") as desk:
        [doubtful] = desk.deliveries()
        assert doubtful.state == "uncertain"
        assert desk.write(settle, doubtful.id, DeliveryState.SENT, "ana", desk.clock.now())
        assert (the_poll(desk).state, the_poll(desk).reason) == (PollState.NEEDS_PERSON, UNNUMBERED)


async def test_a_post_without_a_number_asks_a_person(
    database: Database, tmp_path: Path, serve: Callable[[str], Service]
) -> None:
    """The service has it and says no more than that: its votes cannot be asked for."""
    async with asking(database, tmp_path, serve("vecinos"), "vecinos") as desk:
        with database.write() as connection:
            connection.execute(update(delivery).values(remote_id=None))
        desk.write(arrange_closes, [each.id for each in desk.deliveries()])
        assert (the_poll(desk).state, the_poll(desk).reason) == (PollState.NEEDS_PERSON, UNNUMBERED)


async def test_a_rehearsal_has_nothing_to_close(
    database: Database, tmp_path: Path, serve: Callable[[str], Service]
) -> None:
    """In `pruebas` nothing was posted."""
    service = serve("vecinos")
    changes = town(service, "vecinos")
    quiet = str(changes["canales.yaml"]).replace("modo: real", "modo: pruebas")
    async with at_work(database, tmp_path, DUE, changes | {"canales.yaml": quiet}, BOT) as desk:
        await desk.turn()
        assert (desk.states(), closes(desk)) == ({"sent": 1}, [])
