"""A mistake of ours in one part of a running daemon: that part rests and is tried again, all others go on."""

import json
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from delivery.office.office import pause, resume
from delivery.pulse import pulses
from storage.tables import publication
from tests.servers.mail import MailServer
from tests.story.daemon import Daemon, wait_until
from tests.story.place import WEB, Place, campaign, mail_account, message, minutes, this_minute

pytestmark = pytest.mark.waits(10)

Start = Callable[..., MailServer]
KEY = "agua/aviso/correo@1"
SLOW = "por-segundo: 40, rafaga: 1"


def faults(place: Place, *words: str) -> list[dict[str, Any]]:
    """What `status` says that the daemon goes on without."""
    found: list[dict[str, Any]] = json.loads(place.status(*words, "--json"))["faults"]
    return found


def goes_without(place: Place) -> set[str]:
    """Which kinds of parts the daemon's last sign of life names."""
    with place.database() as database, database.read() as connection:
        return {fault.subject.part.value for pulse in pulses(connection) for fault in pulse.faults}


def change(place: Place, statement: str) -> None:
    """Put something into the rows that no code of ours has foreseen there, or take it out."""
    with place.database() as database, database.write() as connection:
        connection.exec_driver_sql(statement)


def web_campaign(name: str, ahead: float = 0) -> str:
    """One page, due some minutes from now."""
    return campaign(name, message("pagina", this_minute() + minutes(ahead), "web", more="tolerancia: 3 horas"))


def traced(daemon: Daemon, part: str) -> bool:
    """Whether the log has the traceback of a fault of this part."""
    lines = daemon.events("unforeseen fault")
    return any(line["part"] == part and "Traceback" in line["exception"] for line in lines)


def test_a_sick_lane_stops_no_other_and_recovers(place: Place, start_mail_server: Start) -> None:
    """A lane that fails in an unforeseen way rests and shows, the site goes on; mended, everyone has it once."""
    mail = start_mail_server()
    mailing = campaign("agua", message("aviso", this_minute(), "correo", more="tolerancia: 3 horas"))
    place.configure(mail_account(mail.port, 2, SLOW), WEB, agua=mailing)
    mails = place.people(120)
    with place.daemon() as daemon:
        wait_until(lambda: len(mail.taken()) > 5, "mail goes out")
        place.verb(pause, KEY, "ana")
        wait_until(lambda: set(place.states("aviso")) == {"sent", "pending"}, "it pauses")
        content = _content(place, {})
        place.verb(resume, KEY, "ana")
        wait_until(lambda: goes_without(place) == {"lane"}, "the lane fails")
        [fault] = faults(place)
        assert (fault["part"], fault["error"].partition(":")[0]) == ("lane", "KeyError")
        shown = place.status()
        assert "Fallan de una manera imprevista" in shown
        assert "La cuenta" in shown
        assert traced(daemon, "lane")
        place.write("campanas/luz.yaml", web_campaign("luz"))
        wait_until(lambda: place.publications().get("pagina/web@1") == "done", "the site goes on")
        _content(place, content)
        wait_until(lambda: place.publications()["aviso/correo@1"] == "done", "it goes on")
        wait_until(lambda: goes_without(place) == set(), "it is told no more")
        assert daemon.stop() == 0
    assert sorted(record["to"] for record in mail.taken()) == mails
    assert "ExceptionGroup" not in daemon.log()


def _content(place: Place, content: Any) -> Any:
    """Write the frozen content of the mailing; what it was before."""
    its = publication.c.message == "aviso"
    with place.database() as database, database.write() as connection:
        before = connection.execute(publication.select().where(its)).one().content
        connection.execute(update(publication).where(its).values(content=content))
    return before


def test_a_sick_campaign_stops_no_other_and_recovers(place: Place) -> None:
    """A campaign that cannot be looked at does not even hinder a start: it is shown, and goes out once mended."""
    place.configure(WEB, agua=web_campaign("agua", 600), luz=web_campaign("luz", 600))
    with place.daemon() as daemon:
        assert daemon.stop() == 0
    change(place, "UPDATE seen SET at = 'roto' WHERE campaign = 'luz'")
    place.configure(WEB, agua=web_campaign("agua"), luz=web_campaign("luz"))
    with place.daemon() as daemon:
        wait_until(lambda: states(place) == {"agua": ["done"]}, "the other goes out")
        [fault] = faults(place)
        assert (fault["part"], fault["name"], fault["error"].partition(":")[0]) == ("campaign", "luz", "ValueError")
        assert "La campaña luz" in place.status()
        assert traced(daemon, "campaign")
        change(place, "UPDATE seen SET at = (SELECT min(at) FROM seen WHERE campaign = 'agua')")
        wait_until(lambda: states(place).get("luz") == ["done"], "it goes out")
        wait_until(lambda: goes_without(place) == set(), "it is told no more")
        assert daemon.stop() == 0


def test_a_sick_municipality_stops_no_other_and_recovers(place: Place) -> None:
    """In a hub a municipality that cannot be opened is shown to itself alone; its neighbour's messages go out."""
    hub(place, agua=web_campaign("agua"))
    with place.daemon() as daemon:
        wait_until(lambda: states(place) == {"agua": ["done", "done"]}, "both go out")
        assert daemon.stop() == 0
    change(place, "UPDATE meta SET value = 'roto' WHERE name = 'looked:1'")
    hub(place, luz=web_campaign("luz"))
    with place.daemon() as daemon:
        wait_until(lambda: states(place).get("luz") == ["done"], "the neighbour's goes out")
        [fault] = faults(place, "--tenant", "alta")
        assert (fault["part"], fault["error"].partition(":")[0]) == ("tenant", "ValueError")
        assert faults(place, "--tenant", "baja") == []
        assert traced(daemon, "tenant")
        change(
            place, "UPDATE meta SET value = (SELECT value FROM meta WHERE name = 'looked:2') WHERE name = 'looked:1'"
        )
        wait_until(lambda: states(place)["luz"] == ["done", "done"], "its own goes out")
        assert daemon.stop() == 0


def hub(place: Place, **campaigns: str) -> None:
    """Two municipalities, each with a site and these campaigns."""
    for town in ("alta", "baja"):
        own = Place(place.root / town, place.url)
        own.configure(WEB, **campaigns)
        shutil.copytree(own.config, place.config / town, dirs_exist_ok=True)


def states(place: Place) -> dict[str, list[str]]:
    """Each campaign's publications, in the order of their rows."""
    found: dict[str, list[str]] = {}
    with place.database() as database, database.read() as connection:
        for row in connection.execute(publication.select().order_by(publication.c.id)):
            found.setdefault(row.campaign, []).append(row.state)
    return found
