"""Who may be written to: asked at the last second, of each delivery whose publication asks for a consent."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select, update

from storage.ledger import claim, intend
from storage.tables import consent, contact, delivery, excluded, exclusion_register, publication
from tests.storage.rows import NOW, a_lane, a_publication, a_tenant, counted, deliveries, rows_counted

KEY = "ciudadania-0"
YES, NO = True, False


def _says(
    connection: Connection, given: bool, hours: int = 0, purpose: str = "gestion", basis: str = "consentimiento"
) -> None:
    """The person says yes or no, so many hours from now."""
    person = connection.scalars(select(contact.c.id)).first()
    if person is None:
        row = {"tenant": a_tenant(connection), "created_at": NOW}
        person = connection.scalars(insert(contact).values(row).returning(contact.c.id)).one()
    word = {"tenant": a_tenant(connection), "contact": person, "key": KEY, "purpose": purpose, "basis": basis}
    connection.execute(insert(consent).values(**word, given=given, source="feria", at=NOW + timedelta(hours=hours)))


def _register(connection: Connection, *keys: str, stands: bool = True) -> int:
    """A register of excluded numbers with these keys."""
    row = {"tenant": a_tenant(connection), "file": "rne.csv", "sha256": "0" * 64, "as_of": NOW, "at": NOW}
    made = insert(exclusion_register).values(**row, stands=stands).returning(exclusion_register.c.id)
    number = int(connection.scalars(made).one())
    connection.execute(insert(excluded), [{"register": number, "key": key} for key in keys])
    return number


def _intended(connection: Connection, purpose: str | None = "gestion") -> tuple[str, str | None]:
    """What becomes of one delivery at the last second: its state and code."""
    number = a_publication(connection, purpose=purpose, class_="gestion")
    ids, epoch = deliveries(connection, number, 1), a_lane(connection).epoch
    claim(connection, number, 0, epoch, 1, NOW)
    intention = intend(connection, ids, epoch)
    row = connection.execute(select(delivery.c.state, delivery.c.error_code)).one()
    assert (intention.go == ids) is (row.state == "sending")
    assert (intention.skipped == ids) is (row.state == "skipped")
    assert counted(connection) == rows_counted(connection)
    return row.state, row.error_code


@pytest.mark.parametrize(
    ("words", "goes"),
    [
        pytest.param((), False, id="silence is no consent"),
        pytest.param(((YES, 0, "gestion", "consentimiento"),), True, id="a yes"),
        pytest.param(
            ((YES, 0, "gestion", "consentimiento"), (NO, 1, "gestion", "consentimiento")), False, id="revoked"
        ),
        pytest.param(
            ((NO, 0, "gestion", "consentimiento"), (YES, 1, "gestion", "consentimiento")), True, id="given again"
        ),
        pytest.param(
            ((NO, 1, "gestion", "consentimiento"), (YES, 0, "gestion", "consentimiento")),
            False,
            id="the later word counts, in whatever order they are heard",
        ),
        pytest.param(((YES, 0, "tema:noticias", "consentimiento"),), False, id="for another purpose"),
        pytest.param(((YES, 0, "gestion", "funcion-legal"),), False, id="a legal function gives none"),
        pytest.param(
            ((YES, 0, "gestion", "consentimiento"), (NO, 1, "gestion", "contrato")), True, id="nor takes one back"
        ),
    ],
)
def test_the_last_word_on_a_purpose_counts(
    writing: Connection, words: tuple[tuple[bool, int, str, str], ...], goes: bool
) -> None:
    """Where a message asks for a consent it goes to whoever has given it, and whose last word is a yes."""
    for given, hours, purpose, basis in words:
        _says(writing, given, hours, purpose, basis)

    assert _intended(writing) == (("sending", None) if goes else ("skipped", "sin-consentimiento"))


def test_what_asks_for_no_consent_goes_without(writing: Connection) -> None:
    """A trámite or a warning goes to whoever is in its public, in the register or not."""
    _register(writing, KEY)

    assert _intended(writing, purpose=None) == ("sending", None)


@pytest.mark.parametrize("stands", [True, False])
def test_an_excluded_number_gets_none(writing: Connection, stands: bool) -> None:
    """The register that counts bars who has consented; one that is not in whole yet bars nobody."""
    _says(writing, YES)
    _register(writing, KEY, stands=stands)

    assert _intended(writing) == (("skipped", "rne") if stands else ("sending", None))


def test_a_register_of_another_municipality_bars_nobody(writing: Connection) -> None:
    """Each has its own."""
    _says(writing, YES)
    number, other = _register(writing, KEY), a_tenant(writing, "otra")
    writing.execute(update(exclusion_register).where(exclusion_register.c.id == number).values(tenant=other))

    assert _intended(writing) == ("sending", None)


def test_a_consent_that_is_revoked_while_it_is_claimed_counts(writing: Connection) -> None:
    """Between the claim and the last second a person may still say no."""
    _says(writing, YES)
    number = a_publication(writing, purpose="gestion", class_="gestion")
    ids, epoch = deliveries(writing, number, 2), a_lane(writing).epoch
    claim(writing, number, 0, epoch, 2, NOW)
    _says(writing, NO, 1)

    intention = intend(writing, ids, epoch)

    assert (intention.go, intention.skipped) == ([], sorted(ids))
    texts = writing.execute(select(delivery.c.error_text)).scalars()
    assert set(texts) == {"La persona no ha dado su consentimiento para recibir mensajes de gestión, o lo retiró."}
    assert writing.execute(select(publication.c.purpose)).scalar_one() == "gestion"
