"""De dónde sale cada cifra: what each indicator counts, so that whoever doubts a figure can follow it. Pure."""

from indicators.indicator_table import figure_words
from indicators.report import Report
from reports.document import Section
from reports.table import Table

TITLE = "De dónde sale cada cifra"
HOW = (
    "Cada cifra sale de los registros del programa o de lo que anotó una persona. Sus filas, una por una, las muestra "
)
VERB = "«pregonero report --period {} --why CLAVE»."


def origins_section(report: Report) -> Section | None:
    """None where the plan has no indicators."""
    if not report.indicators:
        return None
    rows = tuple((row.key, row.name, figure_words(row), row.source) for row in report.indicators)
    table = Table("origenes", TITLE, ("Clave", "Indicador", "Cifra", "De dónde sale"), rows)
    return Section("origenes", TITLE, (HOW + VERB.format(report.period.key),), (table,))
