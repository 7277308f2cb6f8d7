"""How a poll ended, as Telegram tells it of its own accord: known by the poll's own name, also beside its equals."""

from pathlib import Path

from sqlalchemy import select, update

from channels.telegram.updates import news_of
from delivery.news.hearing import take_in
from storage.database import Database
from storage.states import PollState
from storage.surveys import count_poll
from storage.tables import poll, publication
from tests.channels.chats import ended, tell
from tests.channels.service import Service
from tests.delivery.chores.test_closing import ASKED, DUE, asking, closes, the_poll, town, until
from tests.delivery.desk import Desk, at_work
from tests.delivery.ears import listening
from tests.delivery.ears import until as waits_until
from tests.delivery.towns import BOT, FILE, Files
from tests.servers.bot_api import poll_name

SERVICE = "bot"
QUESTION = "¿Abrimos el sábado?"
AGAIN = f"""\
  - id: repaso
    cuando: 15 días antes a las 08:00
    canales: [vecinos]
    texto: Cuéntenos otra vez.
{ASKED}"""


def equals(service: Service) -> Files:
    """A town that asks the same twice on one channel, and hears what Telegram tells its bot."""
    found = town(service, "vecinos")
    heard = f"{found['canales.yaml']!s}    entrada: consulta\n"
    return found | {"canales.yaml": heard, FILE: f"{found[FILE]!s}{AGAIN}"}


def name_of(desk: Desk, message: str) -> str:
    """What Telegram calls the poll of a message."""
    [post] = desk.deliveries(f"{message}/vecinos@1")
    return poll_name(int(post.remote_id))


def votes(desk: Desk) -> dict[str, list[int] | None]:
    """The votes of each message's poll; None: nobody has told them."""
    asked = select(publication.c.message, poll.c.votes).join(poll, poll.c.publication == publication.c.id)
    with desk.database.read() as connection:
        return {row.message: row.votes for row in connection.execute(asked)}


def forget_names(desk: Desk) -> None:
    """The polls went out under a version that kept no name of them."""
    with desk.database.write() as connection:
        connection.execute(update(poll).values(remote_id=None))


def told(desk: Desk, name: str, *options: str) -> int:
    """Telegram tells that a poll is closed, with three votes for each option; how much of that was new."""
    news = [news_of(ended(9, name, QUESTION, dict.fromkeys(options or ("Sí", "No"), 3)))]
    new: int = desk.write(take_in, desk.tenant.accounts["vecinos"], news, desk.clock.now())
    return new


async def test_the_votes_of_an_answer_that_was_lost_are_heard(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """Telegram tells them once in its answer, and once to who hears its bot: then no person has to look."""
    service.then("good", "drop", "poll-closed")
    async with asking(database, tmp_path, service, "vecinos") as desk:
        await until(desk, days=2)
        assert (the_poll(desk).state, closes(desk)) == (PollState.OPEN, ["failing"])
        assert told(desk, "55") == 0
        assert told(desk, name_of(desk, "anuncio")) == 1
        assert told(desk, name_of(desk, "anuncio")) == 0
        await until(desk, hours=1)
        found = the_poll(desk)
        assert (found.state, found.votes, found.voters, closes(desk)) == (PollState.COUNTED, (3, 3), 6, ["done"])


async def test_votes_that_are_heard_after_a_person_was_asked_count(
    sqlite_database: Database, tmp_path: Path, service: Service
) -> None:
    """Nobody has to look any more."""
    service.then("good", "poll-closed")
    async with asking(sqlite_database, tmp_path, service, "vecinos") as desk:
        await until(desk, days=2)
        assert the_poll(desk).state is PollState.NEEDS_PERSON
        assert told(desk, name_of(desk, "anuncio")) == 1
        assert (the_poll(desk).state, the_poll(desk).votes) == (PollState.COUNTED, (3, 3))


async def test_each_of_two_equal_polls_has_its_own_votes(database: Database, tmp_path: Path, service: Service) -> None:
    """They ask the same, with the same options, at the same time: what the bot is told names the one that it is."""
    async with at_work(database, tmp_path, DUE, equals(service), BOT) as desk, listening(desk):
        await desk.turn()
        assert desk.states() == {"sent": 2}
        second = ended(7, name_of(desk, "repaso"), QUESTION, {"Sí": 9, "No": 1})
        tell(service.script.parent, second)
        await waits_until(lambda: votes(desk) == {"anuncio": None, "repaso": [9, 1]}, "the votes of the second")
        first = ended(8, name_of(desk, "anuncio"), QUESTION, {"Sí": 2, "No": 4})
        tell(service.script.parent, second | {"update_id": 9}, first | {"update_id": 10})
        await waits_until(lambda: votes(desk) == {"anuncio": [2, 4], "repaso": [9, 1]}, "the votes of both")


async def test_news_of_a_counted_poll_is_none_of_its_equal(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """Not even of one that has no name, and could be known by its question alone."""
    async with at_work(database, tmp_path, DUE, equals(service), BOT) as desk:
        await desk.turn()
        nameless, counted = (desk.publication(f"{each}/vecinos@1").id for each in ("anuncio", "repaso"))
        with database.write() as connection:
            connection.execute(update(poll).where(poll.c.publication == nameless).values(remote_id=None))
            count_poll(connection, counted, (7, 6), 13, desk.clock.now())
        assert told(desk, name_of(desk, "repaso")) == 0
        assert votes(desk) == {"anuncio": None, "repaso": [7, 6]}


async def test_a_poll_whose_name_nobody_kept_is_known_by_what_it_asks(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """It was posted before names were kept, or the answer to its post was lost."""
    async with asking(database, tmp_path, service, "vecinos") as desk:
        forget_names(desk)
        assert told(desk, "55", "Sí", "Quizás") == 0
        assert told(desk, "55") == 1
        assert (the_poll(desk).state, the_poll(desk).votes) == (PollState.COUNTED, (3, 3))


async def test_of_two_equal_polls_without_names_nobody_knows_which(
    sqlite_database: Database, tmp_path: Path, service: Service
) -> None:
    """A person looks, rather than that one has the other's votes."""
    async with at_work(sqlite_database, tmp_path, DUE, equals(service), BOT) as desk:
        await desk.turn()
        forget_names(desk)
        assert told(desk, "55") == 0
        assert votes(desk) == {"anuncio": None, "repaso": None}
