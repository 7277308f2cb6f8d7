"""A message as each channel shows it: in its words, its letters, its length and its pictures."""

import html
import re
from pathlib import Path

import pytest

from panel.entrance.roles import Role
from storage.database import Database
from tests.delivery.approving.council import GUIDE, PHOTO
from tests.panel.office.planned_town import SHOWN
from tests.panel.staffed import OFFICE, Office, office

MESSAGE = "campanas/cupos/mensajes/todo"


async def looked_at(town: Office, path: str = MESSAGE) -> str:
    """The page, once ana has come in."""
    town.user("ana", Role.READER)
    await town.sign_in("ana")
    answer = await town.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


NAMES = {
    "x": "X",
    "sms": "SMS",
    "whatsapp": "WhatsApp",
    "canal": "Telegram",
    "emisora": "radio",
    "cartelera": "carteleras",
    "calle": "perifoneo",
}
"""What accounts are read as."""


def part(page: str, account: str) -> str:
    """What the page says of one account, in each of its languages, without its tags."""
    sections = re.findall(r'<section aria-labelledby="cuenta-\d+".*?</section>', page, re.DOTALL)
    plain = (re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", each))).strip() for each in sections)
    return "\n".join(each for each in plain if each.startswith(f"Por {NAMES.get(account, account)} "))


async def test_each_channel_says_it_as_it_will(database: Database, tmp_path: Path) -> None:
    """Length in the service's own measure, letters as they leave, the template, seconds, and nobody real."""
    async with office(database, tmp_path, SHOWN) as town:
        page = await looked_at(town)
        told = {
            "x": ("61 de 280 unidades de X", "todas-las-sedes"),
            "sms": ("1 de 3 segmentos de SMS", "Son", "Hay cupos mañana"),
            "whatsapp": (
                "Sale en la plantilla «aviso» (es_CO): «cuerpo» lleva el texto.",
                "Hola, María Fernanda Ospina",
            ),
            "emisora": ("Se lee en", "segundos", "Hay cupos hasta las 8:00 a. m."),
            "cartelera": ("Descargar Afiche a4", "Descargar Afiche a3"),
            "calle": ("Se lee en", "Descargar Guion"),
        }
        for account, words in told.items():
            for word in words:
                assert word in part(page, account), (account, word, part(page, account))
        assert "Ewcha, María Fernanda" in page
        assert "nasa yuwe" in page
        assert "(vereda)" in page
        assert "<script>alert" not in page
        assert "Matrículas &lt;b&gt;abiertas&lt;/b&gt;" in page


async def test_a_mail_is_framed_with_a_policy_of_its_own(database: Database, tmp_path: Path) -> None:
    """Its own words, its picture from here, no script, nothing of elsewhere; a translation has its own frame."""
    async with office(database, tmp_path, SHOWN) as town:
        page = await looked_at(town)
        assert f'src="{OFFICE}{MESSAGE}/cuentas/correo" sandbox="allow-same-origin"' in page
        answer = await town.get(f"{MESSAGE}/cuentas/correo")
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none';")
        assert "img-src 'self'" in policy
        assert "script" not in policy
        assert "sandbox allow-same-origin" in policy
        assert answer.headers["x-frame-options"] == "SAMEORIGIN"
        assert "Hola, María Fernanda Ospina" in answer.text
        assert "<script" not in answer.text
        [picture] = re.findall(r'src="([^"]+)"', answer.text)
        assert (await town.browser.get(picture)).content == PHOTO
        assert "Ewcha" in (await town.get(f"{MESSAGE}/cuentas/correo?idioma=pbb")).text
        site = (await town.get(f"{MESSAGE}/cuentas/web")).text
        assert "&lt;i&gt;cupos&lt;/i&gt;" in site
        assert "<h1>Matrículas &lt;b&gt;abiertas" in site


@pytest.mark.parametrize(
    "path",
    [
        f"{MESSAGE}/cuentas/x",
        f"{MESSAGE}/cuentas/nada",
        f"{MESSAGE}/cuentas/correo?idioma=xx",
        f"{MESSAGE}/piezas/99",
        f"{MESSAGE}/archivos/99",
        f"{MESSAGE}/piezas/..%2F..%2Fmunicipio.yaml",
    ],
)
async def test_what_there_is_not_is_not_shown(database: Database, tmp_path: Path, path: str) -> None:
    """No file but those of the message, no account but its own."""
    async with office(database, tmp_path, SHOWN) as town:
        await looked_at(town)
        assert (await town.get(path)).status_code == 404


async def test_pictures_are_seen_and_papers_are_kept(database: Database, tmp_path: Path) -> None:
    """An image and a paper's first page in the page, documents and papers as files: of a document nothing is shown."""
    async with office(database, tmp_path, SHOWN) as town:
        page = await looked_at(town)
        kinds: dict[str, int] = {}
        for path in dict.fromkeys(re.findall(rf'"{OFFICE}({MESSAGE}/piezas/\d+)\?v=\w+"', page)):
            answer = await town.get(path)
            kinds[answer.headers["content-type"]] = kinds.get(answer.headers["content-type"], 0) + 1
            assert answer.headers["content-disposition"] == "inline"
        assert kinds == {"image/jpeg": 1, "image/png": 4}
        kept = {}
        for path in dict.fromkeys(re.findall(rf'"{OFFICE}({MESSAGE}/archivos/\d+)"', page)):
            answer = await town.get(path)
            name = answer.headers["content-disposition"].partition("''")[2]
            assert answer.headers["content-disposition"].startswith("attachment;")
            kept[name] = answer.content
        assert kept["gu%C3%ADa.pdf"] == GUIDE
        assert kept["foto.jpg"] == PHOTO
        assert sorted(kept) == ["afiche-a3.pdf", "afiche-a4.pdf", "foto.jpg", "gu%C3%ADa.pdf", "guion.pdf"]
        assert kept["guion.pdf"].startswith(b"%PDF")


async def test_a_card_goes_with_its_accounts(database: Database, tmp_path: Path) -> None:
    """Each account's own form; in the mail within its frame."""
    async with office(database, tmp_path, SHOWN) as town:
        page = await looked_at(town, "campanas/cupos/mensajes/tarjeta")
        assert "de 1.024 unidades UTF-16" in part(page, "canal")
        assert "Con tarjeta. Del 12 al 29 de enero de 2027." in page
        mail = (await town.get("campanas/cupos/mensajes/tarjeta/cuentas/correo")).text
        [picture] = re.findall(r'src="([^"]+)"', mail)
        answer = await town.browser.get(picture)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")


async def test_a_file_that_changed_is_not_shown_for_another(database: Database, tmp_path: Path) -> None:
    """Until the files are taken up again; one that is gone is told of in a page."""
    async with office(database, tmp_path, SHOWN) as town:
        await looked_at(town)
        (town.desk.config / "archivos" / "foto.jpg").write_bytes(b"otra")
        assert (await town.get(f"{MESSAGE}/piezas/0")).status_code == 404
        (town.desk.config / "archivos" / "foto.jpg").unlink()
        assert (await town.get(f"{MESSAGE}/cuentas/correo")).status_code == 404
        assert (await town.get(MESSAGE)).status_code == 200


async def test_its_sendings_stand_below_it(database: Database, tmp_path: Path) -> None:
    """The last ones, each with its state and a way to it."""
    async with office(database, tmp_path, SHOWN) as town:
        town.desk.people("eva@example.com")
        await town.desk.turn()
        page = await looked_at(town, "campanas/matriculas/mensajes/hoy")
        number = town.desk.publication("hoy/correo@1").id
        assert f'href="{OFFICE}envios/{number}"' in page
        assert "terminada" in page
