"""The daemon keeps the web site up to date beside all else, and stays small while it does."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.story.daemon import Daemon, wait_until
from tests.story.place import WEB, Place, campaign, local, message, this_minute

PAGE = "contenidos/agua/aviso/1/index.html"
EVENT = "eventos/agua/1/index.html"


def site(place: Place) -> Path:
    """Where the public's site lies."""
    return place.outgoing / "sitio-publico"


def water(hours: int, text: str = "Mañana no hay agua.") -> str:
    """A campaign whose event begins in so many hours, and whose message is due now."""
    begins = datetime.now(UTC) + timedelta(hours=hours)
    event = f"evento:\n  inicia: {local(begins).replace(' a las', '')}\n  lugar: El acueducto\n"
    return campaign("agua", message("aviso", this_minute(), "web", text), more=event)


@pytest.mark.waits(25)
def test_the_site_follows_rows_and_files(place: Place) -> None:
    """What goes out gets its page in seconds; an event that moves is moved, one that is taken out is called off."""
    place.configure(WEB, agua=water(40))
    calendar = site(place) / "calendario.ics"
    with place.daemon() as daemon:
        wait_until(
            lambda: (site(place) / PAGE).exists() and calendar.exists(),
            "the page of the message, and the feed",
        )
        assert "Mañana no hay agua." in (site(place) / PAGE).read_text("utf-8")
        assert "El acueducto" in (site(place) / EVENT).read_text("utf-8")
        place.write("campanas/agua.yaml", water(64))
        wait_until(lambda: "SEQUENCE:1" in calendar.read_text("utf-8"), "the moved event")
        place.write(
            "campanas/agua.yaml", water(64).partition("evento:")[0] + "mensajes:" + water(64).partition("mensajes:")[2]
        )
        wait_until(lambda: "STATUS:CANCELLED" in calendar.read_text("utf-8"), "the cancellation")
        wait_until(lambda: not (site(place) / EVENT).exists(), "the page to go")
        assert (site(place) / PAGE).exists()
        assert daemon.stop() == 0
        assert daemon.events("the process that builds a site says") == []
        assert all(line["written"] or line["removed"] for line in built(daemon))


def built(daemon: Daemon) -> list[dict[str, int]]:
    """What the log tells of each time that the site was brought up to date."""
    return daemon.events("the site is up to date")


@pytest.mark.waits(20)
def test_a_site_that_cannot_be_built_is_told_and_holds_up_nothing(place: Place) -> None:
    """A file lies where the folder should be: messages go out all the same, `status` says why the site is old."""
    place.configure(WEB, agua=water(40))
    place.outgoing.mkdir(parents=True)
    (site(place)).write_text("no soy una carpeta", "utf-8")
    with place.daemon() as daemon:
        wait_until(lambda: place.states("aviso") == {"sent": 1}, "the message to go out")
        wait_until(lambda: daemon.events("unforeseen fault") != [], "the fault")
        wait_until(lambda: "sitio-publico" in place.status("--json"), "the status that says why")
        (site(place)).unlink()
        wait_until(lambda: (site(place) / PAGE).exists(), "the page, once the folder can be had")
        assert daemon.stop() == 0
