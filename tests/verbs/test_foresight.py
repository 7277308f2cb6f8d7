"""What `simulate` foretells of a plan: its targets, the load of weeks and persons, what comes late or too close."""

from typing import Any

import pytest

from tests.campaigns.town import ACCOUNTS, CAMPAIGN, INDICATORS
from tests.verbs.operator import Operator

FILE = "campanas/matriculas.yaml"
WEEK = ("--from", "2027-01-04", "--to", "2027-01-10")
"""A week with a message a day; of those that people carry out, three end in it: their term is two working days."""
DAILY = CAMPAIGN.replace("cuando: 15 días antes a las 08:00", "cuando: cada día a las 08:00")
HEAD = DAILY.partition("mensajes:\n")[0] + "mensajes:\n"


def indicator(more: str) -> str:
    """One indicator of the plan's, besides the one that its rows name."""
    return f"{INDICATORS}cosas: {{nombre: N° de cosas, unidad: cosas, periodo: semana, {more}}}\n"


def messages(*lines: str) -> str:
    """A campaign with messages written in a line each, without their words."""
    words = "asunto: Matrículas, texto: Empiezan."
    return HEAD + "".join(f"  - {{id: m{number}, {line}, {words}}}\n" for number, line in enumerate(lines, start=1))


def target(operator: Operator, more: str, accounts: str = "[web]") -> dict[str, Any]:
    """What is foretold of one target, in a week with a message a day."""
    operator.town({FILE: DAILY.replace("[correo, web]", accounts), "indicadores.yaml": indicator(more)})
    [found] = operator.reads("simulate", *WEEK)["targets"]
    return dict(found)


CALENDAR = "tipo: automatico, cuenta: contenidos, filtro: {{canales: [{}]}}, meta: {{valor: {}}}"
TASKS = "tipo: automatico, cuenta: {}, meta: {{valor: {}}}"


@pytest.mark.parametrize(
    ("more", "accounts", "prospect", "foreseen", "day", "needed"),
    [
        (CALENDAR.format("web", 5), "[web]", "reached", 7, "2027-01-08", ""),
        (CALENDAR.format("web", 7), "[web]", "reached", 7, "2027-01-10", ""),
        (CALENDAR.format("web", 10), "[web]", "missed", 7, None, "da 7 de 10: faltan 3"),
        (
            CALENDAR.format("emisora", 2),
            "[emisora]",
            "by_people",
            3,
            None,
            "las 3 las hace una persona: se supuso que cumple con todas",
        ),
        (CALENDAR.format("emisora", 4), "[emisora]", "missed", 3, None, "da 3 de 4: faltan 1"),
        (
            CALENDAR.format("web, emisora", 9),
            "[web, emisora]",
            "by_people",
            10,
            None,
            "3 de las 10 las hace una persona: se supuso que cumple con todas",
        ),
        (
            TASKS.format("cantidad-confirmada", 30),
            "[emisora]",
            "by_people",
            None,
            None,
            "hay 3 tareas: hacen falta 10 cosas en cada una",
        ),
        (
            TASKS.format("cantidad-confirmada", 70),
            "[web]",
            "missed",
            0,
            None,
            "el calendario no tiene ninguna tarea que la cuente",
        ),
        (
            TASKS.format("tareas-cumplidas", 2),
            "[emisora]",
            "by_people",
            3,
            None,
            "hay 3 tareas y deben cumplirse 2",
        ),
        (
            TASKS.format("tareas-cumplidas", 3),
            "[emisora]",
            "by_people",
            3,
            None,
            "hay 3 tareas y deben cumplirse todas",
        ),
        (TASKS.format("tareas-cumplidas", 5), "[emisora]", "missed", 3, None, "da 3 de 5: faltan 2"),
        (
            TASKS.format("alcanzados", 100),
            "[correo]",
            "unknown",
            None,
            None,
            "faltan los contactos: deben recibirlo 100 personas",
        ),
        (
            TASKS.format("vistas", 100),
            "[web]",
            "unknown",
            None,
            None,
            "la dirá el servicio: debe llegar a 100",
        ),
        ("tipo: declarado, meta: {valor: 12}", "[web]", "unknown", None, None, "hacen falta 12"),
        (
            "tipo: declarado, meta: {valor: 90}, acumula: ultimo",
            "[web]",
            "unknown",
            None,
            None,
            "debe llegar a 90",
        ),
        (
            "tipo: declarado, meta: {crecimiento: 50}",
            "[web]",
            "unknown",
            None,
            None,
            "falta la línea base para calcular la meta",
        ),
    ],
)
def test_each_target_says_what_it_hangs_on(
    operator: Operator,
    more: str,
    accounts: str,
    prospect: str,
    foreseen: float | None,
    day: str | None,
    needed: str,
) -> None:
    """The calendar alone, people's hands, or what nobody knows yet; and what is lacking."""
    found = target(operator, more, accounts)
    assert (found["prospect"], found["foreseen"], found["reached_on"]) == (prospect, foreseen, day)
    assert found["needed"] == needed


def test_a_target_that_days_made_uneven_is_reached_by_whole_ones(operator: Operator) -> None:
    """One a week are 52,14 in 365 days: 52 are enough, and 51 are not."""
    more = CALENDAR.format("web", 1)
    for start, prospect in (("2027-01-04", "reached"), ("2027-01-11", "missed")):
        weekly = CAMPAIGN.replace("cuando: 15 días antes a las 08:00", f"cuando: cada lunes a las 08:00 desde {start}")
        operator.town({FILE: weekly.replace("[correo, web]", "[web]"), "indicadores.yaml": indicator(more)})
        [found] = operator.reads("simulate", "--from", "2027-01-01", "--to", "2027-12-31")["targets"]
        assert (round(found["target"], 2), found["prospect"]) == (52.14, prospect)


def test_where_less_is_better_a_rehearsal_only_says_what_is_too_much(operator: Operator) -> None:
    """Seven in a week where five are the most; where ten are, more may still come."""
    for most, prospect in ((5, "missed"), (10, "unknown")):
        found = target(operator, CALENDAR.format("web", most) + ", sentido: baja")
        assert (found["prospect"], found["foreseen"]) == (prospect, 7)
        assert found["needed"].endswith(f"no debe pasar de {most}")


def test_what_is_worked_out_names_what_it_comes_from(operator: Operator) -> None:
    """Whose figures have to be noted down is known beforehand."""
    files = indicator("tipo: derivado, porcentaje: {de: hechos, sobre: todos}, meta: {valor: 90}") + "".join(
        f"{key}: {{nombre: {key.title()}, unidad: trámites, tipo: declarado}}\n" for key in ("hechos", "todos")
    )
    operator.town({FILE: DAILY, "indicadores.yaml": files})
    [found] = operator.reads("simulate", *WEEK)["targets"]
    assert (found["prospect"], found["needed"]) == ("unknown", "sale de «Hechos» y «Todos»: debe llegar a 90")


def test_who_is_reached_is_known_where_the_contacts_are(operator: Operator) -> None:
    """Two people, a mail a day: fourteen in a week."""
    operator.town(
        {
            FILE: DAILY.replace("[correo, web]", "[correo]"),
            "indicadores.yaml": indicator(TASKS.format("alcanzados", 20)),
        }
    )
    (operator.folder / "gente.csv").write_text("nombre,correo\nAna,ana@x.gov.co\nLuis,luis@x.gov.co\n", "utf-8")
    operator.does("contacts", "import", "gente.csv")
    [found] = operator.reads("simulate", *WEEK)["targets"]
    assert (found["prospect"], found["foreseen"], found["needed"]) == ("missed", 12, "da 12 de 20: faltan 8")


def test_the_answer_comes_in_one_sentence(operator: Operator) -> None:
    """How many of the targets, and which not."""
    files = {
        FILE: DAILY.replace("[correo, web]", "[web]"),
        "indicadores.yaml": indicator(CALENDAR.format("web", 10))
        + "visitas: {nombre: Visitas, unidad: visitas, tipo: declarado, meta: {valor: 9}}\n",
    }
    operator.town(files)
    told = operator.does("simulate", *WEEK)
    assert "no alcanza por sí solo ninguna de sus 2 metas; 1 no se sabe de antemano." in told
    assert "No alcanza: «N° de cosas» (da 7 de 10: faltan 3)." in told
    operator.town({"indicadores.yaml": INDICATORS})
    assert "El plan no fija metas" in operator.does("simulate", *WEEK)


@pytest.mark.parametrize(
    ("value", "said"), [(4, "hacen falta 4: 1 cada 3 meses"), (12, "12: 1 por mes"), (100, "100: 8,33 por mes")]
)
def test_what_people_note_down_is_told_by_the_month(operator: Operator, value: int, said: str) -> None:
    """A third of an organisation a month is nothing anybody can aim at."""
    files = f"{INDICATORS}cosas: {{nombre: Cosas, unidad: cosas, tipo: declarado, meta: {{valor: {value}}}}}\n"
    operator.town({FILE: messages("cuando: 2027-01-05 a las 08:00, canales: [web]"), "indicadores.yaml": files})
    [found] = operator.reads("simulate", "--from", "2027-01-01", "--to", "2027-12-31")["targets"]
    assert found["needed"].endswith(said)


def test_what_the_calendar_gives_is_told_without_a_target_too(operator: Operator) -> None:
    """A page a day goes out by itself, a spot a day is read by a person; who is reached, no calendar settles."""
    files = "".join(
        f"{key}: {{nombre: N, unidad: cosas, tipo: automatico, cuenta: {counts}}}\n"
        for key, counts in (("contenidos", "contenidos"), ("alcanzados", "alcanzados"))
    )
    operator.town({FILE: DAILY.replace("[correo, web]", "[emisora, web]"), "indicadores.yaml": files})
    found = operator.reads("simulate", *WEEK)["calendar"]
    assert found == [{"indicator": "contenidos", "by_itself": 7, "by_hand": 3}]
    said = "El único indicador que cuenta publicaciones cuenta también las que hace una persona."
    assert said in operator.does("simulate", *WEEK)


def test_what_falls_on_a_reserved_day_is_told(operator: Operator) -> None:
    """Ana's fifth of January is for contracts: the spot of that day falls on it, that of the sixth does not."""
    lines = [
        "cuando: 2027-01-05 a las 08:00, canales: [emisora]",
        "cuando: 2027-01-06 a las 08:00, canales: [emisora]",
        "cuando: 2027-01-05 a las 07:00, canales: [emisora], deber: {de: [ana], plazo: 8 horas, reserva: sí}",
    ]
    operator.town({FILE: messages(*lines)})
    [found] = operator.reads("simulate", *WEEK)["reserved"]
    assert (found["key"], found["day"]) == ("matriculas/m1/emisora@1", "2027-01-05")
    assert "lo tiene reservado para" in found["reason"]
    assert "Tareas en días reservados para otra cosa: 1" in operator.does("simulate", *WEEK)


def test_each_week_has_its_load(operator: Operator) -> None:
    """What goes out by medium, whose tasks end in it, and who has to approve what begins in it."""
    campaign = DAILY.replace("[correo, web]", "[emisora, web]").replace(
        "publico: ciudadania\n", "publico: ciudadania\naprueba: comite-gel\n"
    )
    operator.town({FILE: campaign})
    weeks = operator.reads("simulate", "--from", "2027-01-04", "--to", "2027-01-17")["load"]
    assert [(week["week"], week["from"], week["to"]) for week in weeks] == [
        ("2027-W01", "2027-01-04", "2027-01-10"),
        ("2027-W02", "2027-01-11", "2027-01-17"),
    ]
    assert [week["by_medium"] for week in weeks] == [{"Radio": 7, "Sitio web": 7}] * 2
    assert [week["approvals"] for week in weeks] == [{"comite-gel": 1}, {}]
    assert [week["tasks"] for week in weeks] == [{"ana": 3}, {"ana": 7}], "the eleventh is a holiday"


@pytest.mark.parametrize(("number", "crowded"), [(2, 0), (3, 1), (4, 1)])
def test_three_mails_to_one_public_on_one_day_are_told(operator: Operator, number: int, crowded: int) -> None:
    """Whoever is in it gets them all; two are nothing to speak of."""
    lines = [f"cuando: 2027-01-05 a las {8 + hour}:00, canales: [correo]" for hour in range(number)]
    operator.town({FILE: messages(*lines)})
    found = operator.reads("simulate", *WEEK)["crowds"]
    assert len(found) == crowded
    for each in found:
        assert (each["day"], each["audience"], each["persons"]) == ("2027-01-05", "ciudadania", 3)
        assert len(each["messages"]) == number


def test_people_of_several_publics_are_counted_by_their_address(operator: Operator) -> None:
    """Two publics with two mails each: nobody's public has three, and who is in both gets four."""
    audiences = (
        "ciudadania: {nombre: Ciudadanía, condicion: {}, canales: [correo, web]}\n"
        "norte: {nombre: Norte, condicion: {con: {barrio: norte}}, canales: [correo]}\n"
    )
    lines = [
        f"cuando: 2027-01-05 a las {8 + hour}:00, canales: [correo], publico: {public}"
        for hour, public in enumerate(("ciudadania", "ciudadania", "norte", "norte"))
    ]
    operator.town(
        {FILE: messages(*lines), "publicos.yaml": audiences + "transeuntes: {nombre: Quien, canales: [web]}\n"}
    )
    rows = "nombre,correo,barrio\nAna,ana@x.gov.co,norte\nLuis,luis@x.gov.co,sur\n"
    (operator.folder / "gente.csv").write_text(rows, "utf-8")
    operator.does("contacts", "import", "gente.csv")
    [found] = operator.reads("simulate", *WEEK)["crowds"]
    assert (found["audience"], found["persons"], len(found["messages"])) == (None, 1, 4)
    assert "quienes están en varios públicos" in operator.does("simulate", *WEEK)


@pytest.mark.parametrize(("minute", "bursts"), [(10, 1), (14, 1), (15, 0), (30, 0)])
def test_posts_of_one_account_within_minutes_are_told(operator: Operator, minute: int, bursts: int) -> None:
    """Nearer than a quarter of an hour."""
    lines = [f"cuando: 2027-01-05 a las 08:{each:02}, canales: [web]" for each in (0, minute)]
    operator.town({FILE: messages(*lines)})
    found = operator.reads("simulate", *WEEK)["bursts"]
    assert [(each["account"], each["from"]) for each in found] == [("web", "2027-01-05T13:00:00Z")] * bursts


def test_what_a_quota_makes_late_is_told(operator: Operator) -> None:
    """One mail a day for three persons: the third has it two days later."""
    start = "  destino: personas\n  modo: pruebas\n"
    accounts = ACCOUNTS.replace(start, f"{start}  ritmo: {{cuota: 1, cuota-horas: 24}}\n", 1)
    operator.town({FILE: messages("cuando: 2027-01-05 a las 08:00, canales: [correo]"), "canales.yaml": accounts})
    [late] = operator.reads("simulate", *WEEK)["delayed"]
    assert (late["key"], late["planned"]) == ("matriculas/m1/correo@1", "2027-01-05T13:00:00Z")
    assert late["ended"].startswith("2027-01-07T13:")
    assert late["reason"] == "La cuenta admite 1 en 24 horas."
    assert "2 días" in operator.does("simulate", *WEEK)
