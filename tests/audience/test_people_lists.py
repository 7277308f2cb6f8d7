"""Lists that others keep: the last one that came in whole counts, and whoever it drops is out of it."""

from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from audience.contacts_import import import_contacts
from audience.copying import copy_people
from audience.erasure import erase
from audience.imagined import imagine
from audience.import_result import ImportResult
from audience.import_undo import undo_import
from audience.people import count
from audience.people_lists import brought, forget_older
from audience.whose import holders
from campaigns.audience import Condition
from storage.database import Database
from storage.schema import prepare
from storage.tables import import_batch, list_member
from tests.audience.people import NOW, SECRET, add_tenant, key_of
from tests.campaigns.town import AUDIENCES, MUNICIPALITY, loaded

FAMILIES = Condition(lista="familias")
MORNING = Condition(lista="familias", con={"jornada": ("manana",)})
LAST = "nombre,correo,jornada\nAna,ana@correo.co,manana\nLuis,luis@correo.co,tarde\n"
NEW = "nombre,correo,jornada\nLuis,luis@correo.co,manana\nEva,eva@correo.co,manana\n"


def bring(
    database: Database, tenant: int, folder: Path, text: str, name: str | None = "familias", *, dry_run: bool = False
) -> ImportResult:
    """Import a file with this text as a list."""
    path = folder / "educacion.csv"
    path.write_text(text, encoding="utf-8")
    return import_contacts(database, tenant, path, SECRET, NOW, dry_run=dry_run, name=name)


def members(database: Database, tenant: int, condition: Condition = FAMILIES) -> int:
    """How many belong and have mail."""
    with database.read() as connection:
        return count(connection, tenant, condition, "email")


def test_whoever_the_new_list_drops_is_out_of_it(database: Database, tenant: int, tmp_path: Path) -> None:
    """Ana stays a contact, and belongs no more; who came anew belongs, and so does who is in both."""
    assert bring(database, tenant, tmp_path, LAST).dropped == 0
    assert (members(database, tenant), members(database, tenant, MORNING)) == (2, 1)

    assert bring(database, tenant, tmp_path, NEW).dropped == 1
    assert (members(database, tenant), members(database, tenant, MORNING)) == (2, 2)
    assert members(database, tenant, Condition()) == 3


def test_the_same_list_again_drops_nobody(database: Database, tenant: int, tmp_path: Path) -> None:
    """All of them stand in the newer one."""
    bring(database, tenant, tmp_path, LAST)
    assert bring(database, tenant, tmp_path, LAST).dropped == 0
    assert members(database, tenant) == 2


def test_a_rehearsal_tells_whom_it_would_drop_and_brings_nothing(
    database: Database, tenant: int, tmp_path: Path
) -> None:
    """The list stays the one that it was, and as old."""
    bring(database, tenant, tmp_path, LAST)
    assert bring(database, tenant, tmp_path, NEW, dry_run=True).dropped == 1
    with database.read() as connection:
        assert len(connection.execute(select(import_batch.c.id)).all()) == 1
    assert members(database, tenant) == 2


@pytest.mark.parametrize("name", [None, "contratistas"])
def test_another_list_changes_nothing(database: Database, tenant: int, tmp_path: Path, name: str | None) -> None:
    """Neither one that is none of these, nor one of another name."""
    bring(database, tenant, tmp_path, LAST)
    assert bring(database, tenant, tmp_path, NEW, name).dropped == 0
    assert (members(database, tenant), members(database, tenant, MORNING)) == (2, 2)


def test_another_municipality_has_its_own(database: Database, tenant: int, tmp_path: Path) -> None:
    """Lists of the same name are two."""
    with database.write() as connection:
        other = add_tenant(connection, "genova")
    bring(database, tenant, tmp_path, LAST)
    assert bring(database, other, tmp_path, NEW).dropped == 0
    assert members(database, tenant) == members(database, other) == 2


def test_undone_the_one_before_counts_again(database: Database, tenant: int, tmp_path: Path) -> None:
    """With whoever stood in it; those who came with the undone one are gone."""
    bring(database, tenant, tmp_path, LAST)
    done = bring(database, tenant, tmp_path, NEW)
    assert undo_import(database, tenant, done.batch or 0, NOW).removed == 1
    assert (members(database, tenant), members(database, tenant, MORNING)) == (2, 1)
    assert members(database, tenant, Condition()) == 2


def test_what_was_broken_off_is_no_list(database: Database, tenant: int, tmp_path: Path) -> None:
    """The one before counts until the same file has come in whole, which goes on under its number."""
    bring(database, tenant, tmp_path, LAST)
    half = bring(database, tenant, tmp_path, NEW)
    with database.write() as connection:
        connection.execute(update(import_batch).where(import_batch.c.id == half.batch).values(finished_at=None))
    assert members(database, tenant, MORNING) == 2  # Ana and Luis, whose attribute the half one has changed
    again = bring(database, tenant, tmp_path, NEW)
    assert (again.batch, again.resumed, again.dropped) == (half.batch, True, 1)
    assert members(database, tenant) == 2


def test_broken_off_as_one_list_it_does_not_go_on_as_another(database: Database, tenant: int, tmp_path: Path) -> None:
    """The file is the same; what it was brought as is not."""
    half = bring(database, tenant, tmp_path, LAST, None)
    with database.write() as connection:
        connection.execute(update(import_batch).values(finished_at=None))
    again = bring(database, tenant, tmp_path, LAST)
    assert again.batch != half.batch
    assert members(database, tenant) == 2


def test_only_the_last_two_of_a_list_are_kept(database: Database, tenant: int, tmp_path: Path) -> None:
    """Who stood in older ones is nobody's business any more."""
    for text in (LAST, NEW, LAST, NEW):
        bring(database, tenant, tmp_path, text)
    forget_older(database, tenant, "familias")
    with database.read() as connection:
        of_each = select(list_member.c.batch, func.count()).group_by(list_member.c.batch).order_by(list_member.c.batch)
        assert [tuple(row) for row in connection.execute(of_each)] == [(3, 2), (4, 2)]


def test_when_each_came_last_is_known(database: Database, tenant: int, tmp_path: Path) -> None:
    """Of those that came at all, and were not taken back."""
    done = bring(database, tenant, tmp_path, LAST)
    bring(database, tenant, tmp_path, LAST, None)
    with database.read() as connection:
        assert brought(connection, tenant) == {"familias": NOW}
    undo_import(database, tenant, done.batch or 0, NOW)
    with database.read() as connection:
        assert brought(connection, tenant) == {}


def test_whoever_is_forgotten_stands_in_no_list(database: Database, tenant: int, tmp_path: Path) -> None:
    """The row goes with all that the database knew of the person."""
    bring(database, tenant, tmp_path, LAST)
    with database.write() as connection:
        [ana] = holders(connection, tenant, (key_of("ana@correo.co"),))
        erase(connection, tenant, ana, "Radicado 12", NOW)
        assert connection.scalar(select(func.count()).select_from(list_member)) == 1


def test_people_of_a_list_are_copied_with_it(
    database: Database, tenant: int, empty_database: Database, tmp_path: Path
) -> None:
    """A simulation writes to whom the list names, and to nobody else."""
    bring(database, tenant, tmp_path, LAST)
    bring(database, tenant, tmp_path, NEW)
    prepare(empty_database)
    with database.read() as source, empty_database.write() as target:
        copy = add_tenant(target)
        copy_people(source, tenant, target, copy, ())
        assert count(target, copy, FAMILIES, "email") == 2
        assert count(target, copy, Condition(), "email") == 3


def test_made_up_people_stand_in_the_lists_of_their_publics(database: Database, tmp_path: Path) -> None:
    """Where nobody has brought any, a simulation still shows who would be written to."""
    files = {
        "municipio.yaml": f"{MUNICIPALITY}listas: {{familias: {{nombre: F, de: educacion, vigencia: 8 días}}}}\n",
        "publicos.yaml": AUDIENCES.replace("condicion: {}", "condicion: {lista: familias}"),
    }
    [town] = loaded(tmp_path, files).tenants
    with database.write() as connection:
        tenant = add_tenant(connection)
        assert len(list(imagine(connection, tenant, town, SECRET, NOW))) == 3
        assert count(connection, tenant, FAMILIES, "email") == 3
