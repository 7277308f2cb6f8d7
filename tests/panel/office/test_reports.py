"""Informes: those of all periods, read and put on a disk, made once; and whether a copy is one."""

import asyncio
import hashlib
import json
import os
import re
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from delivery.reporting.making import Reporting
from panel.entrance.roles import Role
from panel.office import shelf
from panel.office.shelf import Shelf, mark_of
from reporter import sketcher
from storage.database import Database
from tests.panel.office.measured import FILES, INDICATORS, counted, measured
from tests.panel.staffed import OFFICE, OWN, Office, office, token_in

NOVEMBER = "informes/2026-11"
MESSAGE = """\
campaña: matriculas
titulo: El informe de la semana
accion: SE-7
clase: interna
responsable: educacion
publico: ciudadania
mensajes:
  - id: semanal
    cuando: cada lunes a las 08:00
    canales: [correo, web]
    informe: {periodo: semana, formato: [html, pdf]}
    asunto: Informe de la {{ informe.periodo }}
    texto: Va el informe.
"""
WEEKLY = INDICATORS.replace("periodo: mes, responsable: luis", "periodo: semana, responsable: luis")


async def had(town: Office, path: str) -> httpx.Response:
    """A file once it is made."""
    answer = await town.get(path)
    while answer.status_code == 202:
        assert "Se está haciendo" in answer.text
        await asyncio.sleep(0.1)
        answer = await town.get(path)
    return answer


@asynccontextmanager
async def reporting(database: Database, folder: Path, *, owing: bool) -> AsyncIterator[Office]:
    """A town that sends the week's report on Mondays; it is one, and Ana is signed in."""
    files = {**FILES, "campanas/matriculas.yaml": MESSAGE, **({"indicadores.yaml": WEEKLY} if owing else {})}
    async with office(database, folder, files) as town:
        town.desk.places.put(replace(town.desk.place, reporter=sketcher()))
        town.desk.people("eva@example.com")
        await town.desk.turn()
        town.desk.clock.pass_(days=5, hours=20)
        making = Reporting(database, town.desk.places, town.desk.clock)
        await town.desk.turn()
        await making.look()
        await town.desk.turn()
        await town.desk.settle()
        town.user("ana")
        await town.sign_in("ana")
        yield town


async def test_periods_are_listed_with_their_seals(database: Database, tmp_path: Path) -> None:
    """What runs, what is closed, and what will be; a kind at a time."""
    async with measured(database, tmp_path, Role.READER) as town:
        [snapshot] = town.desk.rows("period_snapshot")
        page = (await town.get("informes")).text
        assert f'href="{OFFICE}informes/2027-01">Enero de 2027<' in page
        assert re.search(r"Diciembre de 2026</strong></a> <span class=\"estado\">abierto", page)
        assert "Se cierra el 11/01/2027" in page
        assert f'<code title="{snapshot.digest}">{snapshot.digest[:12]}</code>' in page
        weeks = (await town.get("informes?clase=semana")).text
        assert "Semana 53 de 2026" in weeks
        assert "Diciembre de 2026<" not in weeks


async def test_a_report_says_what_matters_and_what_is_missing(database: Database, tmp_path: Path) -> None:
    """With the way to the form for whoever may fill it."""
    async with measured(database, tmp_path) as town:
        page = await counted(town, "informes/2026-12")
        assert "se publicaron 4 contenidos en 1 medio" in page
        assert "Falta la cifra de diciembre de 2026, y la debe Luis Mora." in page
        assert f'href="{OFFICE}indicadores/visitas#anotar"' in page
        closed = await counted(town, NOVEMBER)
        assert "sus cifras no cambian" in closed
        assert town.desk.rows("period_snapshot")[0].digest in closed


@pytest.mark.parametrize(
    ("form", "mime", "begins"),
    [
        ("pdf", "application/pdf", b"%PDF-"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("csv", "text/csv; charset=utf-8", b"\xef\xbb\xbf"),
        ("json", "application/json", b"{"),
        ("html", "text/html; charset=utf-8", b"<!DOCTYPE html>"),
    ],
)
async def test_a_report_is_put_on_a_disk(
    database: Database, tmp_path: Path, form: str, mime: str, begins: bytes
) -> None:
    """In each format, under a name that says whose it is and of when; it is made once."""
    async with measured(database, tmp_path, Role.READER) as town:
        answer = await had(town, f"{NOVEMBER}/{form}")
        assert answer.content.startswith(begins)
        assert answer.headers["content-type"] == mime
        assert answer.headers["content-disposition"] == f'attachment; filename="informe-villa-clara-2026-11.{form}"'
        assert answer.headers["x-content-type-options"] == "nosniff"
        [kept] = (town.desk.folder / "informes" / "villa-clara").iterdir()
        kept.write_bytes(begins + b"el mismo")
        again = await town.get(f"{NOVEMBER}/{form}")
        assert (again.status_code, again.content) == (200, begins + b"el mismo")


async def test_a_report_is_read_in_the_browser_and_does_nothing_there(database: Database, tmp_path: Path) -> None:
    """A page of its own, with its own style alone: no script, no form, no frame, whoever's words stand in it."""
    async with measured(database, tmp_path) as town:
        answer = await had(town, f"{NOVEMBER}/leer")
        assert answer.headers["content-disposition"].startswith("inline")
        policy = answer.headers["content-security-policy"]
        style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)
        assert style is not None
        digest = hashlib.sha256(style.group(1).encode()).digest()
        assert f"style-src 'sha256-{b64encode(digest).decode()}'" in policy
        assert policy.startswith("sandbox allow-popups; default-src 'none'")
        assert "script-src" not in policy


async def test_while_it_is_made_the_page_says_so_and_then_that_it_is_there(database: Database, tmp_path: Path) -> None:
    """What asks again by itself gets a page, and never a file to put into it."""
    async with measured(database, tmp_path) as town:
        await counted(town, NOVEMBER)
        page = await town.get(f"{NOVEMBER}/pdf")
        assert page.status_code == 202
        [again] = re.findall(rf'data-hx-get="{OFFICE}([^"]+)"', page.text)
        again = again.replace("&amp;", "&")
        answer = await had(town, again)
        assert "Está listo: PDF." in answer.text
        assert "data-hx-get" not in answer.text
        [file] = re.findall(rf'class="boton" href="{OFFICE}([^"]+)"', answer.text)
        assert (await town.get(file)).content.startswith(b"%PDF-")


async def test_the_numbers_are_those_of_the_verb(database: Database, tmp_path: Path) -> None:
    """JSON as `report --json` has it; a closed period as it was closed."""
    async with measured(database, tmp_path) as town:
        told = json.loads((await had(town, f"{NOVEMBER}/json")).content)
        assert told["period"] == "2026-11"
        assert {each["key"]: each["value"] for each in told["indicators"]}["visitas"] == 850


async def test_a_report_between_two_days_is_asked_for(database: Database, tmp_path: Path) -> None:
    """Of any days; those that are none, or go backwards, are told."""
    async with measured(database, tmp_path) as town:
        answer = await town.get("informes?desde=2026-12-01&hasta=2026-12-20")
        assert answer.headers["location"] == f"{OFFICE}informes/2026-12-01..2026-12-20"
        assert "del 1 al 20 de diciembre de 2026" in await counted(town, "informes/2026-12-01..2026-12-20")
        assert (await town.get("informes?desde=2026-12-20&hasta=2026-12-01")).status_code == 422
        assert (await town.get("informes?desde=ayer&hasta=hoy")).status_code == 422
        for wrong in ("informes/nada", "informes/2030-01", f"{NOVEMBER}/exe", f"{NOVEMBER}/../pdf"):
            assert (await town.get(wrong)).status_code == 404, wrong


async def test_what_went_out_stands_by_its_period(database: Database, tmp_path: Path) -> None:
    """To whom, when, and its files letter by letter; a copy of them is known, and one octet more is none."""
    async with reporting(database, tmp_path, owing=False) as town:
        page = (await town.get("informes?clase=semana")).text
        assert "El informe de la semana, por web, para Ciudadanía" in page
        one = (await town.get("informes/2027-W01")).text
        address = re.findall(rf'href="{OFFICE}(informes/enviado/\d+/1)"', one)[0]
        file = await town.get(address)
        assert file.headers["content-disposition"].startswith("attachment")
        assert (await town.get(address.replace("/1", "/9"))).status_code == 404
        token = token_in((await town.get("cuenta")).text)
        for data, said in (
            (file.content, "Es la copia publicada el 11 de enero de 2027"),
            (file.content + b" ", "No coincide con ningún informe publicado"),
        ):
            form = {"data": {"ficha": token}, "files": {"archivo": ("copia.pdf", data)}, "headers": OWN}
            assert said in (await town.browser.post(f"{OFFICE}informes/comprobar", **form)).text  # type: ignore[arg-type]


async def test_a_correction_is_told_on_the_page_and_to_whoever_has_an_older_copy(
    database: Database, tmp_path: Path
) -> None:
    """The report's page says what stood there; the older seal, that its figures are no more those of today."""
    async with measured(database, tmp_path) as town:
        fields = {"cifra": "870", "corrige": "1", "motivo": "Se leyó mal el contador"}
        await town.post("indicadores/visitas/anotar", "indicadores/visitas", **fields)
        page = await counted(town, NOVEMBER)
        assert "Corregido el 05/01/2027 por Ana Pérez: Se leyó mal el contador; antes decía 850." in page
        first, second = (row.digest for row in town.desk.rows("period_snapshot"))
        older = (await town.post("informes/comprobar", codigo=first)).text
        assert "como se cerró. Después se corrigió, la última vez el 5 de enero de 2027: las cifras de hoy" in older
        newer = (await town.post("informes/comprobar", codigo=second)).text
        assert "noviembre de 2026, después de una corrección (versión 2)." in newer
        assert "Después se corrigió" not in newer


async def test_a_seal_is_typed_from_paper(database: Database, tmp_path: Path) -> None:
    """That of what was kept, or that which is printed, with spaces and capitals; half of one is asked for again."""
    async with measured(database, tmp_path) as town:
        [snapshot] = town.desk.rows("period_snapshot")
        printed = json.loads(snapshot.document)["document"]["seals"][0]["value"]
        for seal in (snapshot.digest, printed, f" {printed[:32].upper()} {printed[32:]}"):
            answer = await town.post("informes/comprobar", codigo=seal)
            assert "Es la huella de las cifras del informe cerrado de noviembre de 2026, como se cerró." in answer.text
        assert "No coincide" in (await town.post("informes/comprobar", codigo="0" * 63 + "1")).text
        half = await town.post("informes/comprobar", codigo=printed[:20])
        assert (half.status_code, printed[:20] in half.text) == (422, True)


async def test_a_report_that_waits_says_what_for_and_whose_it_is(database: Database, tmp_path: Path) -> None:
    """With the way to the form; once, whatever its accounts."""
    async with reporting(database, tmp_path, owing=True) as town:
        page = (await town.get("informes")).text
        assert page.count("<strong>El informe de la semana</strong>") == 1
        assert "No sale porque falta esta cifra:" in page
        assert "Visitas al sitio, de Luis Mora." in page
        assert f'href="{OFFICE}indicadores/visitas#anotar"' in page


def test_files_that_nobody_asks_for_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those asked for last stay; what no mark names is not there."""
    monkeypatch.setattr(shelf, "MOST", 2)
    kept = Shelf(tmp_path, "villa-clara")
    marks = [mark_of(bytes([number])) for number in range(3)]
    for number, mark in enumerate(marks):
        kept.put(mark, "csv", lambda number=number: bytes([number]))  # type: ignore[misc]
        path = kept.find(mark, "csv")
        assert path is not None
        os.utime(path, (number, number))
    kept.put(marks[0], "csv", lambda: b"otra vez")
    assert [kept.find(mark, "csv") is not None for mark in marks] == [True, False, True]
    for wrong in ("../secretos", marks[0][:63] + "/", ""):
        assert kept.find(wrong, "csv") is None
    assert kept.find(marks[0], "../csv") is None
