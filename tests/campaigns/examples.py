"""A small municipality, its accounts and one campaign, for facts about words."""

from copy import copy
from datetime import datetime, timedelta
from typing import Any, TypeVar

from campaigns.account import Account
from campaigns.campaign import CampaignEntry
from campaigns.content import Renderer
from campaigns.content.freezing import compose
from campaigns.entry import adapter
from campaigns.municipality import Municipality
from campaigns.when import Span
from channels.adapter import Kind, Options, Profile, TextLimit

Written = TypeVar("Written")
MUNICIPALITY = Municipality.model_validate(
    {
        "nombre": "Villa Clara",
        "entidad": "Alcaldía de Villa Clara",
        "codigo-dane": "05736",
        "sitio": "https://villaclara.gov.co/",
        "contacto": {"Página web": "https://villaclara.gov.co", "Teléfono": "604 123 4567"},
        "politica-de-datos": "https://villaclara.gov.co/datos",
        "personas": {"ana": {"nombre": "Ana Ríos", "correo": "ana@villaclara.gov.co"}, "luz": {"nombre": "Luz Mesa"}},
    }
)
SPAN = Span(
    datetime(2027, 1, 12, 7, tzinfo=MUNICIPALITY.zone),
    datetime(2027, 1, 29, 16, tzinfo=MUNICIPALITY.zone),
)
EVENT: dict[str, Any] = {
    "nombre": "Matrículas escolares",
    "inicia": "2027-01-12 07:00",
    "termina": "2027-01-29 16:00",
    "lugar": "La sede más cercana",
    "requisitos": ["Registro civil", "Carné de vacunas", "Identificación"],
    "datos": {"cupos": "1200"},
}


def read_campaign(written: dict[str, Any]) -> CampaignEntry:
    """What a file of `campanas/` says."""
    entry: CampaignEntry = adapter(CampaignEntry).validate_python(written)
    return entry


def changed(entry: Written, **fields: object) -> Written:
    """The same entry with other values, by English name."""
    other = copy(entry)
    for name, value in fields.items():
        object.__setattr__(other, name, value)
    return other


def campaign(text: str = "Hola", *, event: dict[str, Any] | None = None, **message: Any) -> CampaignEntry:
    """A campaign of one message. `event`: in place of the usual one; an empty one means none."""
    entry: dict[str, Any] = {
        "campaña": "matriculas",
        "titulo": "Matrículas 2027",
        "clase": "servicio",
        "responsable": "ana",
        "evento": EVENT if event is None else event,
        "datos": {"linea-gratuita": "018000 123", "valor": "1234567", "descuento": "12,5"},
        "mensajes": [{"id": "anuncio", "cuando": "al empezar", "canales": ["correo"], "texto": text, **message}],
    }
    if event == {}:
        del entry["evento"]
    return read_campaign(entry)


def account(name: str, type_: str, kind: Kind, limit: TextLimit | None = None, **profile: Any) -> Account:
    """An account with a profile of its own."""
    declared = Profile(medium=name, kinds=(kind,), text=limit or TextLimit(100_000, "caracteres"), **profile)
    return Account(
        name=name,
        type=type_,
        kind=kind,
        target="",
        medium=name,
        publishes=True,
        mode="pruebas",
        profile=declared,
        pace=declared.pace,
        sender=type_,
        options=Options(),
        responsible=None,
        term=None,
        quota_window=timedelta(days=1),
    )


MAIL = account("correo", "email", Kind.DIRECT, html=True, subject=TextLimit(200, "caracteres"))
WEB = account("web", "web", Kind.BROADCAST, html=True, subject=TextLimit(200, "caracteres"))
X = account("x", "x", Kind.BROADCAST)
TELEGRAM = account("telegram-vecinos", "telegram", Kind.DIRECT)
RADIO = account("emisora", "manual", Kind.MANUAL)


def renderer(
    entry: CampaignEntry,
    to: Account = MAIL,
    link: str = "https://villaclara.gov.co/m",
    municipality: Municipality = MUNICIPALITY,
) -> Renderer:
    """What finishes the messages of the campaign's one message."""
    content = compose(municipality, entry, entry.messages[0], to, SPAN, SPAN.start, link, {})
    return Renderer(content, to.profile, to.kind)
