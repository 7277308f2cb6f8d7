"""What a message to persons says of how to have no more of it."""

from dataclasses import replace

import pytest

from campaigns.account import Account
from campaigns.content import Content
from campaigns.content.freezing import compose
from campaigns.content.mailing import filled, with_token
from campaigns.municipality import Municipality
from channels.adapter import Kind
from tests.campaigns.examples import MAIL, MUNICIPALITY, SPAN, TELEGRAM, X, account, campaign, changed, renderer

DESK = Municipality.model_validate(
    MUNICIPALITY.model_dump(by_alias=True, mode="json") | {"ventanilla": "https://participe.villaclara.gov.co"}
)
SMS = account("sms", "sms", Kind.DIRECT)
BOT = replace(TELEGRAM, stop="/stop")
PAGE = "https://participe.villaclara.gov.co/baja/su-enlace"


def content(to: Account, municipality: Municipality = DESK, class_: str = "servicio", *topics: str) -> Content:
    """What an account says."""
    entry = campaign("Hola", **({"suscripcion": {"temas": list(topics)}} if topics else {}))
    entry = changed(entry, class_=class_)
    return compose(municipality, entry, entry.messages[0], to, SPAN, SPAN.start, "https://villaclara.gov.co/m", {})


@pytest.mark.parametrize(
    ("to", "municipality", "class_", "told"),
    [
        (MAIL, DESK, "servicio", f"Para no recibir más avisos de trámites y servicios: {PAGE}"),
        (MAIL, DESK, "gestion", f"Para no recibir más noticias de la gestión: {PAGE}"),
        (
            MAIL,
            MUNICIPALITY,
            "gestion",
            "Para no recibir más noticias de la gestión, responda a este correo y escriba «Baja» en el asunto.",
        ),
        (BOT, DESK, "gestion", "Para no recibir más mensajes, escriba /stop"),
        (BOT, MUNICIPALITY, "servicio", "Para no recibir más mensajes, escriba /stop"),
        (TELEGRAM, DESK, "servicio", f"Para no recibir más avisos de trámites y servicios: {PAGE}"),
        (TELEGRAM, MUNICIPALITY, "servicio", ""),
        (SMS, DESK, "gestion", f"Baja: {PAGE}"),
        (SMS, DESK, "servicio", ""),
        (SMS, MUNICIPALITY, "gestion", ""),
    ],
)
def test_each_medium_says_how_to_leave(to: Account, municipality: Municipality, class_: str, told: str) -> None:
    """A mail by its page or an answer, a chat by its word, a text message by a short address where it is publicity."""
    made = content(to, municipality, class_)
    assert made.mailing is not None
    assert made.mailing.told == told
    entry = changed(campaign("Hola"), class_=class_)
    text = renderer(entry, to, municipality=municipality).render({}).text
    assert text.endswith(told)
    assert ("no recibir más" in text or "Baja" in text) == bool(told)


@pytest.mark.parametrize(
    ("topics", "words", "list_id"),
    [
        (("eventos",), "mensajes del tema Eventos", "eventos.villaclara.gov.co"),
        (
            ("tramites", "eventos", "noticias"),
            "mensajes de los temas Eventos, Noticias y Trámites",
            "eventos.noticias.tramites.villaclara.gov.co",
        ),
    ],
)
def test_subscribers_leave_topics(topics: tuple[str, ...], words: str, list_id: str) -> None:
    """By their names; and the list is called after them (RFC 2919)."""
    made = content(MAIL, DESK, "gestion", *topics).mailing
    assert made is not None
    assert (made.topics, made.words, made.list_id) == (tuple(sorted(topics)), words, list_id)


@pytest.mark.parametrize(
    ("to", "class_"),
    [(MAIL, "interna"), (MAIL, "emergencia"), (X, "gestion"), (replace(BOT, kind=Kind.BROADCAST), "gestion")],
)
def test_what_nobody_leaves_says_nothing(to: Account, class_: str) -> None:
    """Staff's own messages, emergencies, and what goes to no single persons."""
    assert content(to, DESK, class_).mailing is None


def test_the_page_of_a_mail_links_to_the_way_out() -> None:
    """Its words say what is left; what cannot be clicked is told."""
    html = renderer(campaign("Hola"), MAIL, municipality=DESK).render({}).html
    assert html is not None
    assert f'<a href="{PAGE}"' in html
    assert "No recibir más avisos de trámites y servicios</a>" in html
    other = renderer(campaign("Hola"), MAIL).render({}).html
    assert other is not None
    assert "escriba «Baja» en el asunto" in other


def test_frozen_it_stays_the_same() -> None:
    """As JSON keeps it; what was frozen before there were lists has none."""
    made = content(MAIL, DESK, "gestion", "eventos")
    assert Content.from_json(made.to_json()) == made
    kept = made.to_json()
    del kept["mailing"]
    assert Content.from_json(kept).mailing is None


def test_a_text_is_measured_with_the_token_in_it() -> None:
    """As many letters as each recipient's own address has more."""
    made = content(SMS, DESK, "gestion", "eventos")
    measured = with_token(made, "sms", f"Hola\n\nBaja: {PAGE}")
    assert measured == f"Hola\n\nBaja: {PAGE.removesuffix('su-enlace')}{filled(55)}"
