"""Who asks at the desk to be written to no more, who comes back, and who is not written to."""

import pytest

from audience.typed_address import AS_CHAT, UNKNOWN
from campaigns.content.mailing import CLASSES
from tests.verbs.operator import Operator
from verbs.personal import OPTIONAL

LIST = "nombre,correo,telefono\nAna,ana@correo.gov.co,300 123 4567\nLuis,luis@correo.gov.co,\n"


@pytest.fixture
def people(town: Operator) -> Operator:
    """The little municipality, with two people."""
    (town.folder / "lista.csv").write_text(LIST, encoding="utf-8")
    town.does("contacts", "import", "lista.csv")
    return town


def listed(town: Operator, *more: str) -> list[tuple[str, str, str]]:
    """Address, reason and class of who is not written to."""
    found = town.reads("contacts", "suppressed", *more)["suppressed"]
    return [(each["address"], each["reason"], each["class"]) for each in found]


def test_classes_that_may_be_refused_are_those_that_say_how() -> None:
    """The verb's choice is what mails bear a way out of."""
    assert sorted(CLASSES) == OPTIONAL


def test_who_asks_is_written_to_no_more(people: Operator) -> None:
    """Under all addresses of that person; a list brings nobody back; said twice it is said once."""
    for _ in range(2):
        people.reads("contacts", "suppress", "ANA@correo.gov.co", "--reason", "Por teléfono")

    assert sorted(listed(people)) == [("+573001234567", "baja", ""), ("ana@correo.gov.co", "baja", "")]
    assert people.reads("contacts", "import", "lista.csv")["suppressed"] == 1
    assert "Por teléfono" in people.does("contacts", "suppressed")


def test_one_class_may_be_refused(people: Operator) -> None:
    """Under all addresses of that person; the others still come, and the addresses stay on the lists."""
    people.reads("contacts", "suppress", "ana@correo.gov.co", "--class", "gestion", "--reason", "Carta")

    refused = [("+573001234567", "baja", "gestion"), ("ana@correo.gov.co", "baja", "gestion")]
    assert sorted(listed(people)) == refused
    assert people.reads("contacts", "import", "lista.csv")["suppressed"] == 0


def test_an_address_of_nobody_is_kept_out(people: Operator) -> None:
    """By its key alone: whoever asks before a list comes is in none."""
    people.does("contacts", "suppress", "eva@correo.gov.co", "--reason", "En la ventanilla")

    assert listed(people, "--reason", "baja") == [("", "baja", "")]
    assert listed(people, "--reason", "queja") == []
    assert "(sin contacto)" in people.does("contacts", "suppressed")
    assert "eva@" not in people.does("contacts", "suppressed")


@pytest.mark.parametrize("verb", ["suppress", "revoke"])
@pytest.mark.parametrize(
    ("typed", "known", "chat"),
    [
        ("ana@correo.gov.co", True, False),
        ("3001234567", True, False),
        ("marai@correo.gov.co", False, False),
        ("3109998877", False, False),
        ("310512345", False, True),
        ("31055512345", False, True),
        ("@vecinos_segovia", False, False),
        ("Ana Ruiz | La Palma", False, False),
    ],
)
def test_an_address_that_nobody_has_is_told(people: Operator, verb: str, typed: str, known: bool, chat: bool) -> None:
    """The word is kept, and kept again, and each time it is said that it may be mistyped, or a telephone cut short."""
    for _ in range(2):
        told = people.does("contacts", verb, typed, "--reason", "Por teléfono")

        assert (UNKNOWN in told) is not known
        assert (AS_CHAT.format(typed) in told) is chat
    assert people.reads("contacts", verb, typed, "--reason", "Por teléfono")["known"] is known


def test_who_asks_again_comes_back(people: Operator) -> None:
    """To be written to; and where nothing was refused there is nothing to take back."""
    people.does("contacts", "suppress", "luis@correo.gov.co", "--reason", "Por teléfono")
    people.reads("contacts", "readmit", "luis@correo.gov.co", "--reason", "En la ventanilla")

    assert listed(people) == []
    again = people.types("contacts", "readmit", "luis@correo.gov.co", "--reason", "Otra vez")
    assert (again.exit_code, "no hay nada que quitar" in again.output) == (1, True)
