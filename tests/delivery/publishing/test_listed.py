"""A message to whom a list names: it waits while the list is too old, and goes out by itself once a new one came."""

from datetime import timedelta
from pathlib import Path

from audience.contacts_import import import_contacts
from audience.import_undo import undo_import
from delivery.office.by_hand import Hurry, send_now
from delivery.office.release import release
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from storage.database import Database
from tests.campaigns.town import AUDIENCES, CAMPAIGN, MUNICIPALITY
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.task_town import FILE

LISTS = "listas:\n  educacion: {nombre: Familias, de: educacion, vigencia: 8 días}\n"
TOWN: dict[str, str | bytes | None] = {
    "municipio.yaml": MUNICIPALITY + LISTS,
    "publicos.yaml": AUDIENCES.replace("condicion: {}", "condicion: {lista: educacion}"),
    FILE: CAMPAIGN.replace("15 días antes a las 08:00", "2027-02-15 a las 08:00") + "    tolerancia: 6 horas\n",
}
HOUR = bogota("2027-02-15T08:00")
MAIL, WEB = "anuncio/correo@1", "anuncio/web@1"
WHY = "Espera una lista nueva: la lista «Familias», que debe la Secretaría de Educación,"


def bring(desk: Desk, folder: Path, *mails: str, dry_run: bool = False) -> int | None:
    """The department's list comes in; the number of its import."""
    path = folder / "educacion.csv"
    path.write_text("nombre,correo\n" + "".join(f"Familia,{mail}\n" for mail in mails), encoding="utf-8")
    key, now, place = desk.place.keyring.address_key, desk.clock.now(), desk.place
    return import_contacts(desk.database, place.tenant_id, path, key, now, dry_run, name="educacion").batch


async def test_it_goes_to_whom_the_new_list_names(database: Database, tmp_path: Path) -> None:
    """In time, and to nobody whom the list drops."""
    async with at_work(database, tmp_path, HOUR - timedelta(days=2), TOWN) as desk:
        bring(desk, tmp_path, "ana@example.com", "luis@example.com")
        bring(desk, tmp_path, "luis@example.com", "eva@example.com")
        desk.clock.pass_(days=2)
        await desk.turn()
        assert {row.address for row in desk.deliveries(MAIL)} == {"luis@example.com", "eva@example.com"}


async def test_it_waits_for_a_new_list(database: Database, tmp_path: Path) -> None:
    """What is posted for everyone does not; the mail goes out by itself once the list has come."""
    async with at_work(database, tmp_path, HOUR - timedelta(days=9), TOWN) as desk:
        bring(desk, tmp_path, "ana@example.com")
        desk.clock.pass_(days=9)
        await desk.turn()
        assert (desk.publication(MAIL).state, desk.publication(WEB).state) == ("waiting", "done")
        assert desk.publication(MAIL).reason == (
            f"{WHY} es del 2027-02-06 y vale 8 días. "
            "Tráigala con «pregonero contacts import ARCHIVO --list educacion». "
            "Si debe salir ya: «pregonero release matriculas/anuncio/correo@1»."
        )
        desk.clock.pass_(hours=3)
        bring(desk, tmp_path, "ana@example.com", "eva@example.com")
        await desk.turn()
        assert (desk.publication(MAIL).state, len(desk.deliveries(MAIL))) == ("done", 2)


async def test_neither_a_rehearsal_nor_what_was_undone_is_a_new_list(database: Database, tmp_path: Path) -> None:
    """A list that never came holds it back too, and in the end it is missed, with the list as its reason."""
    async with at_work(database, tmp_path, HOUR, TOWN) as desk:
        bring(desk, tmp_path, "ana@example.com", dry_run=True)
        undo_import(desk.database, desk.place.tenant_id, bring(desk, tmp_path, "eva@example.com") or 0, HOUR)
        await desk.turn()
        assert desk.publication(MAIL).reason.startswith(f"{WHY} no se ha traído nunca.")
        desk.clock.pass_(hours=7)
        await desk.turn()
        missed = desk.publication(MAIL)
        assert missed.state == "missed"
        assert "hace 7 horas: la lista «Familias»" in missed.reason


async def test_a_person_lets_it_go(database: Database, tmp_path: Path) -> None:
    """To whom the old list names."""
    async with at_work(database, tmp_path, HOUR - timedelta(days=9), TOWN) as desk:
        bring(desk, tmp_path, "ana@example.com")
        desk.clock.pass_(days=9)
        await desk.turn()
        desk.write(release, "matriculas/anuncio@1", "ana", desk.clock.now())
        await desk.turn()
        assert (desk.publication(MAIL).state, len(desk.deliveries(MAIL))) == ("done", 1)


async def test_an_emergency_does_not_wait(database: Database, tmp_path: Path) -> None:
    """Its row says which list it did not wait for."""
    async with at_work(database, tmp_path, HOUR - timedelta(days=9), TOWN) as desk:
        bring(desk, tmp_path, "ana@example.com")
        desk.clock.pass_(days=8, hours=20)
        desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now(), Hurry(emergency="Creciente"))
        row = desk.publication(MAIL)
        assert row.state == "running"
        assert "Salió sin una lista nueva: la lista «Familias»" in row.reason


async def test_the_plan_says_which_list_has_to_come_before(database: Database, tmp_path: Path) -> None:
    """Of the mail, and of nothing that is posted; nothing once the list holds until then."""
    async with at_work(database, tmp_path, HOUR - timedelta(days=9), TOWN) as desk:
        bring(desk, tmp_path, "ana@example.com")
        assert _reasons(desk) == {
            "correo": "Sale si antes llega una lista nueva: la lista «Familias», que debe la Secretaría de Educación, "
            "es del 2027-02-06 y vale 8 días.",
            "web": "",
        }
        desk.clock.pass_(days=2)
        bring(desk, tmp_path, "ana@example.com")
        assert _reasons(desk) == {"correo": "", "web": ""}


def _reasons(desk: Desk) -> dict[str, str]:
    with desk.database.read() as connection:
        known = read_known(connection, desk.tenant)
    rows = plan(desk.tenant, known, HOUR - timedelta(hours=1), HOUR + timedelta(hours=1), desk.clock.now())
    return {row.account: row.reason for row in rows}
