"""A person's rights at the desk: all that is known, and to be forgotten."""

import json
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from storage.tables import address, audit, delivery, metadata, signup, suppression
from tests.audience.people import NOW, add_publication
from tests.verbs.operator import Operator

FAMILY = "nombre,correo\nAna,familia@correo.gov.co\nLuis,familia@correo.gov.co\nEva,eva@correo.gov.co\n"


@pytest.fixture
def family(town: Operator) -> Operator:
    """Two people behind one address, and one with her own."""
    (town.folder / "gente.csv").write_text(FAMILY, encoding="utf-8")
    town.does("contacts", "import", "gente.csv")
    return town


def test_all_of_an_address_are_forgotten_at_once(family: Operator) -> None:
    """With the address, which is then nobody's; the refusal that asks whose it is says how."""
    words = ("contacts", "erase", "familia@correo.gov.co", "--reason", "Radicado 1")
    assert "--all: a todas" in family.types(*words).stderr
    assert family.types(*words, "--all", "--person", "1").exit_code == 2

    said = family.does(*words, "--all")

    assert "Quedan borradas 2 personas." in said
    assert "Su dirección sigue" not in said
    assert family.reads(*words)["erased"] is False
    assert family.reads("contacts", "export", "eva@correo.gov.co")["name"] == "Eva"


def test_a_person_gets_all_that_is_known(family: Operator) -> None:
    """On the screen, in JSON, and as a file of either form."""
    told = family.reads("contacts", "export", "eva@correo.gov.co")
    assert (told["name"], told["list"], told["addresses"]) == (
        "Eva",
        "gente.csv",
        [{"kind": "correo", "address": "eva@correo.gov.co"}],
    )
    shown = family.does("contacts", "export", "eva@correo.gov.co")
    assert "Nombre: Eva" in shown
    assert "Los votos en encuestas son anónimos" in shown
    for name in ("eva.json", "eva.txt"):
        assert name in family.does("contacts", "export", "eva@correo.gov.co", "--out", name)
        assert (family.folder / name).stat().st_mode & 0o777 == 0o600
    assert json.loads((family.folder / "eva.json").read_text(encoding="utf-8"))["name"] == "Eva"
    assert "Nombre: Eva" in (family.folder / "eva.txt").read_text(encoding="utf-8")


def test_a_person_is_forgotten(family: Operator) -> None:
    """Said again it changes nothing, and the copies that are there already are told of."""
    words = ("contacts", "erase", "eva@correo.gov.co", "--reason", "Radicado 2027-0457")
    assert "copias de seguridad" in family.does(*words)

    assert family.reads(*words) == {"erased": False, "deliveries": 0, "files": 0}
    assert family.types("contacts", "export", "eva@correo.gov.co").exit_code == 1
    counts = family.reads("contacts", "import", "gente.csv")
    assert (counts["created"], counts["suppressed"]) == (0, 1)


def test_of_several_people_behind_an_address_one_is_named(family: Operator) -> None:
    """The verb says who they are, and forgets the one alone."""
    asked = family.types("contacts", "erase", "familia@correo.gov.co", "--reason", "Radicado 1")
    assert asked.exit_code == 1
    assert "--person 1: Ana" in asked.output
    assert "--person 2: Luis" in asked.output

    said = family.does("contacts", "erase", "familia@correo.gov.co", "--reason", "Radicado 1", "--person", "1")

    assert "Su dirección sigue, porque también es de otra persona." in said
    assert family.reads("contacts", "export", "familia@correo.gov.co")["name"] == "Luis"


@pytest.mark.parametrize("before", ["", "suppress", "suppress --class gestion", "revoke", "readmit"])
def test_a_reason_that_names_the_person_is_kept_without_it(family: Operator, before: str) -> None:
    """Nothing of the audit is ever erased, and what was written there long before names nobody either."""
    mail, reason = "eva@correo.gov.co", "Radicado 7: Eva, EVA@correo.gov.co"
    if before == "readmit":
        family.does("contacts", "suppress", mail, "--reason", "Por teléfono")
    if before:
        family.does("contacts", *before.split(), mail, "--reason", reason)
    family.does("contacts", "erase", mail, "--reason", reason)
    database = family.database()
    try:
        with database.read() as connection:
            kept = [str(row) for table in metadata.sorted_tables for row in connection.execute(select(table))]
    finally:
        database.close()
    assert [row for row in kept if "eva" in row.lower()] == []
    assert sum("Radicado 7" in row for row in kept) > bool(before)


def test_who_is_erased_with_others_is_named_in_none_of_their_reasons(family: Operator) -> None:
    """Each one's row has the same reason."""
    family.does("contacts", "erase", "familia@correo.gov.co", "--reason", "Radicado 7: Ana y Luis", "--all")
    database = family.database()
    try:
        with database.read() as connection:
            kept = [str(row) for table in (audit, suppression) for row in connection.execute(select(table))]
    finally:
        database.close()
    assert [row for row in kept if "Ana" in row or "Luis" in row] == []


@pytest.mark.parametrize("by", ["message", "signup"])
def test_whom_no_list_has_is_told_and_forgotten_all_the_same(family: Operator, by: str) -> None:
    """The list was taken back after its message, or a subscription was asked for and never confirmed."""
    mail = "eva@correo.gov.co"
    database = family.database()
    try:
        with database.write() as connection:
            tenant, key = connection.execute(select(address.c.tenant, address.c.key).filter_by(address=mail)).one()
            if by == "message":
                row = {"publication": add_publication(connection, tenant), "recipient_key": key, "address": mail}
                connection.execute(insert(delivery).values(**row, audience="ciudadania", state="sent"))
            else:
                asked = {"topics": ["noticias"], "notice": "0" * 64, "origin": "198.51.100.7", "asked_at": NOW}
                connection.execute(insert(signup).values(tenant=tenant, key=key, address=mail, **asked))
    finally:
        database.close()
    family.does("contacts", "undo", "1")

    told = family.reads("contacts", "export", mail)
    assert (told["name"], told["created_at"], len(told["messages"])) == ("", None, int(by == "message"))
    assert "Ninguna lista tiene esta dirección" in family.does("contacts", "export", mail)
    assert family.reads("contacts", "erase", mail, "--reason", "Radicado 7")["erased"] is True

    database = family.database()
    try:
        with database.read() as connection:
            rows = [str(row) for table in metadata.sorted_tables for row in connection.execute(select(table))]
    finally:
        database.close()
    assert [row for row in rows if mail in row] == []
    assert family.reads("contacts", "erase", mail, "--reason", "Radicado 7")["erased"] is False
    assert family.reads("contacts", "import", "gente.csv")["suppressed"] == 1


def _kept(town: Operator, mail: str) -> Path:
    """Where the finished message to an address lies that went out in a rehearsal: nothing is there yet."""
    path = town.folder / "var" / "pruebas" / "villa-clara" / "correo" / "1.eml"
    path.parent.mkdir(parents=True, exist_ok=True)
    database = town.database()
    try:
        with database.write() as connection:
            tenant, key = connection.execute(select(address.c.tenant, address.c.key).filter_by(address=mail)).one()
            row = {"publication": add_publication(connection, tenant), "recipient_key": key, "address": mail}
            connection.execute(insert(delivery).values(**row, audience="ciudadania", state="sent", url=str(path)))
    finally:
        database.close()
    return path


def test_who_is_erased_has_no_file_left(family: Operator) -> None:
    """By whatever path the daemon wrote it; where one cannot be deleted, nothing is erased, and it is said again."""
    words = ("contacts", "erase", "eva@correo.gov.co", "--reason", "Radicado 7")
    path = _kept(family, "eva@correo.gov.co")
    path.mkdir()
    assert family.types(*words).exit_code == 1
    assert family.reads("contacts", "export", "eva@correo.gov.co")["name"] == "Eva"
    path.rmdir()
    path.write_bytes(b"To: eva@correo.gov.co")

    assert family.reads(*words) == {"erased": True, "deliveries": 1, "files": 1}
    assert not path.exists()


def test_a_file_that_was_left_goes_when_the_erasure_is_said_again(family: Operator) -> None:
    """The message was on the wire, or the erasure was broken off before its files."""
    words = ("contacts", "erase", "eva@correo.gov.co", "--reason", "Radicado 7")
    path = _kept(family, "eva@correo.gov.co")
    family.does(*words)
    path.write_bytes(b"To: eva@correo.gov.co")

    assert "se borraron, 1 archivo." in family.does(*words)
    assert not path.exists()
    assert family.reads(*words) == {"erased": False, "deliveries": 0, "files": 0}


def test_a_rehearsal_knows_nobody_and_is_its_owners_alone(family: Operator) -> None:
    """There is nothing in it that an erasure would have to find."""
    family.does("simulate", "--from", "2030-01-01", "--to", "2030-01-01", "--out", "var/ensayo")
    folder = family.folder / "var" / "ensayo"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in folder.rglob("*") if path.is_file() and b"eva@correo" in path.read_bytes()] == []
