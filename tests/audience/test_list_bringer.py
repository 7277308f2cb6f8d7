"""Whoever works on a list ends with the program that began it."""

import json
import signal
from pathlib import Path

from audience.brought_list import PATIENCE, Brought, Stage, hand_in
from audience.list_bringer import Order
from delivery.apart import begin_attended
from tests.audience.people import NOW


def test_nobody_works_on_a_list_whose_program_is_gone(tmp_path: Path) -> None:
    """Its standard input ends: it is stopped, and what it was at stands as it was, to go on from there."""
    folder = hand_in(tmp_path / "sala", Brought(Stage.BRINGING, "gente.csv", "ana", NOW), None)
    order = Order(Stage.BRINGING, 0, "sqlite:///nada.db", "", 1, "UTC", str(folder.path), [], "ana", NOW.isoformat())
    with folder.working() as ours, begin_attended("audience.list_bringer") as process:
        assert ours
        assert process.stdin is not None
        process.stdin.write(order.to_json() + b"\n")
        process.stdin.close()
        assert process.wait(4 * PATIENCE) == -signal.SIGTERM
    found = folder.read()
    assert found is not None
    assert found.under_way


def test_a_list_is_as_it_was_written_down(tmp_path: Path) -> None:
    """With all that was found in it; its file may be called like anything."""
    lists = {"columns": [{"name": "correo"}], "sample": [["a"]], "notes": ["sensible"], "remarks": [(2, "mal")]}
    brought = Brought(Stage.READ, "gente.csv", "ana", NOW, counts={"rows": 2}, **lists)  # type: ignore[arg-type]
    folder = hand_in(tmp_path / "sala", brought, None)
    assert folder.read() == brought
    assert json.loads((folder.path / "estado.json").read_text(encoding="utf-8"))["stage"] == "read"
