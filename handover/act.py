"""The act that both administrations sign: what is handed over, what is pending, which accounts have to be passed on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from campaigns.articles import of
from campaigns.tenant import Tenant
from channels.adapter import Kind
from delivery.tasks.standing import TASKS
from handover.chronicle import Record
from indicators.indicator_table import action_table
from indicators.report import Report
from indicators.sections.closing import signatures_of
from reports.document import Document, Seal, Section, Signature
from reports.table import Table
from storage.states import OPEN_WORK_ORDER

LAW = "Ley 951 de 2005: acta de informe de gestión y empalme."
CHECKS = (
    "El correo y el teléfono con que se recupera la clave quedaron a nombre de la entidad, y no de una persona.",
    "Quien se va ya no es administrador de la página o del canal; quien llega, sí.",
    "La clave o el token se cambió después de la entrega.",
)
WITHOUT_PEOPLE = (
    "Este empalme no lleva datos de personas: ni contactos, ni consentimientos, ni evidencias (listas de asistencia, "
    "fotos, actas). Se entregan cifrados, con una contraseña que no viaja con los archivos."
)
WITH_PEOPLE = (
    "La carpeta «reservado» lleva, cifradas, la base de datos completa y las evidencias. La contraseña se entrega en "
    "sobre sellado o de viva voz, nunca junto con los archivos. Quien recibe es la misma entidad, que sigue siendo la "
    "responsable del tratamiento (Ley 1581 de 2012), para los mismos fines que la gente autorizó; quien pidió no "
    "recibir más sigue sin recibir."
)


@dataclass(frozen=True, slots=True)
class Handed:
    """What goes into the package, counted."""

    counts: Mapping[str, int]
    """In Spanish, what it is: «contenidos publicados» and how many."""
    reserved: bool
    """Whether people's data go along, encrypted."""
    chain: str
    """The last hash of the audit."""


def act(tenant: Tenant, report: Report, handed: Handed, tasks: Record, now: datetime) -> Document:
    """The act as a document. `report`: of the whole plan up to `now`."""
    local = now.astimezone(tenant.municipality.zone)
    return Document(
        key=f"acta-de-empalme-{tenant.slug}",
        body=tenant.municipality.body,
        title="Acta de empalme de comunicaciones",
        plan=tenant.plan.title,
        period=report.period.name,
        compared_with="",
        made_at=local,
        sections=(
            Section("entrega", "Qué se entrega", (_what(tenant), LAW), (_counts(handed),)),
            Section("plan", "En qué va el plan", exhibits=(action_table(report),)),
            _pending(tasks),
            Section("cuentas", "Cuentas que hay que pasar", CHECKS, (_accounts(tenant),)),
            Section("personas", "Los datos de las personas", (WITH_PEOPLE if handed.reserved else WITHOUT_PEOPLE,)),
        ),
        signatures=(*_leaving(report), Signature("", "Recibe, por la nueva administración")),
        seals=(Seal("Última huella del registro de actos", handed.chain),),
    )


def _what(tenant: Tenant) -> str:
    body = of(tenant.municipality.body)
    return (
        f"La memoria de las comunicaciones {body}: la configuración con que trabaja el pregonero, todo lo que se "
        "publicó, sus aprobaciones, tareas, cifras e informes, y el registro de actos. Se lee con cualquier navegador "
        "desde «index.html», y una hoja de cálculo abre las listas."
    )


def _counts(handed: Handed) -> Table:
    rows = tuple((what, float(number)) for what, number in handed.counts.items())
    return Table("entrega", "Lo que se entrega", ("Qué", "Cuántos"), rows)


def _pending(tasks: Record) -> Section:
    place = {name: number for number, name in enumerate(tasks.table.columns)}
    shown = ("Número", "Tarea", "Responsable", "Plazo", "Estado")
    words = {TASKS[state] for state in OPEN_WORK_ORDER}
    rows = tuple(tuple(row[place[name]] for name in shown) for row in tasks.table.rows if row[place["Estado"]] in words)
    if not rows:
        return Section("pendientes", "Lo que queda pendiente", ("No queda ninguna tarea ni ningún deber abierto.",))
    return Section("pendientes", "Lo que queda pendiente", exhibits=(Table("pendientes", "Pendientes", shown, rows),))


def _accounts(tenant: Tenant) -> Table:
    rows = tuple(
        (account.name, account.type, account.medium, account.target, account.mode, "")
        for account in tenant.accounts.values()
        if account.kind is not Kind.MANUAL
    )
    return Table("cuentas", "Cuentas", ("Cuenta", "Tipo", "Medio", "Destino", "Modo", "¿Pasada?"), rows)


def _leaving(report: Report) -> tuple[Signature, ...]:
    """Those who sign the plan's reports."""
    return tuple(
        Signature(each.name, f"{each.post}. Entrega" if each.post else "Entrega") for each in signatures_of(report)
    )
