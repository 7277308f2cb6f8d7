"""What the plans ask of people: who owes it, who asks for it, its extension, and who is told that it is late."""

import json
from typing import NamedTuple

from tests.plans.played import Played


class Owed(NamedTuple):
    """What one row of a plan asks of one who owes it."""

    row: str
    message: str
    owes: str
    asks: str
    """Who accepts it, too; whoever owes it himself only looks something over."""
    told: str = ""
    """Who is told when it is late."""
    extension: str = ""
    through: str = ""
    """Who hands it over for a source."""


MONTHLY = ("gobierno", "planeacion", "hacienda", "pls", "comisaria", "clopad", "sisben", "familias-en-accion")
OF_DELEGATES = {
    "comite-de-cafeteros": ("comite-de-cafeteros", "planeacion"),
    "hospital": ("hospital", "pls"),
    "instituciones-educativas": ("instituciones-educativas", "gobierno"),
    "militares": ("militares", "gobierno"),
    "infancia-y-adolescencia": ("programas-de-infancia", "comisaria"),
    "organismos-de-socorro": ("organismos-de-socorro", "clopad"),
}
"""Génova's external sources by message, and through which department each is asked: the table of its plan."""
DELEGATES = (
    *("secretaria-gobierno", "jefe-planeacion", "tesoreria", "coordinacion-pls", "comisaria-familia"),
    *("coordinacion-clopad", "enlace-sisben", "enlace-familias", "jefe-control-interno"),
)
CHANNELS = ("despacho", "gobierno", "hacienda", "planeacion", "desarrollo-social", "sisben", "umata")
SURVEYED = ("despacho", "gobierno", "hacienda", "planeacion", "educacion", "salud", "cultura")
CHECKS = ("chat-en-linea/verificacion", "foros/verificacion", "encuestas/verificacion")
"""Segovia's, before each invitation to its chat, forums and surveys."""
WEEK = "7 días"
"""The longest extension that Génova's plan allows: «de máximo 7 días calendario»."""
WEB, LEADER, CONTROL = "administrador-web", "lider-gel", "control-interno"

GENOVA = {
    *(Owed("GE-1", "informe-mensual/entrega", each, WEB, CONTROL, WEEK) for each in MONTHLY),
    *(
        Owed("GE-2", f"fuentes-externas/{message}", source, WEB, CONTROL, WEEK, delegate)
        for message, (source, delegate) in OF_DELEGATES.items()
    ),
    Owed("GE-3", "contratos/dia-reservado", WEB, WEB),
    *(
        Owed("GE-17", "compromiso-de-funcionarios/actas-de-delegados", each, "secretaria-gobierno", CONTROL, WEEK)
        for each in DELEGATES
    ),
    Owed("GE-19", "informe-mensual/medidas", CONTROL, WEB, "alcalde"),
    Owed("GE-20", "control-de-calidad/estandares", WEB, WEB, LEADER),
    Owed("GE-20", "control-de-calidad/lista-de-la-fase-1", WEB, WEB, LEADER),
    Owed("GE-20", "informe-bimestral/avance-de-las-fases", LEADER, LEADER, "alcalde"),
}
CAQUEZA = {
    *(Owed("CQ-2", "seguimiento-del-sitio/responsables-de-canal", each, LEADER, "alcalde") for each in CHANNELS),
    Owed("CQ-2", "seguimiento-del-sitio/seguimiento-semanal", WEB, WEB, LEADER),
    Owed("CQ-15", "seguimiento-del-sitio/veracidad", WEB, LEADER, LEADER),
}
SEGOVIA = {
    *(Owed("SE-17", check, WEB, WEB, LEADER) for check in CHECKS),
    Owed("SE-18", "capacitaciones-ciudadanas/instituciones-de-apoyo", "comite-gel", LEADER, "alcalde"),
    Owed("SE-18", "capacitaciones-ciudadanas/ciudadanos-por-capacitar", "comite-gel", LEADER, "alcalde"),
    *(Owed("SE-19", "encuesta-de-medios/respuesta", each, LEADER, "alcalde", WEEK) for each in SURVEYED),
    Owed("SE-19", "encuesta-de-medios/orden-de-los-medios", LEADER, LEADER, "alcalde"),
    Owed("SE-19", "encuesta-de-medios/orden-de-los-medios", "comunicaciones", LEADER, "alcalde"),
    Owed("SE-20", "presentacion-del-sitio/diseno-de-la-presentacion", WEB, LEADER, LEADER),
    Owed("SE-20", "presentacion-del-sitio/agenda-del-alcalde", "alcalde", LEADER, LEADER),
    Owed("SE-20", "presentacion-del-sitio/apoyo-del-comite", "comite-gel", LEADER),
}
EXPECTED = {"genova": GENOVA, "caqueza": CAQUEZA, "segovia": SEGOVIA}
ROWS = {duty.row for duties in EXPECTED.values() for duty in duties}


def test_each_duty_is_owed_by_whom_the_plan_names(played: Played) -> None:
    """Over the year nobody else was asked, by nobody else, and in no other way."""
    query = (
        "SELECT p.actions, p.campaign || '/' || p.message, substr(d.recipient_key, 7), w.asked_by, w.escalates_to, "
        "w.extension, nullif(w.responsible, substr(d.recipient_key, 7)) FROM work_order w "
        "JOIN publication p ON p.id = w.publication JOIN delivery d ON d.id = w.delivery WHERE w.asked_by <> ''"
    )
    found = {
        Owed._make((row, *rest, through or ""))
        for actions, *rest, through in played.ask(query)
        for row in json.loads(actions)
        if row in ROWS
    }
    assert found == EXPECTED.get(played.plan, set())


def test_each_check_before_an_invitation_is_reminded_of(played: Played) -> None:
    """Each date of Segovia's chat, forums and surveys has its check, and that one a reminder before it was done."""
    checks = (
        "SELECT p.campaign, p.occurrence, w.confirmed_at FROM work_order w JOIN publication p ON p.id = w.publication "
        "WHERE p.message = 'verificacion' AND p.actions LIKE '%SE-17%'"
    )
    reminders = "SELECT campaign, occurrence, started_at FROM publication WHERE message = 'verificacion~recordatorio-1'"
    reminded = {(campaign, date): at for campaign, date, at in played.ask(reminders)}
    done = {(campaign, date): at for campaign, date, at in played.ask(checks)}
    assert len(done) == (22 if played.plan == "segovia" else 0)
    assert {check for check, at in done.items() if not reminded.get(check, at) < at} == set()


def test_three_days_of_each_month_are_reserved_for_contracts(played: Played) -> None:
    """Génova's: thirty-six days of the year, three in every month."""
    query = (
        "SELECT substr(planned_local, 1, 7), count(DISTINCT substr(planned_local, 1, 10)) FROM publication "
        "WHERE campaign = 'contratos' AND message = 'dia-reservado' GROUP BY 1"
    )
    months = {f"2027-{month:02}": 3 for month in range(1, 13)} if played.plan == "genova" else {}
    assert dict(played.ask(query)) == months
