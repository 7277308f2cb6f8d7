"""`plan.yaml`: the plan's own actions, row by row, with its own words."""

import datetime as dt
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from campaigns.entry import Entry, Lines, Names, Slug, Text, one_or_many

ActionKey = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}-[0-9]{1,3}$")]
"""A row of the plan: `SE-7`."""


class Adoption(Entry):
    """When the plan was adopted, by whom, in which document."""

    date: dt.date = Field(alias="fecha")
    by: Text = Field(alias="por")
    document: str = Field(default="", alias="documento")


class Phase(Entry):
    """A phase with the date that the law set for it and the share reached."""

    name: Text = Field(alias="nombre")
    legal_date: dt.date | None = Field(default=None, alias="fecha-legal")
    progress: float | None = Field(default=None, alias="avance", ge=0, le=100)
    """Percent reached on the day of `measured`."""
    measured: dt.date | None = Field(default=None, alias="medido")


class Activity(Entry):
    """A dated step of an action whose state is followed."""

    text: Text = Field(alias="texto")
    phase: Slug | None = Field(default=None, alias="fase")
    deadline: str = Field(default="", alias="plazo")
    """The plan's own words: «Semestre 2/2010»."""
    until: dt.date | None = Field(default=None, alias="hasta")
    state: str = Field(default="", alias="estado")
    responsible: str = Field(default="", alias="responsable")


class Action(Entry):
    """One row of the plan."""

    key: ActionKey = Field(alias="clave")
    text: Text = Field(alias="texto")
    objective: str = Field(default="", alias="objetivo")
    level: str = Field(default="", alias="nivel")
    """`interno`, `externo` or empty."""
    responsible: Slug = Field(alias="responsable")
    """A person, department or committee of `municipio.yaml`."""
    responsible_words: str = Field(default="", alias="responsable-segun-el-plan")
    indicators: Names = Field(default=(), alias="indicadores")
    """Keys of `indicadores.yaml`; empty where the plan names none and only the state is reported."""
    goals: Lines = Field(default=(), alias="metas")
    activities: tuple[Activity, ...] = Field(default=(), alias="actividades")
    tactics: Lines = Field(default=(), alias="tacticas")
    resources: Lines = Field(default=(), alias="recursos")
    times: str = Field(default="", alias="tiempos")
    benefits: Lines = Field(default=(), alias="beneficios")
    phase: Slug | None = Field(default=None, alias="fase")
    legal_date: dt.date | None = Field(default=None, alias="fecha-legal")
    settings: Names = Field(default=(), alias="ajustes")
    """What carries a row that no message carries; each is checked at load to be really in use."""
    reports: Names = Field(default=(), alias="informes")
    """Tables of the report that carry the row, by the keys of `campaigns.checks.report_tables`."""
    columns: dict[str, Text] = Field(default_factory=dict, alias="columnas")
    """The plan's own columns: heading to text."""
    headings: dict[str, Text] = Field(default_factory=dict, alias="encabezados")
    """How the plan heads the columns of its `cronograma`: our heading to its own."""


class TableLine(Entry):
    """One line of a table, in the words of the plan."""

    actions: Annotated[tuple[ActionKey, ...], BeforeValidator(one_or_many), Field(min_length=1)] = Field(
        alias="acciones"
    )
    """The rows of the plan whose figures and states fill it."""
    indicators: Names = Field(default=(), alias="indicadores")
    """Those of its rows that it shows; left out: all of them."""
    cells: dict[str, Lines] = Field(alias="celdas")
    """Heading to text; what is left out is empty."""


class OwnTable(Entry):
    """A table as the plan's document has it: its headings, its order, its words. What came of it stands beside."""

    title: str = Field(default="", alias="titulo")
    """Left out: the report's own name for it."""
    notes: Lines = Field(default=(), alias="notas")
    columns: Annotated[Lines, Field(min_length=1)] = Field(alias="columnas")
    lines: tuple[TableLine, ...] = Field(alias="renglones", min_length=1)


OwnTables = Annotated[tuple[OwnTable, ...], Field(min_length=1)]


class Plan(Entry):
    """The whole plan."""

    title: Text = Field(alias="titulo")
    starts: dt.date | None = Field(default=None, alias="desde")
    ends: dt.date | None = Field(default=None, alias="hasta")
    source: str = Field(default="", alias="fuente")
    """The document it was taken from."""
    adopted: Adoption | None = Field(default=None, alias="adoptado")
    phases: dict[Slug, Phase] = Field(default_factory=dict, alias="fases")
    actions: tuple[Action, ...] = Field(alias="acciones", min_length=1)
    reports: Names = Field(default=(), alias="informes")
    """Tables of the report that the plan has and no row of it asks for."""
    tables: dict[Slug, OwnTables] = Field(default_factory=dict, alias="tablas")
    """Tables that the plan itself has, by the keys of `campaigns.checks.report_tables`; they need not be asked for."""
    signed_by: Names = Field(default=(), alias="firman")
    """People of `municipio.yaml` who sign its reports, in this order; left out: who is in charge of the program."""
