"""How what people write to a bot comes in: asked of Telegram, and each way in which it may be wrong."""

from datetime import UTC, datetime, timedelta

import pytest

from channels.capabilities import Finding, Intake, Standing, Subscribes
from channels.message import Unavailable
from channels.telegram.hooking import hook_finding
from channels.telegram.inbox import Hook
from tests.channels.bot import CHANNEL, Open
from tests.channels.chats import SAID_AT, said, tell
from tests.channels.service import Service
from tests.servers.bot_api import HOOK

NOW = datetime.fromtimestamp(SAID_AT, UTC) + timedelta(minutes=10)
STAMP = "canario_secreto_de_telegram"
AWAY = Unavailable("No hay conexión con Telegram.")

FOUND = [
    (Intake.POLL, Hook(""), HOOK, Standing.GOOD, "consulta"),
    (Intake.POLL, Hook("", pending=1), HOOK, Standing.GOOD, "1 mensaje"),
    (Intake.POLL, Hook("", pending=101), HOOK, Standing.WARNING, "101 mensajes"),
    (Intake.POLL, Hook("https://otro.example"), HOOK, Standing.BAD, "nadie oye"),
    (Intake.HOOK, Hook(HOOK), HOOK, Standing.GOOD, HOOK),
    (Intake.HOOK, Hook(HOOK), "", Standing.BAD, "a dónde"),
    (Intake.HOOK, Hook(""), HOOK, Standing.BAD, "ninguna parte"),
    (Intake.HOOK, Hook("https://otro.example"), HOOK, Standing.BAD, "otro.example"),
    (Intake.HOOK, Hook(HOOK, 2, "SSL error", NOW - timedelta(minutes=5)), HOOK, Standing.WARNING, "SSL error"),
    (Intake.HOOK, Hook(HOOK, 2, "SSL error", NOW - timedelta(days=5)), HOOK, Standing.GOOD, "2 mensajes"),
    (Intake.NONE, Hook(""), "", Standing.WARNING, "Nadie"),
    (Intake.POLL, AWAY, HOOK, Standing.UNKNOWN, "conexión"),
]


@pytest.mark.parametrize(("intake", "hook", "url", "standing", "words"), FOUND)
def test_each_way_is_told(intake: Intake, hook: Hook | Unavailable, url: str, standing: Standing, words: str) -> None:
    """Green where news comes in as staff say, and else what to do."""
    found = hook_finding(intake, hook, url, NOW)
    assert (found.check, found.standing) == ("intake", standing)
    assert words in found.evidence
    assert bool(found.advice) is (standing is not Standing.GOOD)


def intake_of(findings: object) -> Finding:
    """The finding on it."""
    assert isinstance(findings, tuple)
    (found,) = [each for each in findings if each.check == "intake"]
    assert isinstance(found, Finding)
    return found


async def test_telegram_is_told_where_to_call(open_bot: Open, bot_api: Service) -> None:
    """With the secret that its calls will bear, and what they may be about; a look sees that it stands."""
    bot = open_bot(called=(HOOK, STAMP))
    assert isinstance(bot, Subscribes)
    assert intake_of(await bot.examine(NOW)).standing is Standing.BAD
    await bot.subscribe()
    (call,) = [call for call in bot_api.calls() if call["method"] == "setWebhook"]
    assert (call["url"], call["secret_token"]) == (HOOK, STAMP)
    assert call["allowed_updates"] == ["message", "my_chat_member", "message_reaction_count", "poll"]
    assert call["max_connections"] == 1
    assert intake_of(await bot.examine(NOW)).standing is Standing.GOOD


async def test_a_look_sees_what_waits_and_what_failed(open_bot: Open, bot_api: Service) -> None:
    """What nobody has fetched is counted; what Telegram could not deliver is told in its own words."""
    tell(bot_api.script.parent, said(7, "/stop"), said(8, "/stop"))
    assert "esperan 2 mensajes" in intake_of(await open_bot().examine(NOW)).evidence
    bot_api.then("good", "hook-failing")
    found = intake_of(await open_bot(called=(HOOK, STAMP)).examine(NOW))
    assert (found.standing, "SSL error" in found.evidence) == (Standing.WARNING, True)
    bot_api.then("good", "server-error")
    assert intake_of(await open_bot().examine(NOW)).standing is Standing.UNKNOWN


async def test_where_it_cannot_be_told_it_is_tried_again(open_bot: Open, bot_api: Service) -> None:
    """The failure is one that passes, and holds no secret."""
    bot_api.then("server-error")
    with pytest.raises(Unavailable) as failed:
        await open_bot(called=(HOOK, STAMP)).subscribe()
    assert "canario" not in str(failed.value)


async def test_a_bot_that_only_posts_hears_nobody(open_bot: Open) -> None:
    """A channel's account has nothing to hear: the look does not speak of it."""
    assert [found for found in await open_bot(CHANNEL).examine(NOW) if found.check == "intake"] == []
