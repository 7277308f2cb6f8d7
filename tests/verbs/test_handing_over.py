"""What one administration leaves, opened without the program, and how the next one begins with it."""

import csv
import hashlib
import json
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

import html5lib
import pyrage
import pytest

from storage.files import file_path
from storage.tenants import find_tenant
from tests.campaigns.examples import WEB
from tests.campaigns.town import ACCOUNTS
from tests.indicators.contents import add_content, said
from tests.indicators.rows import add_tenant
from tests.photographs import JPEG
from tests.servers.browser import chromium, violations
from tests.verbs.operator import TOWN, VARIABLES, Operator

PASSWORD = "caballo correcto batería grapa"
PHOTO = JPEG + b"asistentes"
SECRETS = ("yolanda@correo.gov.co", "Yolanda", "3001234567", "asistencia-yolanda", "asistentes", *VARIABLES.values())


@pytest.fixture
def leaving(town: Operator) -> Operator:
    """An office with a person, a figure, an approval, and a task done with its evidence."""
    (town.folder / "gente.csv").write_text("nombre,correo,celular\nYolanda,yolanda@correo.gov.co,3001234567\n", "utf-8")
    town.does("contacts", "import", "gente.csv")
    town.does("record", "visitas", "41", "--date", "2026-01-31", "--as", "ana")
    (town.folder / "asistencia-yolanda.jpg").write_bytes(PHOTO)
    town.does("confirm", town.a_task(), "--count", "1", "--evidence", "asistencia-yolanda.jpg", "--as", "ana")
    (town.folder / "clave.txt").write_text(PASSWORD + "\n", "utf-8")
    return town


@pytest.fixture
def played(operator: Operator) -> Operator:
    """Two weeks of a campaign with a picture, in a rehearsal's own database."""
    operator.town(TOWN)
    operator.does("simulate", "--from", "2030-01-07", "--to", "2030-01-20", "--out", "ensayo")
    return operator


def hand_over(played: Operator, folder: str = "empalme") -> Path:
    """The package of a rehearsal."""
    played.does("handover", folder, "--db", "sqlite:///ensayo/simulacion.db")
    return played.folder / folder


def files_of(package: Path) -> dict[str, bytes]:
    """All of a package by name."""
    return {path.relative_to(package).as_posix(): path.read_bytes() for path in package.rglob("*") if path.is_file()}


def test_the_list_of_sums_is_one_that_others_verify(played: Operator) -> None:
    """`sha256sum -c` finds each file as it is, and no file is left out of the list."""
    package = hand_over(played)
    done = subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=package, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(files_of(package)) - 1


def test_each_link_of_each_page_leads_to_a_file(played: Operator) -> None:
    """Without a server: links are relative, and pages are sound HTML."""
    package = hand_over(played)
    pages = [path for path in package.rglob("*.html") if path.parts[-2] not in ("informes",)]
    assert package / "index.html" in pages
    missing, led = [], 0
    for page in pages:
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page.read_text("utf-8"))
        for link in (*tree.iter("a"), *tree.iter("img")):
            target = link.get("href") or link.get("src") or ""
            if target and not target.startswith(("#", "https://", "http://")):
                led += 1
                if not (page.parent / unquote(target)).is_file():
                    missing.append(f"{page.name}: {target}")
    assert missing == []
    assert led > 20


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_its_pages_and_nobody_scrolls_sideways(played: Operator, width: int) -> None:
    """The first page, one of a campaign, and that of pieces; opened from the disk, as from a memory stick."""
    package = hand_over(played)
    with chromium() as browser:
        shown = browser.new_context(viewport={"width": width, "height": 900}).new_page()
        asked: list[str] = []
        shown.on("request", lambda request: asked.append(request.url))
        for name in ("index.html", "publicado/2030/matriculas.html", "piezas/index.html"):
            shown.goto((package / name).as_uri())
            assert violations(shown) == []
            assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert [url for url in asked if not url.startswith("file:")] == []


def test_what_was_published_is_told_as_it_went_out(played: Operator) -> None:
    """On its page and in the list: words, medium, hour, who approved."""
    package = hand_over(played)
    listed = json.loads((package / "publicado/contenidos.json").read_text("utf-8"))
    rows = list(csv.reader((package / "publicado/contenidos.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    told = played.reads("archive", "--db", "sqlite:///ensayo/simulacion.db")
    assert sorted(each["key"] for each in listed) == sorted(each["key"] for each in told)
    assert {row[0] for row in rows[2:]} == {each["key"] for each in listed}
    page = (package / "publicado/2030/matriculas.html").read_text("utf-8")
    assert "Empiezan las matrículas, dice la emisora." in page
    assert "2030-01-12 08:00" in page


def test_the_act_says_what_is_pending_and_which_accounts_have_to_be_passed(played: Operator) -> None:
    """Accounts of services, and not what people do by hand."""
    page = (hand_over(played) / "acta.html").read_text("utf-8")
    for words in ("Acta de empalme", "Ley 951 de 2005", "Lo que queda pendiente", "canal", "Recibe, por la nueva"):
        assert words in page
    accounts = page[page.index("Cuentas que hay que pasar") :]
    assert "emisora" not in accounts


def test_nothing_of_people_and_no_key_is_in_it(leaving: Operator) -> None:
    """In no byte of any file, zipped or not: neither without a password nor with one."""
    for words in ((), ("--password-file", "clave.txt")):
        folder = f"empalme{len(words)}"
        leaving.does("handover", folder, "--as", "ana", *words)
        files = files_of(leaving.folder / folder)
        texts = dict(files)
        for name, data in files.items():
            if data.startswith(b"PK"):
                unpacked = leaving.folder / f"{folder}-{Path(name).stem}"
                shutil.unpack_archive(leaving.folder / folder / name, unpacked, "zip")
                texts |= {f"{name}:{inner}": inside for inner, inside in files_of(unpacked).items()}
        found = [(name, word) for name, data in texts.items() for word in SECRETS if word.encode() in data]
        assert [each for each in found if each[1] != "asistencia-yolanda"] == []
        assert ("reservado/copia.tar.gz.age" in files) == bool(words)


def test_with_the_password_the_next_one_has_everybody(leaving: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Persons, figures, evidence and the chain, on another machine, in a folder whose accounts are all in `pruebas`."""
    live = ACCOUNTS.replace("modo: pruebas", "modo: real", 1).replace("canal:\n", "canal: # modo: real\n")
    leaving.town({**TOWN, "canales.yaml": live})
    leaving.does("handover", "empalme", "--password-file", "clave.txt", "--as", "ana")
    machine = leaving.folder / "otra-maquina"
    machine.mkdir()
    monkeypatch.chdir(machine)
    told = leaving.does("init", "nuevo", "--from", "../empalme", "--password-file", "../clave.txt")
    assert "Recibida la base de datos en var/villa-clara.db" in told
    assert "modo: real" not in (machine / "nuevo/canales.yaml").read_text("utf-8").replace("# modo: real", "")
    place = ("-c", "nuevo")
    assert leaving.reads("check", *place) == []
    assert "Yolanda" in leaving.does("contacts", "export", "yolanda@correo.gov.co", *place, "--as", "ana")
    assert "41" in leaving.does("report", "--period", "2026-01", "--why", "visitas", *place)


def test_the_encrypted_part_opens_without_the_program(leaving: Operator) -> None:
    """With the key that the password opens, as the note beside it says."""
    leaving.does("handover", "empalme", "--password-file", "clave.txt", "--as", "ana")
    room = leaving.folder / "empalme/reservado"
    key = pyrage.passphrase.decrypt((room / "llave.age").read_bytes(), PASSWORD).decode()
    identity = pyrage.x25519.Identity.from_str(key)
    (leaving.folder / "abierto.zip").write_bytes(pyrage.decrypt((room / "evidencias.zip.age").read_bytes(), [identity]))
    shutil.unpack_archive(leaving.folder / "abierto.zip", leaving.folder / "abierto")
    assert list(files_of(leaving.folder / "abierto").values()) == [PHOTO]


@pytest.mark.parametrize(
    ("spoil", "words", "told"),
    [
        ("clave", ("--password-file", "otra.txt"), "La contraseña no abre este empalme"),
        ("cambio", (), "«configuracion/plan.yaml»"),
        ("sobra", (), "«configuracion/campanas/otra.yaml»"),
        ("falta", (), "«LEAME.txt»"),
        ("ninguno", (), "no es un empalme de Pregonero"),
    ],
)
def test_a_package_that_is_not_as_it_was_made_is_refused(
    leaving: Operator, spoil: str, words: tuple[str, ...], told: str
) -> None:
    """It says which file, and makes nothing."""
    leaving.does("handover", "empalme", "--password-file", "clave.txt", "--as", "ana")
    package = leaving.folder / "empalme"
    (leaving.folder / "otra.txt").write_text("otra contraseña que no es\n", "utf-8")
    if spoil == "cambio":
        (package / "configuracion/plan.yaml").write_bytes(b"titulo: Otro\n")
    if spoil == "sobra":
        (package / "configuracion/campanas/otra.yaml").write_bytes(b"id: otra\n")
    if spoil == "falta":
        (package / "LEAME.txt").unlink()
    if spoil == "ninguno":
        shutil.rmtree(package)
        package.mkdir()
    said = leaving.types("init", "nuevo", "--from", "empalme", *words)
    assert said.exit_code == 2
    assert told in said.stderr
    assert not (leaving.folder / "nuevo").exists()


def test_the_same_command_does_once_what_was_in_its_way_is_gone(
    leaving: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that has rows already: no folder stays behind that would be in the way of the next try."""
    leaving.does("handover", "empalme", "--password-file", "clave.txt", "--as", "ana")
    words = ("init", "nuevo", "--from", "empalme", "--password-file", "clave.txt")
    said = leaving.types(*words)
    assert (said.exit_code, "ya tiene datos" in said.stderr) == (1, True)
    assert not (leaving.folder / "nuevo").exists()
    monkeypatch.setenv("PREGONERO_VAR", "otra")
    leaving.does(*words)


def test_who_receives_a_simulation_is_told(played: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once, and not when the daemon refuses to start with it."""
    (played.folder / "clave.txt").write_text(PASSWORD + "\n", "utf-8")
    database = ("--db", "sqlite:///ensayo/simulacion.db")
    monkeypatch.setenv("PREGONERO_VAR", "ensayo")
    played.does("handover", "empalme", *database, "--password-file", "clave.txt", "--as", "ana")
    monkeypatch.setenv("PREGONERO_VAR", "otra")
    told = played.does("init", "nuevo", "--from", "empalme", "--password-file", "clave.txt")
    assert "es de una simulación" in told


def test_the_chain_is_verified_as_the_note_beside_it_says(leaving: Operator) -> None:
    """By the lines of Python that stand in the note, and nothing of ours; a row that was changed is found."""
    leaving.does("handover", "empalme", "--as", "ana")
    room = leaving.folder / "empalme/auditoria"
    note = (room / "COMO-COMPROBARLA.txt").read_text("utf-8")
    recipe = note[note.index("import hashlib") : note.index("print(previous)")] + "print(previous)\n"
    (room / "recipe.py").write_text(recipe, "utf-8")
    command = [sys.executable, "-I", "recipe.py"]
    done = subprocess.run(command, cwd=room, capture_output=True, text=True, check=True)
    assert done.stdout.strip() in note
    chained = (room / "cadena.jsonl").read_text("utf-8")
    (room / "cadena.jsonl").write_text(chained.replace('"actor": "ana"', '"actor": "eva"', 1), "utf-8")
    assert "AssertionError" in subprocess.run(command, cwd=room, capture_output=True, text=True).stderr


def test_a_short_password_and_a_full_folder_are_refused(leaving: Operator) -> None:
    """Nothing half-written stays."""
    (leaving.folder / "corta.txt").write_text("hola\n", "utf-8")
    said = leaving.types("handover", "empalme", "--password-file", "corta.txt", "--as", "ana")
    assert (said.exit_code, "hacen falta 16 o más" in said.stderr) == (2, True)
    assert not list(leaving.folder.glob("empalme*"))
    (leaving.folder / "lleno").mkdir()
    (leaving.folder / "lleno/algo.txt").write_text("x", "utf-8")
    said = leaving.types("handover", "lleno", "--as", "ana")
    assert (said.exit_code, "no está vacía" in said.stderr) == (2, True)


def test_it_is_written_down_who_took_it(leaving: Operator) -> None:
    """With the sum of the list of files, by which a copy is known for the one that was handed over."""
    made = leaving.reads("handover", "empalme", "--as", "ana")
    database = leaving.database()
    with database.read() as connection:
        rows = connection.exec_driver_sql("SELECT actor, verb, detail FROM audit ORDER BY id DESC").first()
    database.close()
    assert rows is not None
    assert (rows[0], rows[1]) == ("ana", "handover")
    assert made["sums"] in rows[2]


def test_another_municipality_s_people_are_not_given_away(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that two share is not copied for one."""
    for name in ("alta", "baja"):
        own = ACCOUNTS.replace("PREGONERO_", f"PREGONERO_{name.upper()}_")
        operator.town({**TOWN, "canales.yaml": own}, name=f"union/{name}")
        for variable, value in VARIABLES.items():
            monkeypatch.setenv(variable.replace("PREGONERO_", f"PREGONERO_{name.upper()}_"), value + name)
    for name in ("alta", "baja"):
        (operator.folder / "gente.csv").write_text(f"nombre,correo\nAna,{name}@x.gov.co\n", "utf-8")
        operator.does("contacts", "import", "gente.csv", "-c", "union", "--tenant", name)
    (operator.folder / "clave.txt").write_text(PASSWORD, "utf-8")
    words = ("handover", "empalme", "-c", "union", "--tenant", "alta", "--password-file", "clave.txt")
    said = operator.types(*words)
    assert (said.exit_code, "hay otros municipios" in said.stderr) == (2, True)


def test_a_lost_file_is_told_and_another_of_its_name_goes_along(town: Operator) -> None:
    """Two contents had each its own `plan.pdf`, and the disk has lost the first one's."""
    kept = b"%PDF-1.7 de febrero"
    digests = ("a" * 64, hashlib.sha256(kept).hexdigest())
    town.does("db", "upgrade")
    with closing(town.database()) as database, database.write() as connection:
        number = find_tenant(connection, "villa-clara") or add_tenant(connection)
        for month, digest in enumerate(digests, 1):
            its = {"sha256": digest, "name": "plan.pdf", "mime": "application/pdf", "size": len(kept)}
            key = f"matriculas/anuncio/web@{month}"
            add_content(
                connection, number, key, f"2027-0{month}-04 13:00", content=said(account=WEB) | {"attachments": [its]}
            )
    path = file_path(town.folder / "var" / "archivos", digests[1])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(kept)
    told = town.types("handover", "empalme", "--as", "ana")
    files = files_of(town.folder / "empalme")
    assert kept in [data for name, data in files.items() if name.endswith("plan.pdf")]
    assert told.output.count("No se encontró el archivo «plan.pdf»") == 1
