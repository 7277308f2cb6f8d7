"""What the grammar refuses, where, and what it offers instead."""

import pytest

from campaigns.when import WhenError, check, parse
from campaigns.when.refusals import AMBIGUOUS, MANY_DAYS

AMBIGUITIES = [
    ("cada 15 días a las 08:00", "cada 15 días", ["cada 2 semanas el lunes", "cada mes el día 15 y el último día"]),
    ("cada quince días a las 08:00", "cada quince días", ["cada 2 semanas el lunes"]),
    ("cada 8 días a las 08:00", "cada 8 días", ["cada lunes", "INTERVAL=8"]),
    ("cada 30 días a las 08:00", "cada 30 días", ["cada mes el día 5", "INTERVAL=30"]),
    ("quincenal a las 08:00", "quincenal", ["cada 2 semanas el lunes", "cada mes el día 15 y el último día"]),
    ("quincenalmente", "quincenalmente", ["cada 2 semanas el lunes"]),
    ("cada quincena a las 08:00", "quincena", ["cada 2 semanas el lunes"]),
    ("bimensual", "bimensual", ["el día 1 y el día 15", "cada 2 meses el día 5"]),
    ("bisemanal", "bisemanal", ["cada lunes y jueves", "cada 2 semanas el lunes"]),
    ("bimestral a las 08:00", "bimestral", ["cada 2 meses el día 5"]),
    ("mensual", "mensual", ["cada mes el día 5", "el primer lunes de cada mes"]),
    (
        "cada segundo miércoles a las 08:00",
        "cada segundo miércoles",
        ["cada 2 semanas el miércoles", "el segundo miércoles de cada mes"],
    ),
    ("cada tercer día a las 08:00", "cada tercer día", ["cada 2 días", "cada 3 días", "cada mes el día 3"]),
    ("cada primero de mes a las 08:00", "cada primero de mes", ["cada mes el día 1"]),
    ("cada mes el día 31 a las 08:00", "el día 31", ["el último día de cada mes", "el día 28", "BYMONTHDAY=31"]),
    ("el quinto lunes de cada mes a las 08:00", "el quinto lunes", ["el último lunes de cada mes"]),
    ("cada año el 29 de febrero a las 08:00", "el 29 de febrero", ["28 de febrero", "1 de marzo"]),
    ("cada 3 meses a las 08:00 desde 2027-01-31", "cada 3 meses", ["cada 3 meses el último día"]),
    ("cada 2 días hábiles a las 08:00", "cada 2 días hábiles", ["cada día hábil"]),
    ("el lunes a las 08:00", "el lunes", ["cada lunes", "el primer lunes de cada mes"]),
    ("el 24 de junio a las 08:00", "el 24 de junio", ["cada año el 24 de junio"]),
    ("el primer lunes a las 08:00", "el primer lunes", ["cada mes el primer lunes"]),
    ("cada mes a las 08:00", "cada mes", ["cada mes el día 5"]),
    ("cada semana a las 08:00", "cada semana", ["cada martes"]),
    ("cada año a las 08:00", "cada año", ["cada año el 24 de junio"]),
    ("cada hora", "cada hora", ["cada hora hasta levantar"]),
    ("semana santa a las 08:00", "semana santa", ["domingo de ramos"]),
    ("2 horas antes de navidad", "2 horas antes de navidad", ["1 día antes de navidad"]),
    (
        "el lunes 12 de enero de 2027 a las 08:00",
        "el lunes 12 de enero de 2027",
        ["el martes 12 de enero de 2027", "el lunes 11 de enero de 2027"],
    ),
    ("periódicamente", "periódicamente", ["cada lunes"]),
    ("mañana a las 08:00", "mañana", ["2027-01-12"]),
    ("", "", ["2027-01-12", "cada lunes", "15 días antes"]),
]
MISTAKES = [
    ("cada lunez a las 08:00", "lunez", "No se conoce la palabra «lunez»", "¿Quiso decir «lunes»?"),
    ("cada miercole a las 08:00", "miercole", "No se conoce la palabra", "¿Quiso decir «miércoles»?"),
    ("15 días antez a las 08:00", "antez", "No se conoce la palabra «antez»", "¿Quiso decir «antes»?"),
    ("el 12 de enro de 2027 a las 08:00", "enro", "No se conoce la palabra «enro»", "«enero»"),
    ("el primer lunez de cada mes a las 08:00", "lunez", "No se conoce la palabra", "«lunes»"),
    ("el segundo a las 08:00", "el segundo", "Falta decir qué día", "el primer lunes de cada mes"),
    ("el xyzzy", "xyzzy", "No se conoce la palabra «xyzzy»", "docs/cuando.md"),
    ("2027-02-30 a las 08:00", "2027-02-30", "No existe el 30 de febrero de 2027", "Revise el día"),
    ("el 31 de febrero de 2027 a las 08:00", "el 31 de febrero de 2027", "No existe el 31 de febrero", "Revise"),
    ("2027-13-01 a las 08:00", "2027-13-01", "No existe el 1 de mes 13", "Revise"),
    ("1927-01-12 a las 08:00", "1927-01-12", "fuera de lo posible", "Revise el año"),
    ("12/01/2027 a las 08:00", "12/01/2027", "cuál es el día y cuál el mes", "2027-06-05"),
    ("el 5 de enero a las 08:00", "el 5 de enero", "no dice el año", "«el 5 de enero de AAAA a las 08:00», o rep"),
    ("el 29 de febrero a las 08:00", "el 29 de febrero", "no dice el año", "«el 29 de febrero de AAAA a las 08:00»."),
    ("el martes 5 de enero a las 08:00", "el martes 5 de enero", "debe decir el año", "«el martes 5 de enero de AAAA"),
    ("31/02/2027 a las 08:00", "31/02/2027", "No existe el 31 de febrero de 2027", "Revise el día"),
    ("13/02/2027 a las 08:00", "13/02/2027", "Así no se escriben las fechas", "«2027-02-13», o «el 13 de febrero de"),
    ("02/13/27 a las 08:00", "02/13/27", "Así no se escriben las fechas", "«2027-02-13»"),
    ("05/05/2027 a las 08:00", "05/05/2027", "Así no se escriben las fechas", "«2027-05-05»"),
    ("cada lunes a las 08:00 durante la jornada", "durante", "No se sabe de cuándo a cuándo", "«durante el evento»"),
    ("2027-01-12 a las 25:00", "25:00", "No existe la hora 25:00", "00:00 a 23:59"),
    ("2027-01-12 a las 24:00", "24:00", "No existe la hora 24:00", "día siguiente"),
    ("2027-01-12 a las 08:60", "08:60", "No existe la hora 8:60", "23:59"),
    ("2027-01-12 a las 8", "8", "de la mañana o de la tarde", "«a las 08:00» o «a las 20:00»"),
    ("2027-01-12 a las 19:30 a. m.", "19:30 a. m", "no existe", "19:30"),
    ("2027-01-12 a las 12 de la noche", "12 de la noche", "no dice de qué día", "00:00"),
    ("2027-01-12 a medianoche", "medianoche", "puede ser la que empieza el día", "23:59"),
    ("2027-01-12 a las ocho", "ocho", "va en números", "08:00"),
    ("2027-01-12 a las", "", "Falta la hora", "08:00"),
    ("2027-01-12", "2027-01-12", "Falta la hora", "2027-01-12 a las 08:00"),
    ("cada lunes", "cada lunes", "Falta la hora", "cada lunes a las 08:00"),
    ("15 días antes", "15 días antes", "Falta la hora", "15 días antes a las 08:00"),
    (
        "2027-01-12 a las 07:30 y 18:00",
        "2027-01-12 a las 07:30 y 18:00",
        "sale una vez y tiene varias horas",
        "cada hora",
    ),
    ("15 días antes a las 07:30 y 18:00", "15 días antes a las 07:30 y 18:00", "varias horas", "un mensaje para cada"),
    ("2 horas antes a las 08:00", "2 horas antes a las 08:00", "Sobra la hora", "Quite"),
    ("al empezar a las 08:00", "al empezar a las 08:00", "Sobra la hora", "Quite"),
    ("tras aprobar a las 08:00", "tras aprobar a las 08:00", "Sobra la hora", "Quite"),
    ("por orden a las 08:00", "por orden a las 08:00", "Sobra la hora", "Quite"),
    ("por orden desde 2027-01-01", "por orden desde 2027-01-01", "solo van con lo que se repite", "Quite"),
    ("cada lunes a las 08:00 a las 09:00", "a las 09:00", "está dos veces", "a las 07:30 y a las 18:00"),
    ("cada lunes a las 08:00 desde 2027-01-01 desde 2027-02-01", "desde", "está dos veces", "Deje una"),
    ("cada lunes a las 08:00 desde 2027-02-01 hasta 2027-01-01", None, "«hasta» es anterior", "Revise"),
    ("cada lunes a las 08:00 desde enero", "enero", "Falta la fecha después de «desde»", "desde 2027-01-04"),
    ("cada lunes a las 08:00 hasta el 5 de enero", "el 5 de enero", "le falta el año", "hasta 2027-12-31"),
    ("cada lunes a las 08:00 excepto los vientos", "los", "qué días exceptuar", "excepto domingos y festivos"),
    (
        "cada lunes a las 08:00 excepto del 2027-03-05 al 2027-03-01",
        "del 2027-03-05 al 2027-03-01",
        "antes de empezar",
        "primero la fecha menor",
    ),
    (
        "cada lunes a las 08:00 excepto del 5 de enero de 2027 al 10 de marzo",
        "del 5 de enero de 2027 al 10 de marzo",
        "no tiene año",
        "en las dos",
    ),
    ("2027-01-12 a las 08:00 excepto festivos", None, "solo van con lo que se repite", "Quite el límite"),
    ("15 días antes a las 08:00 durante el evento", None, "sobra «durante el evento»", "Quite"),
    ("0 días antes a las 08:00", "0", "La cantidad va de 1 a 1000", "el mismo día"),
    ("20 años antes a las 08:00", "20 años antes", "más de 10 años", "Escriba la fecha"),
    ("2 días antes de publicar anuncio a las 08:00", "2 días antes de publicar anuncio", "No se sabe antes", "después"),
    ("al publicar", "", "Falta decir qué mensaje", "al publicar anuncio"),
    ("al cerrar", "", "Falta decir qué encuesta", "al cerrar la encuesta de anuncio"),
    ("1 día después de cerrar a las 08:00", "a", "Falta decir qué encuesta", "al cerrar la encuesta de anuncio"),
    (
        "2 días antes de cerrar la encuesta de anuncio a las 08:00",
        "2 días antes de cerrar la encuesta de anuncio",
        "No se sabe antes cuándo cerrará una encuesta",
        "«2 días después de cerrar la encuesta de anuncio»",
    ),
    ("al cerrar la encuesta a las 08:00", "al cerrar la encuesta a las 08:00", "Sobra la hora", "Quite"),
    ("cada minuto hasta levantar", "cada minuto hasta levantar", "no se repite cada 1 minuto", "5 minutos"),
    ("cada 200 horas hasta levantar", "cada 200 horas hasta levantar", "no se repite", "168 horas"),
    ("cada lunes a las 08:00 cada martes", "cada", "Aquí no se entiende «cada»", "Revise el orden"),
    ("cada", "", "incompleta", "docs/cuando.md"),
    ("el día 40 de cada mes a las 08:00", "el día 40", "Ningún mes tiene día 40", "1 a 28"),
    ("cada 2027-01-12 a las 08:00", "cada 2027-01-12", "no se repite", "Quite «cada»"),
    ("rrule:FREQ=MINUTELY a las 08:00", "rrule:FREQ=MINUTELY", "FREQ=MINUTELY no se acepta", "RFC 5545"),
    ("rrule:FREQ=SECONDLY;COUNT=3 a las 08:00", "rrule:FREQ=SECONDLY;COUNT=3", "no se acepta", "RFC 5545"),
    (
        " rrule:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30 a las 08:00",
        "rrule:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "no existe en ese mes",
        "RFC 5545",
    ),
    ("rrule:FREQ=DAILY;INTERVAL=7;BYDAY=MO a las 08:00", "rrule:FREQ=DAILY;INTERVAL=7;BYDAY=MO", "nunca", "RFC 5545"),
    ("rrule:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=5 a las 08:00", "rrule:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=5", "BYSETPOS", "RFC"),
    ("rrule:FREQ=WEEKLY;BYDAY=LU a las 08:00", "rrule:FREQ=WEEKLY;BYDAY=LU", "los días son MO", "RFC 5545"),
    ("rrule:FREQ=DAILY;COUNT=5000 a las 08:00", "rrule:FREQ=DAILY;COUNT=5000", "COUNT=5000", "RFC 5545"),
    ("rrule:FREQ=DAILY;UNTIL=20271231T000000Z a las 08:00", "rrule:FREQ=DAILY;UNTIL=20271231T000000Z", "UNTIL", "RFC"),
    ("rrule:FREQ=DAILY;BYHOUR=7 a las 08:00", None, "Sobra la hora", "Quite"),
    ("rrule:", "rrule:", "FREQ= no se acepta", "RFC 5545"),
    ("x" * 501, "x" * 501, "pasa de 500", "más corto"),
]


def refusal_of(text: str) -> WhenError:
    """Returns the error that a text gives."""
    with pytest.raises(WhenError) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(("text", "where", "offered"), AMBIGUITIES, ids=[text for text, _, _ in AMBIGUITIES])
def test_what_can_be_read_in_two_ways_is_refused_with_its_readings(text: str, where: str, offered: list[str]) -> None:
    """Each reading offered is a whole rule that the grammar reads, and stands in the hint."""
    error = refusal_of(text)
    assert text[error.start : error.end] == where
    for words in offered:
        assert any(words in reading for reading in error.readings), error.readings
    for reading in error.readings:
        parse(reading)
        assert f"«{reading}»" in error.hint


@pytest.mark.parametrize(("text", "where", "message", "hint"), MISTAKES, ids=[text[:60] for text, _, _, _ in MISTAKES])
def test_a_mistake_is_shown_where_it_stands(text: str, where: str | None, message: str, hint: str) -> None:
    """The error covers the words that are wrong (all of them where `where` is None), and says what to write."""
    error = refusal_of(text)
    assert text[error.start : error.end] == (text if where is None else where)
    assert message in error.message
    assert hint in error.hint


def test_the_place_of_an_error_counts_the_letters_of_the_file() -> None:
    """Offsets are into the text as given, also where an accent is a letter of its own."""
    text = "cada mie\u0301rcoles a las 25:00"
    error = refusal_of(text)
    assert text[error.start : error.end] == "25:00"


def test_every_reading_that_is_ever_offered_is_readable() -> None:
    """All readings of the tables of ambiguous words parse, and lack nothing when the campaign has no event."""
    for readings in (*AMBIGUOUS.values(), *MANY_DAYS.values()):
        for reading in readings:
            assert check(parse(reading), has_event=False) == []


@pytest.mark.parametrize(
    ("text", "has_event", "messages"),
    [
        ("15 días antes a las 08:00", False, ["Cuenta desde el evento, y la campaña no tiene"]),
        ("15 días antes a las 08:00", True, []),
        ("cada lunes a las 08:00 durante el evento", False, ["Cuenta desde el evento, y la campaña no tiene"]),
        ("cada 2 semanas el martes a las 08:00", False, ["Falta decir desde qué fecha se cuenta"]),
        ("cada 2 semanas el martes a las 08:00", True, []),
        ("cada 2 semanas el martes a las 08:00 desde 2027-01-05", False, []),
        ("cada 2 meses el día 5 a las 08:00", False, ["Falta decir desde qué fecha se cuenta"]),
        ("cada 3 días a las 08:00", False, ["Falta decir desde qué fecha se cuenta"]),
        ("cada lunes a las 08:00", False, []),
        ("rrule:FREQ=DAILY;COUNT=3 a las 08:00", False, ["Falta decir desde qué fecha se cuenta"]),
    ],
)
def test_what_a_rule_lacks_depends_on_its_campaign(text: str, has_event: bool, messages: list[str]) -> None:
    """A rule that counts from the event needs one; one that counts from a first date needs `desde` or the event."""
    problems = check(parse(text), has_event=has_event)
    assert [problem.message for problem in problems] == messages
    for problem in problems:
        assert (problem.start, problem.end) == (0, len(text))
        assert all(check(parse(reading), has_event=False) == [] for reading in problem.readings)
