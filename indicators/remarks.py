"""What a report says above and besides its tables."""

from campaigns.articles import of
from indicators.report import Report
from reports.words import number_words

SIMULATED = "Son cifras de una simulación: nada de esto se envió."
REAL_ONLY = "Eso no le llegó a nadie y no está en la lista, que es de lo que sale por cuentas con «modo: real»."


def remark(rehearsed: int) -> str:
    """What the figures leave out, where publications went out in `pruebas`; empty where none did."""
    if not rehearsed:
        return ""
    one, many = "1 publicación que no se cuenta, porque salió", "publicaciones que no se cuentan, porque salieron"
    told = one if rehearsed == 1 else f"{rehearsed} {many}"
    return f"Hubo además {told} en pruebas: solo cuenta lo que sale por cuentas con «modo: real»."


def archive_remark(trials: int, *, alone: bool, simulated: bool) -> str:
    """What must be known of a list of contents: that none of it happened, or what is not in it; empty: all is there.

    `trials`: how many went out in `pruebas`; `alone`: there are no others.
    """
    said = "Es de una simulación: nada de esto se publicó." if simulated else ""
    if not trials:
        return said
    told = "1 contenido" if trials == 1 else f"{number_words(trials)} contenidos"
    beside = f"Todo lo que salió fue en pruebas: {told}" if alone else f"Hubo además {told} en pruebas"
    return f"{said} {beside}. {REAL_ONLY}".lstrip()


def heading(report: Report, body: str = "") -> str:
    """The line above them all; it says when what is counted is a simulation, and since when it is closed.

    `body`: whose report it is, as a closed one names it; empty: as it is named now.
    """
    body = body or report.tenant.municipality.body
    warning = f" {SIMULATED}" if report.simulated else ""
    closed = f" {closed_words(report)}" if report.closed is not None else ""
    return f"Informe {of(body)}, {report.period.name}.{warning}{closed}"


def closed_words(report: Report) -> str:
    """Since when a closed report stands; empty of an open one."""
    return "" if report.closed is None else report.closed.words(report.tenant.municipality.zone)
