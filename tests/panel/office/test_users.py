"""Who comes in, as whoever administers says."""

import re
from pathlib import Path

import pytest

from panel.entrance.administering import Wrong
from panel.entrance.roles import Role
from storage.database import Database
from tests.campaigns.town import ACCOUNTS
from tests.delivery.letters import words_of
from tests.panel.staffed import FILES, OWN, PASSWORD, Office, office


async def administered(town: Office) -> None:
    """Ana administers, and is signed in."""
    town.user("ana", Role.ADMINISTRATOR)
    await town.sign_in("ana")


async def test_an_invitation_is_mailed_and_shown_once(database: Database, tmp_path: Path) -> None:
    """The link on the page and the one in the mail are the same; with it a password is chosen."""
    async with office(database, tmp_path) as town:
        await administered(town)
        page = await town.post("usuarios", "usuarios", persona="luis", rol="approver")
        found = re.search(r"https://participe\.villaclara\.gov\.co(/panel/villa-clara/enlace/[\w-]+)", page.text)
        assert found is not None
        [row] = [row for row in town.desk.rows("publication") if row.message.startswith("panel~")]
        assert words_of(town.desk, row)["lineas"][1].endswith(found.group(1))
        assert found.group(1) not in (await town.get("usuarios")).text
        await town.post("salir")
        choice = {"clave": PASSWORD, "otra": PASSWORD}
        assert (await town.browser.post(found.group(1), data=choice, headers=OWN)).status_code == 303
        assert (await town.get("usuarios")).status_code == 403
        assert town.told("add_user") == ["ana"]


@pytest.mark.parametrize(
    ("mode", "words"), [("pruebas", "Dele este enlace a Luis Mora."), ("real", "Le enviamos a Luis Mora un correo")]
)
async def test_a_mail_that_leaves_is_told_and_one_in_trial_is_not(
    database: Database, tmp_path: Path, mode: str, words: str
) -> None:
    """What an account in trial writes reaches nobody: the link is there to be handed over."""
    accounts = {"canales.yaml": ACCOUNTS.replace("modo: pruebas", f"modo: {mode}", 1)}
    async with office(database, tmp_path, {**FILES, **accounts}) as town:
        await administered(town)
        assert words in (await town.post("usuarios", "usuarios", persona="luis", rol="approver")).text


@pytest.mark.parametrize(
    ("person", "role", "wrong"),
    [
        ("nadie", "reader", Wrong.UNKNOWN),
        ("ana", "reader", Wrong.TWICE),
        ("luis", "rey", Wrong.ROLE),
        ("luis", "contributor", Wrong.CONTRIBUTOR),
        ("veeduria", "administrator", Wrong.CONTRIBUTOR),
    ],
)
async def test_an_invitation_that_cannot_be_says_why(
    database: Database, tmp_path: Path, person: str, role: str, wrong: Wrong
) -> None:
    """And makes nobody."""
    async with office(database, tmp_path) as town:
        await administered(town)
        answer = await town.post("usuarios", "usuarios", persona=person, rol=role)
        assert (answer.status_code, len(town.desk.rows("user"))) == (409, 1)
        assert wrong.split("«")[0] in answer.text


async def test_a_role_that_is_changed_counts_at_once(database: Database, tmp_path: Path) -> None:
    """For sessions that are open, too."""
    async with office(database, tmp_path) as town:
        await administered(town)
        luis = town.user("luis", Role.READER)
        await town.post(f"usuarios/{luis.id}", "usuarios", hacer="rol", rol="administrator")
        ana = next(row for row in town.desk.rows("user") if row.person == "ana")
        await town.post(f"usuarios/{ana.id}", "usuarios", hacer="rol", rol="reader")
        assert (await town.get("usuarios")).status_code == 403
        assert town.told("change_role") == ["ana", "ana"]


@pytest.mark.parametrize("does", [{"hacer": "cerrar"}, {"hacer": "rol", "rol": "reader"}])
async def test_the_last_administrator_stays(database: Database, tmp_path: Path, does: dict[str, str]) -> None:
    """Or nobody could say who comes in; one who is shut out counts for none."""
    async with office(database, tmp_path) as town:
        await administered(town)
        luis = town.user("luis", Role.ADMINISTRATOR)
        await town.post(f"usuarios/{luis.id}", "usuarios", hacer="cerrar")
        ana = next(row for row in town.desk.rows("user") if row.person == "ana")
        answer = await town.post(f"usuarios/{ana.id}", "usuarios", **does)
        assert (answer.status_code, Wrong.LAST in answer.text) == (409, True)


async def test_whoever_is_struck_off_the_files_administers_nothing(database: Database, tmp_path: Path) -> None:
    """And counts for none when another one leaves."""
    async with office(database, tmp_path) as town:
        await administered(town)
        town.user("nadie", Role.ADMINISTRATOR)
        ana = next(row for row in town.desk.rows("user") if row.person == "ana")
        answer = await town.post(f"usuarios/{ana.id}", "usuarios", hacer="cerrar")
        assert (answer.status_code, Wrong.LAST in answer.text) == (409, True)


async def test_whoever_is_shut_out_is_out_at_once(database: Database, tmp_path: Path) -> None:
    """And comes back with another password alone."""
    async with office(database, tmp_path) as town:
        luis = town.user("luis", Role.READER)
        await town.sign_in("luis")
        kept = town.browser.cookies["pregonero-villa-clara"]
        await administered(town)
        await town.post(f"usuarios/{luis.id}", "usuarios", hacer="cerrar")
        sessions = {row.user for row in town.desk.rows("session")}
        assert luis.id not in sessions
        await town.post(f"usuarios/{luis.id}", "usuarios", hacer="abrir")
        assert (await town.sign_in("luis")).status_code == 403
        town.browser.cookies.clear()
        town.browser.cookies.set("pregonero-villa-clara", kept, domain="127.0.0.1", path="/panel/villa-clara/")
        assert (await town.get("cuenta")).status_code == 303


async def test_whoever_comes_in_already_keeps_the_password(database: Database, tmp_path: Path) -> None:
    """A form that was open for long, or sent twice, takes nothing away."""
    async with office(database, tmp_path) as town:
        await administered(town)
        luis = town.user("luis", Role.READER)
        await town.post(f"usuarios/{luis.id}", "usuarios", hacer="abrir")
        assert (await town.sign_in("luis")).status_code == 303


async def test_a_link_for_whoever_forgot(database: Database, tmp_path: Path) -> None:
    """It chooses another password; the old one is good until then."""
    async with office(database, tmp_path) as town:
        await administered(town)
        luis = town.user("luis", Role.READER)
        page = await town.post(f"usuarios/{luis.id}", "usuarios", hacer="enlace")
        assert "enlace/" in page.text
        assert town.told("give_link") == ["ana"]
        assert (await town.sign_in("luis")).status_code == 303


@pytest.mark.parametrize("does", ["enlace", "rol", "cerrar", "abrir", "factor", "borrar"])
async def test_a_user_who_is_not_there_changes_nothing(database: Database, tmp_path: Path, does: str) -> None:
    """Nor does a word that no button says."""
    async with office(database, tmp_path) as town:
        await administered(town)
        answer = await town.post("usuarios/99", "usuarios", hacer=does, rol="reader")
        assert answer.status_code == (404 if does == "borrar" else 409)


async def test_names_from_the_files_run_nothing(database: Database, tmp_path: Path) -> None:
    """What stands in a name is shown as it stands."""
    async with office(database, tmp_path) as town:
        files = (town.desk.config / "municipio.yaml").read_text("utf-8").replace("Luis Mora", "Luis <img src=x> Mora")
        await town.desk.reload({"municipio.yaml": files})
        await administered(town)
        page = (await town.get("usuarios")).text
        assert "<img src=x>" not in page
        assert "Luis &lt;img src=x&gt; Mora" in page
