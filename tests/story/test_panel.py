"""The panel beside a daemon at work: green while it ticks, red when it does not, also where only one duty stands."""

import asyncio
import json
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from campaigns.configuration import Configuration
from delivery import rounds
from delivery.daemon.dispatcher import Dispatcher, Round
from delivery.engines.engine import LocalEngine
from delivery.rounds import Duty
from panel.listen import Listen
from panel.server import Server
from scheduler import Daemon
from storage.database import Database
from storage.lock import daemon_lock
from storage.schema import prepare
from tests.story.daemon import Daemon as Process
from tests.story.daemon import wait_until
from tests.story.place import WEB, Place, campaign, message, minutes, this_minute

pytestmark = pytest.mark.waits(10)

ANYWHERE = ("--listen", "127.0.0.1:0")


def asked(address: str) -> tuple[int, dict[str, Any]]:
    """The code and what `/salud` says."""
    try:
        with urlopen(f"{address}/salud") as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        with closing(error):
            return error.code, json.load(error)


def address_of(daemon: Process) -> str:
    """Where its panel answers."""
    found = re.search(r"El panel atiende en (\S+)", daemon.said())
    assert found is not None
    return found[1]


def page(ahead: float = 0) -> str:
    """One page, due some minutes from now."""
    return campaign("agua", message("pagina", this_minute() + minutes(ahead), "web", more="tolerancia: 3 horas"))


def test_a_daemon_shows_that_it_ticks(place: Place) -> None:
    """200 from the first sign on; once the process is gone so is its panel."""
    place.configure(WEB, agua=page())
    with place.daemon(words=ANYWHERE) as daemon:
        address = address_of(daemon)
        wait_until(lambda: place.publications() == {"pagina/web@1": "done"}, "it goes out")
        code, told = asked(address)
        assert (code, told["state"], told["reasons"]) == (200, "ok", [])
        with urlopen(f"{address}/metrics") as answer:
            figures = answer.read().decode()
        assert 'pregonero_deliveries{channel="web",mode="real",state="sent",tenant="villa-clara"} 1.0' in figures
        daemon.process.send_signal(signal.SIGHUP)
        wait_until(lambda: len(daemon.events("configuration loaded")) == 2, "SIGHUP is the scheduler's")
        assert daemon.stop() == 0
    with pytest.raises(OSError, match="Connection refused"):
        urlopen(f"{address}/salud")


def test_a_daemon_goes_on_though_its_port_is_taken(place: Place) -> None:
    """It says so in Spanish, and everything else is as ever."""
    place.configure(WEB, agua=page())
    with place.daemon(words=ANYWHERE) as first:
        taken = address_of(first).removeprefix("http://")
        other = Place(place.root / "otro", f"sqlite:///{place.root / 'otro' / 'var' / 'pueblo.db'}")
        other.var.mkdir(parents=True)
        other.configure(WEB, agua=page())
        with other.daemon(words=("--listen", taken)) as second:
            wait_until(lambda: other.publications() == {"pagina/web@1": "done"}, "it goes out")
            assert f"El panel no puede atender en {taken}: otro programa usa ya ese puerto." in second.log()
            assert second.stop() == 0
        assert asked(address_of(first))[0] == 200
        assert first.stop() == 0


@asynccontextmanager
async def daemon_here(place: Place) -> AsyncIterator[str]:
    """A daemon in this process, and the address of its panel."""
    database = Database.open(place.url)
    with daemon_lock(database, datetime.now(UTC)) as lock:
        prepare(database)
        configuration, ready = Configuration(place.config, place.var, place.environment), asyncio.Event()
        daemon, server = Daemon(configuration, database, lock=lock), Server(database, Listen("127.0.0.1", 0))
        server.start()
        work = asyncio.create_task(daemon.run(lambda _: ready.set()))
        try:
            await asyncio.wait({work, asyncio.create_task(ready.wait())}, return_when=asyncio.FIRST_COMPLETED)
            yield f"http://{server.listen}"
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            server.stop()
            database.close()


async def turns(address: str, code: int, words: str = "") -> None:
    """Return once `/salud` answers so, with these words among its reasons."""
    said: list[str] = []

    async def asks() -> None:
        while True:
            found, told = await asyncio.to_thread(asked, address)
            said[:] = told["reasons"]
            if found == code and any(words in reason for reason in told["reasons"] or [""]):
                return
            await asyncio.sleep(0.1)

    try:
        await asyncio.wait_for(asks(), 120)
    except TimeoutError:
        raise AssertionError(f"in vain: {code} {words}; it says {said}") from None


async def forever(*_: object) -> None:
    """What hangs."""
    await asyncio.Event().wait()


async def test_it_turns_red_when_the_sweep_alone_stands(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop lives, signs are given, lanes are handed out: what hangs is told by name; it turns green once mended."""
    place.configure(WEB, agua=page(60))
    monkeypatch.setitem(rounds.PATIENCE, Duty.SWEEP, timedelta(seconds=6))
    async with daemon_here(place) as address:
        await turns(address, 200)
        with monkeypatch.context() as broken:
            held, sweep = asyncio.Event(), Dispatcher.sweep

            async def hangs(dispatcher: Dispatcher) -> Round:
                await held.wait()
                return await sweep(dispatcher)

            broken.setattr(Dispatcher, "sweep", hangs)
            await turns(address, 503, "No avanza la revisión de lo pendiente desde hace")
            held.set()
        await turns(address, 200)


async def test_it_turns_red_when_the_lanes_alone_stand(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something is due, the sweep wakes its lane every two seconds, and nobody begins it."""
    place.configure(WEB, agua=page())
    monkeypatch.setitem(rounds.PATIENCE, Duty.LANES, timedelta(seconds=1))
    monkeypatch.setattr(LocalEngine, "run", forever)
    async with daemon_here(place) as address:
        await turns(address, 503, "No avanza el reparto de los envíos desde hace")
        assert place.publications() == {"pagina/web@1": "running"}
