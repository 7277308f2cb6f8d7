"""Phrases that count from something else: the event, a feast, another message, an approval, an order."""

import re
from datetime import time

from campaigns.when.clauses import Build, Clauses
from campaigns.when.feasts import Feast
from campaigns.when.reader import Reader
from campaigns.when.schedules import (
    AfterApproval,
    AfterPublication,
    ByOrder,
    EventOffset,
    FeastOffset,
    Unit,
)

_REFERENCE = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?")
_BEGIN = ("empezar", "comenzar", "iniciar")
_FINISH = ("terminar", "finalizar", "acabar")
_FROM_START = (
    *(f"de {verb}" for verb in _BEGIN),
    *("de que empiece", "de que comience", "de que inicie", "del inicio", "del comienzo"),
)
_FROM_END = (
    *(f"de {verb}" for verb in _FINISH),
    *("de que termine", "de que acabe", "del final", "del fin", "del cierre"),
)
_MOST_MONTHS = 120
_NO_SURVEY = ("", ",", "a", "al", "y", "desde", "hasta", "excepto", "salvo", "durante", "mientras")
"""What stands after `la encuesta` where nothing says whose: that of the message with this id."""
_APPROVED = ("tras aprobar", "al aprobar", "despues de aprobar", "tras la aprobacion")
_ORDERED = ("por orden de una persona", "por orden", "cuando se ordene", "al ordenar")
_OF_EACH = ("de cada fecha del evento", "de cada fecha", "cada fecha", "del evento", "el evento")


def read_offset(reader: Reader) -> Build | None:
    """Reads `15 días antes`, `al empezar`, `la víspera`, `al publicar x`, `tras aprobar`, `por orden`, a feast."""
    if reader.accept(*_APPROVED):
        return _approval
    if reader.accept(*_ORDERED):
        return _order
    return _publishing(reader) or _moment(reader) or _named_day(reader) or _distance(reader) or _feast(reader)


def _approval(clauses: Clauses) -> AfterApproval:
    clauses.no_hour("sale apenas se apruebe")
    return AfterApproval()


def _order(clauses: Clauses) -> ByOrder:
    clauses.no_hour("sale cuando una persona la envía")
    return ByOrder()


def _publishing(reader: Reader) -> Build | None:
    """Reads `al publicar anuncio` and `al cerrar la encuesta de anuncio`."""
    of_close = reader.accept("al cerrar", "tras cerrar", "despues de cerrar", "cuando cierre")
    if not of_close and not reader.accept("al publicar", "tras publicar", "despues de publicar"):
        return None
    reference = _survey(reader) if of_close else _reference(reader)

    def build(clauses: Clauses) -> AfterPublication:
        clauses.no_hour(f"sale apenas {'cierre la encuesta' if of_close else 'salga el otro mensaje'}")
        return AfterPublication(reference, 0, Unit.HOUR, None, of_close)

    return build


def _reference(reader: Reader) -> str:
    token = reader.peek()
    if not _REFERENCE.fullmatch(token.text):
        hint = "Escriba el id del mensaje, «al publicar anuncio», o «al publicar matriculas/anuncio» de otra campaña."
        raise reader.error("Falta decir qué mensaje se publica", hint)
    reader.position += 1
    return token.text


def _survey(reader: Reader) -> str:
    """Reads whose survey closes: `anuncio`, `la encuesta de anuncio`, or `la encuesta`, a message of that id."""
    reader.accept("la")
    if not reader.accept("encuesta de", "encuesta del mensaje") and reader.peek().word == "encuesta":
        reader.position += reader.peek(1).word not in _NO_SURVEY
    token = reader.peek()
    if not _REFERENCE.fullmatch(token.text) or token.word in _NO_SURVEY:
        hint = "Escriba el id del mensaje que la hace: «al cerrar la encuesta de anuncio»."
        raise reader.error("Falta decir qué encuesta cierra", hint)
    reader.position += 1
    return token.text


def _moment(reader: Reader) -> Build | None:
    """Reads `al empezar` and `al terminar`."""
    start = reader.position
    if not reader.accept("al"):
        return None
    begins = reader.accept(*_BEGIN)
    if not begins and not reader.accept(*_FINISH):
        reader.position = start
        return None
    reader.accept(*_OF_EACH)

    def build(clauses: Clauses) -> EventOffset:
        clauses.no_hour("la pone el evento")
        return EventOffset(0, Unit.HOUR, begins, "start" if begins else "end")

    return build


def _named_day(reader: Reader) -> Build | None:
    """Reads `el mismo día`, `el último día del evento`, `la víspera`, `la víspera de navidad`."""
    start = reader.position
    if reader.accept("el mismo dia", "el dia del evento", "el primer dia del evento"):
        reader.accept(*_OF_EACH)
        return lambda clauses: EventOffset(0, Unit.DAY, True, "start", clauses.hour())
    if reader.accept("el ultimo dia del evento"):
        return lambda clauses: EventOffset(0, Unit.DAY, False, "end", clauses.hour())
    if not reader.accept("la vispera", "vispera"):
        return None
    mark = reader.position
    if reader.accept("de la", "del", "de"):
        feast = reader.feast()
        if feast:
            name = feast.name
            return lambda clauses: FeastOffset(name, 1, Unit.DAY, True, clauses.hours())
        reader.position = mark
    if reader.peek().word in ("de", "del") and not reader.accept(*_OF_EACH):
        reader.position = start
        return None
    return lambda clauses: EventOffset(1, Unit.DAY, True, "start", clauses.hour())


def _distance(reader: Reader) -> Build | None:
    """Reads an amount of time before or after something; what is not said is the event."""
    start = reader.position
    amount = reader.amount()
    years = amount is not None and reader.accept("ano", "anos")
    unit = Unit.MONTH if years else reader.unit()
    side = reader.peek().word
    if amount is None or unit is None or not reader.accept("antes", "despues"):
        reader.position = start
        return None
    amount, before = amount * (12 if years else 1), side == "antes"
    if unit is Unit.MONTH and amount > _MOST_MONTHS:
        raise reader.error(f"Son más de {_MOST_MONTHS // 12} años", "Escriba la fecha.", start)
    of_close = _after_close(reader)
    if of_close or reader.accept("de publicar"):
        return _after_publication(reader, amount, unit, before, start, of_close=of_close)
    mark = reader.position
    feast = reader.feast() if reader.accept("de", "del") else None
    if feast:
        return _from_feast(reader, feast, amount, unit, before, start)
    reader.position = mark
    edge = _edge(reader, before)
    return lambda clauses: EventOffset(amount, unit, before, "start" if edge else "end", _hour_of(clauses, unit))


def _hour_of(clauses: Clauses, unit: Unit) -> time | None:
    if unit.exact:
        clauses.no_hour("ya la dicen las horas o los minutos que se cuentan")
        return None
    return clauses.hour()


def _edge(reader: Reader, before: bool) -> bool:
    """Reads from which edge of the event it counts; True is its start. By default: before the start, after the end."""
    starts = reader.accept(*_FROM_START) or (not reader.accept(*_FROM_END) and before)
    reader.accept(*_OF_EACH)
    return starts


def _after_close(reader: Reader) -> bool:
    """Goes past `de cerrar`, and says whether it stood there; `del cierre` alone is that of the event."""
    mark = reader.position
    if reader.accept("del cierre de la encuesta"):
        reader.position = mark + len(("del", "cierre", "de"))
        return True
    return reader.accept("de cerrar", "de que cierre")


def _after_publication(reader: Reader, amount: int, unit: Unit, before: bool, start: int, *, of_close: bool) -> Build:
    reference = _survey(reader) if of_close else _reference(reader)
    if before:
        after = AfterPublication(reference, amount, unit, None, of_close).describe()
        said = "cerrará una encuesta" if of_close else "se publicará otro mensaje"
        raise reader.error(f"No se sabe antes cuándo {said}", f"Escriba «{after}», o cuente desde el evento.", start)
    return lambda clauses: AfterPublication(reference, amount, unit, _hour_of(clauses, unit), of_close)


def _from_feast(reader: Reader, feast: Feast, amount: int, unit: Unit, before: bool, start: int) -> Build:
    if unit.exact:
        readings = (f"1 día antes {feast.after_de()} a las 18:00", f"cada año {_first_name(feast)} a las 08:00")
        raise reader.error("Una fiesta no tiene hora desde la cual contar", "", start, readings)
    return lambda clauses: FeastOffset(feast.name, amount, unit, before, clauses.hours())


def _feast(reader: Reader) -> Build | None:
    start = reader.position
    feast = reader.feast()
    return feast_build(reader, feast, start) if feast else None


def feast_build(reader: Reader, feast: Feast, start: int) -> Build:
    """Returns the form of a feast of every year; refuses Holy Week, which is eight days."""
    if feast.first(2027) != feast.last(2027):
        readings = ("cada año el domingo de ramos a las 08:00", f"2 días antes {feast.after_de()} a las 08:00")
        raise reader.error(f"{feast.name.capitalize()} son varios días", "", start, readings)
    return lambda clauses: FeastOffset(feast.name, 0, Unit.DAY, True, clauses.hours())


def _first_name(feast: Feast) -> str:
    return "el domingo de ramos" if feast.first(2027) != feast.last(2027) else feast.with_article()
