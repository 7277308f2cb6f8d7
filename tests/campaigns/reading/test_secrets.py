"""Secrets come from the environment or from files, only into options that are secret, and never into a message."""

from pathlib import Path

import pytest

from campaigns.last_good import load_with_memory
from campaigns.loader import Loaded, load
from channels.email.options import EmailOptions
from channels.sms import SmsOptions
from tests.campaigns.town import ACCOUNTS, build, edited

REAL = edited("canales.yaml", "  modo: pruebas\n  opciones:\n    servidor", "  modo: real\n  opciones:\n    servidor")
FROM_FILE = "${archivo:secretos/clave}"


def _password(found: Loaded) -> str:
    options = found.tenants[0].accounts["correo"].options
    assert isinstance(options, EmailOptions)
    assert options.password is not None
    return options.password.get_secret_value()


def test_a_variable_is_expanded_into_a_secret_option(tmp_path: Path) -> None:
    """The account has the secret's text, and shows it to nobody."""
    found = load(build(tmp_path), {"PREGONERO_CLAVE": "s3creta"})
    assert _password(found) == "s3creta"
    assert "s3creta" not in repr(found)


def test_a_file_is_expanded_into_a_secret_option(tmp_path: Path) -> None:
    """The line end after a secret is not part of it."""
    (tmp_path / "secretos").mkdir()
    (tmp_path / "secretos" / "clave").write_text("s3creta\n")
    change = {"canales.yaml": ACCOUNTS.replace("${PREGONERO_CLAVE}", FROM_FILE)}
    assert _password(load(build(tmp_path, change), {})) == "s3creta"


def test_a_missing_secret_is_no_problem_in_tests(tmp_path: Path) -> None:
    """An account in `pruebas` needs none: its name stands in for it."""
    found = load(build(tmp_path), {})
    assert found.problems == ()
    assert _password(found) == "PREGONERO_CLAVE"


def test_a_missing_secret_is_a_problem_in_earnest(tmp_path: Path) -> None:
    """An account in `real` cannot start without it."""
    found = load(build(tmp_path, REAL), {})
    assert [str(problem).splitlines()[0].rpartition("canales.yaml:")[2] for problem in found.problems] == [
        "8:12: falta la variable de entorno «PREGONERO_CLAVE»"
    ]
    assert load(tmp_path, {"PREGONERO_CLAVE": "x"}).problems == ()


@pytest.mark.parametrize(("content", "said"), [(None, "no se puede leer la clave"), ("", "está vacío")])
def test_a_secret_file_that_gives_nothing_is_a_problem_in_earnest(
    tmp_path: Path, content: str | None, said: str
) -> None:
    """A file that is missing or empty is said by its name."""
    if content is not None:
        (tmp_path / "secretos").mkdir()
        (tmp_path / "secretos" / "clave").write_text(content)
    text = REAL["canales.yaml"].replace("${PREGONERO_CLAVE}", FROM_FILE)
    found = load(build(tmp_path, {"canales.yaml": text}), {})
    assert [said in problem.message for problem in found.problems] == [True]


def test_no_message_repeats_a_secret(tmp_path: Path) -> None:
    """What is wrong with the other options is said without what the environment holds."""
    change = {"canales.yaml": ACCOUNTS.replace("usuario: prensa", 'usuario: ""')}
    found = load(build(tmp_path, change), {"PREGONERO_CLAVE": "s3creta"})
    assert found.problems
    assert not any("s3creta" in str(problem) for problem in found.problems)


HUB = [
    ("${PREGONERO_VILLA_CLARA_CLAVE}", None),
    ("${PREGONERO_OTRO_CLAVE}", "la variable «PREGONERO_OTRO_CLAVE» no es de este municipio"),
    ("${HOME}", "la variable «HOME» no es de este municipio"),
    ("${archivo:secretos/clave}", None),
    ("${archivo:../otro/secretos/clave}", "no está en la carpeta secretos/ de este municipio"),
    ("${archivo:/etc/passwd}", "no está en la carpeta secretos/ de este municipio"),
    ("${archivo:enlace}", "no está en la carpeta secretos/ de este municipio"),
    ("${archivo:secretos/enlace}", "no está en la carpeta secretos/ de este municipio"),
]


@pytest.mark.parametrize(("reference", "said"), HUB)
def test_in_a_hub_a_tenant_names_only_its_own_secrets(tmp_path: Path, reference: str, said: str | None) -> None:
    """Neither a variable nor a file of another tenant, whatever the mode, nor through a link."""
    text = ACCOUNTS.replace("${PREGONERO_CLAVE}", reference).replace("PREGONERO_BOT", "PREGONERO_VILLA_CLARA_BOT")
    town = build(tmp_path / "villa-clara", {"canales.yaml": text})
    (town / "secretos").mkdir()
    (town / "secretos" / "clave").write_text("x")
    (town / "secretos" / "enlace").symlink_to("/etc/hostname")
    (town / "enlace").symlink_to("/etc/hostname")
    found = load(tmp_path, {})
    assert found.hub
    assert [bool(said and said in problem.message) for problem in found.problems] == ([True] if said else [])


@pytest.mark.parametrize(
    ("tenant", "variable", "own"),
    [
        ("estrella", "PREGONERO_ESTRELLA_CLAVE", True),
        ("estrella", "PREGONERO_ESTRELLA_SUR_CLAVE", False),
        ("estrella-sur", "PREGONERO_ESTRELLA_SUR_CLAVE", True),
        ("estrella-sur", "PREGONERO_ESTRELLA_CLAVE", False),
    ],
)
def test_a_variable_is_whose_prefix_is_the_longest(tmp_path: Path, tenant: str, variable: str, own: bool) -> None:
    """What begins with one municipality's name may begin with another's, which is longer, and is then the other's."""
    for name in ("estrella", "estrella-sur"):
        bot = f"PREGONERO_{name.upper().replace('-', '_')}_BOT"
        text = ACCOUNTS.replace("PREGONERO_CLAVE", variable if name == tenant else bot)
        build(tmp_path / name, {"canales.yaml": text.replace("PREGONERO_BOT", bot)})
    found = load_with_memory(tmp_path, tmp_path.parent / "var", {variable: "s3creta"})
    assert [f"«{variable}» no es de este municipio" in each.message for each in found.problems] == [True] * (not own)
    assert not any("s3creta" in repr(each) for each in found.tenants)


def test_a_folder_of_secrets_is_no_link_to_another_s(tmp_path: Path) -> None:
    """In a hub `secretos` itself is not followed to where another municipality keeps its own."""
    text = ACCOUNTS.replace("${PREGONERO_CLAVE}", FROM_FILE)
    for name in ("estrella", "otra"):
        bot = f"PREGONERO_{name.upper()}_BOT"
        build(tmp_path / name, {"canales.yaml": text.replace("PREGONERO_BOT", bot)})
    (tmp_path / "estrella" / "secretos").mkdir()
    (tmp_path / "estrella" / "secretos" / "clave").write_text("s3creta")
    (tmp_path / "otra" / "secretos").symlink_to("../estrella/secretos")
    found = load(tmp_path, {})
    assert ["no está en la carpeta secretos/" in each.message for each in found.problems] == [True]
    assert [tenant.slug for tenant in found.tenants] == ["estrella"]


GATEWAY = """\
sms:
  tipo: sms
  modo: real
  opciones:
    direccion: https://api.operador.example/sms
    claves: {token: "${PREGONERO_SMS}"}
    encabezados: {Authorization: "%s"}
    json: '{"a": "{{ numero }}", "b": "{{ texto }}"}'
"""
BEARER = "Bearer {{ claves.token }}"


def test_secrets_under_names_of_the_staff_s_own(tmp_path: Path) -> None:
    """An SMS gateway may want any number of keys: each is a secret, and missing ones are told at their line."""
    town = build(tmp_path, {"canales.yaml": ACCOUNTS + GATEWAY % BEARER})
    found = load(town, {"PREGONERO_SMS": "s3creta"})
    options = found.tenants[0].accounts["sms"].options
    assert isinstance(options, SmsOptions)
    assert options.secrets["token"].get_secret_value() == "s3creta"
    assert found.problems == ()
    assert "s3creta" not in repr(found)
    missing = [problem.message for problem in load(town, {}).problems]
    assert missing == ["falta la variable de entorno «PREGONERO_SMS»"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GATEWAY % "Bearer ${PREGONERO_SMS}", "solo sirven en las claves"),
        ((GATEWAY % BEARER).replace("${PREGONERO_SMS}", "s3creta"), "las claves no se escriben en este archivo"),
    ],
)
def test_a_secret_stands_nowhere_else(tmp_path: Path, text: str, said: str) -> None:
    """A reference in a header would be printed; a key in the file would be read by everyone."""
    found = load(build(tmp_path, {"canales.yaml": ACCOUNTS + text}), {"PREGONERO_SMS": "s3creta"})
    assert [said in problem.message for problem in found.problems] == [True]
    assert not any("s3creta" in str(problem) for problem in found.problems)
