"""Nobody is answered twice by WhatsApp: the daemon is killed while an answer leaves, and Meta tells what came of it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row

from channels.news import Became, Fate, News, Spoke, Word
from delivery.keys import answer_key
from delivery.news.hearing import take_in
from storage.lock import is_held
from storage.tables import reply
from tests.channels.service import Service
from tests.delivery.towns import meta_account
from tests.kills.ears import rows
from tests.kills.life import Life, Nursery
from tests.kills.points import NONE
from tests.kills.ruin import KILLED, PATIENCE, fresh
from tests.servers.fixtures import StartService
from tests.story.daemon import wait_until
from tests.story.place import Place

pytestmark = pytest.mark.waits(6)

ANA, LUIS = "+573001234567", "+573002222222"


def hear(place: Place, *news: News) -> None:
    """What Meta calls with is kept by a panel of another process than the daemon's."""
    place.verb(take_in, place.tenant().accounts["celular"], list(news))


def asks(person: str) -> Spoke:
    """Somebody wants help."""
    return Spoke(f"wamid.{person}", person, Word.HELP, datetime.now(UTC))


def answers(place: Place) -> list[Row[Any]]:
    """All of them, oldest first."""
    with place.database() as database:
        return rows(database, reply)


def texts(service: Service) -> list[str]:
    """Whom the number has answered."""
    return [f"+{call['said']['to']}" for call in service.calls() if call["said"].get("type") == "text"]


def begun(nursery: Nursery, place: Place, point: str) -> Life:
    """A daemon that dies at a point, as soon as nobody else works there."""
    with place.database() as database:
        wait_until(lambda: not is_held(database), "the dead one lets go")
    life = {"config": str(place.config), "url": place.url, "var": str(place.var), "plant": ""}
    return Life(nursery, life | {"point": point, "nth": 1, "delay": 0}).begin()


@pytest.mark.parametrize(
    ("point", "left"), [("after an answer was intended", []), ("before an answer is recorded", [ANA])]
)
def test_an_answer_that_a_kill_cut_off_is_settled_by_meta(
    tmp_path: Path, nursery: Nursery, start_service: StartService, point: str, left: list[str]
) -> None:
    """In doubt for whoever comes next, and not sent again; delivered once Meta says so, with the answer's own key."""
    service = start_service("whatsapp")
    place = fresh(tmp_path / "town", f"sqlite:///{tmp_path / 'town' / 'var' / 'pueblo.db'}")
    place.configure(meta_account("celular", "whatsapp", service))
    place.people(0)
    hear(place, asks(ANA))
    assert begun(nursery, place, point).ended(PATIENCE) == KILLED
    assert [row.state for row in answers(place)] == ["sending"]
    hear(place, asks(LUIS))
    life = begun(nursery, place, NONE)
    wait_until(lambda: [row.state for row in answers(place)] == ["uncertain", "sent"], "the next answer")
    assert life.stop() == {"code": 0}
    assert texts(service) == [*left, LUIS]
    (first, _) = answers(place)
    hear(place, Became("wamid.1:read", "wamid.1", Fate.READ, answer_key(first.id), datetime.now(UTC)))
    assert [(row.state, row.address) for row in answers(place)] == [("sent", None)] * 2
