"""What stands under each piece: the link to the whole story and the channels of attention."""

from dataclasses import replace

import pytest

from campaigns.account import Account
from tests.campaigns.examples import MAIL, RADIO, TELEGRAM, WEB, X, campaign, renderer


@pytest.mark.parametrize(
    ("account", "ending"),
    [
        (
            MAIL,
            "Hola\n\nMás información: https://villaclara.gov.co/m\n\nAlcaldía de Villa Clara\n"
            "Página web: https://villaclara.gov.co\nTeléfono: 604 123 4567\n"
            "Política de tratamiento de datos personales: https://villaclara.gov.co/datos\n"
            "Para no recibir más avisos de trámites y servicios, responda a este correo y escriba «Baja» en el asunto.",
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
            "Hola\n\nLa Alcaldía de Villa Clara lo atiende en: Página web, villaclara.gov.co; Teléfono, 604 123 4567.",
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
