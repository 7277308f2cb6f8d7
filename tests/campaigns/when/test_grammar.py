"""What the grammar of `cuando` reads, and how it says it back."""

import unicodedata

import pytest

from campaigns.when import Lead, WhenError, parse, parse_lead
from campaigns.when.schedules import Unit

ACCEPTED = [
    ("2027-01-12 a las 07:30", "2027-01-12 a las 07:30"),
    ("2027-01-12 07:30", "2027-01-12 a las 07:30"),
    ("el 12 de enero de 2027 a las 7:30 a. m.", "2027-01-12 a las 07:30"),
    ("el martes 12 de enero de 2027 a las 7 p. m.", "2027-01-12 a las 19:00"),
    ("el martes, 12 de enero del 2027, a las 7:30am.", "2027-01-12 a las 07:30"),
    ("el primero de mayo de 2027 a mediodía", "2027-05-01 a las 12:00"),
    ("2027-01-12 a las 12 m.", "2027-01-12 a las 12:00"),
    ("2027-01-12 a las 12:30 a. m.", "2027-01-12 a las 00:30"),
    ("2027-01-12 a las 12 p. m.", "2027-01-12 a las 12:00"),
    ("2027-01-12 a la 1 p. m.", "2027-01-12 a las 13:00"),
    ("2027-01-12 a la 1 a. m.", "2027-01-12 a la 01:00"),
    ("2027-01-12 a las 8 de la noche", "2027-01-12 a las 20:00"),
    ("2027-01-12 a las 18 horas", "2027-01-12 a las 18:00"),
    ("15 días antes a las 08:00", "15 días antes a las 08:00"),
    ("quince dias antes del evento a las 08:00", "15 días antes a las 08:00"),
    ("a las 08:00, 15 días antes de cada fecha", "15 días antes a las 08:00"),
    ("treinta y un días antes a las 08:00", "31 días antes a las 08:00"),
    ("una semana antes de empezar a las 9:00", "1 semana antes a las 09:00"),
    ("3 días hábiles después a las 10:00", "3 días hábiles después a las 10:00"),
    ("3 días hábiles después de terminar a las 10:00", "3 días hábiles después a las 10:00"),
    ("un mes antes a las 10:00", "1 mes antes a las 10:00"),
    ("un año después a las 10:00", "12 meses después a las 10:00"),
    ("2 días antes de terminar a las 10:00", "2 días antes de terminar a las 10:00"),
    ("1 día después del inicio a las 10:00", "1 día después de empezar a las 10:00"),
    ("2 horas antes", "2 horas antes"),
    ("30 minutos después de empezar", "30 minutos después de empezar"),
    ("el mismo día a las 06:00", "el mismo día a las 06:00"),
    ("el último día del evento a las 06:00", "el último día del evento a las 06:00"),
    ("la víspera a las 18:00", "1 día antes a las 18:00"),
    ("al empezar", "al empezar"),
    ("al comenzar el evento", "al empezar"),
    ("al finalizar cada fecha", "al terminar"),
    ("todos los días del evento a las 06:00", "todos los días del evento a las 06:00"),
    ("cada lunes y jueves a las 07:30", "cada lunes y jueves a las 07:30"),
    ("todos los jueves y los lunes a las 07:30", "cada lunes y jueves a las 07:30"),
    ("los sábados a las 18:00 y a las 07:30", "cada sábado a las 07:30 y a las 18:00"),
    (
        "cada lunes, miércoles y viernes a las 07:30, 12:00 y 18:00",
        "cada lunes, miércoles y viernes a las 07:30, a las 12:00 y a las 18:00",
    ),
    ("de lunes a miércoles a las 07:30", "cada lunes, martes y miércoles a las 07:30"),
    ("cada día a las 07:30 y 6 p. m.", "cada día a las 07:30 y a las 18:00"),
    ("todos los días a las 07:30", "cada día a las 07:30"),
    ("todos los días hábiles a las 07:30", "cada día hábil a las 07:30"),
    ("cada 2 semanas el martes a las 07:30 desde 2027-01-05", "cada 2 semanas el martes a las 07:30 desde 2027-01-05"),
    (
        "cada dos semanas a las 07:30 desde el 5 de enero de 2027",
        "cada 2 semanas el martes a las 07:30 desde 2027-01-05",
    ),
    ("el primer lunes de cada mes a las 08:00", "cada mes el primer lunes a las 08:00"),
    ("el primer y el tercer lunes del mes a las 08:00", "cada mes el primer lunes y el tercer lunes a las 08:00"),
    ("el 2.º día hábil de cada mes a las 08:00", "cada mes el segundo día hábil a las 08:00"),
    ("los días 20 y 5 de cada mes a las 08:00", "cada mes el día 20 y el día 5 a las 08:00"),
    ("el 15 de cada mes a las 08:00", "cada mes el día 15 a las 08:00"),
    ("cada mes el día 15 y el último día hábil a las 08:00", "cada mes el día 15 y el último día hábil a las 08:00"),
    (
        "el último día de cada 2 meses desde 2027-01-01 a las 08:00",
        "cada 2 meses el último día a las 08:00 desde 2027-01-01",
    ),
    ("cada 3 meses desde 2027-01-10 a las 08:00", "cada 3 meses el día 10 a las 08:00 desde 2027-01-10"),
    ("cada 6 meses el día 5 a las 08:00", "cada 6 meses el día 5 a las 08:00"),
    ("cada 24 de junio a las 08:00", "cada año el 24 de junio a las 08:00"),
    (
        "cada año el 24 de diciembre y el 24 de junio a las 08:00",
        "cada año el 24 de junio y el 24 de diciembre a las 08:00",
    ),
    ("el Jueves Santo a las 8:00", "cada año el jueves santo a las 08:00"),
    ("cada jueves santo a las 8:00", "cada año el jueves santo a las 08:00"),
    ("la víspera de Navidad a las 18:00", "1 día antes de navidad a las 18:00"),
    ("2 días antes de Semana Santa a las 08:00", "2 días antes de semana santa a las 08:00"),
    ("las vísperas de festivos a las 17:00", "cada víspera de festivo a las 17:00"),
    ("cada festivo a las 17:00", "cada festivo a las 17:00"),
    ("2 horas después de publicar anuncio", "2 horas después de publicar anuncio"),
    ("al publicar «matriculas-2027/anuncio»", "al publicar matriculas-2027/anuncio"),
    ("3 días después de publicar anuncio a las 09:00", "3 días después de publicar anuncio a las 09:00"),
    ("cada hora hasta levantar", "cada hora hasta levantar"),
    ("cada media hora hasta levantar la alerta", "cada 30 minutos hasta levantar"),
    ("al publicar mediodia", "al publicar mediodia"),
    ("tras aprobar", "tras aprobar"),
    ("por orden", "por orden"),
    ("por orden de una persona", "por orden"),
    ("cuando se ordene", "por orden"),
    (
        "cada lunes a las 07:30 excepto en julio, enero y festivos",
        "cada lunes a las 07:30 excepto festivos, en enero y en julio",
    ),
    (
        "cada día a las 07:30 excepto domingos, sábado y festivos",
        "cada día a las 07:30 excepto festivos, los sábados y los domingos",
    ),
    ("cada lunes excepto el 24 de diciembre a las 07:30", "cada lunes a las 07:30 excepto el 24 de diciembre"),
    (
        "cada lunes a las 07:30 salvo del 20 de diciembre al 10 de enero",
        "cada lunes a las 07:30 excepto del 20 de diciembre al 10 de enero",
    ),
    (
        "cada lunes a las 07:30 excepto del 5 al 10 de marzo de 2027",
        "cada lunes a las 07:30 excepto del 2027-03-05 al 2027-03-10",
    ),
    (
        "durante el evento, cada lunes a las 07:30, hasta 2027-12-31",
        "cada lunes a las 07:30 hasta 2027-12-31 durante el evento",
    ),
    (
        "RRULE:byday=MO,TH;freq=weekly;byhour=7,18;byminute=30;UNTIL=20271231",
        "rrule:FREQ=WEEKLY;BYDAY=MO,TH a las 07:30 y a las 18:30 hasta 2027-12-31",
    ),
]


@pytest.mark.parametrize(("text", "says"), ACCEPTED, ids=[text for text, _ in ACCEPTED])
def test_each_phrase_has_one_canonical_form(text: str, says: str) -> None:
    """A rule says itself in canonical Spanish, which reads back as an equal rule."""
    rule = parse(text)
    assert rule.describe() == says
    assert parse(says) == rule
    assert hash(parse(says)) == hash(rule)


@pytest.mark.parametrize("text", [text for text, _ in ACCEPTED])
def test_writing_does_not_matter(text: str) -> None:
    """Capitals, decomposed accents, missing accents and extra spaces read as the same rule."""
    rule = parse(text)
    bare = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    spaced = "  " + text.replace(" ", "\u202f  ") + " "
    assert parse(unicodedata.normalize("NFD", text)) == rule
    assert parse(spaced) == rule
    if "publicar" not in text:
        assert parse(bare) == rule
        assert parse(text.upper()) == rule


@pytest.mark.parametrize(
    ("text", "recurring", "needs_event", "needs_anchor"),
    [
        ("2027-01-12 a las 07:30", False, False, False),
        ("15 días antes a las 07:30", False, True, False),
        ("todos los días del evento a las 07:30", True, True, False),
        ("cada lunes a las 07:30", True, False, False),
        ("cada lunes a las 07:30 durante el evento", True, True, False),
        ("cada 2 semanas el lunes a las 07:30", True, False, True),
        ("el jueves santo a las 07:30", True, False, False),
        ("al publicar anuncio", False, False, False),
        ("cada hora hasta levantar", True, False, False),
        ("tras aprobar", False, False, False),
        ("por orden", False, False, False),
        ("rrule:FREQ=WEEKLY;BYDAY=MO a las 07:30", True, False, False),
        ("rrule:FREQ=WEEKLY a las 07:30", True, False, True),
        ("rrule:FREQ=DAILY;COUNT=3 a las 07:30", True, False, True),
        ("rrule:FREQ=MONTHLY a las 07:30", True, False, True),
    ],
)
def test_a_rule_says_what_it_needs(text: str, recurring: bool, needs_event: bool, needs_anchor: bool) -> None:
    """A rule knows whether it repeats by itself, needs the event, and counts from a first date."""
    rule = parse(text)
    assert (rule.recurring, rule.needs_event, rule.needs_anchor) == (recurring, needs_event, needs_anchor)


def test_a_rule_names_what_it_waits_for() -> None:
    """The publication to follow, the alert, the approval and the order can be asked of the rule."""
    assert parse("2 horas después de publicar Anuncio-1").after == "Anuncio-1"
    assert parse("cada lunes a las 08:00").after is None
    assert parse("cada hora hasta levantar").until_lifted
    assert not parse("cada hora hasta levantar").after_approval
    assert parse("tras aprobar").after_approval
    assert not parse("tras aprobar").by_order
    assert parse("por orden").by_order


def test_the_text_stays_with_the_rule_but_is_no_part_of_it() -> None:
    """Two wordings of one rule are equal, and each keeps its own words."""
    first, second = parse("cada lunes a las 7:30 a. m."), parse("todos los lunes a las 07:30")
    assert first == second
    assert first.text == "cada lunes a las 7:30 a. m."


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("5 días hábiles", Lead(5, Unit.WORKDAY)),
        ("Dos semanas antes", Lead(2, Unit.WEEK)),
        ("48 horas", Lead(48, Unit.HOUR)),
        ("1 mes", Lead(1, Unit.MONTH)),
    ],
)
def test_a_lead_is_read(text: str, lead: Lead) -> None:
    """A minimum lead is an amount and a unit, and says itself back."""
    assert parse_lead(text) == lead
    assert parse_lead(lead.describe()) == lead


@pytest.mark.parametrize("text", ["", "pronto", "5", "días", "5 días hábiles y medio", "0 días"])
def test_what_is_no_lead_is_refused(text: str) -> None:
    """A lead that is not an amount and a unit is refused with an example."""
    with pytest.raises(WhenError):
        parse_lead(text)
