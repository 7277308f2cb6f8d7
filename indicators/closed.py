"""A closed period: since when its figures stand, and what was corrected of them. Pure."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from reports.words import cell_words, number_words


@dataclass(frozen=True, slots=True)
class Correction:
    """One figure that a later version of the period tells otherwise."""

    indicator: str
    action: str
    """The row of the plan whose figure it is; empty: the indicator's as a whole."""
    before: float | None
    value: float | None
    at: datetime
    by: str
    reason: str

    def words(self, zone: ZoneInfo) -> str:
        """«corregido el 12/03/2027 por Ana Pérez: error al digitar; antes decía 410»."""
        day = cell_words(self.at.astimezone(zone).date())
        return f"corregido el {day} por {self.by}: {self.reason}; antes decía {number_words(self.before)}"


@dataclass(frozen=True, slots=True)
class Closed:
    """How a period was closed."""

    at: datetime
    """When its first version was kept."""
    by: str
    """Who closed it: a person, or the program."""
    version: int = 1
    corrections: tuple[Correction, ...] = ()
    """All of them, the first one first."""
    digest: str = ""
    """The sha256 of what is kept; empty only while it is being written."""

    def words(self, zone: ZoneInfo) -> str:
        """«Periodo cerrado el 11/02/2027 por el pregonero: sus cifras no cambian.»"""
        told = f"Periodo cerrado el {cell_words(self.at.astimezone(zone).date())} por {self.by}: sus cifras no cambian"
        if not self.corrections:
            return f"{told}."
        last = cell_words(self.corrections[-1].at.astimezone(zone).date())
        many = self.version - 1
        times = "una vez" if many == 1 else f"{many} veces"
        return f"{told}, salvo lo que se corrigió con su motivo ({times}; la última, el {last})."
