"""What is frozen when a publication begins, and how it becomes the message of each recipient."""

import json
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.account import Account
from campaigns.audience import Audience
from campaigns.campaign import CampaignEntry
from campaigns.content import Content, FrozenFile, Renderer, freeze, public_link
from campaigns.content.colour import LEAST_CONTRAST, contrast, link_colour, text_on
from campaigns.content.freezing import span_of
from campaigns.content.presentation import PRESENTATIONS, HtmlStyle, presentation
from campaigns.plan import Plan
from campaigns.templates import TemplateError
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from campaigns.when import Event, Moves, Span, Workdays, parse
from channels.registry import ADAPTERS, adapter
from tests.campaigns.examples import EVENT, MAIL, MUNICIPALITY, RADIO, SPAN, TELEGRAM, WEB, X, campaign, renderer

FILES = {
    "a.png": FrozenFile("0" * 64, "a.png", "image/png", 10),
    "b.pdf": FrozenFile("1" * 64, "b.pdf", "application/pdf", 20),
}


def tenant_of(entry: CampaignEntry, *accounts: Account, event: Event | None = None) -> tuple[Tenant, CampaignMessage]:
    """A tenant with that one campaign, and its one message."""
    message = CampaignMessage(
        campaign=entry.id,
        id="anuncio",
        entry=entry.messages[0],
        rule=parse("al empezar"),
        moves=Moves(),
        accounts=accounts or (MAIL,),
        audience="ciudadania",
        actions=("SE-7", "SE-5"),
        class_="servicio",
        responsible="ana",
        approver=None,
        priority=5,
        at_least_once=False,
        tolerance=timedelta(minutes=30),
        expires=None,
        reminders=(),
        digest="",
    )
    whole = Campaign(entry.id, entry, event or Event((SPAN,)), (message,), Path("campanas/matriculas.yaml"))
    plan = Plan.model_validate({"titulo": "Plan", "acciones": [{"clave": "SE-7", "texto": "a", "responsable": "ana"}]})
    tenant = Tenant(
        slug="villa-clara",
        folder=Path("config"),
        municipality=MUNICIPALITY,
        plan=plan,
        accounts={each.name: each for each in accounts},
        audiences={"ciudadania": Audience.model_validate({"nombre": "Ciudadanía", "canales": ["correo"]})},
        indicators={},
        holidays=(),
        workdays=Workdays(),
        campaigns={entry.id: whole},
        digest="",
        templates={"carta.txt": "Señora {{ nombre | default('vecina') }}"},
    )
    return tenant, message


def frozen(entry: CampaignEntry, account: Account = MAIL, occurrence: str = "1", event: Event | None = None) -> Content:
    """The content of the campaign's one message."""
    tenant, message = tenant_of(entry, account, event=event)
    return freeze(tenant, message, account, SPAN.start, "https://villaclara.gov.co/m", FILES, occurrence=occurrence)


def test_json_keeps_frozen_content_exactly() -> None:
    """What the database gives back is what was frozen, to the last moment, file and fact."""
    entry = campaign(
        imagen={"archivo": "a.png", "alt": "Niñas"},
        adjuntos=[{"archivo": "b.pdf", "nombre": "Requisitos.pdf"}],
        encuesta={"pregunta": "¿Sí?", "opciones": ["Sí", "No"]},
        foro={"tema": "Vías"},
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


def test_facts_tell_structured_media_about_event_and_place() -> None:
    """Campaign, event, dates in ISO 8601 and contact are plain strings; what is unknown is left out."""
    facts = frozen(campaign()).facts
    assert facts["event_starts"] == "2027-01-12T07:00:00-05:00"
    assert facts["place"] == "La sede más cercana"
    assert facts["actions"] == "SE-7, SE-5"
    assert facts["audience_name"] == "Ciudadanía"
    assert facts["contact"].splitlines() == ["Página web: https://villaclara.gov.co", "Teléfono: 604 123 4567"]
    assert "event" not in frozen(campaign(event={})).facts


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


@pytest.mark.parametrize(
    ("account", "ending"),
    [
        (
            MAIL,
            "Hola\n\nMás información: https://villaclara.gov.co/m\n\nAlcaldía de Villa Clara\n"
            "Página web: https://villaclara.gov.co\nTeléfono: 604 123 4567\n"
            "Política de tratamiento de datos personales: https://villaclara.gov.co/datos",
        ),
        (
            TELEGRAM,
            "Hola\n\nMás información: https://villaclara.gov.co/m\n\n"
            "Alcaldía de Villa Clara · Página web: villaclara.gov.co · Teléfono: 604 123 4567 · "
            "Política de tratamiento de datos personales: https://villaclara.gov.co/datos",
        ),
        (X, "Hola\n\nhttps://villaclara.gov.co/m"),
        (WEB, "Hola"),
        (
            RADIO,
            "Hola\n\nAlcaldía de Villa Clara lo atiende en: Página web, villaclara.gov.co; Teléfono, 604 123 4567.",
        ),
    ],
    ids=lambda value: value.name if isinstance(value, Account) else "",
)
def test_the_channels_of_attention_stand_in_each_piece(account: Account, ending: str) -> None:
    """Whole under a mail, in a line of a chat, spoken on the radio; a post bears the link, a page its own frame."""
    assert renderer(campaign("Hola"), account).render({}).text == ending


def test_work_for_staff_bears_no_footer() -> None:
    """A duty, or an account whose work is not published, tells somebody what to do: nobody is attended there."""
    meeting = replace(RADIO, publishes=False)
    assert renderer(campaign("Convoque al comité"), meeting).render({}).text == "Convoque al comité"
    duty = campaign("Entregue el listado", deber={"de": "ana"})
    assert renderer(duty, RADIO).render({}).text == "Entregue el listado"


def test_a_link_to_the_site_is_not_repeated_beside_it() -> None:
    """Where the whole story is the site itself, the channels of attention say it already; a post has only the link."""
    site = "https://villaclara.gov.co"
    assert "Más información" not in renderer(campaign("Hola"), MAIL, site).render({}).text
    assert renderer(campaign("Hola"), X, site).render({}).text == f"Hola\n\n{site}"


def test_a_link_that_the_text_has_is_not_repeated() -> None:
    """Neither in the text nor under it in HTML."""
    rendered = renderer(campaign("Vea {{ enlace }}")).render({})
    assert rendered.text.count("https://villaclara.gov.co/m") == 1
    assert rendered.html is not None
    assert "Más información" not in rendered.html


class _Page(HTMLParser):
    """Collects tags, and what screen readers would read."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps the tag."""
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        """Keeps the words."""
        self.words += data


HOSTILE = "<script>alert(1)</script>\"'&\x00\x1b[2J\u202eX\r\nBcc: otro@x.co\n\n- lista"


def test_hostile_names_are_letters_and_nothing_else() -> None:
    """A name with HTML, quotes, line ends and control characters makes no tag, no header, no line and no list."""
    rendered = renderer(campaign("Hola {{ nombre }}", asunto="Para {{ nombre }}")).render({"nombre": HOSTILE})
    assert rendered.html is not None
    page = _Page(rendered.html)
    assert "script" not in page.tags
    assert "ul" not in page.tags
    assert "<script>alert(1)</script>" in page.words
    for text in (rendered.subject, rendered.text, rendered.html):
        assert not any(mark in text for mark in ("\x00", "\x1b", "\u202e", "\r"))
    assert "\n" not in rendered.subject
    assert rendered.text.splitlines()[0].startswith("Hola <script>")


@given(name=st.text(max_size=200), district=st.text(max_size=200))
def test_no_value_of_a_person_changes_the_page_s_structure(name: str, district: str) -> None:
    """Whatever contacts are called, the tags of the page are the same."""
    finishes = renderer(campaign("Hola {{ nombre | default('x') }} de {{ persona.barrio | default('x') }}"))
    page = finishes.render({"nombre": name, "persona": {"barrio": district}}).html
    plain = finishes.render({}).html
    assert page is not None
    assert plain is not None
    # An address in a name becomes a link, and nothing else does.
    assert [tag for tag in _Page(page).tags if tag != "a"] == [tag for tag in _Page(plain).tags if tag != "a"]


def test_a_name_is_a_value_and_never_a_template() -> None:
    """Braces in a name are printed as they are."""
    assert (
        renderer(campaign("{{ nombre }}"), TELEGRAM).render({"nombre": "{{ enlace }}"}).text.startswith("{{ enlace }}")
    )


def test_a_person_without_the_field_is_named_by_the_error() -> None:
    """The error says which field of the contact is missing; an empty one counts as missing."""
    finishes = renderer(campaign("{{ persona.barrio }}"))
    assert "Centro" in finishes.render({"persona": {"barrio": ("Centro",)}}).text
    with pytest.raises(TemplateError, match=r"persona\.barrio"):
        finishes.render({"nombre": "Ana", "persona": {"barrio": "  "}})


def test_a_household_is_greeted_by_all_its_names() -> None:
    """`nombres` are all contacts behind one address; attributes with several values are joined."""
    finishes = renderer(campaign("{{ nombres | lista }}: {{ persona.temas }}"), TELEGRAM)
    rendered = finishes.render({"nombres": ["Ana", "Luis", "Inés"], "persona": {"temas": ["salud", "vías"]}})
    assert rendered.text.startswith("Ana, Luis e Inés: salud, vías")


def test_attributes_with_hyphens_are_written_with_underscores() -> None:
    """As everywhere in texts."""
    assert (
        renderer(campaign("{{ persona.tipo_de_usuario }}"), TELEGRAM)
        .render({"persona": {"tipo-de-usuario": "registrado"}})
        .text.startswith("registrado")
    )


def test_html_has_paragraphs_lists_links_and_images_with_their_words() -> None:
    """Lines with «- » become a list, addresses links, an image its cid with its description, and nothing is fetched."""
    entry = campaign(
        "Lleve:\n\n- Cédula\n- Foto\n\nVea https://a.gov.co/x?a=1&b=2.", imagen={"archivo": "a.png", "alt": "«Niñas»"}
    )
    content = frozen(entry)
    html = Renderer(content, MAIL.profile, MAIL.kind).render({}).html
    assert html is not None
    page = _Page(html)
    assert page.tags.count("li") == 2
    assert ("href", "https://a.gov.co/x?a=1&b=2") in page.attributes
    assert ("src", "cid:a.png") in page.attributes
    assert ("alt", "«Niñas»") in page.attributes
    assert ("lang", "es-CO") in page.attributes
    assert not {"link", "script", "style", "iframe"} & set(page.tags)


def test_a_page_of_the_site_gets_a_fragment() -> None:
    """The site's page has its own frame: only paragraphs are made."""
    assert renderer(campaign("Hola\nvecinos"), WEB).render({}).html == '<p style="margin:0 0 16px">Hola<br>vecinos</p>'


@pytest.mark.parametrize("brand", ["#1f4e79", "#ffd200", "#ffffff", "#000000", "#7f7f7f", "#e30613"])
def test_every_brand_colour_can_be_read(brand: str) -> None:
    """Words on the brand's colour and links on white reach 4.5 to 1."""
    assert contrast(text_on(brand), brand) >= LEAST_CONTRAST
    assert contrast(link_colour(brand), "#ffffff") >= LEAST_CONTRAST


def test_a_post_is_finished_once() -> None:
    """A text that names nobody is the same object for everybody: nothing is rendered again."""
    finishes = renderer(campaign("Hola"))
    assert finishes.render({"nombre": "Ana"}) is finishes.render({"nombre": "Luis"})


def test_whole_days_have_no_hours() -> None:
    """An event written without hours ends on its last day, not on the midnight after it."""
    start = SPAN.start.replace(hour=0)
    event = Event((Span(start, start + timedelta(days=3)),))
    entry = campaign("{{ evento | rango }}.", event={**EVENT, "inicia": "2027-01-12", "termina": "2027-01-14"})
    content = frozen(entry, X, event=event)
    assert Renderer(content, X.profile, X.kind).render({}).text.startswith("del 12 al 14 de enero de 2027.")
    assert content.facts["event_ends"] == "2027-01-14"


def test_presentations_name_real_media_and_agree_with_them() -> None:
    """Each line of the table is a medium of the registry, and HTML is made exactly for those that take it."""
    assert set(PRESENTATIONS) <= set(ADAPTERS)
    for name in ADAPTERS:
        assert (presentation(name).html is not HtmlStyle.NONE) == adapter(name).profile.html, name
