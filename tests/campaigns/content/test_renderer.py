"""Frozen content becomes the message of each recipient."""

from collections.abc import Mapping

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from campaigns.account import Account
from campaigns.content.renderer import FEW, Rendered, Renderer
from campaigns.templates import TemplateError
from tests.campaigns.content.page import Page
from tests.campaigns.examples import MAIL, TELEGRAM, campaign, renderer

HOSTILE = "<script>alert(1)</script>\"'&\x00\x1b[2J\u202eX\r\nBcc: otro@x.co\n\n- lista"


def test_hostile_names_are_letters_and_nothing_else() -> None:
    """A name with HTML, quotes, line ends and control characters makes no tag, no header, no line and no list."""
    rendered = renderer(campaign("Hola {{ nombre }}", asunto="Para {{ nombre }}")).render({"nombre": HOSTILE})
    assert rendered.html is not None
    page = Page(rendered.html)
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
    # An address in an attribute becomes a link, and nothing else does.
    assert [tag for tag in Page(page).tags if tag != "a"] == [tag for tag in Page(plain).tags if tag != "a"]


@pytest.mark.parametrize("written", ["Premio https://evil.example.com", "a@evil.example.com"])
@pytest.mark.parametrize(
    "text", ["Hola {{ nombre }}: vea https://villaclara.gov.co", "- {% for each in nombres %}{{ each }}{% endfor %}/x"]
)
def test_a_name_is_no_link(written: str, text: str) -> None:
    """Whatever somebody has put in its place: the municipality's own addresses alone can be pressed."""
    finishes = renderer(campaign(text))
    page = finishes.render({"nombre": written, "nombres": [written]}).html
    plain = finishes.render({"nombre": "Ana", "nombres": ["Ana"]}).html
    assert page is not None
    assert plain is not None
    assert "evil.example.com" in page
    assert page.count("<a ") == plain.count("<a ")


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


def test_a_post_is_finished_once() -> None:
    """A text that names nobody is the same object for everybody: nothing is rendered again."""
    finishes = renderer(campaign("Hola"))
    assert finishes.render({"nombre": "Ana"}) is finishes.render({"nombre": "Luis"})


def test_many_recipients_read_what_few_would() -> None:
    """What all share is put in once there are many of them: nobody's message changes by that."""
    text = (
        "{{ nombre | default('x') }} en {{ evento.lugar }}\n\n\n\n{{ persona.barrio | default(evento.lugar) }}..\n- a"
    )
    finishes = renderer(campaign(text, asunto="{{ nombre | default('x') }}, {{ evento.lugar }}"))
    person = {"nombre": "Ana\x07  Ñ", "persona": {"barrio": "el Centro"}}
    assert len({finishes.render(person) for _ in range(3 * FEW)}) == 1
    assert len({finishes.render({}) for _ in range(3)}) == 1


PIECES = (
    *(
        "Hola ",
        "á",
        "\n",
        "  ",
        "\n\n",
        "\t",
        "{ {",
        "%} ",
        "\u0301",
        "\u00a0",
        "{{ evento.lugar }}",
        "{# nota #}",
        "{#- n -#}",
    ),
    *("{{ nombre | default('Vecino') }}", "{{- nombre | default('x') -}}", "{{ persona.barrio | default('sin') }}"),
    *("{% if nombre is defined %}Señora{% endif %}", "{%- if nombre is defined -%} ¡Ya! {%- else %} No {% endif -%}"),
    *("{% for cosa in evento.requisitos %}{{ cosa }}\n{% endfor %}", "{{ nombres | default('nadie') | lista }}"),
)
WRITTEN = st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map("".join).filter(str.strip)
PEOPLE: tuple[dict[str, object], ...] = (
    {"nombre": "Ana", "nombres": ["Ana"], "persona": {"barrio": "Centro"}},
    {"nombre": "  ", "nombres": [], "persona": {}},
    {"nombre": "{{x}}\x01\x00y", "nombres": ["a\x01b", "c\x00"], "persona": {"barrio": "\x01\x00"}},
    {},
)


@given(WRITTEN, WRITTEN, st.sampled_from((MAIL, TELEGRAM)))
def test_the_hundredth_reads_what_the_first_does(text: str, subject: str, account: Account) -> None:
    """Whatever a text takes away before and behind its marks, and whatever a person's values hold."""
    try:
        finishes = renderer(campaign(f"{text} {{{{ nombre | default('x') }}}}", asunto=subject), to=account)
    except TemplateError:
        reject()
    first = [said(finishes, person) for person in PEOPLE]
    for _ in range(FEW):
        said(finishes, {})
    assert [said(finishes, person) for person in PEOPLE] == first


def said(finishes: Renderer, person: Mapping[str, object]) -> Rendered | str:
    """What a person gets, or why nothing."""
    try:
        return finishes.render(person)
    except TemplateError as error:
        return str(error)
