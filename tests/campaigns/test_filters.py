"""How figures, days and lists are written: Spanish of Colombia."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from campaigns.filters import FILTERS, FilterError
from campaigns.moment import Moment
from campaigns.record import Record

BOGOTA = ZoneInfo("America/Bogota")
BERLIN = ZoneInfo("Europe/Berlin")


def moment(text: str, zone: ZoneInfo = BOGOTA) -> Moment:
    """`2027-01-12 07:00`, or a whole day."""
    return Moment(datetime.fromisoformat(text).replace(tzinfo=zone), timed=" " in text)


def written(name: str, value: object, *arguments: str) -> object:
    """What a filter makes of a value."""
    return FILTERS[name].write(value, *arguments)


@pytest.mark.parametrize(
    ("name", "text", "result"),
    [
        ("fecha", "2027-01-12 07:00", "12 de enero de 2027"),
        ("fecha", "2027-01-01", "1 de enero de 2027"),
        ("fecha", "2028-02-29", "29 de febrero de 2028"),
        ("fecha_corta", "2027-01-02", "02/01/2027"),
        ("dia", "2027-01-12", "martes 12 de enero"),
        ("dia", "2027-09-29 12:30", "miércoles 29 de septiembre"),
        ("hora", "2027-01-12 07:00", "7:00 a. m."),
        ("hora", "2027-01-12 12:00", "12:00 m."),
        ("hora", "2027-01-12 12:01", "12:01 p. m."),
        ("hora", "2027-01-12 00:05", "12:05 a. m."),
        ("hora", "2027-01-12 23:59", "11:59 p. m."),
        ("fecha_hora", "2027-01-12 16:00", "12 de enero de 2027, 4:00 p. m."),
        ("zona", "2027-01-12 16:00", "hora de Colombia"),
    ],
)
def test_moments(name: str, text: str, result: str) -> None:
    """Days and hours read as CLDR writes them for es_CO."""
    assert written(name, moment(text)) == result


def test_the_zone_is_the_moment_s_own() -> None:
    """A municipality elsewhere says its own zone, and one without a country says UTC in words."""
    assert written("zona", moment("2027-01-12 16:00", BERLIN)) == "hora de Europa central"
    assert written("zona", moment("2027-01-12 16:00", ZoneInfo("UTC"))) == "hora universal coordinada"


def test_the_hour_is_the_wall_clock_s_on_both_sides_of_a_change() -> None:
    """On the night when clocks go back, both hours called 2:30 are written 2:30."""
    first = moment("2026-10-25 02:30", BERLIN)
    second = Moment(first.at.replace(fold=1))
    assert written("hora", first) == written("hora", second) == "2:30 a. m."


def test_both_hours_of_a_change_come_back_from_json() -> None:
    """The hour that happens twice keeps which of the two it is."""
    first = moment("2026-10-25 02:30", BERLIN)
    second = Moment(first.at.replace(fold=1))
    for each in (first, second):
        assert Moment.from_json(each.to_json()).to_json() == each.to_json()
    assert first.to_json() != second.to_json()


@pytest.mark.parametrize(
    ("starts", "ends", "result"),
    [
        ("2027-01-12 07:00", "2027-01-29 16:00", "del 12 al 29 de enero de 2027"),
        ("2027-01-28", "2027-02-03", "del 28 de enero al 3 de febrero de 2027"),
        ("2027-12-28", "2028-01-03", "del 28 de diciembre de 2027 al 3 de enero de 2028"),
        ("2027-01-12", "2028-01-12", "del 12 de enero de 2027 al 12 de enero de 2028"),
        ("2027-01-12", "2027-01-12", "el 12 de enero de 2027"),
        ("2027-01-12", None, "el 12 de enero de 2027"),
        ("2027-01-12 07:00", None, "el 12 de enero de 2027 a las 7:00 a. m."),
        ("2027-01-12 13:00", None, "el 12 de enero de 2027 a la 1:00 p. m."),
        ("2027-01-12 07:00", "2027-01-12 07:00", "el 12 de enero de 2027 a las 7:00 a. m."),
        ("2027-01-12 07:00", "2027-01-12 16:00", "el 12 de enero de 2027, de 7:00 a. m. a 4:00 p. m."),
        ("2027-01-12 07:00", "2027-01-12", "el 12 de enero de 2027 a las 7:00 a. m."),
    ],
)
def test_ranges(starts: str, ends: str | None, result: str) -> None:
    """A range says month and year once where they are the same, and hours only within one day."""
    last = {"termina": moment(ends)} if ends else {}
    assert written("rango", Record("evento", {"inicia": moment(starts), **last})) == result


@pytest.mark.parametrize(
    ("values", "result"),
    [
        ((), ""),
        (("pan",), "pan"),
        (("pan", "vino"), "pan y vino"),
        (("pan", "vino", "queso"), "pan, vino y queso"),
        (("aguja", "hilo"), "aguja e hilo"),
        (("música", "Iglesia"), "música e Iglesia"),
        (("fuego", "hielo"), "fuego y hielo"),
        (("uno", "Ítaca"), "uno e Ítaca"),
        (("sal", "yodo"), "sal y yodo"),
    ],
)
def test_lists(values: tuple[str, ...], result: str) -> None:
    """«y» becomes «e» before the sound of «i», and stays before a diphthong."""
    assert written("lista", values) == result


@pytest.mark.parametrize(
    ("name", "value", "result"),
    [
        ("pesos", "1234567", "$ 1.234.567"),
        ("pesos", "1.234.567", "$ 1.234.567"),
        ("pesos", 999.5, "$ 1.000"),
        ("pesos", "-50000", "-$ 50.000"),
        ("numero", "1234567,5", "1.234.567,5"),
        ("numero", "12.5", "12,5"),
        ("numero", "1.500", "1.500"),
        ("numero", 0, "0"),
        ("porcentaje", "26", "26%"),
        ("porcentaje", "12,5", "12,5%"),
        ("mayusculas", "niñez", "NIÑEZ"),
        ("minusculas", "NIÑEZ", "niñez"),
    ],
)
def test_figures(name: str, value: object, result: str) -> None:
    """Thousands take points and decimals a comma, whichever way the figure was typed."""
    assert written(name, value) == result


@pytest.mark.parametrize(
    ("value", "result"), [("1", "1 cupo"), ("0", "0 cupos"), ("1200", "1.200 cupos"), (1, "1 cupo")]
)
def test_plurals(value: object, result: str) -> None:
    """Only one is one."""
    assert written("plural", value, "cupo", "cupos") == result


@pytest.mark.parametrize(("value", "result"), [("", "Vecino"), (None, "Vecino"), ("Ana", "Ana"), (0, 0)])
def test_defaults(value: object, result: object) -> None:
    """What is empty counts as missing; zero is a figure."""
    assert written("default", value, "Vecino") == result


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fecha", "2027-01-12"),
        ("hora", moment("2027-01-12")),
        ("fecha_hora", moment("2027-01-12")),
        ("rango", "evento"),
        ("lista", "abc"),
        ("pesos", "mucho"),
        ("pesos", True),
        ("numero", "1.2.3"),
        ("porcentaje", ""),
    ],
)
def test_what_a_filter_cannot_write_is_named(name: str, value: object) -> None:
    """The error names filter and value in Spanish."""
    with pytest.raises(FilterError, match=f"«{name}» necesita"):
        written(name, value)


def test_no_filter_prints_spaces_that_services_count_double() -> None:
    """CLDR's U+202F and U+00A0 become plain spaces everywhere."""
    printed = [written(name, moment("2027-01-12 07:00")) for name in ("hora", "fecha_hora", "zona")]
    printed += [written(name, "1234567,5") for name in ("pesos", "numero", "porcentaje")]
    assert not any(space in str(text) for text in printed for space in ("\u202f", "\u00a0", "\u2009"))
