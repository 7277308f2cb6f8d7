"""How the municipality looks: what cannot be read or drawn is refused where it is written."""

from pathlib import Path

import pytest

from tests.campaigns.town import MUNICIPALITY, hints, loaded, problems

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
FONT = b"\x00\x01\x00\x00" + b"\x00" * 20


def _brand(line: str) -> dict[str, str | bytes | None]:
    return {"municipio.yaml": f"{MUNICIPALITY}marca: {{{line}}}\n"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            'color: "#ffd200", color-texto: "#ffffff"',
            "14:40: las letras de color #ffffff sobre «color» (#ffd200) no se leen: contrastan 1,5 a 1",
        ),
        (
            'color-titulos: "#7f9f7f"',
            "14:24: las letras de color #7f9f7f sobre el papel blanco (#ffffff) no se leen: contrastan 2,9 a 1",
        ),
        ("color: azul", "14:16: "),
        ("escudo: nada.png", "14:17: no existe el archivo «archivos/nada.png»"),
        ("escudo: escudo.png", "14:17: «escudo.png» no es una imagen PNG ni JPEG por dentro"),
        ("escudo: ../municipio.yaml", "14:17: «archivos/../municipio.yaml» está fuera de la carpeta"),
        ("tipografia: letras", "14:21: en la carpeta «archivos/letras» no hay ninguna fuente"),
        ("tipografia: falsa", "14:21: «falsa.ttf» no es una fuente por dentro"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, line: str, told: str) -> None:
    """The problem stands at its value, with the ratio or the file."""
    files = {"archivos/escudo.png": b"GIF89a", "archivos/falsa/falsa.ttf": PNG, "archivos/vacia.txt": b""}
    found = problems(tmp_path, {**_brand(line), **files})
    assert len(found) == 1
    assert told in found[0]


def test_the_hint_says_what_would_be_read(tmp_path: Path) -> None:
    """On yellow, letters are black."""
    told = hints(tmp_path, _brand('color: "#ffd200", color-texto: "#ffffff"'))
    assert told == ["hace falta 4,5 a 1; borre la línea: entonces las letras salen en negro, que ahí se lee"]


def test_a_visual_manual_is_taken(tmp_path: Path) -> None:
    """Colours that are read, a shield and a folder of fonts."""
    line = 'color: "#ffd200", color-texto: "#000000", color-titulos: "#1a1a1a", escudo: e.png, tipografia: letras'
    found = loaded(tmp_path, {**_brand(line), "archivos/e.png": PNG, "archivos/letras/Regular.ttf": FONT})
    assert found.problems == ()
    assert found.tenants[0].municipality.brand.fonts == "letras"
