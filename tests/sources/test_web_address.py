"""A figure behind any address: in JSON by its path, in a table by its column; and what is no figure there."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sources import fetching
from sources.numbers import Decimals
from sources.telling import NoFigure, Span, shown
from sources.web_address import CsvFigure, JsonFigure, Place
from tests.channels.service import Service
from tests.servers.fixtures import StartService
from tests.servers.scripted_http import HUGE

BOGOTA = ZoneInfo("America/Bogota")
FIRST, SECOND, THIRD = (Span(date(2027, 1, day), date(2027, 1, day)) for day in (1, 2, 3))


@pytest.fixture
def service(start_service: StartService) -> Service:
    """A web server with figures."""
    return start_service("figures")


def table(service: Service, **more: Any) -> CsvFigure:
    """The office's visits, day by day."""
    given = {"column": "visitas", "taken": "suma", "date_column": "fecha", **more}
    return CsvFigure(Place(f"{service.address}/visitas.csv"), **given)


@pytest.mark.parametrize(("path", "value"), [("datos.0.visitas", 4079), ("datos.0.texto", 1234)])
def test_a_path_leads_to_a_number(service: Service, path: str, value: float) -> None:
    """Through keys and places of lists; of several spans it is the last's, for the document is of now."""
    found = JsonFigure(Place(f"{service.address}/cifras.json"), path)
    assert found.figures([FIRST, SECOND], BOGOTA) == {SECOND: value}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("datos.1.visitas", "En «datos» no hay «1»"),
        ("datos.0.vistas", "En «0» no hay «vistas»; hay: visitas, texto, si, nada"),
        ("cosas", "En el documento no hay «cosas»; hay: datos"),
        ("datos.0.si", "no hay un número"),
        ("datos.0.nada", "no hay un número"),
        ("datos", "no hay un número"),
    ],
)
def test_a_path_that_leads_nowhere_says_where_it_ends(service: Service, path: str, said: str) -> None:
    """With what there is instead."""
    with pytest.raises(NoFigure) as problem:
        JsonFigure(Place(f"{service.address}/cifras.json"), path).figures([FIRST], BOGOTA)
    assert said in problem.value.reason
    assert problem.value.needs_person


def test_an_address_that_takes_days_is_asked_for_each(service: Service) -> None:
    """So the past is told too."""
    found = JsonFigure(Place(f"{service.address}/dia.json?d={{desde}}&h={{hasta}}"), "visitas")
    assert found.figures([FIRST, SECOND, THIRD], BOGOTA) == {FIRST: 101, SECOND: 102, THIRD: 0}
    assert service.calls()[0]["path"] == "/dia.json?d=2027-01-01&h=2027-01-01"


def test_a_key_travels_in_the_header_that_is_named(service: Service) -> None:
    """As a bearer token, unless the service wants it elsewhere."""
    for header in ("Authorization", "X-Api-Key"):
        JsonFigure(Place(f"{service.address}/cifras.json", "k", header), "datos.0.visitas").figures([FIRST], BOGOTA)
    assert [(call["bearer"], call["key"]) for call in service.calls()] == [("Bearer k", None), (None, "k")]


def test_a_key_travels_in_the_address_where_it_is_named_there(service: Service) -> None:
    """Written as addresses write it, and in no header."""
    place = Place(f"{service.address}/cifras.json?token={{clave}}&v=1", "a b/c&d")
    JsonFigure(place, "datos.0.visitas").figures([FIRST], BOGOTA)
    [call] = service.calls()
    assert call["path"] == "/cifras.json?token=a%20b%2Fc%26d&v=1"
    assert (call["bearer"], call["key"]) == (None, None)


@pytest.mark.parametrize("path", ["no-hay?token={clave}", "{clave}/no-hay", "cifras.json?x={clave}"])
def test_a_key_in_an_address_is_told_to_nobody(service: Service, path: str) -> None:
    """Neither where the figure comes from nor why there is none."""
    source = JsonFigure(Place(f"{service.address}/{path}", "canario/1"), "nada")
    with pytest.raises(NoFigure) as problem:
        source.figures([FIRST], BOGOTA)
    said = f"{source.where} {problem.value.reason}"
    assert "canario" not in said
    assert shown("GET /a?t=canario%2F1 canario/1", "canario/1") == "GET /a?t=… …"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, {FIRST: 109, SECOND: 12}),
        ({"where_column": {"municipio": "Segovia"}}, {FIRST: 10, SECOND: 12}),
        ({"taken": "filas", "column": ""}, {FIRST: 2, SECOND: 1}),
        ({"taken": "ultima"}, {FIRST: 99, SECOND: 12}),
        ({"date_column": ""}, {SECOND: 121}),
    ],
)
def test_a_table_is_added_up(service: Service, more: dict[str, Any], told: dict[Span, float]) -> None:
    """By day where rows bear one, only the rows that are asked for; or rows are counted."""
    assert table(service, **more).figures([FIRST, SECOND], BOGOTA) == told


def test_a_table_that_has_not_come_to_a_day_says_nothing_of_it(service: Service) -> None:
    """Nought would be a lie."""
    assert THIRD not in table(service).figures([SECOND, THIRD], BOGOTA)
    with pytest.raises(NoFigure, match="no ha llegado todavía a 2027-01-03: su última fecha es 2027-01-02") as problem:
        table(service).figures([THIRD], BOGOTA)
    assert not problem.value.needs_person


def test_a_table_of_a_spreadsheet_in_spanish_is_read(service: Service) -> None:
    """Semicolons, decimal commas, days as they are written here, and the letters of Windows."""
    found = CsvFigure(Place(f"{service.address}/ventana.csv"), "Cuánto", "suma", "Día", decimals="coma")
    assert found.figures([FIRST, SECOND], BOGOTA) == {FIRST: 1234.5, SECOND: 10}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("fecha,visitas|2027-01-01,muchas", "Línea 2: «muchas» no es un número"),
        ("fecha,visitas|ayer,3", "Línea 2: en «fecha» no hay una fecha"),
        ("fecha,visitas|2027-02-30,3", "Línea 2: en «fecha» no hay una fecha"),
        ("dia,visitas|2027-01-01,3", "no tiene la columna «fecha»; hay: dia, visitas"),
        ("", "no tiene la columna «visitas»"),
        ('fecha,visitas|2027-01-01,"12,5"', "Línea 2: «12,5» no es un número"),
        ('fecha,visitas|2027-01-01,"1.234,5"', "Línea 2: «1.234,5» no es un número"),
        ("fecha,visitas|2027-01-01,1.227", "Línea 2: «1.227» puede ser 1227 o un decimal. Diga en «decimales»"),
        ('fecha,visitas|2027-01-01,"1,227"', "Línea 2: «1,227» puede ser 1227 o un decimal. Diga en «decimales»"),
        ("fecha,visitas|2027-01-01,1_000", "Línea 2: «1_000» no es un número"),
        ("fecha,visitas|2027-01-01,1e400", "Línea 2: «1e400» no es un número"),
        (f"fecha,{'v' * 140_000}|2027-01-01,3", "no se puede leer como CSV"),
    ],
)
def test_what_is_wrong_in_a_table_is_told_with_its_line(service: Service, body: str, said: str) -> None:
    """And a person has to mend it."""
    service.then(f"body:{body}")
    with pytest.raises(NoFigure) as problem:
        table(service).figures([FIRST], BOGOTA)
    assert said in problem.value.reason


@pytest.mark.parametrize(("decimals", "value"), [("coma", 1227), ("punto", 1.227)])
def test_a_point_is_what_the_plan_declares(service: Service, decimals: Decimals, value: float) -> None:
    """A thousand visits are not one and a bit."""
    service.then("body:fecha,visitas|2027-01-01,1.227")
    assert table(service, decimals=decimals).figures([FIRST], BOGOTA) == {FIRST: value}


@pytest.mark.parametrize(
    ("fault", "said", "needs_person"),
    [
        ("page", "no respondió JSON", True),
        ("truncated", "no respondió JSON", True),
        ("page-404", "no hay nada (404)", True),
        ("page-403", "no acepta la clave (403)", True),
        ("page-500", "está fallando (500)", False),
        ("half", "No hay conexión", False),
        ("drop", "No hay conexión", False),
    ],
)
def test_what_a_server_may_do_is_told(service: Service, fault: str, said: str, needs_person: bool) -> None:
    """Whether time heals it too."""
    service.then(fault)
    with pytest.raises(NoFigure) as problem:
        JsonFigure(Place(f"{service.address}/cifras.json"), "datos.0.visitas").figures([FIRST], BOGOTA)
    assert said in problem.value.reason
    assert problem.value.needs_person is needs_person


def test_a_huge_answer_is_given_up(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the machine's memory is full of it."""
    monkeypatch.setattr(fetching, "LARGEST", HUGE // 2)
    service.then("huge")
    with pytest.raises(NoFigure, match="respondió más de 5 MB"):
        JsonFigure(Place(f"{service.address}/cifras.json"), "x").figures([FIRST], BOGOTA)


def test_a_server_that_comes_to_no_end_is_given_up(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that says nothing, and one that goes on for ever byte by byte."""
    monkeypatch.setattr(fetching, "READ", 0.3)
    monkeypatch.setattr(fetching, "WHOLE", 3.0)
    service.then("stall", "trickle")
    for said in ("no respondió a tiempo", "no terminó de responder"):
        with pytest.raises(NoFigure, match=said):
            JsonFigure(Place(f"{service.address}/cifras.json"), "x").figures([FIRST], BOGOTA)


def test_redirections_are_followed_some_steps_and_never_with_a_key(service: Service) -> None:
    """Who knows where the key would go."""
    service.then(*["loop"] * 6)
    with pytest.raises(NoFigure, match="de una dirección a otra sin terminar"):
        JsonFigure(Place(f"{service.address}/cifras.json"), "x").figures([FIRST], BOGOTA)
    calls = len(service.calls())
    service.script.write_text(service.script.read_text() + "loop\n" * 3)
    with pytest.raises(NoFigure, match="lleva a otra dirección"):
        JsonFigure(Place(f"{service.address}/cifras.json", "k"), "x").figures([FIRST], BOGOTA)
    assert len(service.calls()) == calls + 1
