"""Servers that mean harm: none of them fills the memory, holds the thread, or leads into the municipality's network."""

import tracemalloc
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from sources import fetching, inwards
from sources.fetching import Request, fetch
from sources.telling import NoFigure, Span
from sources.web_address import CsvFigure, JsonFigure, Place
from tests.servers.fixtures import StartServer, StartService

BOGOTA = ZoneInfo("America/Bogota")
DAY = Span(date(2027, 1, 1), date(2027, 1, 1))
MEGABYTE = 1_000_000


@pytest.fixture
def hostile(start_server: StartServer) -> str:
    """Its address."""
    return f"http://127.0.0.1:{start_server('tests.servers.hostile').port}"


def why(address: str) -> NoFigure:
    """Why nothing came."""
    with pytest.raises(NoFigure) as problem:
        fetch(Request(address))
    return problem.value


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("bomba", "respondió más de 1 MB"),
        ("bomba-doble", r"comprimido de una manera que no se lee \(gzip, gzip\)"),
        ("a-medias", "llegó incompleto"),
        ("danado", "no se deja descomprimir"),
    ],
)
def test_a_packed_answer_is_never_larger_in_memory_than_may_be(
    hostile: str, monkeypatch: pytest.MonkeyPatch, path: str, said: str
) -> None:
    """Four hundred million noughts are packed into less than half a million bytes."""
    monkeypatch.setattr(fetching, "LARGEST", MEGABYTE)
    fetch(Request(f"{hostile}/cifra"))
    tracemalloc.start()
    try:
        with pytest.raises(NoFigure, match=said):
            fetch(Request(f"{hostile}/{path}"))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 8 * MEGABYTE


def test_what_is_kept_packed_is_read_all_the_same(hostile: str) -> None:
    """Some servers send a file as they have it, whatever they are asked for."""
    assert JsonFigure(Place(f"{hostile}/empacado"), "visitas").figures([DAY], BOGOTA) == {DAY: 7}


@pytest.mark.parametrize("path", ["gotas-cabecera", "gotas-trozo", "gotas-cuerpo"])
def test_no_server_holds_on_by_a_byte_now_and_then(hostile: str, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """In the head of its answer, between two parts of it, or within them: each byte comes in time, the end never."""
    monkeypatch.setattr(fetching, "WHOLE", 0.6)
    problem = why(f"{hostile}/{path}")
    assert "no terminó de responder" in problem.reason
    assert not problem.needs_person


def test_no_server_of_the_internet_leads_into_the_municipality_s_network(
    start_server: StartServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not even asked; what staff wrote themselves may lie there."""
    outside = f"http://127.0.0.1:{start_server('tests.servers.hostile').port}"
    inside = f"http://127.0.0.2:{start_server('tests.servers.hostile', '--host', '127.0.0.2').port}"
    monkeypatch.setattr(inwards, "is_public", lambda address: address == "127.0.0.1")

    assert "red interna" in why(f"{outside}/hacia?{inside}/cifra").reason
    assert "red interna" in why(f"{outside}/hacia?{outside}/hacia?{inside}/cifra").reason
    assert fetch(Request(f"{inside}/cifra")).document == {"visitas": 7}
    assert fetch(Request(f"{inside}/hacia?{outside}/cifra")).document == {"visitas": 7}


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("181.49.10.1", True),
        ("2800:484::1", True),
        ("127.0.0.1", False),
        ("::1", False),
        ("10.1.2.3", False),
        ("192.168.0.9", False),
        ("169.254.169.254", False),
        ("fe80::1%eth0", False),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_addresses_of_the_internet(address: str, public: bool) -> None:
    """Those of machines that rent out themselves tell their secrets under one that is none."""
    assert inwards.is_public(address) is public


def test_nothing_but_a_web_server_is_asked(hostile: str) -> None:
    """A redirection to a file reads no file."""
    problem = why(f"{hostile}/hacia?file:///etc/passwd")
    assert "«direccion» no sirve" in problem.reason
    assert problem.needs_person


@pytest.mark.parametrize(
    "body",
    [
        "[" * 10_000 + "]" * 10_000,
        '{"visitas": 1e400}',
        '{"visitas": NaN}',
        '{"visitas": -Infinity}',
        '{"visitas": ' + "9" * 5_000 + "}",
        '{"visitas": ' + "9" * 4_000 + "}",
        '{"visitas": {"visitas": 1}}',
    ],
    ids=["depth", "1e400", "nan", "infinity", "digits-5000", "digits-4000", "object"],
)
def test_what_is_no_number_of_anything_is_no_figure(start_service: StartService, body: str) -> None:
    """However it is written."""
    service = start_service("figures")
    service.then(f"body:{body}")
    with pytest.raises(NoFigure) as problem:
        JsonFigure(Place(f"{service.address}/x"), "visitas").figures([DAY], BOGOTA)
    assert problem.value.needs_person


def test_a_document_beyond_all_measure_is_not_read(
    start_service: StartService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As values it takes twenty times as much as in bytes."""
    monkeypatch.setattr("sources.web_address.LARGEST_DOCUMENT", 1_000)
    service = start_service("figures")
    service.then("body:[" + "[]," * 500 + "[]]")
    with pytest.raises(NoFigure, match="MB de JSON"):
        JsonFigure(Place(f"{service.address}/x"), "0").figures([DAY], BOGOTA)


def test_a_table_of_a_million_rows_is_added_up_row_by_row(
    start_service: StartService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rows would take forty times as much as its bytes."""
    rows = 200_000
    monkeypatch.setattr(Place, "body", lambda _place, _span: b"visitas\n" + b"1\n" * rows)
    table = CsvFigure(Place("http://x"), "visitas", "suma")
    tracemalloc.start()
    try:
        assert table.figures([DAY], BOGOTA) == {DAY: rows}
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 5 * MEGABYTE


def test_what_a_server_writes_commands_no_terminal(start_service: StartService) -> None:
    """Its names are shown, as far as they are letters and not too long."""
    service = start_service("figures")
    service.then('body:{"\\u001b[2J\\u202emalo": 1, "' + "a" * 5_000 + '": 2}')
    with pytest.raises(NoFigure) as problem:
        JsonFigure(Place(f"{service.address}/x"), "visitas").figures([DAY], BOGOTA)
    assert problem.value.reason.isprintable()
    assert "malo" in problem.value.reason
    assert len(problem.value.reason) < 200


def test_what_stands_behind_the_question_mark_is_shown_to_nobody(start_service: StartService) -> None:
    """Some services want their key there."""
    service = start_service("figures")
    place = Place(f"{service.address}/x?token=canario")
    service.then("body:no", "page-500", "body:[]")
    for _ in range(3):
        with pytest.raises(NoFigure) as problem:
            JsonFigure(place, "visitas").figures([DAY], BOGOTA)
        assert "canario" not in problem.value.reason
    assert "canario" not in JsonFigure(place, "visitas").where + CsvFigure(place, "v", "suma").where
