"""The papers of media that people operate, in what one administration leaves."""

import csv
import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, update

from pieces.drawing import Order, Piece, draw
from storage.database import Database
from storage.tables import publication
from tests.verbs.operator import TOWN, Operator


@pytest.fixture
def played(operator: Operator) -> Operator:
    """Two weeks of a campaign with a spot each Monday, in a rehearsal's own database."""
    operator.town(TOWN)
    operator.does("simulate", "--from", "2030-01-07", "--to", "2030-01-20", "--out", "ensayo")
    return operator


def pieces_of(played: Operator) -> Path:
    """The folder of pieces in the package of the rehearsal."""
    played.does("handover", "empalme", "--db", "sqlite:///ensayo/simulacion.db")
    return played.folder / "empalme/piezas"


def test_each_piece_is_told_by_its_day_its_message_and_its_medium(played: Operator) -> None:
    """On a page in its folder, and in a list beside it; the first page leads there."""
    room = pieces_of(played)
    listed = json.loads((room / "piezas.json").read_text("utf-8"))
    drawn = {path.relative_to(room).as_posix() for path in room.rglob("*.pdf")}
    assert {each["file"] for each in listed} == drawn
    assert [(each["day"], each["message"], each["medium"], each["form"]) for each in listed] == [
        (day, "Matrículas escolares", "Radio", "guion") for day in ("2030-01-07", "2030-01-14")
    ]
    rows = list(csv.reader((room / "piezas.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [row[6] for row in rows[2:]] == [each["file"] for each in listed]
    page = (room / "index.html").read_text("utf-8")
    assert '<h2 id="m1">Enero de 2030</h2>' in page
    assert page.count("<li>2030-01-") == 2
    assert '<a href="piezas/index.html">2 piezas</a>' in (room.parent / "index.html").read_text("utf-8")


def test_pieces_are_drawn_a_few_at_a_time(played: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of four years would fill the memory, or keep one process longer than it is waited for."""
    asked: list[int] = []

    def counted(orders: Sequence[Order]) -> list[Piece]:
        asked.append(len(orders))
        return draw(orders)

    with closing(Database.open("sqlite:///ensayo/simulacion.db")) as database, database.write() as connection:
        second = (publication.c.message == "radio") & (publication.c.occurrence == "2030-01-14")
        said = connection.execute(select(publication.c.content).where(second)).scalar_one()
        connection.execute(update(publication).where(second).values(content=said | {"text": "Otra cosa."}))
    monkeypatch.setattr("handover.pieces.draw", counted)
    monkeypatch.setattr("handover.pieces.AT_ONCE", 1)
    room = pieces_of(played)
    assert asked == [1, 1]
    assert len(json.loads((room / "piezas.json").read_text("utf-8"))) == 2


def test_a_long_key_makes_a_folder_that_any_disk_takes(played: Operator) -> None:
    """File systems stop at 255 octets, and a memory stick's paths soon after."""
    with closing(Database.open("sqlite:///ensayo/simulacion.db")) as database, database.write() as connection:
        ours = update(publication).where(publication.c.message == "radio")
        connection.execute(ours.values(campaign="matriculas-" * 10, message="radio-" * 20))
    room = pieces_of(played)
    folders = [path.name for path in room.iterdir() if path.is_dir()]
    assert len(folders) == 2
    assert all(len(name) <= 150 for name in folders)
