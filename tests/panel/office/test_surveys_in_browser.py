"""Encuestas as people open it: with axe, by keyboard alone at twice the size, without a script, on a telephone."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from storage.surveys import NewSurvey, add_poll, ask_person, close_survey, open_survey
from tests.indicators.rows import add_publication
from tests.panel.browsing import come_in, is_for_everybody
from tests.panel.hands import Mouse, at_desk, by_keyboard, on_telephone
from tests.panel.served import Served, served

OPTIONS = ("Por la mañana", "Por la tarde, si llueve también", "Los sábados")
WHY = "Alguien la cerró a mano en Telegram."
HANDS = (at_desk, on_telephone, by_keyboard)


def question(number: int) -> str:
    """Of one of the surveys."""
    return f"¿A qué hora le sirve la biblioteca {number}?"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Four surveys are over, and the channel told the votes of none."""
    now = datetime.now(UTC)
    with served(tmp_path_factory.mktemp("town")) as found:
        of = found.place.tenant_id
        with found.place.database.write() as connection:
            for number in range(len(HANDS) + 1):
                key = f"matriculas/pregunta-{number}/canal@1"
                post = add_publication(connection, of, key, f"{now - timedelta(days=9):%Y-%m-%d %H:%M}", {"sent": 1})
                place = ("matriculas", f"pregunta-{number}", "1", f"codigo{number}")
                new = NewSurvey(of, *place, question(number), OPTIONS, now - timedelta(days=2))
                survey = open_survey(connection, new, now - timedelta(days=9))
                add_poll(connection, survey.id, post)
                close_survey(connection, survey.id, now - timedelta(days=2))
                ask_person(connection, post, WHY)
        yield found


@pytest.mark.parametrize("hands", HANDS)
def test_votes_are_told_by_any_hand(browser: Browser, town: Served, hands: Callable[[Browser], Mouse]) -> None:
    """From Hoy, where they are asked for, until they stand on the page."""
    hand, asked = hands(browser), question(HANDS.index(hands))
    page = hand.page
    come_in(page, town)
    hand.press(page.get_by_role("link", name=f"los votos de «{asked}»"))
    for option, votes in zip(OPTIONS, ("12", "0", "1250"), strict=True):
        hand.write(page.get_by_label(option, exact=True), votes)
    hand.write(page.get_by_label("De dónde salieron"), "Captura del canal")
    hand.press(page.get_by_role("button", name="Anotar los votos"))
    expect(page.get_by_role("status")).to_contain_text("Los votos quedaron anotados.")
    expect(page.get_by_role("listitem").filter(has_text="La dijo Ana Pérez")).to_contain_text("1.250")
    page.context.close()


def test_its_pages_are_for_everybody(browser: Browser, town: Served) -> None:
    """With axe, at both sizes; no step needs a script."""
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    come_in(plain, town)
    plain.goto(f"{town.address}encuestas")
    plain.get_by_role("link", name=question(len(HANDS))).click()
    for option in OPTIONS:
        plain.get_by_label(option, exact=True).fill("7")
    plain.get_by_label("De dónde salieron").fill("Captura")
    plain.get_by_role("button", name="Anotar los votos").click()
    expect(plain.get_by_role("status")).to_contain_text("anotados")
    address = plain.url.partition("?")[0]
    page = browser.new_page()
    come_in(page, town)
    for each in (f"{town.address}encuestas", address, f"{town.address}encuestas/1"):
        is_for_everybody(page, each)
    page.close()
    context.close()
