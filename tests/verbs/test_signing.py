"""An account that signs its mails, as its operator meets it."""

from tests.campaigns.town import edited
from tests.channels.signing import Pair, rsa
from tests.verbs.operator import Operator

SIGNED = """\
    responder-a: contactenos@villaclara.gov.co
    dkim: {dominio: villaclara.gov.co, selector: pregonero, clave: "${archivo:secretos/dkim.pem}"}
"""


def signing(operator: Operator, key: Pair) -> Operator:
    """The town with a key in a file."""
    folder = operator.town(edited("canales.yaml", "    responder-a: contactenos@villaclara.gov.co\n", SIGNED))
    (folder / "secretos").mkdir()
    (folder / "secretos" / "dkim.pem").write_text(key.text)
    return operator


def test_check_tells_of_a_short_key(operator: Operator) -> None:
    """1024 bits are no problem, and are told of under the account's name."""
    signing(operator, rsa(1024))
    assert operator.reads("check") == []
    assert "\n  correo: la llave de dkim tiene 1024 bits y sirve, pero se recomiendan 2048" in operator.does("check")


def test_check_has_nothing_to_tell_of_a_good_key(operator: Operator) -> None:
    """One line, as without any key."""
    assert signing(operator, rsa()).does("check").count("\n") == 1


def test_a_reviewer_gets_it_signed(operator: Operator) -> None:
    """What `preview --to` leaves in `var/pruebas` is what would arrive."""
    signing(operator, rsa()).does(
        *("preview", "matriculas", "--message", "anuncio", "--channel", "correo", "--to", "ana@villaclara.gov.co")
    )
    (mail,) = (operator.folder / "var" / "pruebas").rglob("*.eml")
    assert rsa().verifies(mail.read_bytes(), "villaclara.gov.co")
