"""The daemon: wires everything, rings APScheduler's bells, owns clock and signals."""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, tzinfo
from pathlib import Path
from types import TracebackType

import uvloop

from bookkeeper import Bookkeeper
from campaigns.configuration import Configuration
from campaigns.problem import Problem
from channels.silence import silence_libraries
from delivery.approving.asking import Asking
from delivery.clock import Clock, SystemClock
from delivery.contained import contained
from delivery.copies.copying import Copying
from delivery.daemon.announcement import announce
from delivery.daemon.background import Background, Work
from delivery.daemon.dispatcher import Dispatcher
from delivery.daemon.duties import Duties
from delivery.daemon.intake import Intake
from delivery.daemon.looks import Looks
from delivery.daemon.supervisor import Supervisor
from delivery.engines.engines import engine_for, leases_for
from delivery.figures.pulling import Pulling
from delivery.installation import DATABASE, database_url, var_folder
from delivery.news.listening import Listening
from delivery.pulse import SignOfLife
from delivery.reporting.making import Reporting
from delivery.retention.purging import Purging
from delivery.rounds import Rounds
from delivery.tasks.collecting import Collecting
from delivery.tasks.handing import Handing
from delivery.told import Told
from delivery.workplace import Workplaces
from logs import Log, configure, hide
from panel.beside import beside
from panel.listen import DEFAULT, Listen, WrongAddress, listen_on, more_names
from reporter import reporter
from storage.database import Database
from storage.errors import StorageError
from storage.lock import DaemonLock, daemon_lock, this_daemon
from storage.rehearsal import refuse_rehearsal
from storage.schema import prepare
from webmaster import Webmaster

log = Log(__name__)

COPIES = 15.0
"""Seconds between two looks at whether a copy is due."""
SITES = 5.0
"""Seconds between two looks at whether a web site is to be brought up to date: a day's first messages are one round."""
APPROVALS = 20.0
"""Seconds between two looks at whether somebody is to be asked for a word."""
DELIVERIES = 5.0
"""Seconds between two looks at whether a mailbox of deliveries is to be read."""
FIGURES = 60.0
"""Seconds between two looks at whether a figure is to be fetched."""
REPORTS = 3.0
"""Seconds between two looks at whether a report is to be made: what it goes out with waits for it."""
RETENTION = 600.0
"""Seconds between two looks at whether what is old is to be forgotten."""
BOOKS = 600.0
"""Seconds between two looks at whether a period is to be closed."""
TASKS = 5.0
"""Seconds between two looks at whether somebody is to be told of a task: a message's tasks are one mail."""


class Daemon:
    """Carries out the plans of all tenants of a folder, until it is told to stop."""

    def __init__(
        self,
        configuration: Configuration,
        database: Database,
        clock: Clock | None = None,
        told: tuple[Problem, ...] = (),
        lock: DaemonLock | None = None,
        supervisor: Supervisor | None = None,
        places: Workplaces | None = None,
    ) -> None:
        """`database` is prepared; the caller closes it. `told`: problems that the operator has been told already.

        `lock`: what keeps other daemons out; where it is lost to another, this one ends. `supervisor`: whoever started
        the daemon and wants to know how it is. `places` is filled with the municipalities as they are configured.
        """
        self._clock = clock or SystemClock()
        self.places = places or Workplaces()
        engine, rounds, known = engine_for(database), Rounds(), Told()
        rounds.measure_lanes(engine.waits)
        owner = this_daemon()
        leases = leases_for(database)
        self._dispatcher = Dispatcher(self.places, engine, owner, leases=leases)
        self._sign = SignOfLife(database, owner, self.places, self._dispatcher.faults, rounds)
        self._looks = Looks(self._dispatcher, self.places, self._clock, known)
        self._intake = Intake(configuration, database, self._clock, self.places, self._dispatcher, told, reporter())
        self._supervisor = supervisor or Supervisor()
        self._duties = Duties(
            database,
            self._clock,
            self._dispatcher,
            engine,
            self._looks,
            self._intake,
            self._sign,
            rounds,
            self._supervisor,
            known,
            lock,
            Background(self._works(database), self._dispatcher.faults, self._clock, known),
            Listening(self.places, self._dispatcher.wake, owner, leases).run,
        )

    def _works(self, database: Database) -> tuple[Work, ...]:
        """What takes its time, each beside all else."""
        known = (database, self.places, self._clock)
        handing, asking, collecting = Handing(*known), Asking(*known), Collecting(*known)
        reporting = Reporting(*known)
        return (
            Work("copies", COPIES, Copying(*known).look, "copies cannot be looked after", at_once=True),
            Work("sites", SITES, Webmaster(*known).look, "the web sites cannot be looked after"),
            Work("reports", REPORTS, lambda _: reporting.look(), "reports cannot be made"),
            Work("retention", RETENTION, Purging(*known).look, "what is old cannot be forgotten"),
            Work("books", BOOKS, Bookkeeper(*known).look, "no period can be closed"),
            Work("figures", FIGURES, Pulling(*known).look, "figures cannot be fetched", at_once=True),
            Work("tasks", TASKS, lambda _: handing.look(), "nobody can be told of a task"),
            Work("deliveries", DELIVERIES, lambda _: collecting.look(), "duties handed in by mail cannot be taken in"),
            Work("approvals", APPROVALS, lambda _: asking.look(), "nobody can be asked for an approval"),
        )

    def stop(self) -> None:
        """End: what is under way is finished."""
        self._duties.stop()

    async def run(self, ready: Callable[["Daemon"], None] | None = None) -> None:
        """Run until a signal or `stop`. `ready` is called once the calendar is caught up with.

        Raises `StorageError` where the database cannot be used at the start, or another daemon has taken it. Nothing
        else ends it: what fails in an unforeseen way is logged, shown in `status` and tried again; the rest goes on.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, self.stop)
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._duties.again)
        self._looks.start()
        try:
            await self._sign.begin()
            await self._intake.take(self._looks)
            await self._sign.give(self._clock.now())
            if ready is not None:
                ready(self)
            self._supervisor.ready()
            await self._duties.done()
        finally:
            self._looks.stop()
            await self._dispatcher.close()
            await self._sign.end()


def serve(
    configuration: Configuration,
    url: str,
    ready: Callable[[Daemon, Listen | None], None] | None = None,
    told: tuple[Problem, ...] = (),
    zone: tzinfo = UTC,
    listen: Listen | None = None,
    names: tuple[str, ...] = (),
    supervisor: Supervisor | None = None,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run the daemon on its database until a signal. `zone`: of the clock that its operator reads.

    `ready` is told where its panel answers. `listen`: where that is to be, and under which other `names`; None: it has
    none. `environment`: of its public pages.

    Raises `StorageError` where the database cannot be used, holds a simulation, or another daemon has it.
    """
    silence_libraries()
    database = Database.open(url)
    try:
        with daemon_lock(database, SystemClock().now().astimezone(zone)) as lock:
            prepare(database)
            refuse_rehearsal(database)
            places = Workplaces()
            with (
                beside(database, listen, names, places, environment) as opened,
                asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
            ):
                greet = None if ready is None else lambda daemon: ready(daemon, opened)
                runner.run(Daemon(configuration, database, None, told, lock, supervisor, places).run(greet))
    finally:
        database.close()


def start(config: Path, url: str | None, environment: Mapping[str, str], listen: Listen | None = None) -> int:
    """Read the configuration, tell the operator what comes, and serve until a signal. The exit code: 2, nothing to run.

    `listen`: where the panel answers; None: there is to be none. Raises `StorageError`.
    """
    sys.excepthook = _tell
    configuration = Configuration(config, var_folder(environment), environment)
    address, told, zone = _address(configuration, url)
    if address is None:
        return 2
    supervisor = Supervisor.of(environment)
    serve(configuration, address, _greet, told, zone, listen, more_names(environment), supervisor, environment)
    print("El pregonero se detuvo.")
    return 0


def _address(configuration: Configuration, url: str | None) -> tuple[str | None, tuple[Problem, ...], tzinfo]:
    """Which database to serve, the problems that are told now, and the clock; no database: nothing to serve.

    Keeps no tenant: the daemon, which takes this reading up, lets go of it when the files change.
    """
    loaded = configuration.peek()
    for problem in loaded.problems:
        print(problem, file=sys.stderr)
    address = url or database_url(configuration.folder, loaded, configuration.var)
    if not loaded.tenants:
        return None, loaded.problems, UTC
    return address, loaded.problems, loaded.tenants[0].municipality.zone


def _greet(daemon: Daemon, listen: Listen | None) -> None:
    # Where nobody can read it any more, on a full disk or in a closed pipe, it carries the plan out all the same.
    with suppress(OSError):
        with contained("what comes next could not be told", OSError):
            for line in announce(daemon.places, SystemClock().now()):
                print(line)
        if listen is not None:
            with contained("nobody could be told how to come in", OSError):
                for line in _first_links(daemon.places, listen):
                    print(line)
        print("El pregonero está en marcha. Se detiene con Ctrl-C.", flush=True)


def _first_links(places: Workplaces, listen: Listen) -> Iterator[str]:
    from panel.entrance.greeting import first_links  # noqa: PLC0415 - a daemon without a panel does not carry its weight

    return first_links(places, listen, SystemClock().now())


def _tell(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """What ended the daemon though nobody foresaw it: all of it in the log, a sentence for the operator."""
    log.critical("the daemon ends", error)
    print(
        f"El pregonero se detuvo por algo imprevisto ({kind.__name__}: {hide(str(error))}). Nada se pierde: inícielo "
        "otra vez con «pregonero run» y sigue donde quedó. Si se repite, envíe el registro a quien lo mantiene.",
        file=sys.stderr,
    )


def main() -> None:
    """`python scheduler.py -c DIR --db URL`: the same as `pregonero run`."""
    parser = argparse.ArgumentParser(
        prog="scheduler.py",
        usage="python scheduler.py [-c CARPETA] [--db DIRECCIÓN] [--no-panel] [--listen DIRECCIÓN]",
        add_help=False,
    )
    parser.add_argument("-c", "--config", type=Path, default=Path("config"))
    parser.add_argument("--db", default=os.environ.get(DATABASE))
    parser.add_argument("--no-panel", action="store_true")
    parser.add_argument("--listen", default=str(DEFAULT))
    told = parser.parse_args()
    configure(level="INFO")
    try:
        listen = None if told.no_panel else listen_on(told.listen)
        sys.exit(start(told.config, told.db, os.environ, listen))
    except WrongAddress as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except StorageError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
