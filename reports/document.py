"""A report before anybody decides how it is shown: every format shows all of it, in this order. Pure data."""

from dataclasses import dataclass
from datetime import datetime

from reports.chart import Chart
from reports.table import Table


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it: sentences first, then charts and tables in their order."""

    key: str
    """The name of its anchor: `indicadores`."""
    title: str
    paragraphs: tuple[str, ...] = ()
    exhibits: tuple[Chart | Table, ...] = ()
    """A chart brings its table with it; that table is not named again."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on."""

    name: str
    post: str
    """Empty where the municipality does not say it."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A value by which a copy can be compared with what was kept."""

    name: str
    """In Spanish: «Huella de las cifras»."""
    value: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what whoever signs must know at once."""

    name: str
    """In Spanish: «Metas»."""
    says: str
    """In Spanish, no sentence: «7: 2 cumplidas y 5 atrasadas»."""


@dataclass(frozen=True, slots=True)
class Document:
    """One report."""

    key: str
    """A file's name without its ending: `informe-segovia-2027-B1`."""
    body: str
    """Whose report it is: «Alcaldía Municipal de Segovia»."""
    title: str
    plan: str
    """The plan's own title."""
    period: str
    """In Spanish: «primer bimestre de 2027 (enero y febrero)»."""
    compared_with: str
    """The name of the period before; empty where nothing is compared."""
    made_at: datetime
    """Aware, in the municipality's zone."""
    warnings: tuple[str, ...] = ()
    """What each page says at its top: figures of a simulation, figures that are missing."""
    facts: tuple[Fact, ...] = ()
    """What stands on the cover, «de un vistazo», the most important first."""
    sections: tuple[Section, ...] = ()
    signatures: tuple[Signature, ...] = ()
    seals: tuple[Seal, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """All its tables in their order, those of charts too."""
        exhibits = [exhibit for section in self.sections for exhibit in section.exhibits]
        return tuple(exhibit.table if isinstance(exhibit, Chart) else exhibit for exhibit in exhibits)
