"""What is frozen when a publication begins."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from campaigns.account import Account
from campaigns.content import Content, Renderer, public_link
from campaigns.content.freezing import span_of
from campaigns.when import Event, Span
from tests.campaigns.content.tenant import FILES, frozen, tenant_of
from tests.campaigns.examples import EVENT, MAIL, RADIO, SPAN, WEB, X, campaign


def test_json_keeps_frozen_content_exactly() -> None:
    """What the database gives back is what was frozen, to the last moment, file and fact."""
    entry = campaign(
        imagen={"archivo": "a.png", "alt": "Niñas"},
        adjuntos=[{"archivo": "b.pdf", "nombre": "Requisitos.pdf"}],
        encuesta={"pregunta": "¿Sí?", "opciones": ["Sí", "No"]},
        foro={"tema": "Vías"},
        redacta="luz",
    )
    content = frozen(entry)
    kept = json.loads(json.dumps(content.to_json()))
    assert kept == content.to_json()
    assert Content.from_json(kept) == content


def test_files_carry_what_the_entry_says_of_them() -> None:
    """An image has its description, a document the name that people see."""
    entry = campaign(
        imagen={"archivo": "a.png", "alt": "Niñas"}, adjuntos=[{"archivo": "b.pdf", "nombre": "Requisitos.pdf"}]
    )
    content = frozen(entry)
    assert content.images == (replace(FILES["a.png"], alt="Niñas"),)
    assert content.attachments == (replace(FILES["b.pdf"], name="Requisitos.pdf"),)


def test_who_wrote_it_is_kept_by_name() -> None:
    """The files may not know that person any more when it is asked."""
    assert frozen(campaign(redacta="luz")).drafter == "Luz Mesa"
    assert frozen(campaign()).drafter == ""


def test_facts_tell_structured_media_about_event_and_place() -> None:
    """Campaign, event, dates in ISO 8601 and contact are plain strings; what is unknown is left out."""
    facts = frozen(campaign()).facts
    assert facts["event_starts"] == "2027-01-12T07:00:00-05:00"
    assert facts["event_date"] == SPAN.id
    assert facts["place"] == "La sede más cercana"
    assert facts["actions"] == "SE-7, SE-5"
    assert facts["audience_name"] == "Ciudadanía"
    assert facts["contact"].splitlines() == ["Página web: https://villaclara.gov.co", "Teléfono: 604 123 4567"]
    assert not {"event", "event_date"} & frozen(campaign(event={})).facts.keys()


@pytest.mark.parametrize(
    ("variants", "text"),
    [
        ({}, "general"),
        ({"email": "del tipo"}, "del tipo"),
        ({"email": "del tipo", "correo": "de la cuenta"}, "de la cuenta"),
        ({"x": "ajena"}, "general"),
        ({"correo": {"asunto": "solo asunto"}}, "general"),
    ],
)
def test_the_nearest_words_win(variants: dict[str, object], text: str) -> None:
    """The account's own variant, else its type's, else the message's words."""
    assert frozen(campaign("general", variantes=variants)).text == text


def test_a_template_file_is_frozen_by_its_text() -> None:
    """The words are kept, not the file's name."""
    entry = campaign(texto=None, plantilla="carta.txt")
    assert frozen(entry).text == "Señora {{ nombre | default('vecina') }}"


def test_a_subject_left_out_is_the_campaign_s_title() -> None:
    """And a medium without subjects has none."""
    assert frozen(campaign()).subject == "Matrículas 2027"
    assert frozen(campaign(asunto="Ya"), X).subject == ""


def test_a_survey_without_text_asks_its_question() -> None:
    """The question and its options stand for a text."""
    entry = campaign(texto=None, encuesta={"pregunta": "¿Qué vía?", "opciones": ["Norte", "Sur"]})
    text = Renderer(frozen(entry, RADIO), RADIO.profile, RADIO.kind).render({}).text
    assert text.startswith("¿Qué vía?\n- Norte\n- Sur")


def test_each_date_of_an_event_is_told_by_its_own_message() -> None:
    """The occurrence says which date; a message tied to none tells the next one, and after the last the last."""
    later = replace(SPAN, start=SPAN.start + timedelta(days=60), end=SPAN.end + timedelta(days=60), id="mar")
    event = Event.listed((replace(SPAN, id="ene"), later))
    entry = campaign(
        "{{ evento.inicia | fecha }} {{ evento.lugar }}",
        event={
            "lugar": "Parque",
            "fechas": [
                {"id": "ene", "inicia": "2027-01-12 07:00", "termina": "2027-01-29 16:00"},
                {"id": "mar", "inicia": "2027-03-13 07:00", "lugar": "Coliseo"},
            ],
        },
    )
    texts = [Renderer(frozen(entry, X, each, event), X.profile, X.kind).render({}).text for each in ("ene", "mar")]
    assert texts[0].startswith("12 de enero de 2027 Parque")
    assert texts[1].startswith("13 de marzo de 2027 Coliseo")
    assert span_of(event, "2027-02-01", SPAN.end + timedelta(days=1)) == later
    assert span_of(event, "2027-09-01", later.end + timedelta(days=1)) == later


@pytest.mark.parametrize(
    ("accounts", "message", "link"),
    [
        ((MAIL, WEB), {"enlace": "https://otra.gov.co"}, "https://otra.gov.co"),
        ((MAIL, WEB), {}, "https://villaclara.gov.co/contenidos/matriculas/anuncio/2027-01-12/"),
        ((MAIL, X), {}, "https://villaclara.gov.co"),
    ],
)
def test_the_link_leads_to_the_whole_story(accounts: tuple[Account, ...], message: dict[str, Any], link: str) -> None:
    """The link that staff wrote, else the message's own page, else the site."""
    tenant, planned = tenant_of(campaign(**message), *accounts)
    assert public_link(tenant, planned, "2027-01-12") == link


def test_whole_days_have_no_hours() -> None:
    """An event written without hours ends on its last day, not on the midnight after it."""
    start = SPAN.start.replace(hour=0)
    event = Event((Span(start, start + timedelta(days=3)),))
    entry = campaign("{{ evento | rango }}.", event={**EVENT, "inicia": "2027-01-12", "termina": "2027-01-14"})
    content = frozen(entry, X, event=event)
    assert Renderer(content, X.profile, X.kind).render({}).text.startswith("del 12 al 14 de enero de 2027.")
    assert content.facts["event_ends"] == "2027-01-14"
