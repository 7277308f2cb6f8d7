"""A bot that people write to, whose daemon is killed again and again; then rows and the bot's own log are compared."""

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, Table, select

from storage.database import Database
from storage.lock import is_held
from storage.schema import prepare
from storage.tables import event, reply, suppression
from tests.channels.chats import said, tell
from tests.channels.service import Service
from tests.delivery.ears import told
from tests.kills.hearing_points import ARMS
from tests.kills.life import Life, Nursery
from tests.kills.nursery import LOG, OUTPUT
from tests.kills.points import AT_RANDOM, NONE
from tests.kills.ruin import KILLED, LOOK, PATIENCE, seconds_pass
from tests.story.daemon import READY, wait_until
from tests.story.place import Place

POINTS = (*ARMS, AT_RANDOM)
WORDS = {"/stop": "stop", "/ayuda": "help", "/start": "start", "Hola": "other"}
"""What people say, and how it is kept."""
IN_A_LIFE = 4
"""Persons who write before each life, one word each."""


@dataclass(slots=True)
class Ears:
    """One municipality's bot under kills, by a seed."""

    place: Place
    nursery: Nursery
    service: Service
    seed: int
    plant: str = ""
    """A bug that is put into each daemon (`tests.schedules.plants`)."""
    kills: Counter[str] = field(default_factory=Counter)
    """By point."""
    _said: dict[int, str] = field(default_factory=dict)
    """Chat to word: each person says one thing."""
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        options = f'token: "${{PREGONERO_BOT}}", servidor: "{self.service.address}"'
        account = f"vecinos:\n  tipo: telegram\n  destino: personas\n  modo: real\n  opciones: {{{options}}}\n"
        self.place.configure(account + "  ritmo: {por-segundo: 100}\n")

    def play(self) -> None:
        """Kill once at each point, in a drawn order, let the last daemon end it, and judge. Raises AssertionError."""
        with self.place.database() as database:
            prepare(database)
            for point in (*self._random.sample(POINTS, k=len(POINTS)), NONE):
                self._live(point, database)
            self._judge(database)

    def _live(self, point: str, database: Database) -> None:
        wait_until(lambda: not is_held(database), "the dead one lets go")
        nth, delay = self._random.randint(1, 2), self._random.uniform(0, 0.004)
        place = self.place
        life = {"config": str(place.config), "url": place.url, "var": str(place.var), "plant": self.plant}
        begun = Life(self.nursery, life | {"point": point, "nth": nth, "delay": delay})
        self._speak(IN_A_LIFE)
        begun.begin()
        if point == AT_RANDOM:
            ended = begun.kill(self._random.uniform(0.3, 1.5))
        else:
            ended = self._watched(begun, database, point)
        if ended == KILLED:
            self.kills[point] += 1
            seconds_pass(database)
        else:
            assert ended == {"code": 0}, f"{point}: {ended}\n{self._log()[-4000:]}"

    def _speak(self, count: int) -> None:
        """So many persons more write one word each."""
        first = len(self._said)
        new = {1001 + first + each: self._random.choice(list(WORDS)) for each in range(count)}
        self._said |= new
        tell(self.service.script.parent, *(said(chat, word, chat) for chat, word in new.items()))

    def _watched(self, life: Life, database: Database, point: str) -> dict[str, int]:
        """How it ended: killed at its point, to which people write on, or asked to end once everyone was answered."""
        until = time.monotonic() + PATIENCE
        while (ended := life.ended(LOOK)) is None:
            if self._done(database):
                if point == NONE:
                    return life.stop()
                self._speak(1)
            if time.monotonic() > until:
                life.kill(0)
                raise AssertionError(f"{point}: neither killed nor done:\n{self._log()[-4000:]}")
        return ended

    def _done(self, database: Database) -> bool:
        """Telegram was told that everything is kept, and every answer has come to its end."""
        kept = max(
            (call.get("offset", 0) for call in self.service.calls() if call["method"] == "getUpdates"), default=0
        )
        ended = kept > max(self._said) and all(row.ended_at is not None for row in rows(database, reply))
        return ended and READY in (self.place.root / OUTPUT).read_text("utf-8")

    def _log(self) -> str:
        return (self.place.root / LOG).read_text("utf-8")

    def _judge(self, database: Database) -> None:
        """Hold what was said, the rows and what the bot has sent together. Raises AssertionError."""
        assert "Traceback" not in self._log(), f"nothing befell the daemons that nobody foresaw:\n{self._log()}"
        heard = {row.id: (_chat(row), row.kind, row.key) for row in rows(database, event)}
        assert sorted((chat, kind) for chat, kind, _ in heard.values()) == sorted(
            (chat, WORDS[word]) for chat, word in self._said.items()
        ), "every word was heard, and once"
        stopped = {key for _, kind, key in heard.values() if kind == "stop"}
        assert {row.key for row in rows(database, suppression)} == stopped, "whoever says /stop gets nothing more"
        answers = {heard[row.event][0]: row.state for row in rows(database, reply)}
        assert set(answers) == set(self._said), "everyone is to be answered"
        there = Counter(int(chat) for chat, _ in told(self.service))
        assert [chat for chat, times in there.items() if times > 1] == [], "nobody was answered twice"
        sent = {chat for chat, state in answers.items() if state == "sent"}
        uncertain = {chat for chat, state in answers.items() if state == "uncertain"}
        assert sent | uncertain == set(answers), "every answer ends, sent or in doubt"
        assert sent <= set(there) <= sent | uncertain, "whoever counts as answered was, and nobody else for sure"
        assert len(uncertain) <= self.kills.total(), "each kill leaves one answer in doubt at most"


def rows(database: Database, table: Table) -> list[Row[Any]]:
    """All of a table, oldest first."""
    with database.read() as connection:
        return list(connection.execute(select(table).order_by(table.c.id)))


def _chat(row: Row[Any]) -> int:
    """Who spoke: the update bears the chat's number."""
    return int(row.remote_id.partition(".")[0])
