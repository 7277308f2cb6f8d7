"""A figure given in the panel is checked and kept as the verb keeps it, with what shows it."""

import re
from pathlib import Path

import httpx
import pytest

from panel.entrance.roles import Role
from storage.database import Database
from tests.panel.office.measured import counted, measured
from tests.panel.staffed import OFFICE, OWN, Office, token_in

VISITS = {"cifra": "12,5", "dia": "2026-12-31"}
PAGE = "indicadores/visitas"
PDF = b"%PDF-1.7\n%%EOF\n"


def figures(town: Office, key: str = "visitas") -> list[tuple[object, ...]]:
    """What was given of an indicator."""
    rows = [row for row in town.desk.rows("measurement") if row.indicator == key]
    return [(row.value, str(row.day), row.by, row.corrects, row.reason) for row in rows]


async def attach(town: Office, name: str, data: bytes, **fields: str) -> httpx.Response:
    """A form with a file."""
    token = token_in((await town.get("cuenta")).text)
    files = {"prueba": (name, data, "text/html")}
    form = {"ficha": token, **VISITS, **fields}
    return await town.browser.post(f"{OFFICE}{PAGE}/anotar", data=form, files=files, headers=OWN)


async def test_a_figure_is_kept_and_the_page_tells_it(database: Database, tmp_path: Path) -> None:
    """It is owed no more, and the audit has it by the verb's name."""
    async with measured(database, tmp_path) as town:
        answer = await town.post(f"{PAGE}/anotar", nota="Del contador", **VISITS)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{OFFICE}{PAGE}?hecho=cifra")
        assert figures(town)[-1] == (12.5, "2026-12-31", "ana", None, "")
        assert town.told("record") == ["ana"]
        page = await counted(town, f"{PAGE}?hecho=cifra")
        assert "La cifra quedó anotada." in page
        assert "<strong>12,5</strong>, del 31/12/2026" in page
        assert "Falta la cifra" not in page


@pytest.mark.parametrize(
    ("fields", "code", "said"),
    [
        ({"cifra": ""}, 422, "Escriba la cifra."),
        ({"cifra": "1.250"}, 422, "puede leerse de dos maneras"),
        ({"cifra": "muchas"}, 422, "no es una cifra"),
        ({"cifra": "-3", "nota": ""}, 409, "Si de verdad fue menos que cero, diga por qué en la nota."),
        ({"dia": "31/12/2026"}, 422, "no es una fecha"),
        ({"dia": "1026-12-31"}, 422, "revise la fecha"),
        ({"dia": "2027-01-06"}, 409, "todavía no ha llegado"),
        ({"dia": "2026-11-30"}, 409, "Noviembre de 2026 ya está cerrado. Diga por qué cambia lo que se informó"),
        ({"accion": "SE-9"}, 422, "no es una acción del plan"),
        ({"corrige": "99", "motivo": "x"}, 409, "no tiene ninguna cifra con el número 99"),
        ({"corrige": "1"}, 409, "Diga por qué"),
        ({"corrige": "uno"}, 422, "Abra otra vez la cifra"),
        ({"nota": "x" * 2_001}, 422, "llegan hasta 2000 letras"),
    ],
)
async def test_what_cannot_be_kept_is_told_and_nothing_typed_is_lost(
    database: Database, tmp_path: Path, fields: dict[str, str], code: int, said: str
) -> None:
    """In words for people who fill forms, not for a terminal."""
    async with measured(database, tmp_path) as town:
        before = figures(town)
        answer = await town.post(f"{PAGE}/anotar", **{**VISITS, "nota": "De la <b>Casa</b>", **fields})
        assert answer.status_code == code
        [alert] = re.findall(r'<p role="alert"[^>]*>(.*?)</p>', answer.text, re.DOTALL)
        assert said in alert
        assert "--" not in alert
        assert ("De la &lt;b&gt;Casa&lt;/b&gt;" in answer.text) == ("nota" not in fields and "corrige" not in fields)
        assert f'value="{fields.get("cifra", "12,5")}"' in answer.text or fields.get("corrige") in ("99", "uno")
        assert figures(town) == before


async def test_a_figure_is_corrected_with_its_reason(database: Database, tmp_path: Path) -> None:
    """In a closed period it makes another version, and the page says what that does."""
    async with measured(database, tmp_path) as town:
        fields = {"cifra": "870", "corrige": "1", "motivo": "Se leyó mal el contador"}
        answer = await town.post(f"{PAGE}/anotar", **fields)
        assert answer.headers["location"].endswith("?hecho=cifra-cerrada")
        assert figures(town)[-1] == (870, "2026-11-30", "ana", 1, "Se leyó mal el contador")
        assert [row.version for row in town.desk.rows("period_snapshot")] == [1, 2]
        page = await counted(town, PAGE)
        assert "<s>850</s>" in page
        assert "corregido una vez" in page


async def test_the_same_figure_twice_is_told(database: Database, tmp_path: Path) -> None:
    """They are added up: whoever noted it twice can mend it."""
    async with measured(database, tmp_path) as town:
        await town.post(f"{PAGE}/anotar", **VISITS)
        answer = await town.post(f"{PAGE}/anotar", **VISITS)
        assert answer.headers["location"].endswith("?hecho=cifra-repetida")


@pytest.mark.parametrize(
    ("role", "person", "code"),
    [
        (Role.MEDIA, "luis", 303),
        (Role.APPROVER, "luis", 303),
        (Role.MEDIA, "eva", 403),
        (Role.READER, "luis", 403),
        (Role.COMMUNICATOR, "eva", 303),
    ],
)
async def test_a_figure_is_given_by_whose_it_is(
    database: Database, tmp_path: Path, role: Role, person: str, code: int
) -> None:
    """Or by whoever works on all of them; the form is shown to no other."""
    async with measured(database, tmp_path) as town:
        await town.post("salir")
        town.user(person, role)
        await town.sign_in(person)
        page = (await town.get(PAGE)).text
        assert (f"{PAGE}/anotar" in page) == (code == 303)
        assert (await town.post(f"{PAGE}/anotar", **VISITS)).status_code == code
        assert len(figures(town)) == (2 if code == 303 else 1)


async def test_what_shows_a_figure_is_kept_and_handed_out_as_a_file(database: Database, tmp_path: Path) -> None:
    """To be put on a disk, and never shown as a page of ours; its folder and its kind are nobody's word."""
    async with measured(database, tmp_path) as town:
        assert (await attach(town, "../../etc/acta firmada.pdf", PDF)).status_code == 303
        [row] = [row for row in town.desk.rows("measurement") if row.evidence]
        assert [each["name"] for each in row.evidence] == ["acta firmada.pdf"]
        [address] = re.findall(rf'href="{OFFICE}({PAGE}/prueba/\d+/0)"', (await town.get(PAGE)).text)
        answer = await town.get(address)
        assert answer.content == PDF
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        for wrong in (f"{PAGE}/prueba/{row.id}/1", f"indicadores/seguidores/prueba/{row.id}/0", f"{PAGE}/prueba/1/0"):
            assert (await town.get(wrong)).status_code == 404


@pytest.mark.parametrize(("name", "data"), [("acta.pdf", b""), ("acta.pdf", b"<script>"), ("acta.exe", b"MZ\x90\x00")])
async def test_what_is_no_evidence_is_refused(database: Database, tmp_path: Path, name: str, data: bytes) -> None:
    """By what it is; nothing is kept, and the figure stays in its field."""
    async with measured(database, tmp_path) as town:
        answer = await attach(town, name, data)
        assert answer.status_code == 422
        assert name in answer.text
        assert str(tmp_path) not in answer.text
        assert 'value="12,5"' in answer.text
        assert len(figures(town)) == 1


async def test_whoever_may_not_give_a_figure_opens_nothing_of_it(database: Database, tmp_path: Path) -> None:
    """A list of who came may be among what shows it: others read that there is a file."""
    async with measured(database, tmp_path) as town:
        await attach(town, "asistencia.pdf", PDF)
        await town.post("salir")
        town.user("eva", Role.APPROVER)
        await town.sign_in("eva")
        page = (await town.get(PAGE)).text
        assert "asistencia" not in page
        assert "Prueba: 1 archivo" in page
        [row] = [row for row in town.desk.rows("measurement") if row.evidence]
        assert (await town.get(f"{PAGE}/prueba/{row.id}/0")).status_code == 403
