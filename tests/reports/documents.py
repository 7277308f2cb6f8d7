"""A report with everything that a report can have, as the office of a municipality would hand it in."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pieces.brand import Brand
from reports.chart import Chart, ChartKind, Role, Series
from reports.document import Document, Fact, Seal, Section, Signature
from reports.table import Table

BRAND = Brand("#1b6b3a", on_colour="#ffffff", titles="#1b6b3a", accent="#e0a100")
BOGOTA = ZoneInfo("America/Bogota")
MONTHS = ("ene.", "feb.", "mar.", "abr.", "may.", "jun.", "jul.", "ago.", "sept.", "oct.", "nov.", "dic.")
WEEKS = tuple(f"S{week}" for week in range(1, 54))
MEDIA = (
    "Página web",
    "Facebook",
    "Instagram",
    "X",
    "WhatsApp",
    "Telegram",
    "Correo electrónico",
    "Mensajes de texto",
    "Emisora comunitaria",
    "Perifoneo",
    "Carteleras",
    "Boletín impreso",
)
DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")


def table_of(key: str, title: str, first: str, labels: tuple[str, ...], series: tuple[Series, ...]) -> Table:
    """A chart's own table: a row for each label, a column for each series."""
    rows = tuple((label, *(each.values[place] for each in series)) for place, label in enumerate(labels))
    return Table(key, title, (first, *(each.name for each in series)), rows)


def chart(
    key: str,
    kind: ChartKind,
    title: str,
    says: str,
    unit: str,
    labels: tuple[str, ...],
    *series: Series,
    first: str = "Mes",
) -> Chart:
    """A chart with its table."""
    return Chart(key, kind, title, says, unit, labels, series, table_of(f"{key}-tabla", title, first, labels, series))


def _weekly(place: int) -> Series:
    """One medium's contents in each week of the year."""
    return Series(MEDIA[place], tuple(float((week * (place + 3) + place * 2) % (9 - place // 2)) for week in range(53)))


CONTENTS = chart(
    "contenidos-por-semana",
    ChartKind.STACKED,
    "Contenidos publicados por semana y medio",
    "Se publicaron 1.452 contenidos en doce medios; la semana con más fue la 9 del año.",
    "contenidos",
    WEEKS,
    *map(_weekly, range(12)),
    first="Semana",
)
CUMULATIVE = chart(
    "publicaciones-frente-a-la-meta",
    ChartKind.LINES,
    "Publicaciones acumuladas frente a la meta",
    "Van 71 publicaciones de las 100 que la meta pide para diciembre; a esta fecha la línea de la meta pide 75.",
    "publicaciones",
    MONTHS,
    Series("Publicaciones acumuladas", (8, 15, 24, 31, 40, 46, 55, 63, 71, None, None, None)),
    Series("Meta", tuple(55 + 45 / 12 * (month + 1) for month in range(12)), Role.TARGET),
    Series("Año anterior", (4, 9, 13, 18, 22, None, 31, 36, 41, 45, 50, 55), Role.BEFORE),
)
REACH = chart(
    "alcance-por-publico",
    ChartKind.BARS,
    "Alcance por público",
    "El público más numeroso es el de los suscriptores del boletín: 12.345 personas, frente a 9.870 el año anterior.",
    "personas",
    (
        "Suscriptores del boletín",
        "Presidentes de juntas de acción comunal y veedurías",
        "Servidores públicos",
        "Comerciantes & <vendedores>",
        "Población rural",
    ),
    Series("Personas alcanzadas", (12345, 310, 184, 2750.5, None)),
    Series("Periodo anterior", (9870, 295, 190, 1900, 400), Role.BEFORE),
    Series("Meta", (12000, 300, 200, 3000, 900), Role.TARGET),
    first="Público",
)
MONEY = chart(
    "dinero-por-medio",
    ChartKind.BARS,
    "Dinero por medio",
    "Se gastaron 4.361.400 pesos; los mensajes de texto llevan el 83 %.",
    "pesos",
    ("Mensajes de texto", "WhatsApp", "Perifoneo"),
    Series("Gastado", (3612400, 149000, 600000)),
    Series("Presupuesto", (4000000, 500000, 600000), Role.TARGET),
    first="Medio",
)
CALENDAR = chart(
    "calendario",
    ChartKind.DOTS,
    "Contenidos por día de la semana y mes",
    "El día con más contenidos es el martes; los domingos casi no se publica.",
    "contenidos",
    MONTHS,
    *(
        Series(day, tuple(float((month * 5 + place * 3) % (12 - place)) for month in range(12)))
        for place, day in enumerate(DAYS)
    ),
)
GROWTH = chart(
    "visitas",
    ChartKind.LINES,
    "Crecimiento de las visitas",
    "Las visitas bajaron 12 % en febrero y subieron 31 % en abril; de mayo no hay dato.",
    "%",
    MONTHS[:6],
    Series("Crecimiento", (4.5, -12.25, 0, 31, None, 18)),
)
NOTHING = chart(
    "encuestas",
    ChartKind.BARS,
    "Encuestas publicadas",
    "De este periodo no hay ninguna cifra.",
    "encuestas",
    ("ene.", "feb."),
    Series("Encuestas", (None, None)),
)
INDICATORS = Table(
    "indicadores",
    "Indicadores del plan",
    ("Indicador", "Unidad", "Cifra", "Antes", "Cambio (%)", "Línea base", "Meta", "Cumplido (%)", "Va", "Responsable"),
    (
        (
            "N.º de contenidos publicados en los medios de comunicación",
            "contenidos",
            1452,
            1890,
            -23.17,
            55,
            100,
            1452,
            "cumplida",
            "Luz Marina Ñungo (jefa de prensa)",
        ),
        (
            "N.º de encuestas publicadas",
            "encuestas",
            None,
            2,
            None,
            0,
            4,
            None,
            "sin dato",
            "Oficina de Comunicaciones",
        ),
        (
            "Ciudadanos impactados",
            "ciudadanos",
            1234567.5,
            1198000,
            3.05,
            None,
            1000000,
            123.46,
            "cumplida",
            "Secretaría de Gobierno",
        ),
        (
            "N.º de servidores públicos capacitados",
            "servidores",
            14,
            20,
            -30,
            12,
            60,
            23.33,
            "atrasada",
            "Talento Humano",
        ),
    ),
    ("Las encuestas de noviembre no se han registrado: le tocan a la Oficina de Comunicaciones.",),
)
SMART = Table(
    "tabla-smart",
    "Seguimiento de los objetivos",
    ("Objetivo", "Específico", "Medible", "Relevante", "Alcanzable", "A tiempo", "Medido"),
    (
        (
            "Fortalecer la comunicación con la ciudadanía",
            "• Publicar contenidos en los medios propios\n• Responder las preguntas de la ciudadanía",
            "De 55 a 100 publicaciones al año",
            "La ley 1712 de 2014 obliga a informar de manera proactiva",
            "Con el equipo y los medios que hay",
            date(2027, 12, 31),
            1452,
        ),
    ),
)
EMPTY = Table("retiros", "Correcciones y retiros", ("Fecha", "Contenido", "Motivo"), ())

DOCUMENT = Document(
    key="informe-segovia-2027",
    body="Alcaldía Municipal de Segovia",
    title="Informe del plan de comunicaciones",
    plan="Plan de comunicaciones y medios 2024-2027",
    period="año 2027 (1 de enero a 31 de diciembre)",
    compared_with="año 2026",
    made_at=datetime(2028, 1, 3, 9, 30, tzinfo=BOGOTA),
    warnings=(
        "Son cifras de una simulación: nada de esto se envió.",
        "Falta una cifra: «N.º de encuestas publicadas», de la Oficina de Comunicaciones.",
    ),
    sections=(
        Section(
            "resumen",
            "Resumen",
            (
                "En 2027 se publicaron 1.452 contenidos en doce medios, 23,17 % menos que en 2026.",
                "De cuatro indicadores con meta, dos están cumplidos, uno va atrasado y de uno falta la cifra.",
            ),
        ),
        Section("contenidos", "Contenidos publicados", ("La semana con más contenidos fue la 9.",), (CONTENTS,)),
        Section("calendario-del-periodo", "Calendario", exhibits=(CALENDAR,)),
        Section("alcance", "Alcance por público", exhibits=(REACH,)),
        Section("indicadores-del-plan", "Indicadores", exhibits=(CUMULATIVE, GROWTH, NOTHING, INDICATORS)),
        Section("objetivos", "Objetivos", exhibits=(SMART,)),
        Section("dinero", "Dinero", ("Solo los medios que se pagan por mensaje.",), (MONEY,)),
        Section("correcciones", "Correcciones y retiros", exhibits=(EMPTY,)),
    ),
    facts=(
        Fact("Acciones del plan", "32: 26 cumplidas y 6 atrasadas (atrasadas: GE-1, GE-4, GE-13 y 3 más)"),
        Fact("Faltan las cifras de", "1 indicador: Luz Marina Ñungo (1)"),
    ),
    signatures=(
        Signature("Edwin Castañeda Ñáñez", "Alcalde municipal"),
        Signature("Luz Marina Ñungo", "Jefa de prensa"),
        Signature("Comité de Comunicaciones", ""),
    ),
    seals=(
        Seal("Huella de las cifras", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        Seal("Último eslabón de la auditoría", "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"),
    ),
)


def bare() -> Document:
    """The least that a report can be: no section, nobody who signs, nothing to compare with."""
    return replace(DOCUMENT, compared_with="", warnings=(), facts=(), sections=(), signatures=(), seals=())
