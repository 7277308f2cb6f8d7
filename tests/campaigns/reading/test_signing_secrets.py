"""A mail account's `dkim`, a block with a secret in it: read as the options around it are, and told at its line."""

from pathlib import Path

import pytest

from campaigns.loader import Loaded, load
from channels.email.options import EmailOptions
from tests.campaigns.town import ACCOUNTS, build
from tests.channels.signing import rsa

SIGNED = """\
    responder-a: contactenos@villaclara.gov.co
    dkim:
      dominio: villaclara.gov.co
      selector: pregonero
      clave: ${PREGONERO_DKIM}
"""
TEXT = ACCOUNTS.replace("    responder-a: contactenos@villaclara.gov.co\n", SIGNED)
REAL = TEXT.replace("modo: pruebas", "modo: real", 1)
OTHERS = {"PREGONERO_CLAVE": "s3creta"}


def key(found: Loaded) -> str:
    """What the account signs with."""
    options = found.tenants[0].accounts["correo"].options
    assert isinstance(options, EmailOptions)
    assert options.dkim is not None
    return options.dkim.key.get_secret_value()


def told(found: Loaded) -> list[str]:
    """Line, column and message of each problem."""
    return [f"{each.line}:{each.column} {each.path}: {each.message}" for each in found.problems]


@pytest.mark.parametrize("text", [TEXT, REAL])
def test_the_key_comes_from_a_variable_or_a_file(tmp_path: Path, text: str) -> None:
    """As any other secret, and it is shown to nobody."""
    found = load(build(tmp_path, {"canales.yaml": text}), {**OTHERS, "PREGONERO_DKIM": rsa().text})
    assert found.problems == ()
    assert key(found) == rsa().text
    assert rsa().text.splitlines()[3] not in repr(found)
    (tmp_path / "secretos").mkdir()
    (tmp_path / "secretos" / "dkim.pem").write_text(rsa().text)
    build(tmp_path, {"canales.yaml": text.replace("${PREGONERO_DKIM}", "${archivo:secretos/dkim.pem}")})
    found = load(tmp_path, OTHERS)
    assert found.problems == ()
    assert key(found) == rsa().text.strip()


def test_a_missing_key_is_no_problem_in_tests(tmp_path: Path) -> None:
    """An account in `pruebas` does without: nothing stands in for a key that signs."""
    found = load(build(tmp_path, {"canales.yaml": TEXT}), {})
    assert found.problems == ()
    assert key(found) == ""


def test_a_missing_key_is_a_problem_in_earnest(tmp_path: Path) -> None:
    """No account in `real` leaves its mails unsigned because a variable is not there."""
    found = load(build(tmp_path, {"canales.yaml": REAL}), OTHERS)
    assert told(found) == ["14:14 correo.opciones.dkim.clave: falta la variable de entorno «PREGONERO_DKIM»"]


WRONG = [
    (("${PREGONERO_DKIM}", "MIIEvQIBADANBg"), "14:14 correo.opciones.dkim.clave: aquí va una clave"),
    (("${PREGONERO_DKIM}", "${PREGONERO_MALA}"), "14:14 correo.opciones.dkim.clave: la clave de dkim no es una llave"),
    (("${PREGONERO_DKIM}", "${PREGONERO_CORTA}"), "14:14 correo.opciones.dkim.clave: la clave de dkim no es una llave"),
    (("dominio: villaclara", "dominio: otra"), "12:7 correo.opciones.dkim: la firma de «otra.gov.co» no vale"),
    (
        ("dominio: villaclara.gov.co", "dominio: gov.co"),
        "12:16 correo.opciones.dkim.dominio: «gov.co» no es el dominio",
    ),
    (
        ("dominio: villaclara.gov.co", "dominio: ${PREGONERO_DKIM}"),
        "12:16 correo.opciones.dkim.dominio: «${PREGONERO_DKIM}» no es",
    ),
    (("selector: pregonero", "selector: _dkim"), "13:17 correo.opciones.dkim.selector: «_dkim» no sirve de selector"),
    (("      selector: pregonero\n", ""), "correo.opciones.dkim.selector: falta"),
]


@pytest.mark.parametrize("text", [TEXT, REAL])
@pytest.mark.parametrize(("change", "said"), WRONG, ids=[change[1] or change[0].strip() for change, _ in WRONG])
def test_what_is_wrong_is_told_at_its_line(tmp_path: Path, text: str, change: tuple[str, str], said: str) -> None:
    """Once, with a hint, and without a word of the key."""
    secrets = {**OTHERS, "PREGONERO_DKIM": rsa().text, "PREGONERO_MALA": "no-es-llave", "PREGONERO_CORTA": "-----"}
    found = load(build(tmp_path, {"canales.yaml": text.replace(*change)}), secrets)
    (problem,) = found.problems
    assert said in told(found)[0]
    assert problem.hint
    assert "no-es-llave" not in str(problem)


def test_in_a_hub_the_key_is_the_tenant_s_own(tmp_path: Path) -> None:
    """A block of options is no way to another municipality's secrets."""
    text = TEXT.replace("PREGONERO_CLAVE", "PREGONERO_VILLA_CLARA_CLAVE").replace(
        "PREGONERO_BOT", "PREGONERO_VILLA_CLARA_BOT"
    )
    build(tmp_path / "villa-clara", {"canales.yaml": text})
    assert ["«PREGONERO_DKIM» no es de este municipio" in each for each in told(load(tmp_path, {}))] == [True]
