"""The 102 rows of the five plans, by hand: each with the words that its plan uses for its indicators, and its numbers.

«N.i.» in the analysis of the plans is an empty tuple of words: what is counted then is ours and says so.
"""

from dataclasses import dataclass, field

CONTENTS = "N° de contenidos publicados en los medios de comunicación"
TRAINED = "N° de servidores públicos capacitados y apropiados"
IMPACT = "Ciudadanos impactados"
CITIZENS_TRAINED = "N° de ciudadanos capacitados"
SHARED = "Numero de publicaciones realizadas y que se comparten en Facebook, Instagram y Twitter"
WRITTEN = (
    "Numero de publicaciones realizadas a través de medios escritos (universal) y electrónicos "
    "(Facebook, Twitter, Instagram)"
)
USE = "Uso de los trámites y servicios electrónicos"
UPDATES = "Número de actualizaciones al año de cada ítem"
ACCEPTANCE = "Nivel de aceptación de la comunidad"
GOALS = "Numero de objetivos alcanzados en cada fase"
SERVICES_ONLINE = "Numero de servicios en línea"
ERRANDS_ONLINE = "Número de trámites en línea"
SERVICES_USE = "Frecuencia del uso de estos servicios"
ERRANDS_USE = "Frecuencia del uso de estos trámites"
CRITERIA = "Porcentaje de criterios cumplidos en la fase de información"
COMPANIES = "Cantidad de organizaciones o empresa conformadas"
BASES = "Cantidad de organizaciones bases participativas"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a plan."""

    key: str
    words: tuple[str, ...] = ()
    """The indicators as the plan words them."""
    targets: tuple[float, ...] = ()
    """The numbers that the plan sets for the year."""
    plan: str = field(init=False)

    def __post_init__(self) -> None:
        """The plan, by the letters of the key."""
        plans = {"LE": "la-estrella", "SE": "segovia", "CA": "cartagena", "GE": "genova", "CQ": "caqueza"}
        object.__setattr__(self, "plan", plans[self.key[:2]])


ROWS = (
    *(Row(f"LE-{number}") for number in range(1, 10)),
    Row("LE-10", ("Listados de asistencia",)),
    *(Row(f"LE-{number}") for number in range(11, 14)),
    Row("SE-1", (CONTENTS,)),
    Row("SE-2", (TRAINED,)),
    Row("SE-3", (TRAINED,)),
    Row("SE-4", (TRAINED,)),
    Row("SE-5", (CONTENTS,)),
    Row("SE-6", ("N° ciudadanos atendidos",)),
    Row("SE-7", (IMPACT,)),
    Row("SE-8", ("N° de foros publicados y de comentarios",)),
    Row("SE-9", ("N° de encuestas publicadas",)),
    Row("SE-10", ("N° de visitas",)),
    Row("SE-11", ("N° de entrevistas emitidas en los medios locales",)),
    Row("SE-12", (CITIZENS_TRAINED,)),
    Row("SE-13", ("Ciudadanos del municipio",)),
    Row("SE-14", (IMPACT,)),
    Row("SE-15", (TRAINED,)),
    Row("SE-16", (CONTENTS,)),
    Row("SE-17"),
    Row("SE-18", (CITIZENS_TRAINED,)),
    Row("SE-19"),
    Row("SE-20"),
    Row("CA-1", ("Número de visitantes en la página web",)),
    Row("CA-2", (SHARED,), (300,)),
    Row("CA-3", (WRITTEN,), (100,)),
    Row("CA-4", (WRITTEN,)),
    Row("CA-5", (USE,), (20, 30, 60, 90)),
    *(Row(f"CA-{number}") for number in range(6, 16)),
    Row("GE-1", (UPDATES, ACCEPTANCE)),
    Row("GE-2", (UPDATES, ACCEPTANCE)),
    Row("GE-3", (UPDATES,)),
    *(Row(f"GE-{number}") for number in range(4, 10)),
    Row("GE-10", ("nivel de aceptación y satisfacción frente al uso del portal web",)),
    Row("GE-11", ("Número de nuevos Funcionarios comprometidos y asignación de labores",), (100,)),
    Row("GE-12"),
    Row("GE-13", (UPDATES,)),
    Row("GE-14", (UPDATES,)),
    *(Row(f"GE-{number}") for number in range(15, 20)),
    Row("GE-20", (GOALS,)),
    Row("GE-21"),
    Row("GE-22", (ERRANDS_USE,)),
    Row("GE-23", (SERVICES_ONLINE, ERRANDS_ONLINE)),
    Row("GE-24"),
    Row("GE-26"),
    Row("GE-27", (UPDATES,)),
    Row("GE-28"),
    Row("GE-29", (GOALS,)),
    Row("GE-30", (SERVICES_ONLINE, SERVICES_USE, ERRANDS_ONLINE, ERRANDS_USE)),
    Row("GE-31", ("Numero de plataformas o portales unificados entre entidades",)),
    Row("GE-32", (UPDATES,)),
    Row("GE-33"),
    Row("CQ-1"),
    Row("CQ-2", ("Frecuencia de actualización del sitio Web",)),
    Row("CQ-3", (CRITERIA,), (100,) * 5),
    Row(
        "CQ-4",
        (
            "Porcentaje de servicios publicados en el sitio Web en el año",
            "Porcentaje de servicios automatizados",
            "Porcentaje de trámites publicados en el sitio Web en el año",
            "Porcentaje de trámites automatizados",
        ),
        (100, 100, 100, 100),
    ),
    Row("CQ-5", (COMPANIES, BASES), (4, 4)),
    Row("CQ-6", (CRITERIA,), (100,)),
    *(Row(f"CQ-{number}") for number in range(7, 11)),
    Row(
        "CQ-11",
        ("Porcentaje de funcionarios de la nueva administración vinculados al proceso de Gobierno En Línea",),
        (100,),
    ),
    *(Row(f"CQ-{number}") for number in range(12, 18)),
    Row("CQ-18", (COMPANIES, BASES)),
    *(Row(f"CQ-{number}") for number in range(19, 23)),
)

# Figures of 2027 by hand: what each plan's calendar comes to, where everything that it counts ends within the year.
FIGURES: dict[str, dict[str, float]] = {
    "segovia": {
        "contenidos-se-1": 5 + 11 + 4 + 2 + 6,
        "contenidos-se-5": 12 * 3 + 6 * 7 + 12,
        "contenidos-se-16": 4 * 2,
        "foros-publicados-se-8": 4,
        "encuestas-publicadas-se-9": 6,
        "visitas-se-10": 10,
        "entrevistas-se-11": 6,
    },
    "la-estrella": {
        "contenidos-le-1": 4,
        "contenidos-le-2": 4 * 3,
        "contenidos-le-3": 2 + 3,
        "contenidos-le-4": 6,
        "contenidos-le-5": 12,
        "contenidos-le-6": 12 * 3 + 4 * 2,
        "contenidos-le-7": 7 + 5 * 4,
        "contenidos-le-9": 6 * 2,
        "listados-de-asistencia-le-10": 4,
    },
    "cartagena": {"articulos-ca-3": 8 * 12 + 4, "contenidos-ca-6": 4, "contenidos-ca-12": 12 * 4 * 3},
    "genova": {"encuestas-ge-5": 52, "foros-ge-6": 4, "informes-ge-8": 6, "visitas-ge-7": 11, "visitas-ge-21": 6},
    "caqueza": {"encuestas-cq-13": 2, "evaluaciones-cq-14": 2, "foros-cq-8": 3, "consultas-cq-21": 2},
}
