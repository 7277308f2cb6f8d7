"""`indicadores.yaml`: what is counted, from which rows, against which target."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from campaigns.derivation import Growth, Parts
from campaigns.entry import Entry, Names, Slug, Text
from campaigns.plan import ActionKey
from campaigns.pulled import Pulled
from campaigns.target import Target, WrittenBaseline
from channels.capabilities import Metric

METRICS: Mapping[str, Metric] = {
    "vistas": Metric.VIEWS,
    "alcance": Metric.REACH,
    "reacciones": Metric.REACTIONS,
    "comentarios": Metric.COMMENTS,
    "compartidos": Metric.SHARES,
    "clics": Metric.CLICKS,
    "guardados": Metric.SAVES,
    "votos": Metric.VOTES,
}
"""What services tell of posts, as staff call it."""
VOTES = "votos"
VOTING_PAGE = "Página de votación"
"""The medium of votes on our own page by a personal link, whatever brought people there."""
VOTING_PAGE_UNVERIFIED = "Página de votación, sin verificar"
"""The medium of those by network and browser: who changes either votes again."""


DUTIES = ("deberes", "porcentaje-de-deberes")
"""What counts duties: how many there are, or what part of all of them stands as the filter says."""
PETITIONS = ("solicitudes", "porcentaje-de-solicitudes")
"""The same of what departments and people ask of the office."""
BY_TERM = (*DUTIES, *PETITIONS)
"""What stands as its term says."""
SHARES = ("porcentaje-de-deberes", "porcentaje-de-solicitudes")
PETITION_KINDS = ("solicitud", "propuesta", "sugerencia")
"""What `tareas` calls those."""
SUBSCRIBERS = "suscriptores"
"""What counts addresses that are subscribed when the period ends."""
SUBSCRIBER_MEDIA = ("Correo", "Telegram", "Teléfono")
"""By what subscribers are written to; a telephone's may be WhatsApp or text messages."""
Standing = Literal["a-tiempo", "tarde", "entregado", "con-plazo", "en-mora", "no-hecho", "escalado"]


def _words(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Filter(Entry):
    """Which rows count. All that is given must hold."""

    actions: tuple[ActionKey, ...] = Field(default=(), alias="acciones")
    campaigns: Names = Field(default=(), alias="campañas")
    messages: Names = Field(default=(), alias="mensajes")
    accounts: Names = Field(default=(), alias="canales")
    media: tuple[Text, ...] = Field(default=(), alias="medios")
    audiences: Names = Field(default=(), alias="publicos")
    orders: tuple[Text, ...] = Field(default=(), alias="tareas")
    """Kinds of work order: `visita`, `jornada` …"""
    standing: Annotated[tuple[Standing, ...], BeforeValidator(_words)] = Field(default=(), alias="estado")
    """How duties stand; of a percentage, which of them are the part: left out, those that were handed in."""

    topics: Names = Field(default=(), alias="temas")
    """Of subscribers: those who are subscribed to one of them."""


class Indicator(Entry):
    """One indicator."""

    name: Text = Field(alias="nombre")
    """The plan's own words: «N° de contenidos publicados en los medios de comunicación»."""
    unit: Text = Field(alias="unidad")
    type: Literal["automatico", "declarado", "derivado", "traido"] = Field(alias="tipo")
    counts: (
        Literal[
            "contenidos",
            "alcanzados",
            "devueltos",
            "publicaciones",
            "tareas-cumplidas",
            "cantidad-confirmada",
            "vistas",
            "alcance",
            "reacciones",
            "comentarios",
            "compartidos",
            "clics",
            "guardados",
            "votos",
            "deberes",
            "porcentaje-de-deberes",
            "solicitudes",
            "porcentaje-de-solicitudes",
            "suscriptores",
        ]
        | None
    ) = Field(default=None, alias="cuenta")
    """What an automatic indicator adds up: published contents; persons reached (sent less bounced); persons whose
    message bounced; publications done of any kind; work orders done; the counts that people gave when they confirmed
    (attendants, citizens served); what services tell of posts (`METRICS`); duties, and what is asked of the office, by
    their terms (`BY_TERM`); or who is subscribed (`SUBSCRIBERS`)."""
    filter: Filter = Field(default_factory=Filter, alias="filtro")
    pulled: Pulled | None = Field(default=None, alias="trae")
    """Of a fetched indicator: where its figure comes from."""
    accumulates: Literal["suma", "ultimo", "promedio"] = Field(default="suma", alias="acumula")
    """How several declared or fetched figures of one period make one."""
    percent: Parts | None = Field(default=None, alias="porcentaje")
    """Derived: one figure as a percentage of another."""
    ratio: Parts | None = Field(default=None, alias="razon")
    """Derived: how many of one come to one of another."""
    growth: Growth | None = Field(default=None, alias="crecimiento")
    """Derived: how much a figure grew, in percent."""
    baseline: WrittenBaseline | None = Field(default=None, alias="linea-base")
    target: Target | None = Field(default=None, alias="meta")
    period: Literal["semana", "mes", "bimestre", "semestre", "año"] = Field(default="año", alias="periodo")
    """The period that the target speaks of."""
    direction: Literal["sube", "baja"] = Field(default="sube", alias="sentido")
    """Whether more is better, or less: of bounces, of late duties."""
    responsible: Slug | None = Field(default=None, alias="responsable")
    ours: bool = Field(default=False, alias="nuestro")
    """The plan names no indicator here: this one is borrowed, and reports say so."""
    note: str = Field(default="", alias="nota")

    @property
    def adds_up(self) -> bool:
        """The figure of a period is the sum of those of its parts."""
        if self.type == "automatico":
            return self.counts not in (*SHARES, SUBSCRIBERS)
        return self.type != "derivado" and self.accumulates == "suma"

    @property
    def falls(self) -> bool:
        """Less is better."""
        return self.direction == "baja"

    @property
    def parts(self) -> tuple[str, ...]:
        """The keys of the indicators from which a derived one is worked out; none of any other."""
        quotient = self.percent or self.ratio
        if quotient is not None:
            return (quotient.of, quotient.over)
        return (self.growth.of,) if self.growth else ()
