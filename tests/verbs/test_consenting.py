"""Consents at the desk: brought in by a list with its proof, shown, taken back by a word."""

import pytest

from tests.verbs.operator import Operator

FAIR = "Planillas firmadas, feria de 2026-05"


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


def test_who_never_consented_may_say_no(town: Operator) -> None:
    """It is kept, so that no list makes a yes of it."""
    _brought(town)
    assert "nunca ha dicho nada" in town.does("contacts", "consent", "ana@correo.gov.co")

    town.does("contacts", "revoke", "ana@correo.gov.co", "--reason", "En la ventanilla")

    assert _brought(town, "--basis", "consentimiento", "--proof", FAIR)["withdrawn"] == 1  # type: ignore[index]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("import", "feria.csv", "--basis", "consentimiento"), 2, "--basis y --proof van juntos"),
        (("import", "feria.csv", "--proof", FAIR), 2, "--basis y --proof van juntos"),
        (("import", "feria.csv", "--purpose", "publicidad"), 2, "«publicidad» no es una finalidad"),
        (("consent", "nadie"), 2, "«nadie» no es una dirección"),
        (("revoke", "eva@correo.gov.co", "--reason", "No quiere"), 1, "No hay nadie con la dirección"),
    ],
)
def test_what_cannot_be_is_told(town: Operator, words: tuple[str, ...], code: int, said: str) -> None:
    """In Spanish, with what to write instead."""
    _brought(town)
    done = town.types("contacts", *words)
    assert (done.exit_code, said in done.output) == (code, True), done.output


def test_a_yes_to_a_topic_is_a_subscription(town: Operator) -> None:
    """It is ended by the same word as every other consent."""
    _brought(town, "--basis", "consentimiento", "--proof", FAIR, "--purpose", "tema:noticias")
    told = town.reads("contacts", "consent", "ana@correo.gov.co")
    assert [each["purpose"] for each in told["stands"]] == ["tema:noticias"]

    taken = town.reads("contacts", "revoke", "ana@correo.gov.co", "--reason", "Por teléfono")

    assert sorted(word["purpose"] for word in taken["revoked"]) == ["gestion", "tema:noticias"]
    assert town.reads("contacts", "consent", "ana@correo.gov.co")["stands"] == []
