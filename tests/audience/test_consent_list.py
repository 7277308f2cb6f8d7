"""What a list says of consents: a column, or the staff's word on all of it, and never more than the person did."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from audience.answer import BadAnswer, read_answer
from audience.consent_list import BESIDE, LEFT_TOPIC, WITHDRAWN, Grant
from audience.consents import Word, revoke, words_of
from audience.contacts_import import import_contacts
from audience.import_result import ImportResult
from audience.import_undo import undo_import
from audience.subscriptions import Proof, topics_of, unsubscribe
from audience.suppression import BOUNCED, COMPLAINED, OPTED_OUT, suppress
from audience.whose import holders
from storage.database import Database
from storage.tables import address, contact
from tests.audience.people import NOW, SECRET, key_of

BOGOTA = ZoneInfo("America/Bogota")
FAIR = "Planillas firmadas, feria de 2026-05"
LAW = "Ley 142 de 1994, artículo 9"
NEWS = "tema:noticias"


def _take_in(
    database: Database,
    tenant: int,
    folder: Path,
    text: str,
    *,
    everybody: bool = False,
    dry_run: bool = False,
    grant: Grant | None = None,
) -> ImportResult:
    path = folder / "feria.csv"
    path.write_text(text, encoding="utf-8")
    grant = grant or Grant(FAIR, BOGOTA, everybody=everybody)
    return import_contacts(database, tenant, path, SECRET, NOW, dry_run, grant=grant)


def _words(database: Database, tenant: int, address: str = "ana@correo.co") -> list[Word]:
    with database.read() as connection:
        return list(words_of(connection, tenant, [key_of(address)]))


@pytest.mark.parametrize(
    ("cell", "means"),
    [
        ("", None),
        ("  ", None),
        ("sí", True),
        ("SI", True),
        ("si\u0301", True),
        ("x", True),
        ("no", False),
        ("NO ", False),
        ("2026-05-14", date(2026, 5, 14)),
        ("14/05/2026", date(2026, 5, 14)),
        ("14-05-2026", date(2026, 5, 14)),
    ],
)
def test_a_cell_says_yes_no_or_when(cell: str, means: date | bool | None) -> None:
    """As people write it; an empty one says nothing."""
    assert read_answer(cell) == means


@pytest.mark.parametrize("cell", ["tal vez", "2026-13-01", "31/02/2026", "ayer"])
def test_a_cell_that_says_neither_is_refused(cell: str) -> None:
    """It is told what to write."""
    with pytest.raises(BadAnswer, match="escriba sí, no, o el día en que lo dio, como 2026-05-14"):
        read_answer(cell)


def test_a_column_says_who_consented(database: Database, tenant: int, tmp_path: Path) -> None:
    """Each address has its row, with the proof, on its day by the municipality's clock; an empty cell gives none."""
    text = "nombre,correo,telefono,consentimiento\nAna,ana@correo.co,3001234567,2026-05-14\nEva,eva@correo.co,,\n"
    result = _take_in(database, tenant, tmp_path, text)

    at = datetime(2026, 5, 14, 5, tzinfo=UTC)
    assert _words(database, tenant) == [Word(key_of("ana@correo.co"), "gestion", True, FAIR, at)]
    assert _words(database, tenant, "eva@correo.co") == []
    assert (result.consents, result.withdrawn) == (2, 0)
    again = _take_in(database, tenant, tmp_path, text)
    assert (again.consents, len(_words(database, tenant))) == (0, 1)


def test_the_staffs_word_is_of_everybody_but_whom_it_says_no_of(
    database: Database, tenant: int, tmp_path: Path
) -> None:
    """A dry run counts the same and keeps nothing."""
    text = "correo,consentimiento\nana@correo.co,\neva@correo.co,no\n"

    assert _take_in(database, tenant, tmp_path, text, everybody=True, dry_run=True).consents == 1
    assert _words(database, tenant) == []
    assert _take_in(database, tenant, tmp_path, text, everybody=True).consents == 1
    assert [word.at for word in _words(database, tenant)] == [NOW]
    assert [word.given for word in _words(database, tenant, "eva@correo.co")] == [False]


def test_no_list_gives_back_what_a_person_took_back(database: Database, tenant: int, tmp_path: Path) -> None:
    """Whatever day it tells, and though the address is written otherwise; the line is told."""
    _take_in(database, tenant, tmp_path, "correo,consentimiento\nana@correo.co,sí\n")
    with database.write() as connection:
        assert len(revoke(connection, tenant, [key_of("ana@correo.co")], "Por teléfono", NOW)) == 1

    text = "correo,consentimiento\nANA@correo.co,sí\n"
    result = _take_in(database, tenant, tmp_path, text, everybody=True)

    assert (result.consents, result.withdrawn) == (0, 1)
    assert [problem.reason for problem in result.problems] == [WITHDRAWN]
    assert [word.given for word in _words(database, tenant)] == [True, False]


@pytest.mark.parametrize(
    "lines",
    [
        "Ana,ana@correo.co,3001234567,sí\n",
        "Luis,,3001234567,sí\nAna,ana@correo.co,3001234567,sí\n",
        "Ana,ana@correo.co,3001234567,2026-05-14\nLuis,,3001234567,sí\n",
    ],
)
def test_what_a_person_took_back_counts_for_an_address_that_a_list_adds(
    database: Database, tenant: int, tmp_path: Path, lines: str
) -> None:
    """The new address gets the no, with its proof, in whatever order the lines stand, and keeps it."""
    _take_in(database, tenant, tmp_path, "nombre,correo,consentimiento\nAna,ana@correo.co,sí\n")
    with database.write() as connection:
        revoke(connection, tenant, [key_of("ana@correo.co")], "Por teléfono", NOW)
    head = "nombre,correo,telefono,consentimiento\n"
    phone = key_of("3001234567", "telefono")

    for text in (lines, "Ana,,3001234567,sí\n"):
        assert _take_in(database, tenant, tmp_path, head + text).consents == 0
        with database.read() as connection:
            said = words_of(connection, tenant, [phone])
        assert [(word.given, word.source) for word in said] == [(False, f"{FAIR}: {BESIDE}")]


@pytest.mark.parametrize(
    ("reason", "class_", "given"),
    [
        (OPTED_OUT, "gestion", False),
        (COMPLAINED, "gestion", False),
        (OPTED_OUT, "servicio", True),
        (BOUNCED, "gestion", True),
    ],
)
def test_who_refuses_the_class_consents_by_no_list(
    database: Database, tenant: int, tmp_path: Path, reason: str, class_: str, given: bool
) -> None:
    """Neither there nor at an address that the line adds; what is refused otherwise is another matter."""
    mail, phone = key_of("ana@correo.co"), key_of("3001234567", "telefono")
    with database.write() as connection:
        suppress(connection, tenant, mail, reason, "Carta", NOW, of_class=class_)

    text = "nombre,correo,telefono,consentimiento\nAna,ana@correo.co,3001234567,2026-05-14\n"
    result = _take_in(database, tenant, tmp_path, text)

    assert (result.created, result.withdrawn, result.consents) == (1, int(not given), 2 * given)
    with database.read() as connection:
        said = {word.key: word.given for word in words_of(connection, tenant, [mail, phone])}
    assert said == ({mail: True, phone: True} if given else {phone: False})


def test_a_no_in_a_list_is_kept_where_nothing_was_said(database: Database, tenant: int, tmp_path: Path) -> None:
    """The staff's word on a later list makes no yes of it; said twice it is kept once."""
    for _ in range(2):
        _take_in(database, tenant, tmp_path, "correo,consentimiento\nana@correo.co,no\n")

    result = _take_in(database, tenant, tmp_path, "correo\nana@correo.co\n", everybody=True)

    assert (result.consents, result.withdrawn) == (0, 1)
    assert [word.given for word in _words(database, tenant)] == [False]


@pytest.mark.parametrize(
    "lines",
    [
        "Ana,ana@correo.co,sí\nAna,ana@correo.co,no\n",
        "Ana,ana@correo.co,no\nAna,ana@correo.co,sí\n",
        "Ana,ana@correo.co,sí\nLuis,ana@correo.co,no\n",
        "Ana,ana@correo.co,no\nLuis,ana@correo.co,sí\n",
        "Ana,ana@correo.co,2026-05-14\nAna,otra@correo.co|ana@correo.co,no\n",
    ],
)
def test_of_lines_that_contradict_each_other_the_no_counts(
    database: Database, tenant: int, tmp_path: Path, lines: str
) -> None:
    """In whatever order they stand, of one person twice or of two behind one address."""
    result = _take_in(database, tenant, tmp_path, f"nombre,correo,consentimiento\n{lines}")

    assert result.consents == 0
    assert [word.given for word in _words(database, tenant)] == [False]


def test_a_no_outlasts_the_list_that_brought_it(database: Database, tenant: int, tmp_path: Path) -> None:
    """Taken back, the list leaves nobody behind, but the word."""
    result = _take_in(database, tenant, tmp_path, "nombre,correo,consentimiento\nAna,ana@correo.co,no\n")
    assert result.batch is not None

    undone = undo_import(database, tenant, result.batch, NOW)

    assert (undone.removed, undone.wanted) == (1, 0)
    assert [word.given for word in _words(database, tenant)] == [False]
    with database.read() as connection:
        assert holders(connection, tenant, [key_of("ana@correo.co")]) == ()
        assert connection.scalars(select(contact.c.name)).all() == [""]
        assert connection.scalars(select(address.c.id)).all() == []


def test_a_no_in_a_list_takes_back(database: Database, tenant: int, tmp_path: Path) -> None:
    """What stands."""
    _take_in(database, tenant, tmp_path, "correo,consentimiento\nana@correo.co,sí\n")
    _take_in(database, tenant, tmp_path, "correo,consentimiento\nana@correo.co,no\n")

    assert [word.given for word in _words(database, tenant)] == [True, False]


@pytest.mark.parametrize(
    ("cell", "told"),
    [("tal vez", "«tal vez» no se entiende"), (f"{NOW + timedelta(days=2):%Y-%m-%d}", "todavía no ha llegado")],
)
def test_what_is_not_understood_is_no_consent(
    database: Database, tenant: int, tmp_path: Path, cell: str, told: str
) -> None:
    """The person is taken in, the line is told."""
    result = _take_in(database, tenant, tmp_path, f"correo,consentimiento\nana@correo.co,{cell}\n")

    assert (result.created, result.consents) == (1, 0)
    assert told in result.problems[0].reason
    assert _words(database, tenant) == []


def test_revoking_what_was_never_given_is_kept(database: Database, tenant: int, tmp_path: Path) -> None:
    """No list makes a yes of it later; said twice it is kept once."""
    _take_in(database, tenant, tmp_path, "correo\nana@correo.co\n")
    with database.write() as connection:
        for _ in range(2):
            revoke(connection, tenant, [key_of("ana@correo.co")], "Por teléfono", NOW, "gestion")

    assert [word.given for word in _words(database, tenant)] == [False]
    assert _take_in(database, tenant, tmp_path, "correo\nana@correo.co\n", everybody=True).withdrawn == 1


@pytest.mark.parametrize(
    ("grant", "besides", "proof"),
    [
        (Grant(LAW, BOGOTA, True, basis="funcion-legal", listed="Lista"), {"ana", "eva", "luz"}, "Lista"),
        (Grant(LAW, BOGOTA, True, basis="contrato", listed="Lista"), {"ana", "eva", "luz"}, "Lista"),
        (Grant(FAIR, BOGOTA, True, purpose=NEWS, listed="Lista"), {"ana", "luz"}, FAIR),
    ],
)
def test_the_column_speaks_of_gestion_whatever_else_is_said_of_everybody(
    database: Database, tenant: int, tmp_path: Path, grant: Grant, besides: set[str], proof: str
) -> None:
    """A yes and a no of it are kept, a later list makes no yes of the no; who is silent has not consented to it."""
    text = "correo,consentimiento\nana@correo.co,sí\neva@correo.co,no\nluz@correo.co,\n"
    told = {name: f"{name}@correo.co" for name in ("ana", "eva", "luz")}

    for number in (1 + len(besides), 0):
        assert _take_in(database, tenant, tmp_path, text, grant=grant).consents == number

    said = {name: _words(database, tenant, mail) for name, mail in told.items()}
    of = (grant.purpose, grant.basis)
    assert {name for name, words in said.items() if of in {(each.purpose, each.basis) for each in words}} == besides
    column = {
        name: [(each.given, each.source) for each in words if (each.purpose, each.basis) != of]
        for name, words in said.items()
    }
    assert column == {"ana": [(True, proof)], "eva": [(False, proof)], "luz": []}
    _take_in(database, tenant, tmp_path, "correo\neva@correo.co\n", everybody=True)
    assert [word.given for word in _words(database, tenant, told["eva"]) if word.basis == "consentimiento"] == [False]


def test_a_list_subscribes_nobody_who_left_the_topic(database: Database, tenant: int, tmp_path: Path) -> None:
    """Nor by an address that the line adds; a subscription of one's own outlasts a no to `gestion`."""
    news = Grant(FAIR, BOGOTA, everybody=True, purpose=NEWS)
    _take_in(database, tenant, tmp_path, "correo\nana@correo.co\neva@correo.co\n", grant=news)
    with database.write() as connection:
        unsubscribe(connection, tenant, key_of("ana@correo.co"), ["noticias"], Proof("Por teléfono"), NOW)

    text = "correo,telefono,consentimiento\nana@correo.co,3001234567,\neva@correo.co,,no\n"
    result = _take_in(database, tenant, tmp_path, text, grant=news)

    assert (result.consents, result.withdrawn) == (0, 1)
    assert [each.reason for each in result.problems] == [LEFT_TOPIC.format("noticias")]
    with database.read() as connection:
        subscribed = {name: topics_of(connection, tenant, key_of(f"{name}@correo.co")) for name in ("ana", "eva")}
        assert topics_of(connection, tenant, key_of("3001234567", "telefono")) == frozenset()
    assert subscribed == {"ana": frozenset(), "eva": {"noticias"}}
