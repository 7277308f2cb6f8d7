"""A survey that is called off takes no more votes, has its polls closed, and is no result."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from delivery.office.office import Refused, cancel
from delivery.office.survey_ends import CAMPAIGN_GONE, GRACE
from storage.database import Database
from storage.states import PollState
from storage.surveys import OpenSurvey, surveys
from tests.campaigns.town import CAMPAIGN
from tests.channels.service import Service
from tests.delivery.chores.test_closing import DUE, MODULES, asking, closes, ends, the_poll, until
from tests.delivery.desk import Desk
from tests.servers.process import Server

Start = Callable[..., Server]
KEY = "matriculas/anuncio@1"
FILE = "campanas/matriculas.yaml"
OTHER = "campanas/escuela.yaml"
LATER = CAMPAIGN.replace("campaña: matriculas", "campaña: escuela").replace("2027-01", "2027-06")
"""Another campaign, that carries on the plan."""


@pytest.fixture
def serve(start_server: Start, tmp_path: Path) -> Callable[[str], Service]:
    """The service of an account."""

    def start(account: str) -> Service:
        (tmp_path / account).mkdir()
        return Service.start(start_server, MODULES[account], tmp_path / account)

    return start


def the_survey(desk: Desk) -> OpenSurvey:
    """As its row has it."""
    with desk.database.read() as connection:
        [found] = surveys(connection, desk.place.tenant_id)
    return found


async def test_a_persons_word_ends_it(database: Database, tmp_path: Path, serve: Callable[[str], Service]) -> None:
    """Though all has gone out: its page takes no vote, Telegram's poll is closed at once; a second word is refused."""
    service = serve("vecinos")
    async with asking(database, tmp_path, service, "vecinos") as desk:
        with pytest.raises(Refused):
            desk.write(cancel, "matriculas/anuncio/vecinos@1", "ana", desk.clock.now())
        [told] = desk.write(cancel, KEY, "ana", desk.clock.now())
        assert (told.state, "su encuesta se canceló" in told.words) == ("done", True)
        await until(desk, minutes=3)
        found = the_survey(desk)
        assert (found.closed_at, found.salt, found.cancelled) == (DUE, None, "Cancelada por Ana Pérez.")
        assert (ends(service), closes(desk), the_poll(desk).state) == (1, ["done"], PollState.COUNTED)
        with pytest.raises(Refused):
            desk.write(cancel, KEY, "ana", desk.clock.now())


async def test_x_closes_by_itself(database: Database, tmp_path: Path, serve: Callable[[str], Service]) -> None:
    """No earlier, whoever asks: it is asked at the hour that X was told."""
    service = serve("x")
    async with asking(database, tmp_path, service, "x") as desk:
        desk.write(cancel, KEY, "ana", desk.clock.now())
        await until(desk, hours=47)
        assert (ends(service), closes(desk)) == (0, ["due"])
        service.then("closed")
        await until(desk, hours=1)
        assert (the_poll(desk).state, closes(desk)) == (PollState.COUNTED, ["done"])


async def test_a_campaign_that_left_the_files_ends_it(
    database: Database, tmp_path: Path, serve: Callable[[str], Service]
) -> None:
    """An hour later: an edit in haste that is put right before ends nothing."""
    service = serve("vecinos")
    async with asking(database, tmp_path, service, "vecinos") as desk:
        text = (desk.config / FILE).read_text("utf-8")
        await desk.reload({FILE: None, OTHER: LATER})
        await desk.settle()
        await until(desk, minutes=50)
        await desk.reload({FILE: text})
        await until(desk, minutes=20)
        assert (the_survey(desk).cancelled, ends(service)) == ("", 0)
        await desk.reload({FILE: None})
        await desk.settle()
        await until(desk, hours=GRACE / timedelta(hours=1))
        await until(desk, minutes=3)
        assert (the_survey(desk).cancelled, ends(service)) == (CAMPAIGN_GONE, 1)
