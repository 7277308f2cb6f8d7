"""A daemon under systemd's protocol, and its files read anew while it runs."""

import signal
from pathlib import Path

import pytest

from tests.delivery.daemon.test_supervisor import Listener
from tests.story.daemon import Daemon, wait_until
from tests.story.place import WEB, Place, campaign, message, minutes, this_minute

pytestmark = pytest.mark.waits(10)


def page(name: str, ahead: float = 0) -> str:
    """One page, due some minutes from now."""
    when = this_minute() + minutes(ahead)
    return campaign(name, message(f"pagina-{name}", when, "web", more="tolerancia: 3 horas"))


def supervised(place: Place, listener: Listener) -> Place:
    """The same place, started by somebody who listens and wants a sign within two seconds."""
    asked = {"NOTIFY_SOCKET": listener.address, "WATCHDOG_USEC": "2000000"}
    return Place(place.root, place.url, {**place.environment, **asked})


def test_a_daemon_tells_its_supervisor(place: Place, tmp_path: Path) -> None:
    """Ready once it has caught up, a sign again and again, reading on SIGHUP and ready after it, then ending."""
    listener, heard = Listener(str(tmp_path / "avisos")), list[str]()

    def hears(word: str, times: int = 1) -> bool:
        heard.extend(line for told in listener.heard() for line in told.splitlines())
        return heard.count(word) >= times

    place.configure(WEB, agua=page("agua"))
    with supervised(place, listener).daemon() as daemon:
        wait_until(lambda: hears("READY=1"), "it is ready")
        assert heard[0] == "READY=1"
        wait_until(lambda: hears("WATCHDOG=1", 3), "it gives signs")
        daemon.process.send_signal(signal.SIGHUP)
        wait_until(lambda: hears("RELOADING=1"), "it reads")
        wait_until(lambda: hears("READY=1", 2), "it is ready again")
        assert daemon.stop() == 0
    assert hears("STOPPING=1")
    assert heard.index("RELOADING=1") < len(heard) - 1 - heard[::-1].index("READY=1") < heard.index("STOPPING=1")
    listener.close()


def loaded(daemon: Daemon) -> int:
    """How often it has taken its files up."""
    return len(daemon.events("configuration loaded"))


def test_files_are_read_anew_when_they_change_and_when_told(place: Place) -> None:
    """A new campaign goes out without a word to the daemon; SIGHUP reads though nothing has changed."""
    place.configure(WEB, agua=page("agua"))
    with place.daemon() as daemon:
        wait_until(lambda: place.publications() == {"pagina-agua/web@1": "done"}, "the first goes out")
        before = loaded(daemon)
        place.write("campanas/luz.yaml", page("luz"))
        wait_until(lambda: place.publications().get("pagina-luz/web@1") == "done", "the new one goes out")
        assert loaded(daemon) == before + 1
        daemon.process.send_signal(signal.SIGHUP)
        wait_until(lambda: loaded(daemon) == before + 2, "it reads again")
        assert daemon.stop() == 0
