"""What `check` advises where it refuses nothing."""

from pathlib import Path

import pytest

from campaigns.advice import advice
from campaigns.loader import load
from campaigns.starter import create
from tests.campaigns.town import ACCOUNTS, AUDIENCES, CAMPAIGN, MUNICIPALITY, build

WEB = "web: {tipo: web, modo: pruebas}\n"
OTHER = "noticias: {tipo: web, modo: real}\n"
BOARD = "web: {tipo: manual, modo: pruebas, responsable: ana, plazo: 1 día, opciones: {clase: cartelera}}\n"
INSTAGRAM = "fotos: {tipo: instagram, modo: MODE, opciones: {cuenta: '3040', token: '${PREGONERO_BOT}'}}\n"


@pytest.mark.parametrize(
    ("site", "mode", "told"),
    [
        (WEB, "real", True),
        (WEB, "pruebas", False),
        (WEB.replace("pruebas", "real"), "real", False),
        (WEB + OTHER, "real", False),
        (BOARD, "real", False),
    ],
)
def test_pictures_that_are_on_no_public_site_are_told(tmp_path: Path, site: str, mode: str, told: bool) -> None:
    """A town hall whose site is another's publishes the folder by itself: nothing is known of that."""
    accounts = ACCOUNTS.replace(WEB, site) + INSTAGRAM.replace("MODE", mode)
    loaded = load(build(tmp_path, {"canales.yaml": accounts}), {"PREGONERO_BOT": "secreto", "PREGONERO_CLAVE": "x"})
    assert loaded.problems == ()
    (tenant,) = loaded.tenants
    said = list(advice(tenant))
    assert [each.startswith("fotos: está en real") for each in said] == [True] * told


def test_what_init_wrote_is_told_once_something_is_real(tmp_path: Path) -> None:
    """Each value of the example that stands yet; in `pruebas` nobody is led astray by it."""
    create(tmp_path / "config")
    secrets = {"PREGONERO_CONFIG_CORREO_CLAVE": "secreta"}
    assert [each for each in advice(load(tmp_path / "config", secrets).tenants[0]) if "ejemplo" in each] == []
    accounts = tmp_path / "config" / "canales.yaml"
    accounts.write_text(accounts.read_text("utf-8").replace("modo: pruebas", "modo: real"), encoding="utf-8")
    [told] = [each for each in advice(load(tmp_path / "config", secrets).tenants[0]) if "ejemplo" in each]
    for value in ("Mi Municipio", "00000", "https://www.mimunicipio.gov.co", "(601) 000 0000", "Nombre y Apellido"):
        assert f"«{value}»" in told


@pytest.mark.parametrize(
    ("mode", "desk", "told"),
    [("real", "", True), ("real", "ventanilla: https://p.gov.co\n", False), ("pruebas", "", False)],
)
def test_who_writes_to_persons_needs_a_page_to_leave(tmp_path: Path, mode: str, desk: str, told: bool) -> None:
    """Without `ventanilla` every «no more» is somebody's work."""
    accounts = ACCOUNTS.replace("modo: pruebas", f"modo: {mode}")
    files = {"canales.yaml": accounts, "municipio.yaml": MUNICIPALITY + desk}
    (tenant,) = load(build(tmp_path, files), {"PREGONERO_BOT": "secreto", "PREGONERO_CLAVE": "x"}).tenants
    assert any(each.startswith("ventanilla: ") for each in advice(tenant)) == told


@pytest.mark.parametrize(
    ("address", "told"), [("http://villaclara.gov.co", True), ("https://villaclara.gov.co", False)]
)
def test_a_site_without_https_is_told_beside_instagram(tmp_path: Path, address: str, told: bool) -> None:
    """Instagram fetches pictures over https alone; for who has none of its accounts the site is as good."""
    town = MUNICIPALITY.replace("sitio: https://villaclara.gov.co", f"sitio: {address}")
    for more in ("", INSTAGRAM.replace("MODE", "pruebas")):
        files = {"canales.yaml": ACCOUNTS + more, "municipio.yaml": town}
        loaded = load(build(tmp_path, files), {"PREGONERO_BOT": "secreto", "PREGONERO_CLAVE": "x"})
        (tenant,) = loaded.tenants
        assert any("sitio" in each for each in advice(tenant)) == (told and bool(more))


@pytest.mark.parametrize(
    ("named", "mode", "told"), [(False, "real", True), (False, "pruebas", False), (True, "real", False)]
)
def test_a_municipality_whose_staff_hear_of_nothing_is_told(tmp_path: Path, named: bool, mode: str, told: bool) -> None:
    """Without `avisos` no mail says that an account is down or not ready; in `pruebas` nothing can be."""
    town = MUNICIPALITY if named else MUNICIPALITY.replace("avisos: correo\n", "")
    files = {"canales.yaml": ACCOUNTS.replace(WEB, WEB.replace("pruebas", mode)), "municipio.yaml": town}
    (tenant,) = load(build(tmp_path, files), {"PREGONERO_BOT": "secreto", "PREGONERO_CLAVE": "x"}).tenants
    said = list(advice(tenant))
    assert len(said) == told
    assert all(each.startswith("avisos: ") and "«avisos: correo»" in each for each in said)


@pytest.mark.parametrize(
    ("minors", "class_", "accounts", "told"),
    [
        ("sí", "gestion", "[correo, web]", True),
        ("sí", "gestion", "[web]", False),
        ("sí", "servicio", "[correo, web]", False),
        ("no", "gestion", "[correo, web]", False),
    ],
)
def test_what_is_told_to_minors_in_person_is_advised_on(
    tmp_path: Path, minors: str, class_: str, accounts: str, told: bool
) -> None:
    """What the administration tells of itself; a service, or a post for everyone, is no matter of theirs."""
    files = {
        "publicos.yaml": AUDIENCES.replace("  condicion: {}\n", f"  condicion: {{}}\n  menores: {minors}\n"),
        "campanas/matriculas.yaml": CAMPAIGN.replace("clase: servicio", f"clase: {class_}").replace(
            "[correo, web]", accounts
        ),
    }
    (tenant,) = load(build(tmp_path, files), {"PREGONERO_BOT": "secreto", "PREGONERO_CLAVE": "x"}).tenants
    said = [each for each in advice(tenant) if each.startswith("menores: «matriculas/anuncio» es de clase gestion")]
    assert bool(said) is told


@pytest.mark.parametrize(
    ("target", "base", "told"),
    [
        ("{crecimiento: 50}", "", "falta «linea-base»"),
        ("{crecimiento: 50}", "  linea-base: 40\n", None),
        ("{valor: 50}", "", None),
    ],
)
def test_a_target_that_grows_from_no_baseline_is_told(tmp_path: Path, target: str, base: str, told: str | None) -> None:
    """No report could ever say how it goes."""
    head = "visitas:\n  nombre: Visitas\n  unidad: visitas\n  tipo: declarado\n"
    create(tmp_path / "config")
    with (tmp_path / "config" / "indicadores.yaml").open("a", encoding="utf-8") as file:
        file.write(f"{head}{base}  meta: {target}\n")
    said = [each for each in advice(load(tmp_path / "config", {}).tenants[0]) if each.startswith("visitas:")]
    assert [told in each for each in said if told] == [True] * (told is not None)
    assert len(said) == (told is not None)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("?token=abc&v=1", "token"),
        ("?v=1&api_key=abc", "api_key"),
        ("?token_auth=abc", "token_auth"),
        ("?gid=7&output=csv&monkey=1", None),
        ("", None),
    ],
)
def test_a_key_that_stands_in_an_address_is_told(tmp_path: Path, question: str, named: str | None) -> None:
    """By its name alone, and with what to write instead; what is no key is not."""
    create(tmp_path / "config")
    source = f'json: {{direccion: "https://x.co/a{question}", ruta: a}}'
    with (tmp_path / "config" / "indicadores.yaml").open("a", encoding="utf-8") as file:
        file.write(f"visitas: {{nombre: Visitas, unidad: visitas, tipo: traido, trae: {{{source}}}}}\n")
    said = [each for each in advice(load(tmp_path / "config", {}).tenants[0]) if each.startswith("visitas:")]
    assert [f"«{named}={{clave}}»" in each for each in said] == [True] * (named is not None)
    assert "abc" not in "".join(said)


def test_a_key_that_is_named_in_an_address_is_no_advice(tmp_path: Path) -> None:
    """It stands in its variable."""
    create(tmp_path / "config")
    source = 'json: {direccion: "https://x.co/a?token={clave}", ruta: a, clave: "${K}"}'
    with (tmp_path / "config" / "indicadores.yaml").open("a", encoding="utf-8") as file:
        file.write(f"visitas: {{nombre: Visitas, unidad: visitas, tipo: traido, trae: {{{source}}}}}\n")
    (tenant,) = load(tmp_path / "config", {"K": "abc"}).tenants
    assert [each for each in advice(tenant) if each.startswith("visitas:")] == []
