"""Every page of the panel that is looked at, each by somebody who opens it; searches that find nobody among them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from urllib.parse import quote

from benchmarks.pages.rows import mail
from benchmarks.pages.sendings import IDLE
from benchmarks.pages.town import ADMINISTRATOR, RARELY, SELDOM, VERBS, Numbers
from benchmarks.pages.visits import Visit
from campaigns.tenant import CampaignMessage, Tenant
from channels.adapter import Kind
from panel.entrance.roles import Role
from panel.office.audit_words import PROGRAMS
from panel.office.causes import Group

PEOPLE = {
    Role.ADMINISTRATOR: ADMINISTRATOR,
    Role.COMMUNICATOR: "redes-sociales",
    Role.APPROVER: "presidencia",
    Role.MEDIA: "administrador-web",
    Role.READER: "atencion-al-ciudadano",
    Role.CONTRIBUTOR: SELDOM,
}
"""Who has each role."""


def visits(tenant: Tenant, numbers: Numbers, now: datetime) -> Iterator[Visit]:
    """All of them, in the order of the menu."""
    today = now.astimezone(tenant.municipality.zone).date()
    yield from (Visit(f"hoy-{role.value}", "hoy", role) for role in PEOPLE if role is not Role.CONTRIBUTOR)
    yield from _calendar(today)
    yield from _campaigns(tenant)
    yield from _sendings(numbers, today)
    yield from _people(numbers)
    yield from _tasks(numbers)
    yield from _audit(today)
    yield from _figures(tenant, today)
    for role in (Role.ADMINISTRATOR, Role.READER, Role.CONTRIBUTOR):
        yield Visit(f"solicitudes-{role.value}", "solicitudes", role)
    yield Visit("solicitud", f"solicitudes/{numbers.request}")
    yield Visit("solicitud-pedir", "solicitudes/pedir")
    yield from (Visit(each, each) for each in ("aprobaciones", "canales", "redaccion", "usuarios", "cuenta"))
    yield from (Visit(each, each) for each in ("encuestas", "suspensiones"))
    yield Visit("suspensiones-antes", f"suspensiones/suspender?clase=gestion&hasta={today + timedelta(days=7)}")
    yield Visit("aprobaciones-approver", "aprobaciones", Role.APPROVER)


def _calendar(today: date) -> Iterator[Visit]:
    yield Visit("calendario", "calendario")
    for view in ("semana", "lista", "dia"):
        yield Visit(f"calendario-{view}", f"calendario?vista={view}")
    yield Visit("calendario-doce-meses-antes", f"calendario?vista=mes&dia={today - timedelta(days=365)}")
    yield Visit("calendario-doce-meses-despues", f"calendario?vista=mes&dia={today + timedelta(days=365)}")


def _campaigns(tenant: Tenant) -> Iterator[Visit]:
    first = max(tenant.campaigns.values(), key=lambda each: len(each.messages))
    one = f"campanas/{quote(first.id)}"
    yield Visit("campanas", "campanas")
    yield Visit("campana", one)
    yield Visit("campana-mensaje", f"{one}/mensajes/{quote(first.messages[0].id)}")
    personal = next(each for campaign in tenant.campaigns.values() for each in campaign.messages if _to_persons(each))
    by_hand = f"campanas/{quote(personal.campaign)}/mensajes/{quote(personal.id)}"
    yield Visit("campana-enviar-ahora", f"{by_hand}/enviar")
    yield Visit("campana-prueba", f"{by_hand}/prueba")
    yield Visit("campana-nueva", "campanas/nueva")
    yield Visit("campana-editar", f"{one}/editar")
    yield Visit("campana-copiar", f"{one}/copiar")
    yield Visit("campana-versiones", f"{one}/versiones")


def _to_persons(message: CampaignMessage) -> bool:
    return any(account.kind is Kind.DIRECT for account in message.accounts)


def _sendings(numbers: Numbers, today: date) -> Iterator[Visit]:
    yield Visit("envios", "envios")
    yield Visit("envios-reader", "envios", Role.READER)
    yield Visit("envios-de-una-cuenta", "envios?medio=web")
    yield Visit("envios-de-una-cuenta-sin-nada", f"envios?medio={IDLE}")
    yield Visit("envios-de-una-campana-sin-nada", "envios?campana=ninguna")
    yield Visit("envios-en-pausa", "envios?estado=paused")
    yield Visit("envios-cancelados", "envios?estado=cancelled")
    yield Visit("envios-con-errores", "envios?estado=done_with_errors")
    yield Visit("envios-de-doce-meses-antes", f"envios?hasta={today - timedelta(days=365)}")
    one = f"envios/{numbers.largest}"
    yield Visit("envio-a-un-millon", one)
    yield Visit("envio-a-un-millon-reader", one, Role.READER)
    yield Visit("envio-pequeno", "envios/1")
    for group in Group:
        yield Visit(f"destinatarios-{group.value}", f"{one}/destinatarios?grupo={group.value}")


def _people(numbers: Numbers) -> Iterator[Visit]:
    yield Visit("personas", "personas")
    searches = {
        "correo": mail(numbers.person),
        "correo-de-nadie": "nadie@example.com",
        "telefono-de-nadie": "300 123 4567",
        "nombre": "maria perez",
        "nombre-raro": "angela narvaez",
        "nombre-de-nadie": "zzyzx",
        "nombre-corto-de-nadie": "xyz",
        "nombre-y-apellido-de-nadie": "maria zzyzx",
        "dos-nombres-de-nadie": "wolfgang amadeus",
    }
    for name, typed in searches.items():
        yield Visit(f"personas-{name}", f"personas?buscar={quote(typed)}")
    yield Visit("personas-sigue-buscando", f"personas?buscar=zzyzx&desde={numbers.person}")
    yield Visit("persona", f"personas/{numbers.person}")
    yield Visit("persona-datos", f"personas/{numbers.person}/datos")
    yield Visit("listas", "personas/listas")
    yield Visit("publico", "personas/publicos/usuarios-registrados")
    yield Visit("traer-una-lista", "personas/traer")


def _tasks(numbers: Numbers) -> Iterator[Visit]:
    yield Visit("tareas", "tareas?de=todas")
    yield Visit("tareas-media", "tareas", Role.MEDIA)
    yield Visit("tarea", f"tareas/{numbers.task}")
    yield Visit("tareas-hechas", "tareas?de=todas&ver=hechas")


def _audit(today: date) -> Iterator[Visit]:
    program = quote(next(iter(PROGRAMS)))
    yield Visit("auditoria", "auditoria")
    yield Visit("auditoria-del-programa", f"auditoria?quien={program}")
    yield Visit("auditoria-de-quien-hizo-poco", f"auditoria?quien={SELDOM}")
    yield Visit("auditoria-de-quien-no-hizo-nada", "auditoria?quien=presidencia")
    yield Visit("auditoria-de-lo-corriente", f"auditoria?que={VERBS[0]}")
    yield Visit("auditoria-de-lo-raro", f"auditoria?que={RARELY}")
    yield Visit("auditoria-de-lo-que-nadie-hizo", "auditoria?que=purge")
    yield Visit("auditoria-de-alguien-y-algo", f"auditoria?quien={ADMINISTRATOR}&que={RARELY}")
    yield Visit("auditoria-de-doce-meses-antes", f"auditoria?hasta={today - timedelta(days=365)}")


def _figures(tenant: Tenant, today: date) -> Iterator[Visit]:
    yield Visit("indicadores", "indicadores")
    yield Visit("indicadores-reader", "indicadores", Role.READER)
    yield Visit("indicadores-de-doce-meses", f"indicadores?periodo={today.year - 1}")
    key = next(key for key, each in tenant.indicators.items() if each.type == "automatico")
    given = next(key for key, each in tenant.indicators.items() if each.type == "declarado")
    yield Visit("indicador-contado", f"indicadores/{quote(key)}")
    yield Visit("indicador-declarado", f"indicadores/{quote(given)}")
    yield Visit("informes", "informes")
    yield Visit("informe", f"informes/{today.year - 1}")
    yield Visit("informe-por-cerrar", f"informes/{today.year - 1}/cerrar")
