"""The week's places of one person: never more than the cap, and none left free that a message wanted."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from delivery.sending.precedence import LATER, SOON, Decision, Turn
from delivery.sending.weekly_cap import Mine, room, week_of
from storage.database import Database
from storage.tables import delivery
from tests.campaigns.town import CAMPAIGN, MUNICIPALITY
from tests.delivery.desk import at_work
from tests.delivery.relay import DUE, FILE, Start, real_mail

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
    ("other", "turn"),
    [
        (MINE, Turn.GO),
        (MINE._replace(id=1, state="sent", sent_at=MONDAY), Turn.YIELD),
        (MINE._replace(id=1, state="sent", sent_at=MONDAY - timedelta(seconds=1)), Turn.GO),
        (MINE._replace(id=1, state="sent", sent_at=MONDAY, bounced=True), Turn.GO),
        (MINE._replace(id=1, state="sent", sent_at=MONDAY, mode="pruebas"), Turn.GO),
        (MINE._replace(id=1, state="sending"), Turn.WAIT),
        (MINE._replace(id=1, state="uncertain"), Turn.YIELD),
        (MINE._replace(id=1, state="failed"), Turn.GO),
        (MINE._replace(id=1, state="pending"), Turn.WAIT),
        (MINE._replace(id=101, state="pending"), Turn.GO),
        (MINE._replace(id=101, publication=11, priority=3, state="pending"), Turn.WAIT),
        (MINE._replace(id=1, publication=9, priority=7, state="claimed"), Turn.GO),
        (MINE._replace(id=1, state="pending", running=False), Turn.GO),
        (MINE._replace(id=1, state="pending", hour="matriculas@1"), Turn.WAIT),
    ],
)
def test_what_takes_a_place_of_the_week(other: Mine, turn: Turn) -> None:
    """What has gone this week or may have; for what goes first of that which waits it is kept."""
    assert room(1, MINE, [other], MONDAY).turn is turn


@pytest.mark.parametrize(("state", "again"), [("claimed", SOON), ("pending", LATER)])
def test_it_is_asked_again_when_what_goes_first_may_have_gone(state: str, again: timedelta) -> None:
    """The sooner, the nearer that one is; and it waits no longer than it has time."""
    first = MINE._replace(id=1, state=state)
    assert room(1, MINE, [first], MONDAY) == Decision(Turn.WAIT, again=again)
    assert room(1, MINE._replace(patient=False), [first], MONDAY).turn is Turn.GO


def test_what_is_on_the_wire_is_always_waited_for() -> None:
    """That takes seconds; whether it arrived is known then."""
    sending = MINE._replace(id=101, state="sending")
    assert room(1, MINE._replace(patient=False), [sending], MONDAY) == Decision(Turn.WAIT, again=SOON)
    assert room(2, MINE, [sending], MONDAY).turn is Turn.GO


def test_messages_that_give_way_to_each_other_wait_by_that_order_alone() -> None:
    """What waits for this one by it must not be waited for."""
    mine, first = MINE._replace(hour="matriculas@1"), MINE._replace(id=1, state="pending", hour="matriculas@1")
    assert room(1, mine, [first], MONDAY).turn is Turn.GO
    assert room(1, mine, [first._replace(state="sent", sent_at=MONDAY)], MONDAY).turn is Turn.YIELD


@dataclass
class Person:
    """All messages to one person, as rows."""

    rows: list[Mine]
    broken: frozenset[int] = frozenset()
    """Those that fail as they leave."""

    def leave(self, number: int, cap: int) -> None:
        """One comes to its last second: it goes, waits, or is skipped."""
        mine = self.rows[number]
        turn = room(cap, mine, self.rows, MONDAY).turn if mine.state == "pending" else Turn.WAIT
        if turn is not Turn.WAIT:
            state = "skipped" if turn is Turn.YIELD else "failed" if number in self.broken else "sent"
            self.rows[number] = mine._replace(state=state, sent_at=MONDAY if state == "sent" else None)


@given(
    cap=st.integers(1, 4),
    messages=st.lists(st.tuples(st.sampled_from([0, 3, 5, 7]), st.booleans()), min_size=1, max_size=10),
    data=st.data(),
)
def test_a_week_is_never_over_its_cap_and_never_wasted(
    cap: int, messages: list[tuple[int, bool]], data: st.DataObject
) -> None:
    """In whatever order messages come to their last second, again and again, and whichever fail.

    The more urgent have the places; none is skipped while fewer than the cap want to go and can, none waits for ever.
    """
    rows = [Mine(priority, number, number, "ana", "real", "pending") for number, (priority, _) in enumerate(messages)]
    person = Person(rows.copy(), frozenset(number for number, (_, breaks) in enumerate(messages) if breaks))
    for _ in messages:
        for number in data.draw(st.permutations(range(len(messages)))):
            person.leave(number, cap)

    assert "pending" not in [row.state for row in person.rows]
    went = sorted(row.order for row in person.rows if row.state == "sent")
    assert went == sorted(row.order for row in rows if row.id not in person.broken)[:cap]


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


async def test_what_never_leaves_silences_nobody(
    database: Database, tmp_path: Path, free_tcp_port: int, start_mail_server: Start
) -> None:
    """What is less urgent waits for six hours for what cannot go, its server being down, and then has the place."""
    server = start_mail_server()
    down, up = real_mail(free_tcp_port)["canales.yaml"], real_mail(server.port)["canales.yaml"]
    assert isinstance(down, str)
    assert isinstance(up, str)
    other = up[: up.index("web:")].replace("correo:\n", "boletin:\n", 1).replace("prensa@", "boletin@")
    news = TOLD.replace("campaña: matriculas", "campaña: noticias").replace("[correo]", "[boletin]")
    urgent = TOLD.replace("clase: gestion", "clase: gestion\nprioridad: alta\nvence: 1 día")
    files = {**_capped(urgent), "campanas/noticias.yaml": news, "canales.yaml": other + down}
    async with at_work(database, tmp_path, DUE, files) as desk:
        desk.people("ana@example.com")
        seen = []
        for hours in (0, 5, 2, 20):
            desk.clock.pass_(hours=hours)
            await desk.turn()
            # The other may have been on the wire, on the way to where nobody answers.
            desk.clock.pass_(seconds=20)
            await desk.turn()
            seen.append([row.state for row in desk.deliveries("anuncio/boletin@1")])
        assert seen == [["pending"], ["pending"], ["sent"], ["sent"]]
        [first] = desk.deliveries("anuncio/correo@1")
        assert first.state in ("failed", "skipped")


async def test_what_serves_has_no_cap(database: Database, tmp_path: Path) -> None:
    """It is neither kept back nor does it take a place."""
    async with at_work(database, tmp_path, DUE, _capped(TOLD.replace("clase: gestion", "clase: servicio"))) as desk:
        desk.people("ana@example.com")
        await desk.turn()
        await desk.reload(_capped(TOLD.replace("id: anuncio", "id: otro")))
        await desk.turn()
        assert desk.states() == {"sent": 2}
