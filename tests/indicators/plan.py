"""A plan with a row of each kind, in a small municipality."""

from pathlib import Path

from campaigns.tenant import Tenant
from tests.campaigns.town import loaded

PLAN = """\
titulo: Plan de comunicaciones
desde: 2027-01-01
hasta: 2027-12-31
fases:
  informacion: {nombre: Información, fecha-legal: 2008-11-01, avance: 90, medido: 2009-08-31}
  interaccion: {nombre: Interacción, fecha-legal: 2028-12-01, avance: 70, medido: 2009-08-31}
  completa: {nombre: Completa, fecha-legal: 2008-12-01, avance: 100}
acciones:
  - clave: VC-1
    texto: Publicar noticias
    responsable: educacion
    indicadores: [contenidos, alcanzados]
    tacticas: [Escribir, Publicar]
    fase: informacion
    columnas:
      objetivo: Informar
      Específico: Noticias
      Medible: Número de noticias
      Relevante: Sí
      Alcanzable: También
      A tiempo: 12 meses
  - clave: VC-2
    texto: Llevar gente a la página
    responsable: ana
    indicadores: [visitas]
    beneficios: [Se enteran]
    metas: [Un 50% más de visitas]
    actividades:
      - {texto: Medir, hasta: 2027-01-10, estado: "hecha, con acta", fase: informacion}
      - {texto: Volver a medir, hasta: 2027-02-19, plazo: Bimestre 1, responsable: El webmaster}
      - {texto: Medir siempre, plazo: Constantemente}
    recursos: [Portal]
    tiempos: 12 meses
  - clave: VC-3
    texto: Decir dónde se atiende
    responsable: comite-gel
    ajustes: [contacto-en-cada-pieza]
    actividades: [{texto: Archivar, hasta: 2027-01-01}]
  - clave: VC-4
    texto: Hacer seguimiento
    responsable: comite-gel
    informes: [tabla-smart, tabla-operativa, tacticas, fases, cronograma]
  - {clave: VC-5, texto: Celebrar el aniversario, responsable: ana}
"""
INDICATORS = """\
contenidos:
  nombre: N° de contenidos publicados
  unidad: contenidos
  tipo: automatico
  cuenta: contenidos
  meta: {valor: 8}
  periodo: bimestre
alcanzados: {nombre: Personas alcanzadas, unidad: personas, tipo: automatico, cuenta: alcanzados, nuestro: true}
visitas:
  nombre: Número de visitantes
  unidad: visitas
  tipo: declarado
  linea-base: 4000
  meta: {crecimiento: 50, texto: Un 50% más}
"""
NEWS = """\
campaña: noticias
titulo: Noticias
accion: VC-1
clase: servicio
responsable: educacion
publico: ciudadania
mensajes:
  - {id: semanal, cuando: cada lunes a las 07:30, canales: [web], asunto: Noticias, texto: Las noticias de la semana.}
  - {id: visite, accion: VC-2, cuando: 2027-01-04 08:00, canales: [web], asunto: Visite, texto: Visite la página.}
  - {id: fiesta, accion: VC-5, cuando: 2027-11-11 08:00, canales: [web], asunto: Fiesta, texto: Hay fiesta.}
"""


def a_tenant(folder: Path) -> Tenant:
    """The municipality, loaded from its files."""
    return a_town(folder)


def a_town(folder: Path, indicators: str = INDICATORS, plan: str = PLAN) -> Tenant:
    """The same with other indicators, or another plan."""
    files: dict[str, str | None] = {
        "plan.yaml": plan,
        "indicadores.yaml": indicators,
        "campanas/matriculas.yaml": None,
        "campanas/noticias.yaml": NEWS,
    }
    found = loaded(folder / "config", files)
    assert not found.problems
    return found.tenants[0]
