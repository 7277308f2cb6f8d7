"""A campaign is edited in a form: what was typed is in the file then, and nothing else is another."""

import os
import re
from pathlib import Path

import pytest

from campaigns.stamp import stamp
from campaigns.writing.fields import Field, campaign_fields, message_fields
from panel.entrance.roles import Role
from panel.office.drafts import BLANK
from panel.office.field_words import MAIN, OF_DUTY, WORDS
from storage.approvals import Approval, Decision, decide
from storage.database import Database
from tests.panel.office.drafting import COMMENTED, EDIT, FILE, desk, file_of, form_in, press, send

APPROVED = COMMENTED.replace("publico: ciudadania\n", "publico: ciudadania\naprueba: comite-gel\n")


def all_keys(fields: tuple[Field, ...]) -> set[str]:
    """Of a form, at every depth."""
    return {key for each in fields for key in (each.key, *all_keys(each.fields))}


def test_every_key_of_the_models_has_its_words() -> None:
    """And none has words that no model has."""
    keys = all_keys((*campaign_fields(), *message_fields()))
    assert keys == set(WORDS)
    assert {*MAIN, *OF_DUTY} <= keys


async def test_what_is_typed_is_in_the_file_and_nothing_else_is_another(database: Database, tmp_path: Path) -> None:
    """The comment on the line, the one above it, the order: all stand. Who did it is in the audit, and both texts."""
    async with desk(database, tmp_path) as town:
        page = await town.get(f"{EDIT}?parte=0")
        review = await press(town, page, "revisar", texto="Ya empiezan.\n\nVengan.")
        assert review.status_code == 200
        assert "Ya empiezan." in review.text
        assert file_of(town) == COMMENTED
        saved = await press(town, review, "guardar")
        assert saved.headers["location"].endswith(f"{EDIT}?hecho=campana-guardada")
        becomes = "    texto: |\n      Ya empiezan.\n\n      Vengan.\n"
        assert file_of(town) == COMMENTED.replace("    texto: Empiezan las matrículas.\n", becomes)
        assert town.told("edit_campaign") == ["ana"]
        kept = [(row.origin, row.actor, row.data.decode()) for row in town.desk.rows("campaign_version")]
        assert kept == [("hand", "", COMMENTED), ("edited", "ana", file_of(town))]


async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(database: Database, tmp_path: Path) -> None:
    """The words of `check`; the file stays, and so does what was typed."""
    async with desk(database, tmp_path) as town:
        page = await town.get(f"{EDIT}?parte=0")
        answer = await press(town, page, "revisar", cuando="cada 15 días a las 08:00", texto="Otro texto.")
        assert answer.status_code == 422
        before, after = answer.text.split('id="mensajes-0-cuando-mal"')
        assert 'aria-invalid="true"' in before.rpartition("<input")[2]
        assert "«Cada 15 días» se usa de varias maneras" in after[:600]
        form = form_in(answer)
        assert (form["mensajes.0.cuando"], form["mensajes.0.texto"]) == (["cada 15 días a las 08:00"], ["Otro texto."])
        assert file_of(town) == COMMENTED
        assert town.told("edit_campaign") == []


async def test_a_save_that_skips_the_review_is_checked_all_the_same(database: Database, tmp_path: Path) -> None:
    """Whoever sends it."""
    async with desk(database, tmp_path) as town:
        answer = await press(town, await town.get(f"{EDIT}?parte=0"), "guardar", cuando="nunca jamás")
        assert answer.status_code == 422
        assert file_of(town) == COMMENTED


async def test_what_somebody_else_saved_is_not_written_over(database: Database, tmp_path: Path) -> None:
    """By hand or in another browser: both texts are shown, and one goes on from either."""
    async with desk(database, tmp_path) as town:
        mine = await press(town, await town.get(EDIT), "revisar", titulo="El mío")
        other = await press(town, await town.get(EDIT), "revisar", titulo="El de otra persona")
        await press(town, other, "guardar")
        theirs = file_of(town)
        for does in ("revisar", "guardar"):
            conflict = await press(town, mine, does)
            assert conflict.status_code == 409
            assert "El mío" in conflict.text
            assert "El de otra persona" in conflict.text
            assert file_of(town) == theirs
        back = await press(town, conflict, "suya")
        assert form_in(back)["titulo"] == ["El de otra persona"]
        on = await press(town, conflict, "abrir:campana")
        assert form_in(on)["titulo"] == ["El mío"]
        saved = await press(town, await press(town, on, "revisar"), "guardar")
        assert saved.status_code == 303
        assert "El mío" in file_of(town)
        assert theirs in [row.data.decode() for row in town.desk.rows("campaign_version")]


async def test_messages_are_added_moved_doubled_and_taken_away(database: Database, tmp_path: Path) -> None:
    """By buttons that send the form back: no script, and what was typed meanwhile is kept."""
    async with desk(database, tmp_path) as town:
        page = await press(town, await town.get(f"{EDIT}?parte=0"), "agregar", asunto="Otro asunto")
        typed = {
            "id": "cierre",
            "cuando": "al terminar",
            "canales": ["", "web"],
            "texto": "Terminaron.",
            "asunto": "Fin",
        }
        page = await press(town, page, "subir:1", **typed)  # type: ignore[arg-type]
        page = await press(town, page, "duplicar:0")
        page = await press(town, page, "quitar:1")
        saved = await press(town, await press(town, page, "revisar"), "guardar")
        assert saved.status_code == 303
        new = "  - id: cierre\n    cuando: al terminar\n    canales: [web]\n    asunto: Fin\n    texto: Terminaron.\n"
        becomes = COMMENTED.replace("asunto: Matrículas", "asunto: Otro asunto").replace(
            "  - id: anuncio", f"{new}  - id: anuncio"
        )
        assert file_of(town) == becomes


async def test_a_new_campaign_gets_a_file_of_its_name(database: Database, tmp_path: Path) -> None:
    """And one that is taken is refused, with what is there."""
    general = {"titulo": "Vacunas", "responsable": "educacion", "publico": "ciudadania", "accion": ["", "SE-7"]}
    message = {"cuando": "2027-03-01 a las 08:00", "canales": ["", "web"], "asunto": "Vacunas", "texto": "Vengan."}
    async with desk(database, tmp_path) as town:
        for name, code in (("vacunas", 200), ("matriculas", 409)):
            page = await town.get("campanas/nueva")
            assert "por corregir" not in page.text
            page = await press(town, page, "abrir:0", "campanas/nueva", campaña=name, **general)  # type: ignore[arg-type]
            review = await press(town, page, "revisar", "campanas/nueva", **message)  # type: ignore[arg-type]
            assert review.status_code == code
            if code == 200:
                saved = await press(town, review, "guardar", "campanas/nueva")
                assert saved.headers["location"].endswith("campanas/vacunas/editar?hecho=campana-guardada")
                assert (await town.browser.get(saved.headers["location"])).status_code == 200
            else:
                on = await press(town, review, "abrir:0", "campanas/nueva")
                assert (await press(town, on, "revisar", "campanas/nueva")).status_code == 409
                assert (await press(town, on, "guardar", "campanas/nueva")).status_code >= 409
        assert file_of(town, "campanas/vacunas.yaml").startswith("campaña: vacunas\ntitulo: Vacunas\naccion: [SE-7]\n")
        assert file_of(town) == COMMENTED


@pytest.mark.parametrize(
    ("title", "typed", "name"),
    [("Feria del Ñame 2027", "", "feria-del-name-2027"), ("Feria", "otra", "otra"), ("", "", ""), ("¿¡…!", "", "")],
)
async def test_a_short_name_that_was_left_empty_is_taken_from_the_title(
    database: Database, tmp_path: Path, title: str, typed: str, name: str
) -> None:
    """And stands in the form, to be changed; a blank form does not say that all is well."""
    async with desk(database, tmp_path) as town:
        page = await town.get("campanas/nueva")
        assert "Todavía hay campos por llenar." in page.text
        page = await press(town, page, "abrir:campana", "campanas/nueva", titulo=title, campaña=typed)
        assert form_in(page)["campaña"] == [name]


async def test_a_broken_file_is_opened_by_whatever_name_it_has(database: Database, tmp_path: Path) -> None:
    """Somebody gave it one by hand that no id could be."""
    async with desk(database, tmp_path) as town:
        (town.desk.config / "campanas" / "Feria de ñame.yaml").write_text("campaña: Feria\ntitulo: Feria\n")
        listed = (await town.get("redaccion")).text
        assert "con errores" in listed
        [path] = [each for each in re.findall(r'href="[^"]*/(campanas/[^"]*/editar)"', listed) if "Feria" in each]
        page = await town.get(path)
        assert form_in(page)["titulo"] == ["Feria"]
        assert (await press(town, page, "revisar", path, titulo="Feria del ñame")).status_code == 422


@pytest.mark.parametrize("name", ["", "../fuera", "Con Espacio", "a/b", ".oculta"])
async def test_a_name_that_is_none_makes_no_file(database: Database, tmp_path: Path, name: str) -> None:
    """Nor one outside of the folder."""
    async with desk(database, tmp_path) as town:
        before = sorted(town.desk.config.rglob("*"))
        for does in ("revisar", "guardar"):
            answer = await press(town, await town.get("campanas/nueva"), does, "campanas/nueva", campaña=name)
            assert answer.status_code == 422
        assert sorted(town.desk.config.rglob("*")) == before
        for path in (f"campanas/{name}/editar", "campanas/..%2Fmunicipio/editar", "campanas/nada/editar"):
            assert (await town.get(path)).status_code == 404


async def test_what_was_approved_has_to_be_approved_again(database: Database, tmp_path: Path) -> None:
    """The review says so; of what is not approved yet, who is asked. A message that goes is named, too."""
    async with desk(database, tmp_path, {FILE: APPROVED}) as town:
        word = Approval(Decision.APPROVED, "ana", "", town.desk.clock.now(), "comite-gel", complete=True)
        digest = town.desk.tenant.campaigns["matriculas"].messages[0].digest
        with database.write() as connection:
            decide(connection, town.desk.place.tenant_id, "matriculas", "anuncio", digest, word)
        page = await town.get(f"{EDIT}?parte=0")
        assert "ya estaba aprobado" in (await press(town, page, "revisar", asunto="Otro")).text
        assert "ya estaba aprobado" not in (await press(town, page, "revisar", id="nuevo")).text
        gone = (await press(town, page, "revisar", id="nuevo")).text
        assert "«anuncio» deja de estar" in gone
        assert "«nuevo» sale cuando lo apruebe Comité GEL." in gone


async def test_what_is_saved_is_taken_up_and_waits_for_its_word_again(database: Database, tmp_path: Path) -> None:
    """Whoever watches the folder sees it; the approval was of another text."""
    async with desk(database, tmp_path, {FILE: APPROVED}) as town:
        before, stood = town.desk.tenant.campaigns["matriculas"].messages[0].digest, stamp(town.desk.config)
        review = await press(town, await town.get(f"{EDIT}?parte=0"), "revisar", asunto="Otro")
        await press(town, review, "guardar")
        assert stamp(town.desk.config) != stood
        await town.desk.reload()
        [message] = town.desk.tenant.campaigns["matriculas"].messages
        assert (message.entry.subject, message.digest != before) == ("Otro", True)


async def test_a_broken_file_can_be_mended_as_text(database: Database, tmp_path: Path) -> None:
    """No form can show it: the whole file stands there with its mistake, and its line ends stay."""
    async with desk(database, tmp_path) as town:
        broken = COMMENTED.replace("titulo: Matrículas escolares", "titulo: [Matrículas").replace("\n", "\r\n")
        (town.desk.config / FILE).write_bytes(broken.encode())
        page = await town.get(EDIT)
        assert "Renglón " in page.text
        whole = form_in(page)["texto-yaml"][0].replace("titulo: [Matrículas", "titulo: Matrículas")
        review = await press(town, page, "revisar", texto_yaml=whole)
        assert (await press(town, review, "guardar")).status_code == 303
        assert file_of(town) == broken.replace("[Matrículas", "Matrículas")


async def test_a_folder_that_is_only_read_says_so_and_gives_the_text(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written can be copied; nothing pretends to save."""
    async with desk(database, tmp_path) as town:
        real = os.access
        monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "campanas" and real(path, mode))
        assert "solo para leer" in (await town.get("redaccion")).text
        page = await town.get(EDIT)
        assert "solo para leer" in page.text
        review = await press(town, page, "revisar", titulo="Otro título")
        assert 'value="guardar"' not in review.text
        assert "titulo: Otro título" in review.text
        assert (await press(town, review, "guardar")).status_code == 409
        assert file_of(town) == COMMENTED
        assert town.desk.rows("campaign_version") == []


async def test_the_preview_counts_as_each_service_does(database: Database, tmp_path: Path) -> None:
    """From the draft, on each account of the message, with nothing saved; a script with its seconds."""
    text = "Uno dos tres cuatro cinco seis siete ocho."
    async with desk(database, tmp_path) as town:
        page = await town.get(f"{EDIT}?parte=0")
        seen = await press(town, page, "ver", canales=["", "canal", "emisora"], texto=text)
        assert f'<p class="dicho">{text}' in seen.text
        assert "de 4.096 " in seen.text
        assert re.search(r"Al aire: \d+ segundos", seen.text)
        assert file_of(town) == COMMENTED


async def test_words_of_a_draft_are_text_wherever_they_stand(database: Database, tmp_path: Path) -> None:
    """A title that would be markup is none, and two stops stay two."""
    hostile = "<script>alert(1)</script> a las 4:00 p. m.. \"'&amp;"
    async with desk(database, tmp_path) as town:
        page = await press(town, await town.get(EDIT), "ver", titulo=hostile)
        assert "<script>alert" not in page.text
        assert form_in(page)["titulo"] == [hostile]


async def test_a_spoilt_draft_changes_nothing(database: Database, tmp_path: Path) -> None:
    """Cut short, made up, or of another form: the page says that the file is as it was."""
    async with desk(database, tmp_path) as town:
        form = form_in(await town.get(EDIT))
        bomb = "eNrtwTEBAAAAwqD1T20ND6AAAAAAAAAAAAAA"
        for field, value in (
            ("borrador", "x"),
            ("borrador", bomb),
            ("base", "../x"),
            ("parte", "otra"),
            ("origen", "x"),
        ):
            assert (await send(town, {**form, field: [value], "hacer": ["guardar"]})).status_code == 400
        assert file_of(town) == COMMENTED


@pytest.mark.parametrize("role", [Role.READER, Role.APPROVER, Role.MEDIA])
async def test_who_may_not_write_sees_no_draft(database: Database, tmp_path: Path, role: Role) -> None:
    """Nor the way there."""
    async with desk(database, tmp_path, role=role) as town:
        assert (await town.get(EDIT)).status_code == 403
        for page in ("campanas", "campanas/matriculas"):
            assert not re.search("redaccion|campanas/nueva|/editar|/copiar", (await town.get(page)).text)


async def test_who_may_write_finds_the_way(database: Database, tmp_path: Path) -> None:
    """From the campaigns, and from the campaign."""
    async with desk(database, tmp_path) as town:
        for page, way in (("campanas", "campanas/nueva"), ("campanas", "redaccion"), ("campanas/matriculas", EDIT)):
            assert f'/{way}"' in (await town.get(page)).text


def test_a_blank_campaign_says_nothing_that_somebody_has_to_say() -> None:
    """What it is called, who answers for it, when, by what and with which words."""
    assert [line.strip() for line in BLANK.splitlines() if line.endswith(('""', "[]"))] == [
        'campaña: ""',
        'titulo: ""',
        'responsable: ""',
        'cuando: ""',
        "canales: []",
        'asunto: ""',
        'texto: ""',
    ]


async def test_the_review_says_when_and_to_whom_it_goes_out(database: Database, tmp_path: Path) -> None:
    """Before it is saved: each message's next time as the calendar will have it, those after it, and for whom."""
    async with desk(database, tmp_path) as town:
        review = await press(town, await town.get(f"{EDIT}?parte=0"), "revisar", cuando="cada lunes a las 07:30")
        told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", review.text.partition('id="cuando"')[2]))
        assert "Matrículas cada lunes a las 07:30 Lunes 11 de enero de 2027, a las 7:30 a. m. Por web sitio" in told
        assert "Martes 12 de enero de 2027, a las 7:00 a. m. movido Festivo (Día de los Reyes Magos)" in told
        assert "Después: lunes 18 de enero de 2027, a las 7:30 a. m.; lunes 25 de enero" in told
        assert "y 49 veces más en los próximos doce meses. Para Ciudadanía" in told


async def test_the_review_says_what_never_goes_out(sqlite_database: Database, tmp_path: Path) -> None:
    """A date that is over, or more than a year away."""
    async with desk(sqlite_database, tmp_path) as town:
        for when in ("2026-11-05 a las 07:30", "2028-02-11 a las 07:30"):
            review = await press(town, await town.get(f"{EDIT}?parte=0"), "revisar", cuando=when)
            assert "ninguna fecha en los próximos doce meses" in review.text.partition('id="cuando"')[2], when
