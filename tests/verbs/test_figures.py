"""Figures that are fetched, as an operator sees them: what a source would tell, how it stands, what a report says."""

import asyncio
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from campaigns.days_in_words import days_in_words
from delivery.clock import SystemClock
from delivery.figures.pulling import Pulling
from delivery.figures.spans import over
from delivery.workplace import Workplaces
from tests.campaigns.town import INDICATORS
from tests.channels.service import Service
from tests.servers.fixtures import StartService
from tests.servers.matomo_api import TOKEN, visits
from tests.verbs.operator import TOWN, VARIABLES, Operator
from verbs.call import Call
from verbs.place import workplace

HEAD = "visitas: {nombre: Visitas al sitio, unidad: visitas, tipo: traido, trae: {%s}}\n"
YESTERDAY = over("dia", SystemClock().now(), ZoneInfo("America/Bogota")).last
"""The last day that is over when these tests are read; whoever runs them at four in the morning sees the one before."""
PERIOD = ("report", "--period", f"{YESTERDAY}..{YESTERDAY}")


@pytest.fixture
def matomo(start_service: StartService, operator: Operator) -> Service:
    """A municipality whose visits Matomo counts; its token lies in a file."""
    service = start_service("matomo")
    source = f'matomo: {{direccion: "{service.address}", sitio: 3, clave: "${{archivo:secretos/matomo}}"}}'
    fetches = f"{source}, desde: {YESTERDAY}"
    operator.town({**TOWN, "indicadores.yaml": INDICATORS + HEAD % fetches, "secretos/matomo": TOKEN})
    return service


def fetch() -> None:
    """What the daemon does in one look."""
    with workplace(Call(VARIABLES)) as place:
        places = Workplaces()
        places.put(place)
        asyncio.run(Pulling(place.database, places, place.clock).look(asyncio.Event()))


def visits_in(document: dict[str, Any]) -> Any:
    """The figure in a report."""
    return next(each["value"] for each in document["indicators"] if each["key"] == "visitas")


def test_a_source_is_tried_before_anything_depends_on_it(operator: Operator, matomo: Service) -> None:
    """With the figure that it would give; nothing is kept."""
    [found] = [each for each in operator.reads("doctor") if each["check"] == "figures"]
    assert (found["account"], found["state"]) == ("visitas", "good")
    assert found["evidence"].startswith("La cifra de ")
    assert "según Matomo" in found["evidence"]
    assert visits_in(operator.reads(*PERIOD)) is None


@pytest.mark.parametrize(("fault", "state", "code"), [("denied", "bad", 1), ("server-error", "warning", 0)])
def test_a_source_that_cannot_be_asked_is_told(
    operator: Operator, matomo: Service, fault: str, state: str, code: int
) -> None:
    """Bad where a person has to mend it."""
    matomo.then(fault)
    found = {each["check"]: each for each in operator.reads("doctor", code=code)}["figures"]
    assert (found["state"], bool(found["advice"])) == (state, True)
    assert found["evidence"].startswith("No se puede traer «visitas»:")


def test_a_key_that_is_not_on_this_machine_is_told(operator: Operator, matomo: Service) -> None:
    """And nobody is asked."""
    (operator.folder / "config/secretos/matomo").unlink()
    found = {each["check"]: each for each in operator.reads("doctor", code=1)}["figures"]
    assert "Falta la clave" in found["evidence"]
    assert matomo.calls() == []
    assert operator.reads("check") == []


def test_a_report_counts_what_was_fetched(operator: Operator, matomo: Service) -> None:
    """And shows the row with where it comes from."""
    fetch()
    assert visits_in(operator.reads(*PERIOD)) == visits(YESTERDAY)
    why = operator.does(*PERIOD, "--why", "visitas", "--format", "csv")
    assert "Traída de Matomo" in why
    [figure] = operator.reads("status")["figures"]
    assert (figure["indicator"], figure["latest"], figure["error"]) == ("visitas", str(YESTERDAY), "")
    assert days_in_words(f"Cifra que se trae, visitas: hasta el {YESTERDAY}.") in operator.does("status")


def test_what_could_not_be_fetched_is_told_with_why_and_when(operator: Operator, matomo: Service) -> None:
    """Where it is looked for: in the report and in `status`."""
    matomo.then("denied")
    fetch()
    told = operator.does(*PERIOD, "--format", "csv")
    assert "sin dato: no se pudo traer. Matomo no da la cifra" in told
    assert "(Se intentó el " in told
    [figure] = operator.reads("status")["figures"]
    assert (figure["state"], figure["latest"]) == ("failing", None)
    assert "Atención: no se pudo traer visitas: Matomo no da la cifra" in operator.does("status")


def test_a_figure_that_was_never_asked_for_says_so(operator: Operator, matomo: Service) -> None:
    """Before the daemon has looked."""
    operator.does("status") if (operator.folder / "var").exists() else operator.people()
    assert "todavía no se ha traído de su fuente" in operator.does(*PERIOD, "--format", "csv")


def test_a_person_says_why_and_adds_to_nothing(operator: Operator, matomo: Service) -> None:
    """Where the source told nothing somebody may; where it told, the row that it made is the one to correct."""
    day = ("--date", str(YESTERDAY))
    refused = operator.types("record", "visitas", "7", *day)
    assert (refused.exit_code, "se trae sola de su fuente" in refused.output) == (1, True)
    operator.does("record", "visitas", "7", *day, "--note", "Matomo estuvo caído; lo dice el servidor.")
    assert visits_in(operator.reads(*PERIOD)) == 7
    again = operator.types("record", "visitas", "8", *day, "--note", "Otra vez.")
    assert (again.exit_code, "es la número 1. Corrija esa. Agregue --corrects 1" in again.output) == (1, True)
    fetch()
    assert visits_in(operator.reads(*PERIOD)) == 7


def test_a_simulation_fetches_nothing_and_says_so(operator: Operator, matomo: Service) -> None:
    """The indicator stays without a figure."""
    result = operator.types("simulate", "--from", "2030-01-07", "--to", "2030-01-08", "--json")
    assert "De afuera no se trae ninguna cifra: quedan sin dato visitas." in result.stderr
    assert matomo.calls() == []


def test_a_figure_below_nought_is_no_option(town: Operator) -> None:
    """What adds up is seldom below nought: who means to take something off is told how."""
    told = town.types("record", "visitas", "-5")
    assert told.exit_code == 1
    assert "Las cifras de «visitas» se suman, y -5 le quita." in told.stderr
    assert "--corrects" in told.stderr
    [noted] = town.reads("record", "visitas", "-12,5", "--note", "Se fueron más de los que llegaron")
    assert noted["value"] == -12.5


def test_a_level_may_be_below_nought(town: Operator) -> None:
    """A balance, a growth: whatever holds until the next one."""
    level = "saldo: {nombre: Saldo, unidad: puntos, tipo: declarado, acumula: ultimo}\n"
    town.town({**TOWN, "indicadores.yaml": INDICATORS + level})
    [noted] = town.reads("record", "saldo", "-5")
    assert noted["value"] == -5
    assert "«-1.250» puede leerse de dos maneras" in town.types("record", "saldo", "-1.250").stderr
    assert "No existe la opción" in town.types("record", "saldo", "-5x").stderr


def test_programs_read_what_a_target_over_several_periods_sums_up_to(town: Operator) -> None:
    """One visit a day was to come, and by the end of February 59 have: of that the percentage is, for people too."""
    target = "meta: {acumulada: 365, desde: 2026-01-01, hasta: 2026-12-31}"
    summed = HEAD.replace("tipo: traido, trae: {%s}", f"tipo: declarado, {target}")
    town.town({**TOWN, "indicadores.yaml": INDICATORS + summed})
    for day, value in (("2026-01-15", "40"), ("2026-02-10", "19")):
        town.does("record", "visitas", value, "--date", day)
    report = town.reads("report", "--period", "2026-02")
    [visits] = [each for each in report["indicators"] if each["key"] == "visitas"]
    assert visits["summed"] == {"value": 59, "target": 59, "percent": 100}
    assert (visits["value"], visits["percent"]) == (19, 67.9)
    assert [each["summed"] for each in report["indicators"] if each["key"] != "visitas"] == [None]
