"""Canales as people open it: with axe, by keyboard alone, without a script, on a telephone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import insert

from channels.capabilities import Finding, Standing
from delivery.accounts.kept_checkup import begin, finish
from storage.tables import lane
from tests.panel.browsing import DESK, come_in, is_for_everybody
from tests.panel.office.test_channels import LIMITED
from tests.panel.served import Served, served
from tests.panel.staffed import FILES

MACHINE = [
    Finding("disk", Standing.GOOD, "Quedan 61,8 GB en el disco de /var/lib/pregonero."),
    Finding("proxies", Standing.WARNING, "Todas las visitas parecen de una sola dirección.", "Escriba la dirección."),
]
MAIL = [
    Finding("relay", Standing.GOOD, "El servidor smtp.villaclara.gov.co:587 acepta la clave de prensa."),
    Finding("dkim", Standing.BAD, "No hay registro en x._domainkey.villaclara.gov.co.", "Publíquelo en el DNS."),
]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The mail has something wrong and half of its quota used, the channel is stopped."""
    now = datetime.now(UTC)
    with served(tmp_path_factory.mktemp("town"), {**FILES, "canales.yaml": LIMITED}) as found:
        place, accounts = found.place, found.place.tenant.accounts
        log = [[(now - timedelta(hours=1)).isoformat(), 1_900]]
        of = {"tenant": place.tenant_id}
        with place.database.write() as connection:
            finish(connection, place.tenant_id, {"": MACHINE, "correo": MAIL}, accounts, now)
            connection.execute(insert(lane).values(**of, sender=accounts["correo"].sender, quota_log=log))
            stopped = {"sender": accounts["canal"].sender, "needs_person": True, "last_error": "El token ya no sirve."}
            connection.execute(insert(lane).values(**of, **stopped))
        yield found


@pytest.fixture
def inside(browser: Browser, town: Served) -> Iterator[Page]:
    """Ana has come in."""
    page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
    come_in(page, town)
    yield page
    page.close()


def test_the_page_is_for_everybody(inside: Page, town: Served) -> None:
    """With axe, at both sizes."""
    is_for_everybody(inside, f"{town.address}canales")


def test_a_look_is_begun_by_keyboard_alone_and_seen_to_end(inside: Page, town: Served) -> None:
    """The page renews itself: nobody reloads it."""
    inside.goto(f"{town.address}canales")
    inside.get_by_role("button", name="Revisar esta cuenta sitio web").focus()
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("status").first).to_contain_text("revis")
    expect(inside.get_by_text("Lo que se revisó de sitio web")).to_be_visible(timeout=30_000)


def test_what_somebody_reads_stays_open_while_accounts_are_looked_at(inside: Page, town: Served) -> None:
    """The page renews itself beneath: a fold is as it was left, and the keyboard on it; the end shows what is new."""
    place, now = town.place, datetime.now(UTC)
    inside.goto(f"{town.address}canales")
    with place.database.write() as connection:
        assert begin(connection, place.tenant_id, now, timedelta(minutes=5))
    inside.reload()
    mail = inside.get_by_text("Lo que se revisó de correo electrónico")
    machine = inside.get_by_text("Lo que se revisó de este equipo")
    mail.click()
    machine.focus()
    before = inside.locator("#revision").element_handle()
    inside.wait_for_function("before => !before.isConnected", arg=before)
    expect(inside.get_by_text(MAIL[0].evidence)).to_be_hidden()
    expect(inside.get_by_text(MACHINE[0].evidence)).to_be_visible()
    expect(machine).to_be_focused()
    said = Finding("relay", Standing.BAD, "El servidor ya no acepta la clave.", "Cámbiela.")
    with place.database.write() as connection:
        finish(connection, place.tenant_id, {"correo": [said]}, place.tenant.accounts, now + timedelta(seconds=5))
    expect(inside.get_by_text(said.evidence)).to_be_visible(timeout=30_000)
    expect(inside.get_by_text(MACHINE[0].evidence)).to_be_visible()


def test_a_stopped_account_goes_on_without_a_script(browser: Browser, inside: Page, town: Served) -> None:
    """At twice the size."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 640, "height": 400})
    context.add_cookies(inside.context.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{town.address}canales")
    expect(page.get_by_text("El token ya no sirve.")).to_be_visible()
    page.get_by_role("button", name="Ya está arreglada: seguir enviando por Telegram").click()
    expect(page.get_by_role("status")).to_contain_text("La cuenta sigue")
    expect(page.get_by_text("El token ya no sirve.")).to_have_count(0)
    context.close()
