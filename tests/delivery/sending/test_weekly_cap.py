"""The week's places of one person: never more than the cap, and none left free that a message wanted."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from delivery.sending.weekly_cap import Mine, counts, over, week_of
from storage.database import Database
from storage.tables import delivery
from tests.campaigns.town import CAMPAIGN, MUNICIPALITY
from tests.delivery.desk import at_work
from tests.delivery.relay import DUE, FILE

BOGOTA = ZoneInfo("America/Bogota")
MONDAY = datetime(2026, 12, 28, 5, tzinfo=UTC)
MINE = Mine(5, 10, 100, "ana", "real", "claimed")


@pytest.mark.parametrize(
    ("moment", "begun"),
    [
        (datetime(2026, 12, 28, 5, tzinfo=UTC), "2026-12-28"),
        (datetime(2026, 12, 28, 4, 59, tzinfo=UTC), "2026-12-21"),
        (datetime(2027, 1, 4, 4, 59, tzinfo=UTC), "2026-12-28"),
        (datetime(2027, 1, 1, 12, tzinfo=UTC), "2026-12-28"),
    ],
)
def test_a_week_begins_on_monday_by_the_municipalitys_clock(moment: datetime, begun: str) -> None:
    """At midnight there."""
    assert week_of(moment, BOGOTA).isoformat() == f"{begun}T00:00:00-05:00"


@pytest.mark.parametrize(
    ("other", "takes"),
    [
        (MINE, False),
        (MINE._replace(id=1, state="sent", sent_at=MONDAY), True),
        (MINE._replace(id=1, state="sent", sent_at=MONDAY - timedelta(seconds=1)), False),
        (MINE._replace(id=1, state="sent", sent_at=MONDAY, bounced=True), False),
        (MINE._replace(id=1, state="sent", sent_at=MONDAY, mode="pruebas"), False),
        (MINE._replace(id=1, state="sending"), True),
        (MINE._replace(id=1, state="uncertain"), True),
        (MINE._replace(id=1, state="pending"), True),
        (MINE._replace(id=101, state="pending"), False),
        (MINE._replace(id=101, publication=11, priority=3, state="pending"), True),
        (MINE._replace(id=1, publication=9, priority=7, state="claimed"), False),
        (MINE._replace(id=1, state="pending", running=False), False),
    ],
)
def test_what_takes_a_place_of_the_week(other: Mine, takes: bool) -> None:
    """What has gone this week or may have, and what goes first of that which waits."""
    assert counts(other, MINE, MONDAY) is takes


@dataclass
class Person:
    """All messages to one person, as rows."""

    rows: list[Mine]

    def leave(self, number: int, cap: int) -> None:
        """One comes to its last second: it goes, or is skipped."""
        mine = self.rows[number]
        if mine.state != "pending":
            return
        state = "skipped" if over(cap, mine, self.rows, MONDAY) else "sent"
        self.rows[number] = mine._replace(state=state, sent_at=MONDAY if state == "sent" else None)


@given(
    cap=st.integers(1, 4),
    priorities=st.lists(st.sampled_from([0, 3, 5, 7]), min_size=1, max_size=10),
    data=st.data(),
)
def test_a_week_is_never_over_its_cap_and_never_wasted(cap: int, priorities: list[int], data: st.DataObject) -> None:
    """In whatever order messages come to their last second; none is skipped while fewer than the cap want to go."""
    person = Person([Mine(each, number, number, "ana", "real", "pending") for number, each in enumerate(priorities)])
    for number in data.draw(st.permutations(range(len(priorities)))):
        person.leave(number, cap)

    assert [row.state for row in person.rows].count("sent") == min(cap, len(priorities))


@given(cap=st.integers(1, 4), priorities=st.lists(st.sampled_from([0, 3, 5, 7]), min_size=1, max_size=10))
def test_the_more_urgent_has_the_place(cap: int, priorities: list[int]) -> None:
    """Where all wait, those go that go first, whichever comes first to its last second."""
    person = Person([Mine(each, number, number, "ana", "real", "pending") for number, each in enumerate(priorities)])
    for number in reversed(range(len(priorities))):
        person.leave(number, cap)

    went = sorted(row.order for row in person.rows if row.state == "sent")
    assert went == sorted(row.order for row in person.rows)[:cap]


TOLD = CAMPAIGN.replace("[correo, web]", "[correo]").replace("clase: servicio", "clase: gestion")


def _capped(campaign: str) -> dict[str, str | bytes | None]:
    """The town with one message of management a week for each person."""
    return {"municipio.yaml": f"{MUNICIPALITY}tope-semanal: 1\n", FILE: campaign}


async def test_a_person_gets_so_many_a_week(database: Database, tmp_path: Path) -> None:
    """The rows say why; who has had none yet gets it."""
    async with at_work(database, tmp_path, DUE, _capped(TOLD)) as desk:
        desk.people("ana@example.com", "eva@example.com")
        await desk.turn()
        assert desk.states() == {"sent": 2}
        with desk.database.write() as connection:
            old = DUE - timedelta(days=7)
            connection.execute(update(delivery).where(delivery.c.address == "eva@example.com").values(sent_at=old))
        await desk.reload(_capped(TOLD.replace("id: anuncio", "id: otro")))
        await desk.turn()
        rows = {row.address: (row.state, row.error_code) for row in desk.deliveries("otro/correo@1")}
        assert rows == {"ana@example.com": ("skipped", "tope-semanal"), "eva@example.com": ("sent", None)}


async def test_what_serves_has_no_cap(database: Database, tmp_path: Path) -> None:
    """It is neither kept back nor does it take a place."""
    async with at_work(database, tmp_path, DUE, _capped(TOLD.replace("clase: gestion", "clase: servicio"))) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        await desk.reload(_capped(TOLD.replace("id: anuncio", "id: otro")))
        await desk.turn()
        assert desk.states() == {"sent": 2}
