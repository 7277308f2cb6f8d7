"""Solicitudes: who sees what, what is answered, and how what was sent comes to stand on the site."""

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from delivery.office.stopped import suspend
from delivery.submissions.publishing import GONE_PART
from panel.entrance.roles import Role
from storage.database import Database
from storage.files import file_path
from tests.panel.proposing import APPROVED_TOWN, TOWN, follow, photo, proposing, send
from tests.panel.staffed import OFFICE, OWN, Office, office, token_in

ASKED = {"dependencia": "educacion", "seccion": "vecinos", "titulo": "Matrículas", "texto": "Ya empiezan."}
PUBLISH = {"seccion": "vecinos", "titulo": "Bazar", "texto": "El domingo hay bazar."}


async def working(town: Office, person: str = "ana", role: Role = Role.COMMUNICATOR) -> None:
    """Somebody comes in, and whoever was here goes."""
    town.browser.cookies.clear()
    town.user(person, role)
    assert (await town.sign_in(person)).status_code == 303


async def press(town: Office, number: int, button: str, page: str = "atender", **fields: str) -> httpx.Response:
    """A button of one request's page."""
    return await town.post(f"solicitudes/{number}/{page}", f"solicitudes/{number}", hacer=button, **fields)


def stands(town: Office, number: int = 1) -> str:
    """The state of one."""
    return next(str(row.state) for row in town.desk.rows("submission") if row.id == number)


def without_neighbours(files: Mapping[str, str | bytes | None]) -> str:
    """The municipality's file without the part of the site that most of these ask for."""
    return "\n".join(line for line in str(files["municipio.yaml"]).splitlines() if "vecinos: {" not in line)


async def test_a_department_asks_and_is_answered(database: Database, tmp_path: Path) -> None:
    """GE-15: whoever reads may ask; the office answers in two business days, and the audit says who did what."""
    async with proposing(database, tmp_path) as town:
        await working(town, "luis", Role.READER)
        answer = await town.post("solicitudes/pedir", "solicitudes/pedir", **ASKED)
        assert answer.headers["location"].endswith("solicitudes/1?hecho=solicitud-recibida")
        [row] = town.desk.rows("submission")
        assert (row.kind, row.sender, row.person, row.department) == ("request", "department", "luis", "educacion")
        assert row.due_at - row.received_at == timedelta(days=2, hours=6)
        await working(town)
        assert "Matrículas" in (await town.get("solicitudes")).text
        assert (await press(town, 1, "responder", respuesta="Sale el lunes.")).status_code == 303
        assert stands(town) == "answered"
        assert (town.told("receive_submission"), town.told("answer_submission")) == (["luis"], ["ana"])
        assert [row.message for row in town.desk.rows("publication")] == ["solicitud~answered"]


async def test_each_sees_the_own(database: Database, tmp_path: Path) -> None:
    """A reader and a contributor see what they sent; nobody's name, and nothing of others."""
    async with proposing(database, tmp_path) as town:
        await send(town.browser, photo(), nombre="Rosa Mora", titulo="De Rosa")
        digest = town.desk.rows("submission")[0].files[0]["sha256"]
        for person, role in (("luis", Role.READER), ("veeduria", Role.CONTRIBUTOR), ("eva", Role.APPROVER)):
            await working(town, person, role)
            page = (await town.get("solicitudes")).text
            assert "De Rosa" not in page
            assert "Lo que usted ha enviado" in page
            for path in ("solicitudes/1", f"solicitudes/1/foto/{digest}"):
                assert (await town.get(path)).status_code == 404
        await working(town)
        assert "Rosa Mora" in (await town.get("solicitudes/1")).text
        shown = await town.get(f"solicitudes/1/foto/{digest}")
        assert shown.headers["content-disposition"].startswith("attachment")
        assert shown.headers["x-content-type-options"] == "nosniff"


async def test_what_is_accepted_stands_on_the_site(database: Database, tmp_path: Path) -> None:
    """GE-16: as the office edited it, under its section, with its picture; counted for its row of the plan."""
    async with proposing(database, tmp_path) as town:
        path = follow(await send(town.browser, photo(), descripcion="El bazar"))
        digest = town.desk.rows("submission")[0].files[0]["sha256"]
        await working(town)
        page = await town.get("solicitudes/1")
        data = {**PUBLISH, "hacer": "publicar", "firma": "Ana R.", "fotos": digest, "ficha": token_in(page.text)}
        address = f"{page.url}/atender"
        assert (await town.browser.post(address, data=data, headers=OWN)).status_code == 303
        await town.desk.settle()
        [row] = town.desk.rows("publication")
        assert (row.campaign, row.message, row.occurrence, row.account) == ("comunidad", "vecinos", "1", "web")
        assert (row.state, row.publishes, row.actions, row.class_) == ("done", True, ["SE-7"], "servicio")
        content = row.content
        assert content["values"] == {"titulo_ajeno": "Bazar", "texto_ajeno": "El domingo hay bazar.\n\nEnvió: Ana R."}
        assert [each["alt"] for each in content["images"]] == ["El bazar"]
        [sent] = town.desk.rows("submission")
        assert (sent.state, sent.publication) == ("published", row.id)
        told = (await town.browser.get(path)).text
        assert "https://villaclara.gov.co/contenidos/comunidad/vecinos/1/" in told


async def test_words_of_others_are_no_template_and_no_link(database: Database, tmp_path: Path) -> None:
    """On the page they stand as they are, and addresses in them lead nowhere."""
    async with proposing(database, tmp_path) as town:
        await send(town.browser)
        await working(town)
        hostile = "{{ entidad }} <b>x</b> https://evil.example ana@evil.example"
        assert (await press(town, 1, "publicar", **{**PUBLISH, "texto": hostile})).status_code == 303
        await town.desk.settle()
        kept = next((town.desk.folder / "pruebas").rglob("*.json"), None) or next(
            town.desk.folder.rglob("contenidos/**/*.json")
        )
        text = kept.read_text("utf-8")
        assert "{{ entidad }} &lt;b&gt;x&lt;/b&gt; https://evil.example ana@evil.example" in text
        assert "href" not in text


async def test_a_committee_is_asked_where_the_campaign_says_so(database: Database, tmp_path: Path) -> None:
    """It is published with the vote that completes the quorum, and not before; who has no vote sees nothing."""
    async with proposing(database, tmp_path, APPROVED_TOWN) as town:
        await send(town.browser)
        await working(town)
        answer = await press(town, 1, "publicar", **PUBLISH)
        assert "solicitud-aceptada" in answer.headers["location"]
        assert stands(town) == "accepted"
        assert [row.campaign for row in town.desk.rows("publication")] == ["pregonero"]
        await press(town, 1, "si", "voto")
        assert stands(town) == "accepted"
        await working(town, "veeduria", Role.CONTRIBUTOR)
        assert (await town.get("solicitudes/1")).status_code == 404
        await working(town, "luis", Role.APPROVER)
        assert "Así se publicaría" in (await town.get("solicitudes/1")).text
        assert (await press(town, 1, "si", "voto")).status_code == 303
        assert stands(town) == "published"
        assert "comunidad" in [row.campaign for row in town.desk.rows("publication")]


async def test_who_is_asked_finds_it_among_what_waits(database: Database, tmp_path: Path) -> None:
    """In Aprobaciones and Hoy while the own word is wanting, then among others'; a role without a vote sees none."""
    async with proposing(database, tmp_path, APPROVED_TOWN) as town:
        await send(town.browser)
        await working(town)
        await press(town, 1, "publicar", **PUBLISH)
        link = f'href="{OFFICE}solicitudes/1"'
        mine, _, others = (await town.get("aprobaciones")).text.partition('id="otras"')
        assert (mine.count(link), others.count(link)) == (2, 0)
        assert "Comité de contenidos: 0 de 2 votos. Falta la palabra de Ana Pérez, Luis Mora, Eva Ríos." in mine
        assert re.search(f"Aprobar: <a [^>]*{link}>Bazar</a>", (await town.get("hoy")).text)
        await press(town, 1, "si", "voto")
        mine, _, others = (await town.get("aprobaciones")).text.partition('id="otras"')
        assert (mine.count(link), others.count(link)) == (0, 2)
        assert link not in (await town.get("hoy")).text
        await working(town, "eva", Role.READER)
        assert "Bazar" not in (await town.get("aprobaciones")).text
        await working(town, "luis", Role.APPROVER)
        await press(town, 1, "si", "voto")
        page = (await town.get("aprobaciones")).text
        assert link not in page
        assert "<strong>Noticias de la gente</strong>" in page


async def test_a_no_gives_it_back(database: Database, tmp_path: Path) -> None:
    """With its reason; the same words are refused then, and others are asked about anew."""
    async with proposing(database, tmp_path, APPROVED_TOWN) as town:
        await send(town.browser)
        await working(town)
        await press(town, 1, "publicar", **PUBLISH)
        refused = await press(town, 1, "no", "voto")
        assert (refused.status_code, "Diga por qué no" in refused.text) == (409, True)
        await press(town, 1, "no", "voto", nota="Falta la fecha.")
        assert stands(town) == "received"
        assert "Falta la fecha." in (await town.get("solicitudes/1")).text
        again = await press(town, 1, "publicar", **PUBLISH)
        assert (again.status_code, "Falta la fecha" in again.text) == (409, True)
        await press(town, 1, "publicar", **{**PUBLISH, "texto": "El domingo 10 hay bazar."})
        assert stands(town) == "accepted"


async def test_a_suspension_holds_it_back(database: Database, tmp_path: Path) -> None:
    """The gate is asked as for every message: nothing is published, and what was typed is still there."""
    async with proposing(database, tmp_path) as town:
        await send(town.browser)
        town.desk.write(suspend, "servicio", None, "Duelo", "ana", town.desk.clock.now())
        await working(town)
        answer = await press(town, 1, "publicar", **{**PUBLISH, "titulo": "Otro título"})
        assert (answer.status_code, "suspendidos" in answer.text, "Otro título" in answer.text) == (409, True, True)
        assert (stands(town), town.desk.rows("publication")) == ("received", [])


CHILD = {"quien": "ninos", "seccion": "ninos", "adulto": "Luz Mora", "nombre": "Sofía"}
FACES = [
    ({}, {}, "permiso del adulto"),
    ({"rostro": "si"}, {}, ""),
    ({"rostro": "si"}, {"firma": "Sofía"}, "no dio permiso para publicar el nombre"),
    ({"rostro": "si", "firma": "si"}, {"firma": "Sofía"}, ""),
]


@pytest.mark.parametrize(("agreed", "typed", "said"), FACES)
async def test_no_face_and_no_name_of_a_child_without_a_word(
    sqlite_database: Database, tmp_path: Path, agreed: Mapping[str, str], typed: Mapping[str, str], said: str
) -> None:
    """GE-26, Ley 1098 de 2006: whatever a form says, the adult's permission decides."""
    async with proposing(sqlite_database, tmp_path) as town:
        await send(town.browser, photo(), **CHILD, **agreed)
        digest = town.desk.rows("submission")[0].files[0]["sha256"]
        await working(town)
        answer = await press(town, 1, "publicar", **{**PUBLISH, "seccion": "ninos", "fotos": digest, **typed})
        assert (answer.status_code, said in answer.text) == (409 if said else 303, True)
        assert stands(town) == ("received" if said else "published")


async def test_a_contributor_publishes_in_its_own_name(database: Database, tmp_path: Path) -> None:
    """GE-9: what a veeduría proposes is signed by it, and stands on its own page of the site."""
    async with proposing(database, tmp_path) as town:
        await working(town, "veeduria", Role.CONTRIBUTOR)
        answer = await town.post(
            "solicitudes/proponer", "solicitudes/proponer", seccion="vecinos", titulo="Acta 3", texto="Vigilamos."
        )
        assert answer.status_code == 303
        assert (await town.get("solicitudes/pedir")).status_code == 403
        await working(town)
        await press(town, 1, "publicar", **{**PUBLISH, "titulo": "Acta 3"})
        content = next(row.content for row in town.desk.rows("publication") if row.campaign == "comunidad")
        assert content["facts"]["contributor"] == "veeduria"
        assert content["facts"]["contributor_name"] == "Veeduría del Acueducto"


async def test_a_contributor_answers_what_it_is_asked(database: Database, tmp_path: Path) -> None:
    """GE-9: itself and not the office, which may take it over; it sees no name, and nobody else's."""
    async with proposing(database, tmp_path) as town:
        path = follow(await send(town.browser, que="sugerencia", para="veeduria", nombre="Rosa Mora"))
        await send(town.browser, que="sugerencia", titulo="Para la Alcaldía")
        await working(town)
        assert "Le toca responder a Veeduría del Acueducto" in (await town.get("solicitudes/1")).text
        await working(town, "veeduria", Role.CONTRIBUTOR)
        page = await town.get("solicitudes/1")
        assert ("Rosa" in page.text, "Para la Alcaldía" in (await town.get("solicitudes")).text) == (False, False)
        token = token_in(page.text)
        stranger = await town.browser.post(
            f"{str(page.url)[:-1]}2/contestar",
            data={"ficha": token, "hacer": "responder", "respuesta": "x"},
            headers=OWN,
        )
        assert stranger.status_code == 404
        assert (await press(town, 1, "responder", "contestar", respuesta="Vamos el jueves.")).status_code == 303
        assert (stands(town, 1), stands(town, 2)) == ("answered", "received")
        assert "Vamos el jueves." in (await town.browser.get(path)).text


async def test_it_is_taken_off_the_site(database: Database, tmp_path: Path) -> None:
    """By the ordinary withdrawal: its page says so, and the sender's page too."""
    async with proposing(database, tmp_path) as town:
        path = follow(await send(town.browser))
        await working(town)
        await press(town, 1, "publicar", **PUBLISH)
        await town.desk.settle()
        assert (await press(town, 1, "quitar")).status_code == 303
        await town.desk.settle()
        assert stands(town) == "withdrawn"
        assert [(row.message, row.act, row.state) for row in town.desk.rows("publication")][1:] == [
            ("vecinos~retiro-1", "withdraw", "done")
        ]
        assert "retirada" in (await town.browser.get(path)).text


async def test_a_part_of_the_site_that_is_gone_is_told(database: Database, tmp_path: Path) -> None:
    """What was accepted for it waits for nobody: the page says what to do, and the office publishes it elsewhere."""
    async with proposing(database, tmp_path, APPROVED_TOWN) as town:
        await send(town.browser)
        await working(town)
        await press(town, 1, "publicar", **PUBLISH)
        await town.desk.reload({"municipio.yaml": without_neighbours(APPROVED_TOWN)})
        page = await town.get("solicitudes/1")
        assert (page.status_code, GONE_PART in page.text) == (200, True)
        told = await press(town, 1, "si", "voto")
        assert (told.status_code, GONE_PART in told.text) == (409, True)
        assert (await town.get("aprobaciones")).status_code == 200
        assert (await press(town, 1, "publicar", **PUBLISH)).status_code == 409
        assert (await press(town, 1, "publicar", **{**PUBLISH, "seccion": "ninos"})).status_code == 303
        assert GONE_PART not in (await town.get("solicitudes/1")).text


async def test_what_stands_in_a_part_that_is_gone_is_taken_off_the_site(database: Database, tmp_path: Path) -> None:
    """Its publication is known by its row, whatever became of the files."""
    async with proposing(database, tmp_path) as town:
        path = follow(await send(town.browser))
        await working(town)
        await press(town, 1, "publicar", **PUBLISH)
        await town.desk.settle()
        await town.desk.reload({"municipio.yaml": without_neighbours(TOWN)})
        assert (await town.get("solicitudes/1")).status_code == 200
        assert (await town.browser.get(path)).status_code == 200
        assert (await press(town, 1, "quitar")).status_code == 303
        await town.desk.settle()
        assert stands(town) == "withdrawn"


async def test_of_two_who_answer_the_second_is_told(database: Database, tmp_path: Path) -> None:
    """What was typed is still there."""
    async with proposing(database, tmp_path) as town:
        await send(town.browser)
        await working(town)
        await press(town, 1, "responder", respuesta="La primera.")
        page = await town.get("cuenta")
        answer = await town.browser.post(
            str(page.url).replace("cuenta", "solicitudes/1/atender"),
            data={"ficha": token_in(page.text), "hacer": "rechazar", "razon": "La segunda."},
            headers=OWN,
        )
        assert (answer.status_code, "Alguien más ya atendió" in answer.text) == (409, True)
        assert town.desk.rows("submission")[0].answer == "La primera."


async def test_what_one_sent_oneself_is_taken_back(database: Database, tmp_path: Path) -> None:
    """With the box ticked; the picture's bytes go too."""
    async with proposing(database, tmp_path) as town:
        await working(town, "luis", Role.READER)
        page = await town.get("solicitudes/pedir")
        await town.browser.post(
            str(page.url),
            data={"ficha": token_in(page.text), **ASKED},
            files=[("foto", ("a.png", photo(kind="PNG"), "image/png"))],
            headers=OWN,
        )
        digest = town.desk.rows("submission")[0].files[0]["sha256"]
        await press(town, 1, "", "retirar")
        assert stands(town) == "received"
        await press(town, 1, "", "retirar", seguro="si")
        assert stands(town) == "withdrawn"
        assert not file_path(town.desk.folder / "archivos", digest).exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"titulo": ""}, "Escriba un título"),
        ({"seccion": "otra"}, "Escoja en qué parte"),
        ({"dependencia": ""}, "Escoja la dependencia"),
    ],
)
async def test_what_a_request_lacks_is_said(
    sqlite_database: Database, tmp_path: Path, wrong: dict[str, str], said: str
) -> None:
    """With what was typed."""
    async with proposing(sqlite_database, tmp_path) as town:
        await working(town, "luis", Role.READER)
        answer = await town.post("solicitudes/pedir", "solicitudes/pedir", **{**ASKED, **wrong})
        assert (answer.status_code, said in answer.text, "Ya empiezan." in answer.text) == (422, True, True)


async def test_what_is_late_comes_first(database: Database, tmp_path: Path) -> None:
    """By the term, and the page says how many are past it."""
    async with proposing(database, tmp_path) as town:
        await send(town.browser, titulo="La vieja")
        town.desk.clock.pass_(days=23)
        await send(town.browser, titulo="La nueva")
        await working(town)
        page = (await town.get("solicitudes")).text
        assert re.search(r"2 esperan.*1 con el plazo vencido", page, re.DOTALL)
        assert page.index("La vieja") < page.index("La nueva")


@pytest.mark.parametrize(
    ("person", "role", "words"),
    [
        ("ana", Role.COMMUNICATOR, "diga en <code>municipio.yaml</code>"),
        ("luis", Role.READER, "Pídale a la oficina de comunicaciones que lo abra."),
        ("veeduria", Role.CONTRIBUTOR, "Pídale a la oficina de comunicaciones que lo abra."),
    ],
)
async def test_where_none_are_taken_each_is_told_what_to_do(
    database: Database, tmp_path: Path, person: str, role: Role, words: str
) -> None:
    """Files are spoken of to whoever writes them; the others are told whom to ask."""
    async with office(database, tmp_path) as town:
        await working(town, person, role)
        assert words in (await town.get("solicitudes")).text
