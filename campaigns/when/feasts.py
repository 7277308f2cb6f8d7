"""Feasts by name: those that move with Easter or with the Monday law, and the fixed ones that staff speak of.

Sources: Ley 51 de 1983 (Emiliani: the holidays that pass to the next Monday), Ley 2578 de 2026 (Chiquinquirá).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter

from campaigns.when.words import fold


@dataclass(frozen=True, slots=True)
class Feast:
    """A feast with its article (`el`, `la` or none), and its first and last day in a given year."""

    name: str
    article: str
    first: Callable[[int], date]
    last: Callable[[int], date]
    aliases: tuple[str, ...] = ()

    def with_article(self) -> str:
        """Writes `el jueves santo`, `navidad`."""
        return f"{self.article} {self.name}".strip()

    def after_de(self) -> str:
        """Writes the feast after the preposition: `del jueves santo`, `de la ascensión`, `de navidad`."""
        return {"el": f"del {self.name}", "la": f"de la {self.name}"}.get(self.article, f"de {self.name}")


def _easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=days)


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _monday(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day) + timedelta(days=-date(year, month, day).weekday() % 7)


def _sunday(month: int, place: int) -> Callable[[int], date]:
    return lambda year: date(year, month, 1) + timedelta(days=6 - date(year, month, 1).weekday() + 7 * (place - 1))


def _day(name: str, article: str, when: Callable[[int], date], *aliases: str) -> Feast:
    return Feast(name, article, when, when, aliases)


_ALL = (
    Feast("semana santa", "", _easter(-7), _easter(0), ("semana mayor",)),
    _day("miércoles de ceniza", "el", _easter(-46)),
    _day("domingo de ramos", "el", _easter(-7)),
    _day("lunes santo", "el", _easter(-6)),
    _day("martes santo", "el", _easter(-5)),
    _day("miércoles santo", "el", _easter(-4)),
    _day("jueves santo", "el", _easter(-3)),
    _day("viernes santo", "el", _easter(-2)),
    _day("sábado santo", "el", _easter(-1)),
    _day("domingo de pascua", "el", _easter(0), "domingo de resurrección", "pascua"),
    _day("ascensión", "la", _easter(43), "ascensión del señor"),
    _day("corpus christi", "", _easter(64), "corpus"),
    _day("sagrado corazón", "el", _easter(71), "sagrado corazón de jesús"),
    _day("día de la madre", "el", _sunday(5, 2), "día de las madres"),
    _day("día del padre", "el", _sunday(6, 3)),
    _day("día de reyes", "el", _monday(1, 6), "día de los reyes magos", "reyes magos", "reyes"),
    _day("día de san josé", "el", _monday(3, 19), "san josé"),
    _day("día de san pedro y san pablo", "el", _monday(6, 29), "san pedro y san pablo"),
    _day("día de la virgen de chiquinquirá", "el", _monday(7, 9), "virgen de chiquinquirá"),
    _day("asunción", "la", _monday(8, 15), "asunción de la virgen"),
    _day("día de la raza", "el", _monday(10, 12), "día de la diversidad étnica y cultural"),
    _day("día de todos los santos", "el", _monday(11, 1), "todos los santos"),
    _day("independencia de cartagena", "la", _monday(11, 11)),
    _day("año nuevo", "", _fixed(1, 1), "día de año nuevo"),
    _day("día del trabajo", "el", _fixed(5, 1), "día de los trabajadores"),
    _day("día de la independencia", "el", _fixed(7, 20), "grito de independencia"),
    _day("batalla de boyacá", "la", _fixed(8, 7)),
    _day("día de las velitas", "el", _fixed(12, 7)),
    _day("inmaculada concepción", "la", _fixed(12, 8), "inmaculada"),
    _day("navidad", "", _fixed(12, 25), "día de navidad"),
)
FEASTS: dict[tuple[str, ...], Feast] = {
    tuple(fold(name).split()): feast for feast in _ALL for name in (feast.name, *feast.aliases)
}
"""Feasts by the folded words of each of their names."""
LONGEST_NAME = max(len(words) for words in FEASTS)


def feast_named(name: str) -> Feast:
    """Returns the feast that a name means, whatever its accents and capitals; KeyError where there is none."""
    return FEASTS[tuple(fold(name).split())]
