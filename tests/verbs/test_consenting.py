"""Consents at the desk: brought in by a list with its proof, shown, taken back by a word."""

import pytest
from sqlalchemy import select

from audience.subscriptions import Proof, add_notice, subscribe
from storage.tables import address
from tests.audience.people import NOW
from tests.verbs.operator import Operator

FAIR = "Planillas firmadas, feria de 2026-05"
ANA, HOME, PHONE = "ana@correo.gov.co", "casa@correo.gov.co", "3001234567"
BROUGHT = ("import", "feria.csv", "--basis", "consentimiento", "--proof", FAIR)


def _brought(town: Operator, *more: str, text: str = "correo\nana@correo.gov.co\n") -> object:
    (town.folder / "feria.csv").write_text(text, encoding="utf-8")
    return town.reads("contacts", "import", "feria.csv", *more)


def test_a_consent_is_proven(town: Operator) -> None:
    """What for, since when, by what; also of an address that is typed otherwise."""
    counts = _brought(town, "--basis", "consentimiento", "--proof", FAIR)
    assert (counts["consents"], counts["withdrawn"]) == (1, 0)  # type: ignore[index]  # a document

    shown = town.reads("contacts", "consent", "ANA@correo.gov.co")
    assert shown["stands"] == [{"purpose": "gestion", "basis": "consentimiento"}]
    [word] = shown["words"]
    assert (word["given"], word["source"], word["purpose"]) == (True, FAIR, "gestion")
    assert FAIR in town.does("contacts", "consent", "ana@correo.gov.co")


def test_the_text_that_was_read_is_shown_once(town: Operator) -> None:
    """Below, by a short version: two topics were agreed to under the same words."""
    town.people(ANA)
    database = town.database()
    with database.write() as connection:
        person = connection.execute(select(address)).one()
        notice = add_notice(connection, person.tenant, "Autorizo a la Alcaldía a escribirme.", NOW)
        topics = ("noticias", "obras")
        subscribe(connection, person.tenant, person.contact, person.key, topics, Proof("ventanilla", notice), NOW)
    database.close()

    told = town.does("contacts", "consent", ANA)

    assert f"Texto {notice[:8]}, como lo leyó: Autorizo a la Alcaldía a escribirme.\n" in told
    assert (told.count(notice[:8]), notice in told) == (3, False)
    document = town.reads("contacts", "consent", ANA)
    assert document["notices"] == {notice: "Autorizo a la Alcaldía a escribirme."}
    assert {word["notice"] for word in document["words"]} == {notice}


def test_a_consent_is_taken_back(town: Operator) -> None:
    """Said twice it changes nothing, and no list gives it back."""
    _brought(town, "--basis", "consentimiento", "--proof", FAIR)

    first = town.reads("contacts", "revoke", "ana@correo.gov.co", "--reason", "Por teléfono")
    again = town.reads("contacts", "revoke", "ana@correo.gov.co", "--reason", "Por teléfono")

    assert ([word["given"] for word in first["revoked"]], again["revoked"]) == ([False], [])
    assert _brought(town, "--basis", "consentimiento", "--proof", FAIR)["withdrawn"] == 1  # type: ignore[index]
    shown = town.reads("contacts", "consent", "ana@correo.gov.co")
    assert shown["stands"] == []
    assert [word["given"] for word in shown["words"]] == [True, False]


def test_a_person_gives_again_what_was_taken_back(town: Operator) -> None:
    """With its proof, once; whoever wants nothing at all has to be let in again besides, and it is told."""
    _brought(town, "--basis", "consentimiento", "--proof", FAIR)
    town.does("contacts", "revoke", ANA, "--reason", "Por teléfono")
    form = ("--proof", "Formulario firmado, 2 de julio", "--as", "ana")

    first = town.reads("contacts", "grant", "ANA@correo.gov.co", *form)
    assert ([word["source"] for word in first["granted"]], first["silenced"]) == ([form[1]], False)
    assert "ya lo había dado" in town.does("contacts", "grant", ANA, *form)
    assert town.reads("contacts", "consent", ANA)["stands"] == [{"purpose": "gestion", "basis": "consentimiento"}]
    assert town.types("contacts", "grant", ANA).exit_code == 2

    town.does("contacts", "suppress", ANA, "--class", "gestion", "--reason", "Carta")
    assert "Todavía no los recibe" in town.does("contacts", "grant", ANA, *form)


def test_nobody_gives_a_consent_by_an_address_that_is_no_ones(town: Operator) -> None:
    """It may have been typed wrong: nothing is kept."""
    said = town.types("contacts", "grant", "nadie@correo.gov.co", "--proof", "Formulario", "--as", "ana")
    assert (said.exit_code, "No se anotó nada. No se conoce a nadie" in said.stderr) == (1, True)
    assert town.reads("contacts", "consent", "nadie@correo.gov.co")["words"] == []


def test_who_never_consented_may_say_no(town: Operator) -> None:
    """It is kept, so that no list makes a yes of it."""
    _brought(town)
    assert "nunca ha dicho nada" in town.does("contacts", "consent", "ana@correo.gov.co")

    told = town.does("contacts", "revoke", "ana@correo.gov.co", "--reason", "En la ventanilla")
    assert "no da su consentimiento, ni constaba que lo hubiera dado, para 1 finalidad (gestion)." in told

    assert _brought(town, "--basis", "consentimiento", "--proof", FAIR)["withdrawn"] == 1  # type: ignore[index]


def test_a_person_takes_it_back_for_all_addresses(town: Operator) -> None:
    """But for one that somebody else has too; the audit names each by its key."""
    lines = f"nombre,correo,telefono\nAna,{ANA}|{HOME},{PHONE}\nLuis,{HOME},\n"
    _brought(town, "--basis", "consentimiento", "--proof", FAIR, text=lines)

    said = town.does("contacts", "revoke", "ana@correo.gov.co", "--reason", "Por teléfono")

    assert "en sus 2 direcciones" in said
    stands = {each: town.reads("contacts", "consent", each)["stands"] != [] for each in (ANA, PHONE, HOME)}
    assert stands == {ANA: False, PHONE: False, HOME: True}


def test_a_no_of_an_address_that_nobody_has_is_kept(town: Operator) -> None:
    """The list that brings it later makes no yes of it."""
    town.does("contacts", "revoke", "eva@correo.gov.co", "--reason", "En la ventanilla")

    counts = _brought(town, "--basis", "consentimiento", "--proof", FAIR, text="correo\neva@correo.gov.co\n")

    assert (counts["created"], counts["consents"], counts["withdrawn"]) == (1, 0, 1)  # type: ignore[index]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("import", "feria.csv", "--basis", "consentimiento"), 2, "--basis y --proof van juntos"),
        (("import", "feria.csv", "--proof", FAIR), 2, "--basis y --proof van juntos"),
        (("import", "feria.csv", "--purpose", "tema:noticias"), 2, "--purpose dice para qué consintieron todos"),
        ((*BROUGHT, "--purpose", "publicidad"), 2, "«publicidad» no es una finalidad. Escriba una de estas: gestion,"),
        ((*BROUGHT, "--purpose", "tema:noticia"), 2, "«noticia» no está en «temas» de municipio.yaml. ¿Quiso decir"),
        (("revoke", ANA, "--reason", "Carta", "--purpose", "tema:noticia"), 2, "¿Quiso decir tema:noticias?"),
        (("consent", "nadie"), 2, "«nadie» no es una dirección"),
    ],
)
def test_what_cannot_be_is_told(town: Operator, words: tuple[str, ...], code: int, said: str) -> None:
    """In Spanish, with what to write instead."""
    _brought(town)
    done = town.types("contacts", *words)
    assert (done.exit_code, said in done.output) == (code, True), done.output


def test_a_topic_that_ended_may_still_be_left(town: Operator) -> None:
    """Who has consented to it takes that back, though `temas` names it no more."""
    _brought(town, "--basis", "consentimiento", "--proof", FAIR, "--purpose", "tema:noticias")
    written = town.folder / "config" / "municipio.yaml"
    written.write_text(f"{written.read_text('utf-8')}\ntemas: {{obras: Obras}}\n", encoding="utf-8")

    taken = town.reads("contacts", "revoke", ANA, "--reason", "Por teléfono", "--purpose", "tema:noticias")

    assert [word["purpose"] for word in taken["revoked"]] == ["tema:noticias"]


def test_a_yes_to_a_topic_is_a_subscription(town: Operator) -> None:
    """It is ended by the same word as every other consent."""
    _brought(town, "--basis", "consentimiento", "--proof", FAIR, "--purpose", "tema:noticias")
    told = town.reads("contacts", "consent", "ana@correo.gov.co")
    assert [each["purpose"] for each in told["stands"]] == ["tema:noticias"]

    taken = town.reads("contacts", "revoke", "ana@correo.gov.co", "--reason", "Por teléfono")

    assert sorted(word["purpose"] for word in taken["revoked"]) == ["gestion", "tema:noticias"]
    assert town.reads("contacts", "consent", "ana@correo.gov.co")["stands"] == []
