"""`intake`, as a mail server calls it: a mail on standard input, and by its exit code what becomes of it."""

import pytest
from click.testing import CliRunner, Result

from delivery.tasks.mailbox import code_of
from delivery.workplace import KEYS
from storage.keyring import open_keyring
from tests.delivery.duty_town import PDF, answer
from tests.verbs.operator import VARIABLES, Operator
from tests.verbs.test_duties import CHANGES, MUNICIPALITY
from verbs.commands import application

BOX = {**CHANGES, "municipio.yaml": MUNICIPALITY + "buzon-de-entregas: entregas@villaclara.gov.co\n"}
KEPT, REFUSED, LATER = 0, 69, 75


def comes(mail: bytes, *words: str) -> Result:
    """The mail server hands a mail over."""
    return CliRunner().invoke(application(), ["intake", *words], input=mail, env=VARIABLES)


@pytest.fixture
def office(town: Operator) -> Operator:
    """An office with a mailbox for duties."""
    town.town(BOX)
    return town


def test_an_answer_to_a_dutys_mail_is_received(office: Operator) -> None:
    """With its file and who sent it; read a second time it is the same receipt."""
    number = office.a_task()
    mail = answer(f"entregas+{code(office, number)}@villaclara.gov.co", files={"informe.pdf": PDF})
    assert [comes(mail).exit_code for _ in range(2)] == [KEPT, KEPT]
    [receipt] = office.reads("tasks")[0]["receipts"]
    assert (receipt["from"], receipt["by"], receipt["files"][0]["name"]) == (
        *("luis@villaclara.gov.co", "buzon", "informe.pdf"),
    )


def test_any_other_mail_goes_back(office: Operator) -> None:
    """Its sender learns that nothing was received."""
    office.a_task()
    assert comes(answer("entregas@villaclara.gov.co")).exit_code == REFUSED
    assert office.reads("tasks")[0]["receipts"] == []


@pytest.mark.parametrize("how", ["broken files", "no folder"])
def test_what_cannot_be_taken_now_stays_with_the_mail_server(office: Operator, how: str) -> None:
    """A delivery is not lost for what is wrong with us: 75 asks for it again."""
    if how == "broken files":
        office.town({"municipio.yaml": "nombre: ["})
    words = ("-c", str(office.folder / "ninguna")) if how == "no folder" else ()
    result = comes(answer("entregas@villaclara.gov.co"), *words)
    assert (result.exit_code, bool(result.stderr)) == (LATER, True)


def code(office: Operator, number: str) -> str:
    """The code that the duty's mail bears."""
    with office.database().write() as connection:
        keyring = open_keyring(connection, office.folder / "var" / KEYS)
        return code_of(connection, keyring, int(number))
