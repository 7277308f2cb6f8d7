"""A mailing that is killed again and again, until it is done; then the judge looks at it."""

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select, text, update

from delivery.office.office import pause, resume
from storage.database import Database
from storage.lock import is_held
from storage.tables import lane, publication
from storage.wakes import SCHEMA
from tests.kills.judge import judge, taken
from tests.kills.life import Life, Nursery
from tests.kills.nursery import LOG, OUTPUT
from tests.kills.points import ARMS, AT_RANDOM, NONE, ON_THE_WIRE, POINTS
from tests.servers.mail import MailServer
from tests.story.daemon import READY, wait_until
from tests.story.place import Place, campaign, mail_account, message, this_minute

PEOPLE = 300
PACE = "por-segundo: 50, rafaga: 2000"
"""A chunk is as much as 0.4 s of it, and nobody waits for it: a mailing is many claims, quickly."""
KEY = "agua/aviso/correo@1"
PATIENCE = 120.0
"""Seconds in which a life has to reach its point, or the mailing its end."""
LOOK = 0.05
"""Seconds between two looks at whether all is done."""
KILLED = {"signal": 9}


@dataclass(slots=True)
class Ruin:
    """One municipality's mailing under kills, by a seed."""

    place: Place
    nursery: Nursery
    mail: MailServer
    seed: int
    plant: str = ""
    """A bug that is put into each daemon (`tests.schedules.plants`)."""
    kills: Counter[str] = field(default_factory=Counter)
    """By point."""
    _random: random.Random = field(init=False)
    _people: list[str] = field(init=False)
    _connections: int = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._connections = self._random.choice([1, 2, 4])
        account = mail_account(self.mail.port, self._connections, PACE)
        text = campaign("agua", message("aviso", this_minute(), "correo", "No hay agua.", "tolerancia: 3 horas"))
        self.place.configure(account, agua=text)
        self._people = self.place.people(PEOPLE)

    def play(self, most: int) -> None:
        """Kill at most so many times, let the last daemon end it, and judge. Raises AssertionError."""
        with self.place.database() as database:
            order = [*self._random.sample(POINTS, k=len(POINTS)), *self._random.choices(POINTS, k=most)]
            for number, point in enumerate(order[:most]):
                if number == most // 2:
                    self._spoken()
                if not self._live(point, database):
                    break
            self._live(NONE, database)
        assert "Traceback" not in self._log(), f"nothing befell the daemons that nobody foresaw:\n{self._log()}"
        judge(self.place, "aviso", self._people, taken(self.mail), self._connections)

    def _log(self) -> str:
        return (self.place.root / LOG).read_text("utf-8")

    def _spoken(self) -> None:
        """A person's word between two lives: the audit has rows too."""
        if self.place.publications().get("aviso/correo@1") == "running":
            self.place.verb(pause, KEY, "ana")
            self.place.verb(resume, KEY, "ana")

    def _live(self, point: str, database: Database) -> bool:
        """One life; False where the mailing was done before the point was reached, and the daemon ended in order."""
        # On PostgreSQL the dead one's session, and its lock with it, ends when the server has noticed.
        wait_until(lambda: not is_held(database), "the dead one lets go")
        nth = self._random.randint(1, 4) if point in ARMS else self._random.randint(1, 20)
        delay = self._random.uniform(0, 0.004)
        life = Life(self.nursery, self._life(point, nth, delay))
        if point in ON_THE_WIRE:
            phase = ON_THE_WIRE[point]
            self.mail.fail({"at": phase, "answer": "kill", "after": nth - 1, "times": 1, "victim": life.pid})
        else:
            self.mail.fail()
        life.begin()
        ended = life.kill(self._random.uniform(0.05, 0.6)) if point == AT_RANDOM else self._watched(life, database)
        if ended == KILLED:
            self.kills[point] += 1
            seconds_pass(database)
            return True
        assert ended == {"code": 0}, f"{point}: {ended}\n{self._log()[-4000:]}"
        return False

    def _life(self, point: str, nth: int, delay: float) -> dict[str, Any]:
        place = self.place
        folders = {"config": str(place.config), "var": str(place.var)}
        return {**folders, "url": place.url, "point": point, "nth": nth, "delay": delay, "plant": self.plant}

    def _watched(self, life: Life, database: Database) -> dict[str, int]:
        until = time.monotonic() + PATIENCE
        while (ended := life.ended(LOOK)) is None:
            if self._done(database):
                return life.stop()
            if time.monotonic() > until:
                life.kill(0)
                raise AssertionError(f"neither killed nor done:\n{self._log()[-4000:]}")
        return ended

    def _done(self, database: Database) -> bool:
        with database.read() as connection:
            state = connection.execute(select(publication.c.state)).scalar_one_or_none()
        return str(state).startswith("done") and READY in (self.place.root / OUTPUT).read_text("utf-8")


def fresh(folder: Path, url: str) -> Place:
    """An empty place."""
    (folder / "var").mkdir(parents=True)
    return Place(folder, url)


def seconds_pass(database: Database) -> None:
    """On PostgreSQL others wait until a daemon that gives no sign is surely dead; here it is, so that they have."""
    if database.path is not None:
        return
    with database.write(tells=False) as connection:
        connection.execute(update(lane).values(leased_until=None))
        if connection.execute(text(f"SELECT to_regclass('{SCHEMA}.procrastinate_jobs')")).scalar_one() is not None:
            connection.execute(text(f"SET LOCAL search_path TO {SCHEMA}"))
            connection.execute(text(f"DELETE FROM {SCHEMA}.procrastinate_jobs"))
