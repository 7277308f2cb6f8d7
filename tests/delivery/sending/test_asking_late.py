"""What asks for votes goes out while they count, and never after."""

from collections.abc import Mapping
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from delivery.office.by_hand import send_missed, send_now
from delivery.office.office import Refused
from delivery.planned import Planned
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from delivery.publications.surveys import over
from storage.database import Database
from storage.states import PublicationState
from storage.surveys import SurveyEnd
from tests.delivery.desk import Desk, at_work
from tests.delivery.publications.test_surveys import CHANGES, DUE, FILE

OVER = "Su encuesta cerró el 2026-12-30 08:00."
MISSED = "matriculas/anuncio/correo@1"


def planned(desk: Desk) -> Mapping[str, Planned]:
    """What `plan` says of each account."""
    now = desk.clock.now()
    with desk.database.read() as connection:
        known = read_known(connection, desk.tenant, now=now)
    zone = desk.tenant.municipality.zone
    since, until = (DUE - timedelta(days=1)).astimezone(zone), (DUE + timedelta(days=9)).astimezone(zone)
    return {each.account: each for each in plan(desk.tenant, known, since, until, now.astimezone(zone))}


async def missed(desk: Desk) -> None:
    """Nobody is there for the mail at its hour; the other accounts ask."""
    await desk.turn()
    assert desk.publications()["anuncio/correo@1"] == PublicationState.MISSED
    desk.people("luis@example.com")


async def test_what_was_missed_asks_nobody_after_the_close(database: Database, tmp_path: Path) -> None:
    """A person is told so; `plan` has said it before, and nothing goes out."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await missed(desk)
        desk.clock.pass_(days=3)
        # Before the sweep has closed it, too: the hour counts.
        with pytest.raises(Refused, match=OVER):
            desk.write(send_missed, MISSED, "ana", desk.clock.now())
        await desk.settle()
        with pytest.raises(Refused, match="Para preguntar otra vez, haga otro mensaje"):
            desk.write(send_missed, MISSED, "ana", desk.clock.now())
        assert OVER in planned(desk)["correo"].reason
        assert desk.states("anuncio/correo@1") == {}


async def test_what_was_missed_asks_while_votes_count(database: Database, tmp_path: Path) -> None:
    """It is the survey of the others, and ends with them."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        await missed(desk)
        desk.clock.pass_(days=1)
        assert "encuesta" not in planned(desk)["correo"].reason
        desk.write(send_missed, MISSED, "ana", desk.clock.now())
        await desk.settle()
        assert desk.states("anuncio/correo@1") == {"sent": 1}


def test_what_was_called_off_is_told_as_that() -> None:
    """And before its end nothing is said."""
    ends = DUE + timedelta(hours=1)
    told = [over(SurveyEnd(ends, cancelled=True), timezone(timedelta(hours=-5)), at) for at in (DUE, ends)]
    assert told == ["", "Su encuesta se canceló el 2026-12-28 09:00. Para preguntar otra vez, haga otro mensaje."]


async def test_an_account_that_is_added_late_is_not_asked(database: Database, tmp_path: Path) -> None:
    """Neither by the plan nor by hand."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        desk.people("luis@example.com")
        await desk.turn()
        accounts = (desk.config / "canales.yaml").read_text("utf-8")
        campaign = str(CHANGES[FILE]).replace("[correo, web, canal]", "[correo, web, canal, portada]")
        desk.clock.pass_(days=3)
        await desk.reload({"canales.yaml": f"{accounts}portada: {{tipo: web, modo: real}}\n", FILE: campaign})
        found: Any = planned(desk)["portada"]
        assert (found.decision, OVER in found.reason) == ("cancelled", True)
        with pytest.raises(Refused, match=OVER):
            desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now())


async def test_what_would_ask_after_its_written_close_does_not_go_out(database: Database, tmp_path: Path) -> None:
    """Nobody could vote; `plan` has said it before."""
    closing = {FILE: CHANGES[FILE].replace("2 días después", "2026-12-28 a las 08:10")}
    told = "Su encuesta cerraba el 2026-12-28 08:10, antes de salir. Para preguntar, haga otro mensaje."
    async with at_work(database, tmp_path, DUE, CHANGES | closing) as desk:
        assert "encuesta" not in planned(desk)["canal"].reason
        desk.clock.pass_(minutes=20)
        assert planned(desk)["canal"].reason == told
        await desk.turn()
        row = desk.publication("anuncio/canal@1")
        assert (row.state, row.reason.startswith(told)) == ("cancelled", True)
