"""A text as a page: of a mail, and of the site."""

from campaigns.content import Renderer
from channels.adapter import Kind, TextLimit
from tests.campaigns.content.page import Page
from tests.campaigns.content.tenant import frozen
from tests.campaigns.examples import MAIL, MUNICIPALITY, WEB, account, campaign, renderer


def test_html_has_paragraphs_lists_links_and_images_with_their_words() -> None:
    """Lines with «- » become a list, addresses links, an image its cid with its description, and nothing is fetched."""
    entry = campaign(
        "Lleve:\n\n- Cédula\n- Foto\n\nVea https://a.gov.co/x?a=1&b=2.", imagen={"archivo": "a.png", "alt": "«Niñas»"}
    )
    content = frozen(entry)
    html = Renderer(content, MAIL.profile, MAIL.kind).render({}).html
    assert html is not None
    page = Page(html)
    assert page.tags.count("li") == 2
    assert ("href", "https://a.gov.co/x?a=1&b=2") in page.attributes
    assert ("src", "cid:a.png") in page.attributes
    assert ("alt", "«Niñas»") in page.attributes
    assert ("lang", "es-CO") in page.attributes
    assert not {"link", "script", "style", "iframe"} & set(page.tags)


def test_a_page_of_the_site_gets_a_fragment() -> None:
    """The site's page has its own frame: only paragraphs are made."""
    assert (
        renderer(campaign("Hola\nvecinos"), WEB).render({}).html == '<p style="margin:0 0 16px">Hola<br>\nvecinos</p>'
    )


def test_a_post_on_a_site_of_others_bears_the_channels_of_attention() -> None:
    """Its page is not ours, so they stand in the fragment, as they do in its text."""
    site = account("sitio", "wordpress", Kind.BROADCAST, html=True, subject=TextLimit(200, "caracteres"))
    rendered = renderer(campaign("Hola"), site).render({})
    assert rendered.html is not None
    (name, address), *_ = MUNICIPALITY.contact.items()
    assert f"{name}: " in rendered.text
    assert address in rendered.html
