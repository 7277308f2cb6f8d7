"""A figure as it was typed into its form."""

from dataclasses import dataclass
from datetime import date

from indicators.correcting import Given
from indicators.typed import NotAFigure, figure_typed
from panel.office.asked import Asked

LONGEST_WORDS = 2_000
"""Letters of a note or a reason."""


class NotTyped(ValueError):
    """What the form lacks; the message is Spanish."""


@dataclass(frozen=True, slots=True)
class TypedFigure:
    """Every field as text, so that nothing is lost where it is not taken."""

    value: str = ""
    day: str = ""
    """`2027-01-31`, as the browser's own field has it."""
    action: str = ""
    note: str = ""
    corrects: str = ""
    """The number of the figure that it replaces; empty: it is a new one."""
    reason: str = ""

    def given(self, key: str) -> Given:
        """What it says. Raises `NotTyped`, and `NotAFigure`."""
        if not self.value:
            raise NotTyped("Escriba la cifra.")
        if max(len(self.note), len(self.reason)) > LONGEST_WORDS:
            raise NotTyped(
                f"La nota y el motivo llegan hasta {LONGEST_WORDS} letras: acórtelos, o adjunte el documento."
            )
        if self.corrects and not (self.corrects.isascii() and self.corrects.isdigit() and len(self.corrects) < 13):
            raise NotTyped("Abra otra vez la cifra que va a corregir.")
        number = int(self.corrects) if self.corrects else None
        return Given(key, figure_typed(self.value), self._day(), self.action, self.note, number, self.reason)

    def _day(self) -> date | None:
        if not self.day:
            return None
        try:
            day = date.fromisoformat(self.day)
        except ValueError as error:
            raise NotTyped(f"«{self.day[:20]}» no es una fecha: escriba año-mes-día, como 2027-01-31.") from error
        if day.year not in range(2000, 2101):
            raise NotTyped(f"El año {day.year} está fuera de lo posible: revise la fecha.")
        return day


EMPTY = TypedFigure()
REFUSALS = (NotTyped, NotAFigure)


def typed_figure(asked: Asked) -> TypedFigure:
    """As the form has it."""
    return TypedFigure(
        value=asked.field("cifra"),
        day=asked.field("dia"),
        action=asked.field("accion"),
        note=asked.field("nota"),
        corrects=asked.field("corrige"),
        reason=asked.field("motivo"),
    )
