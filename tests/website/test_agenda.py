"""Of what is past the site tells what it told before."""

from datetime import date
from pathlib import Path

import pytest

from campaigns.loader import load
from simulation import Simulation
from storage.database import Database
from tests.campaigns.town import build
from tests.delivery.desk import at_work, bogota
from tests.website.town import FILE, LIVE, edited, files, site_of

HALF_PAST = "matriculas/2026-12-19"
"""The Saturday in whose middle the rule is written."""
RULE: dict[str, str | bytes | None] = {
    FILE: str(edited(starts="repite: cada sábado a las 08:00", ends="dura: 2 horas")[FILE]).replace(
        "cuando: 15 días antes", "cuando: 1 día antes"
    )
}


def told(folder: Path) -> list[str]:
    """`campaign/date` of each event's page, in order."""
    found = (path.removeprefix("eventos/") for path in files(folder) if path.startswith("eventos/"))
    return sorted({page for path in found if "/" in (page := path.rpartition("/")[0])})


@pytest.mark.parametrize(("hour", "first"), [("09:59", HALF_PAST), ("10:00", "matriculas/2026-12-26")])
async def test_dates_that_were_over_before_anyone_could_know_are_not_told(
    database: Database, tmp_path: Path, hour: str, first: str
) -> None:
    """A rule that is written in December and began in January tells of what is to come."""
    async with at_work(database, tmp_path, bogota(f"2026-12-19T{hour}"), {**LIVE, **RULE}) as desk:
        assert told(site_of(desk))[0] == first


async def test_what_has_no_length_is_told_on_its_day(database: Database, tmp_path: Path) -> None:
    """It stays for its day."""
    text = str(edited(starts="inicia: 2026-12-19 08:00")[FILE]).replace("  termina: 2027-01-29 16:00\n", "")
    async with at_work(database, tmp_path, bogota("2026-12-19T23:59"), {**LIVE, FILE: text}) as desk:
        assert told(site_of(desk)) == ["matriculas/1"]


async def test_dates_that_were_told_stay_when_they_are_over(database: Database, tmp_path: Path) -> None:
    """Links to them are in mails and searches."""
    async with at_work(database, tmp_path, bogota("2026-12-19T08:00"), {**LIVE, **RULE}) as desk:
        site_of(desk)
        desk.clock.pass_(days=30)
        assert told(site_of(desk))[0] == HALF_PAST


def test_a_rehearsal_tells_of_its_whole_time(tmp_path: Path) -> None:
    """Its site is built once, at its end, and shows what the daemon would have told day by day."""
    config = build(tmp_path / "config", {**LIVE, **RULE})
    [tenant] = load(config, {"PREGONERO_CLAVE": "x", "PREGONERO_BOT": "1:x"}).tenants
    out = tmp_path / "ensayo"
    Simulation(tenant, out, date(2027, 1, 4), date(2027, 1, 31), keeps_messages=True).run()
    assert told(out / "sitio")[0] == "matriculas/2027-01-09"
