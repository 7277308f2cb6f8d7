"""A rehearsal is there to show what fails."""

from datetime import date

import pytest

from channels.adapter import Options, Surroundings
from channels.registry import ADAPTERS
from channels.web import Web
from simulation import Simulation
from tests.story.place import Place, campaign, message


class Sick(Web):
    """A medium that cannot even be opened."""

    def __init__(self, options: Options, surroundings: Surroundings) -> None:
        raise KeyError("surroundings")


def test_what_nobody_foresaw_ends_a_simulation(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not wait for a lane that fails, nor count as if nothing were wrong."""
    monkeypatch.setitem(ADAPTERS, "enfermo", f"{__name__}:Sick")
    page = campaign("agua", message("pagina", "2027-01-12 a las 08:00", "sitio"))
    place.configure("sitio: {tipo: enfermo, modo: real}\n", agua=page)
    day = date(2027, 1, 12)
    with pytest.raises(RuntimeError, match="KeyError: 'surroundings'"):
        Simulation(place.tenant(), place.root / "ensayo", day, day, keeps_messages=False).run()
