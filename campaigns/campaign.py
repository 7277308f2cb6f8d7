"""`campanas/*.yaml`: one campaign, its event and its messages."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from campaigns.entry import Lines, MessageReference, Names, Slug, Text, entry
from campaigns.money import Pesos
from campaigns.plan import ActionKey


def _keys(value: object) -> object:
    return [value] if isinstance(value, str) else value


ActionKeys = Annotated[tuple[ActionKey, ...], BeforeValidator(_keys)]
MessageId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""No `~`: derived publications take it, and staff cannot type it."""
LocalTime = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2})?$")]
"""`2027-01-12 07:00` in the municipality's zone, or a date alone; real dates only, checked at load."""
Class = Literal["servicio", "gestion", "interna", "emergencia"]
Priority = Literal["urgente", "alta", "normal", "baja"]
Policy = Literal["a-lo-sumo-una-vez", "al-menos-una-vez"]
DayOff = Literal["siguiente", "anterior", "igual"]


@entry
class EventDate:
    """One of several listed dates. The id keeps its messages' keys when the date moves."""

    id: Slug = Field()
    starts: LocalTime = Field(alias="inicia")
    ends: LocalTime | None = Field(default=None, alias="termina")
    place: str = Field(default="", alias="lugar")


@entry
class EventEntry:
    """What happens: once (`inicia`), on listed dates (`fechas`), or by a rule (`repite`)."""

    name: str = Field(default="", alias="nombre")
    starts: LocalTime | None = Field(default=None, alias="inicia")
    ends: LocalTime | None = Field(default=None, alias="termina")
    dates: tuple[EventDate, ...] = Field(default=(), alias="fechas")
    repeats: Text | None = Field(default=None, alias="repite")
    """A recurrence in the grammar of `cuando`."""
    lasts: Text | None = Field(default=None, alias="dura")
    """«2 horas», «3 días»: how long each repetition is."""
    place: str = Field(default="", alias="lugar")
    requirements: Lines = Field(default=(), alias="requisitos")
    activities: Lines = Field(default=(), alias="actividades")
    benefits: Lines = Field(default=(), alias="beneficios")
    data: dict[Slug, Text] = Field(default_factory=dict, alias="datos")
    """Anything else that texts mention: `{{ evento.datos.cupos }}`."""


@entry
class Image:
    """A picture beside a text."""

    file: Text = Field(alias="archivo")
    """Under `archivos/`."""
    alt: str = Field(default="", alias="alt")
    """What it shows, for who cannot see it (Resolución MinTIC 1519 de 2020)."""
    decorative: bool = Field(default=False, alias="decorativa")
    """True: it says nothing, and `alt` may be left out."""


@entry
class AttachmentEntry:
    """A document that goes with a mail."""

    file: Text = Field(alias="archivo")
    name: str = Field(default="", alias="nombre")


@entry
class Variant:
    """What one account, or all accounts of one type, say instead."""

    subject: Text | None = Field(default=None, alias="asunto")
    text: Text | None = Field(default=None, alias="texto")


def _variant(value: object) -> object:
    return {"texto": value} if isinstance(value, str) else value


Variants = dict[Slug, Annotated[Variant, BeforeValidator(_variant)]]


@entry
class Translation:
    """What a message says to persons of another language."""

    subject: Text | None = Field(default=None, alias="asunto")
    text: Text = Field(alias="texto")
    variants: Variants = Field(default_factory=dict, alias="variantes")


Translations = dict[Slug, Annotated[Translation, BeforeValidator(_variant)]]
"""By the language's code: `pbb`, `guc`."""


@entry
class Survey:
    """A question with its options."""

    question: Text = Field(alias="pregunta")
    options: Annotated[tuple[Text, ...], Field(min_length=2, max_length=12)] = Field(alias="opciones")
    closes: Text | None = Field(default=None, alias="cierra")
    """«7 días después», counted from its publication, or «2027-01-12 a las 18:00»; left out, 7 days."""


@entry
class Forum:
    """A theme open to comments."""

    theme: Text = Field(alias="tema")
    closes: Text | None = Field(default=None, alias="cierra")


@entry
class Duty:
    """Something that departments, delegates or sources must hand over or do."""

    of: Names = Field(alias="de")
    """One order for each: departments, people, committees, sources; all of a kind by one word (`campaigns.debtors`)."""
    term: Text | None = Field(default=None, alias="plazo")
    extension: Text | None = Field(default=None, alias="prorroga")
    """How long its one extension may be; left out: it has none."""
    checklist: Lines = Field(default=(), alias="lista")
    """What has to be looked at, each by itself, before the duty can be done."""
    sections: Names | None = Field(default=None, alias="secciones")
    """Sections of the site that stand in its list with their last update, or `todas`."""
    escalates_to: Slug | None = Field(default=None, alias="escala-a")
    """Who is told of it where nothing was handed in when its time was over."""
    reserved: bool | None = Field(default=None, alias="reserva")
    """Its day belongs to it alone: it stands whole in a calendar, and `plan` tells what else falls on it."""


Format = Literal["html", "pdf", "xlsx"]
Formats = Annotated[tuple[Format, ...], BeforeValidator(_keys)]


@entry
class ReportEntry:
    """A report that goes out as a message."""

    period: Literal["semana", "mes", "bimestre", "semestre", "año"] = Field(alias="periodo")
    tables: Names = Field(default=(), alias="tablas")
    """Of the plan's own tables those that go in; left out: all of them."""
    formats: Formats = Field(default=("pdf",), alias="formato", min_length=1)
    """What it is made into: one file for each."""


@entry
class SubscriptionEntry:
    """A message that goes to whoever is subscribed to one of its topics."""

    topics: Names = Field(alias="temas", min_length=1)


@entry
class MessageEntry:
    """One message of a campaign."""

    id: MessageId = Field()
    when: Text = Field(alias="cuando")
    accounts: Names | Literal["preferidos"] = Field(alias="canales")
    purpose: Slug | None = Field(default=None, alias="proposito")
    """Which of the audience's orders of accounts `preferidos` means: `tramite`."""
    audience: Slug | None = Field(default=None, alias="publico")
    actions: ActionKeys = Field(default=(), alias="accion")
    class_: Class | None = Field(default=None, alias="clase")
    responsible: Slug | None = Field(default=None, alias="responsable")
    approver: Slug | None = Field(default=None, alias="aprueba")
    drafter: Slug | None = Field(default=None, alias="redacta")
    """Who wrote it, a person; left out: whoever the campaign names."""
    contributor: Slug | None = Field(default=None, alias="de")
    """Who signs it, where it is not the municipality that speaks: one of its contributors."""
    subject: Text | None = Field(default=None, alias="asunto")
    text: Text | None = Field(default=None, alias="texto")
    template: Text | None = Field(default=None, alias="plantilla")
    """A text file under `plantillas/` instead of `texto`."""
    variants: Variants = Field(default_factory=dict, alias="variantes")
    image: Image | None = Field(default=None, alias="imagen")
    images: tuple[Image, ...] = Field(default=(), alias="imagenes")
    piece: Literal["tarjeta"] | None = Field(default=None, alias="pieza")
    """A picture that is drawn from the event, where nobody designed one."""
    attachments: tuple[AttachmentEntry, ...] = Field(default=(), alias="adjuntos")
    link: Text | None = Field(default=None, alias="enlace")
    """Where the whole story stands; left out: the message's own page where it has a web account, else the site."""
    reply_to: Text | None = Field(default=None, alias="responder-a")
    priority: Priority | None = Field(default=None, alias="prioridad")
    day_off: DayOff = Field(default="igual", alias="si-no-habil")
    requires: MessageReference | None = Field(default=None, alias="requiere")
    """A duty, `message` or `campaign/message`, to be done before: until then it waits, within its tolerance.

    `no`: none, whatever its campaign or municipality requires.
    """
    minimum_lead: Text | None = Field(default=None, alias="con-antelacion-minima")
    never_after: bool = Field(default=False, alias="nunca-despues")
    tolerance: Text | None = Field(default=None, alias="tolerancia")
    expires: Text | None = Field(default=None, alias="vence")
    repeat: int = Field(default=1, alias="repetir", ge=1, le=99)
    """The occurrence of a message that happens once: raising it sends again what was sent."""
    policy: Policy | None = Field(default=None, alias="entrega")
    term: Text | None = Field(default=None, alias="plazo")
    """How long its work orders may take, instead of the account's own."""
    count: int = Field(default=1, alias="cantidad", ge=1)
    """How many times a person is to do it: spots, leaflets, visits."""
    reminders: Lines = Field(default=(), alias="recordatorios")
    """When the person in charge is reminded of an open order: «1 día antes», before its due time."""
    language: str = Field(default="es", alias="idioma")
    translations: Translations | None = Field(default=None, alias="traducciones")
    """What those get instead whose language it is; what goes to everyone is in `idioma` alone."""
    translation: Literal["preferida", "obligatoria"] | None = Field(default=None, alias="traduccion")
    """`obligatoria`: whose language it has not gets nothing; left out: gets it in `idioma`."""
    budget: Pesos | None = Field(default=None, alias="presupuesto")
    """What it may cost in all, in pesos, on all its accounts and times."""
    stock: int | None = Field(default=None, alias="existencias", ge=0)
    """How many there are of what people hand out or air, for all its times: 500 leaflets."""
    survey: Survey | None = Field(default=None, alias="encuesta")
    forum: Forum | None = Field(default=None, alias="foro")
    duty: Duty | None = Field(default=None, alias="deber")
    report: ReportEntry | None = Field(default=None, alias="informe")
    subscription: SubscriptionEntry | None = Field(default=None, alias="suscripcion")
    per_household: bool | None = Field(default=None, alias="por-hogar")
    """One message for all who live together, with their names; left out: one for each address."""
    spares: Names | None = Field(default=None, alias="salvo-quienes-reciben")
    """Messages of the same campaign and hour: whoever gets one of them does not get this one."""

    @property
    def all_images(self) -> tuple[Image, ...]:
        """`imagen` and then `imagenes`."""
        return (*((self.image,) if self.image else ()), *self.images)

    @property
    def files(self) -> tuple[str, ...]:
        """Names under `archivos/` of all that goes with it, each once."""
        named = (*(each.file for each in self.all_images), *(each.file for each in self.attachments))
        return tuple(dict.fromkeys(named))

    @property
    def becomes(self) -> str:
        """The feature that makes it a task whatever its accounts are: a duty; empty: none."""
        return "deber" if self.duty is not None else ""

    @property
    def feature(self) -> str:
        """What the message does besides speaking, as its file calls it; empty: nothing."""
        features = {
            "encuesta": self.survey,
            "foro": self.forum,
            "deber": self.duty,
            "informe": self.report,
            "suscripcion": self.subscription,
        }
        return next((name for name, feature in features.items() if feature is not None), "")


@entry
class CampaignEntry:
    """One file of `campanas/`."""

    id: Slug = Field(alias="campaña")
    title: Text = Field(alias="titulo")
    actions: ActionKeys = Field(default=(), alias="accion")
    class_: Class = Field(alias="clase")
    responsible: Slug = Field(alias="responsable")
    audience: Slug | None = Field(default=None, alias="publico")
    event: EventEntry | None = Field(default=None, alias="evento")
    approver: Slug | None = Field(default=None, alias="aprueba")
    """A committee or a person. Left out: no approval is asked."""
    drafter: Slug | None = Field(default=None, alias="redacta")
    """Who wrote it, a person. Left out: nobody knows."""
    requires: MessageReference | None = Field(default=None, alias="requiere")
    """The duty that has to be done before anything of it is published; `no`: none, whatever is required of all."""
    policy: Policy = Field(default="a-lo-sumo-una-vez", alias="entrega")
    priority: Priority = Field(default="normal", alias="prioridad")
    tolerance: Text | None = Field(default=None, alias="tolerancia")
    expires: Text | None = Field(default=None, alias="vence")
    budget: Pesos | None = Field(default=None, alias="presupuesto")
    language: str = Field(default="es", alias="idioma")
    link: Text | None = Field(default=None, alias="enlace")
    reply_to: Text | None = Field(default=None, alias="responder-a")
    data: dict[Slug, Text] = Field(default_factory=dict, alias="datos")
    """What texts of this campaign mention: `{{ datos.telefono }}`."""
    ends: dt.date | None = Field(default=None, alias="hasta")
    """After this day the campaign plans nothing more."""
    messages: Annotated[tuple[MessageEntry, ...], Field(min_length=1)] = Field(alias="mensajes")
