"""`municipio.yaml`: the body whose plan this is, its people and how it presents itself."""

import datetime as dt
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, EmailStr, Field, HttpUrl, StringConstraints

from campaigns.blackout import Blackout
from campaigns.closing import Closing
from campaigns.committee import REMINDERS, Committee
from campaigns.directory import Directory
from campaigns.entry import Entry, MessageReference, Slug, Text, Zone
from campaigns.people_list import PeopleList
from campaigns.proposals import Proposals
from campaigns.retention import Retention
from campaigns.section import Section
from campaigns.source import Source
from campaigns.subscriptions import Subscriptions
from campaigns.topic import Topics, usual_topics
from campaigns.windows import AnyWindows, Windows
from channels.address import OWN_MACHINE


class Person(Entry):
    """Somebody on the staff: answers for work orders, approves, gets reminders."""

    name: Text = Field(alias="nombre")
    post: str = Field(default="", alias="cargo")
    mail: EmailStr | None = Field(default=None, alias="correo")
    phone: str = Field(default="", alias="telefono")
    department: Slug | None = Field(default=None, alias="dependencia")
    apart_from_drafter: bool = Field(default=False, alias="distinto-de-quien-redacta")
    """Where this person alone approves: not what the same person drafted."""
    since: dt.date | None = Field(default=None, alias="desde")
    """Since when this person holds the post: with another date somebody else does, who signs anew."""


class Department(Entry):
    """A secretaría, an office, a programme."""

    name: Text = Field(alias="nombre")
    mail: EmailStr | None = Field(default=None, alias="correo")
    head: Slug | None = Field(default=None, alias="jefe")
    """The person who answers for it."""


class Contributor(Entry):
    """An organisation of citizens that speaks with a voice of its own: its pages are its channel."""

    name: Text = Field(alias="nombre")
    class_: Literal["veeduria", "junta", "organizacion"] = Field(alias="clase")
    """A citizens' oversight body (Ley 850 de 2003), a Junta de Acción Comunal (Ley 2166 de 2021), or another."""
    contact: dict[Text, Text] = Field(alias="contacto", min_length=1)
    """How people reach it: name to address, number or place, in the order of its page."""


Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
"""Red, green and blue: `#1f4e79`."""


class Brand(Entry):
    """What the visual manual prescribes (Ley 2345 de 2023); pieces and mails are drawn with it."""

    colour: Colour = Field(default="#1f4e79", alias="color")
    on_colour: Colour | None = Field(default=None, alias="color-texto")
    """Of words on the colour; left out: white or black, whichever is read better."""
    titles: Colour | None = Field(default=None, alias="color-titulos")
    """Of titles on white paper; left out: the colour where it is read there, else nearly black."""
    accent: Colour | None = Field(default=None, alias="color-acento")
    """Of lines and marks that say nothing by themselves; left out: the colour."""
    shield: str | None = Field(default=None, alias="escudo")
    """A picture under `archivos/`, in PNG or JPEG."""
    fonts: str | None = Field(default=None, alias="tipografia")
    """A folder under `archivos/` with the fonts of the visual manual, in TTF or OTF; they come before Open Sans."""


class HolidayRule(Entry):
    """Which country's holidays count."""

    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = Field(default="CO", alias="pais")
    subdivision: str | None = Field(default=None, alias="subdivision")


def _desk(address: HttpUrl) -> HttpUrl:
    if address.query or address.fragment or address.username:
        raise ValueError(f"«{address}» no es la dirección de una ventanilla; escriba solo https:// y el nombre")
    if address.scheme != "https" and address.host not in OWN_MACHINE:
        raise ValueError(
            f"«{address}» llevaría los votos y los avisos sin cifrar; la ventanilla debe empezar por https://"
        )
    return address


DeskAddress = Annotated[HttpUrl, AfterValidator(_desk)]
"""Where a program answers: without user, query or fragment, and `http://` on this machine alone."""


LONGEST_MAILBOX = 24
"""Letters before the @, so that a code fits behind them: 64 in all (RFC 5321 §4.5.3.1.1)."""


def _mailbox(address: EmailStr) -> EmailStr:
    name = address.partition("@")[0]
    if "+" in name or len(name) > LONGEST_MAILBOX:
        raise ValueError(
            f"«{address}» no sirve de buzón de entregas: antes de la @ van hasta {LONGEST_MAILBOX} letras, sin «+», "
            "pues allí se agrega el código de cada tarea"
        )
    return address


MailboxAddress = Annotated[EmailStr, AfterValidator(_mailbox)]
"""A mail address with room for a code behind its name."""


class Copies(Entry):
    """The copies that the daemon makes by itself, and proves."""

    when: Text = Field(alias="cuando")
    """A `cuando` that repeats by itself."""
    keep: int = Field(default=14, alias="guardar", ge=1, le=3660)
    """How many good ones are kept: the oldest make room."""
    folder: Text | None = Field(default=None, alias="carpeta")
    """Where they lie; left out: `copias` in the folder of what the program makes."""


class Municipality(Entry):
    """The tenant's own description."""

    name: Text = Field(alias="nombre")
    """Of the municipality: «Segovia»."""
    body: Text = Field(alias="entidad")
    """Who speaks: «Alcaldía Municipal de Segovia»."""
    dane: Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")] = Field(alias="codigo-dane")
    """DIVIPOLA code; text, since it may begin with a zero."""
    zone: Zone = Field(default_factory=lambda: ZoneInfo("America/Bogota"), alias="zona")
    site: HttpUrl = Field(alias="sitio")
    """The public address of the web site; page paths under it are fixed, since links are frozen into messages."""
    site_folder: Text | None = Field(default=None, alias="sitio-carpeta")
    """The folder that the web server publishes; left out: `sitio-publico` in the folder of what the program makes."""
    desk: DeskAddress | None = Field(default=None, alias="ventanilla")
    """The public address of the pages that the program itself serves; the municipality's reverse proxy leads there."""
    votes_per_network: int = Field(default=10, alias="votos-por-red", ge=1, le=100_000)
    """How many votes without a personal link one network has in each survey: who invents browsers has no more."""
    contact: dict[Text, Text] = Field(alias="contacto", min_length=1)
    """The channels of attention that stand in each piece: name to address, number or place, in printed order."""
    data_policy: HttpUrl = Field(alias="politica-de-datos")
    departments: dict[Slug, Department] = Field(default_factory=dict, alias="dependencias")
    people: dict[Slug, Person] = Field(alias="personas")
    committees: dict[Slug, Committee] = Field(default_factory=dict, alias="comites")
    sources: dict[Slug, Source] = Field(default_factory=dict, alias="fuentes")
    """Outside entities that are asked for what is published, each through its delegate."""
    sections: dict[Slug, Section] = Field(default_factory=dict, alias="secciones")
    """Of the site, each with whoever keeps it up to date."""
    contributors: dict[Slug, Contributor] = Field(default_factory=dict, alias="colaboradores")
    """Who publishes on the site in its own name, by the slug in the address of its page."""
    topics: Topics = Field(default_factory=usual_topics, alias="temas")
    """What people may subscribe to."""
    lists: dict[Slug, PeopleList] = Field(default_factory=dict, alias="listas")
    """Lists of people that others keep, by the slug with which each is brought in and publics name it."""
    subscriptions: Subscriptions = Field(default_factory=Subscriptions, alias="suscripciones")
    proposals: Proposals = Field(default_factory=Proposals, alias="propuestas")
    """What people and departments may ask to be published."""
    requires: MessageReference | None = Field(default=None, alias="requiere")
    """The duty, `campaign/message`, that has to be done before anything is published."""
    notices: Slug | None = Field(default=None, alias="avisos")
    """The account that writes to staff: reminders, alerts, escalations."""
    deliveries: MailboxAddress | None = Field(default=None, alias="buzon-de-entregas")
    """Where duties are handed in by mail: a mailbox that takes `name+anything@` and that the program reads."""
    in_charge: Slug | None = Field(default=None, alias="encargado")
    """Who is told when an account goes down or a copy fails."""
    copies: Copies | None = Field(default=None, alias="copias")
    brand: Brand = Field(default_factory=Brand, alias="marca")
    windows: AnyWindows = Field(default_factory=Windows, alias="ventanas")
    """When messages to persons may go out."""
    blackouts: tuple[Blackout, ...] = Field(default=(), alias="vedas")
    """Days in which classes of messages go out with a warning, by a lawyer's word, or not at all."""
    holidays: HolidayRule = Field(default_factory=HolidayRule, alias="festivos")
    weekly_cap: int | None = Field(default=None, alias="tope-semanal", ge=1, le=100)
    """How many messages of class `gestion` one person gets in a week, from Monday to Sunday; left out: no limit."""
    directory: Directory | None = Field(default=None, alias="directorio")
    """Where staff have an account already, with which they come into the panel besides."""
    retention: Retention = Field(default_factory=Retention, alias="conservacion")
    """How long each kind of row is kept."""
    closing: Closing = Field(default_factory=Closing, alias="cierre")
    """When the figures of a period stand."""

    @property
    def site_url(self) -> str:
        """The site's address without a final slash."""
        return str(self.site).rstrip("/")

    @property
    def desk_url(self) -> str | None:
        """The address of the program's own pages without a final slash; None: they are not open to the public."""
        return None if self.desk is None else str(self.desk).rstrip("/")

    def asks_who_drafted(self, approver: str) -> bool:
        """Whether a committee or person approves only what somebody else drafted."""
        found = self.committees.get(approver) or self.people.get(approver)
        return found is not None and found.apart_from_drafter

    def voters(self, approver: str, drafter: str | None) -> tuple[str, ...]:
        """Who has a vote for a committee or person: not the drafter, where these are to be two."""
        committee = self.committees.get(approver)
        members = tuple(dict.fromkeys(committee.members)) if committee else (approver,)
        barred = drafter if self.asks_who_drafted(approver) else None
        return tuple(member for member in members if member != barred)

    def quorum(self, approver: str) -> int:
        """How many approvals suffice: the committee's quorum, or one where a single person approves."""
        committee = self.committees.get(approver)
        return committee.quorum if committee else 1

    def reminders_of(self, approver: str) -> tuple[str, ...]:
        """How long before a message's hour those are reminded who have not spoken: the committee's, or the usual."""
        committee = self.committees.get(approver)
        return committee.reminders if committee else REMINDERS
