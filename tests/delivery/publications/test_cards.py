"""A card for a message that nobody designed a picture for: drawn, frozen and approved like any other."""

from pathlib import Path

import pytest

from campaigns.content import Content
from delivery.planning.preview import preview
from delivery.publications.cards import card
from delivery.publishing.freeze import media_folder
from pieces.drawing import Order
from pieces.form import Form
from storage.database import Database
from storage.files import read_file
from tests.campaigns.town import ACCOUNTS, CAMPAIGN, MUNICIPALITY, loaded
from tests.delivery.desk import at_work
from tests.delivery.tasks.test_reminders import DUE, FILE
from tests.pieces.announcements import BRAND, USUAL

NETWORK = "instagram: {tipo: instagram, modo: pruebas, opciones: {cuenta: '1', token: '${PREGONERO_BOT}'}}\n"
ENTRY = CAMPAIGN.replace("[correo, web]", "[web, instagram]").replace("    texto:", "    pieza: tarjeta\n    texto:")
CHANGES: dict[str, str | bytes | None] = {"canales.yaml": ACCOUNTS + NETWORK, FILE: ENTRY}


async def test_a_message_takes_its_card_along(database: Database, tmp_path: Path) -> None:
    """Each account's own size and kind of file, with its words, and the bytes that were shown for approval."""
    async with at_work(database, tmp_path, DUE, CHANGES) as desk:
        shown = {each.account.name: each.content.images for each in preview(desk.tenant, "matriculas", None, None, DUE)}
        await desk.turn()
        for account, name in (("web", "tarjeta-cuadrada.png"), ("instagram", "tarjeta-vertical.jpg")):
            frozen = Content.from_json(desk.publication(f"anuncio/{account}@1").content)
            assert frozen.images == shown[account]
            [image] = frozen.images
            assert (image.name, image.alt.startswith("Matrículas")) == (name, True)
            assert len(read_file(media_folder(desk.folder), image.sha256)) == image.size


async def test_a_card_that_cannot_be_drawn_is_no_message_without_one(database: Database, tmp_path: Path) -> None:
    """The publication is shown as missed, with the letter that no font has."""
    entry = ENTRY.replace("asunto: ", "asunto: 漢 ")
    async with at_work(database, tmp_path, DUE, {**CHANGES, FILE: entry}) as desk:
        await desk.turn()
        missed = desk.publication("anuncio/web@1")
        assert missed.state == "missed"
        assert "No se pudo dibujar la tarjeta. La letra «漢»" in missed.reason


@pytest.mark.parametrize(
    ("brand", "again"),
    [("", False), ('marca: {color: "#aa0000"}\n', True), ("marca: {escudo: e.png}\n", True)],
)
def test_an_approval_covers_how_the_card_looks(tmp_path: Path, brand: str, again: bool) -> None:
    """Another colour or shield is another picture; without a card the same words need no new yes."""
    png = b"\x89PNG\r\n\x1a\n"
    base = {**CHANGES, "archivos/e.png": png}
    look: dict[str, str | bytes | None] = {"municipio.yaml": MUNICIPALITY + brand}
    before, after = (_digest(tmp_path / name, changes) for name, changes in (("a", base), ("b", base | look)))
    assert (before != after) is again
    bare = {**base, FILE: ENTRY.replace("    pieza: tarjeta\n", "").replace(", instagram]", "]")}
    assert _digest(tmp_path / "c", bare) == _digest(tmp_path / "d", bare | look)


def test_a_card_is_drawn_once_for_all_that_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """The daemon draws it before its transaction begins; the transaction finds it."""
    order = Order(Form.SQUARE, USUAL, BRAND)
    first = card(order)
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    assert card(Order(Form.SQUARE, USUAL, BRAND)) is first


def _digest(folder: Path, changes: dict[str, str | bytes | None]) -> str:
    found = loaded(folder, changes)
    assert found.problems == ()
    return found.tenants[0].campaigns["matriculas"].messages[0].digest
