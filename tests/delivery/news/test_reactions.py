"""How many reactions a post of a channel has, as Telegram tells it: readings like those that are asked for."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from channels.telegram.updates import news_of
from delivery.news.hearing import take_in
from storage.database import Database
from storage.readings import Told, last_told
from storage.tables import reading
from tests.campaigns.town import ACCOUNTS, CAMPAIGN
from tests.channels.chats import SAID_AT, reacted, tell
from tests.channels.service import Service
from tests.delivery.desk import Desk, at_work
from tests.delivery.ears import BEFORE, DUE, listening, until
from tests.delivery.towns import BOT, FILE, bot_account

SERVICE = "bot"


def channel(service: Service, target: str = "'@villaclara'") -> dict[str, str | bytes | None]:
    """A town that posts to its channel, and hears what Telegram tells its bot."""
    account = bot_account(service, more="    entrada: consulta\n").replace("destino: personas", f"destino: {target}")
    text = CAMPAIGN.replace("[correo, web]", "[vecinos]").replace("    asunto: Matrículas\n", "")
    return {"canales.yaml": ACCOUNTS + account, FILE: text}


def tells(desk: Desk, *updates: dict[str, Any]) -> int:
    """How many of these are new."""
    news = [news_of(update) for update in updates]
    new: int = desk.write(take_in, desk.tenant.accounts["vecinos"], news, desk.clock.now())
    return new


def last(desk: Desk) -> list[Told]:
    """What is known of the posts."""
    with desk.database.read() as connection:
        return list(last_told(connection, desk.place.tenant_id).values())


async def posted(desk: Desk) -> int:
    """The message goes out; its number in the channel."""
    desk.clock.moment = DUE
    await desk.turn()
    [row] = desk.deliveries("anuncio/vecinos@1")
    assert row.state == "sent"
    number: str = row.remote_id
    return int(number)


async def test_a_post_has_the_reactions_that_were_last_told(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """Each count is a reading with Telegram's own time; the same one twice is one."""
    async with at_work(database, tmp_path, BEFORE, channel(service), BOT) as desk:
        number = await posted(desk)
        desk.clock.pass_(hours=1)
        first = reacted(9, number, [3, 2], name="VillaClara")
        assert tells(desk, first, first) == 1
        assert tells(desk, reacted(10, number, [7], at=SAID_AT + 60, name="VillaClara")) == 1
        [told] = last(desk)
        assert told == Told(DUE + timedelta(minutes=1), {"reactions": 7})
        with desk.database.read() as connection:
            assert len(list(connection.execute(select(reading.c.id)))) == 2


async def test_an_older_count_changes_nothing(database: Database, tmp_path: Path, service: Service) -> None:
    """Telegram calls again what was not taken: it may come after a newer one."""
    async with at_work(database, tmp_path, BEFORE, channel(service), BOT) as desk:
        number = await posted(desk)
        desk.clock.pass_(hours=1)
        tells(desk, reacted(10, number, [7], at=SAID_AT + 60, name="VillaClara"))
        tells(desk, reacted(9, number, [3], name="VillaClara"))
        assert [told.figures for told in last(desk)] == [{"reactions": 7}]


async def test_posts_of_others_are_left_alone(database: Database, tmp_path: Path, service: Service) -> None:
    """Another channel of the same bot, another post of this one, a number that only begins alike."""
    async with at_work(database, tmp_path, BEFORE, channel(service), BOT) as desk:
        number = await posted(desk)
        others = [
            reacted(9, number, [3], name="otra"),
            reacted(10, number + 1, [3], name="VillaClara"),
            reacted(11, number * 10, [3], name="VillaClara"),
        ]
        assert tells(desk, *others) == 0
        assert last(desk) == []


async def test_a_channel_without_a_name_is_known_by_its_number(
    database: Database, tmp_path: Path, service: Service
) -> None:
    """As the account writes to it, and as Telegram tells it."""
    async with at_work(database, tmp_path, BEFORE, channel(service, "'-1001'"), BOT) as desk:
        number = await posted(desk)
        assert tells(desk, reacted(9, number, [4])) == 1
        assert [told.figures for told in last(desk)] == [{"reactions": 4}]


async def test_the_bot_asks_for_them(database: Database, tmp_path: Path, service: Service) -> None:
    """By name, for Telegram tells them to nobody who does not; what it tells ends in the rows."""
    async with at_work(database, tmp_path, BEFORE, channel(service), BOT) as desk:
        number = await posted(desk)
        async with listening(desk):
            tell(service.script.parent, reacted(9, number, [6], name="VillaClara"))
            await until(lambda: bool(last(desk)), "the count")
        asked = next(call for call in service.calls() if call["method"] == "getUpdates")
        assert "message_reaction_count" in asked["allowed_updates"]
