"""`trae:` is read with its key in its place, or told with its line."""

from pathlib import Path

import pytest

from campaigns.loader import load
from tests.campaigns.town import INDICATORS, build, hints, problems

HEAD = "visitas: {nombre: Visitas, unidad: visitas, tipo: traido, trae: {%s}}\n"
MATOMO = 'matomo: {direccion: "https://m.gov.co/", sitio: 3, clave: "${MATOMO_TOKEN}"}'


def changes(source: str) -> dict[str, str | bytes | None]:
    """The little municipality with a figure that is fetched."""
    return {"indicadores.yaml": INDICATORS + HEAD % source}


@pytest.mark.parametrize(("environment", "key"), [({"MATOMO_TOKEN": "canario"}, "canario"), ({}, "")])
def test_a_key_is_put_in_its_place(tmp_path: Path, environment: dict[str, str], key: str) -> None:
    """It is shown nowhere; where it is missing the plan is right all the same, and only the figure is not to be had."""
    loaded = load(build(tmp_path, changes(MATOMO)), environment)
    assert loaded.problems == ()
    pulled = loaded.tenants[0].indicators["visitas"].pulled
    assert pulled is not None
    assert pulled.matomo is not None
    assert pulled.matomo.key.get_secret_value() == key
    assert "canario" not in repr(pulled)
    assert pulled.matomo.address == "https://m.gov.co"


@pytest.mark.parametrize(
    "source",
    [
        'plausible: {sitio: segovia.gov.co, clave: "${K}", cifra: visitantes}, cada: mes, desde: 2027-01-01',
        'json: {direccion: "http://intranet/cifras.json", ruta: datos.visitas}',
        'json: {direccion: "https://x.co/{desde}", ruta: a, clave: "${archivo:secretos/x}", encabezado: X-Api-Key}',
        'csv: {direccion: "https://x.co/v.csv", columna: v, fecha: d, donde: {municipio: Segovia}, decimales: coma}',
        'csv: {direccion: "https://x.co/v.csv", toma: filas}',
        'csv: {direccion: "https://x.co/v.csv?token={clave}", toma: filas, clave: "${K}"}',
        "registro: {archivo: /var/log/nginx/access.log*, rutas: /noticias/, sin-robots: no}, cada: semana",
    ],
)
def test_each_source_can_be_written(tmp_path: Path, source: str) -> None:
    """As the guide shows it."""
    assert problems(tmp_path, changes(source)) == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("cada: dia", "«trae» debe tener una sola fuente: matomo, plausible, json, csv, registro"),
        (f"{MATOMO}, registro: {{archivo: /a}}", "«trae» debe tener una sola fuente"),
        (MATOMO.replace("${MATOMO_TOKEN}", "abc"), "aquí va una clave, y las claves no se escriben en este archivo"),
        (MATOMO.replace("https://m.gov.co/", "http://m.gov.co"), "enviaría las claves sin cifrar"),
        (MATOMO.replace("https://m.gov.co/", "https://${MATOMO_TOKEN}/"), "las referencias ${…} solo sirven"),
        (MATOMO.replace("sitio: 3", "sitio: 0"), "«sitio» debe ser 1 o más"),
        ('json: {direccion: "file:///etc/passwd", ruta: a}', "no es una dirección"),
        ('json: {direccion: "ftp://x.co/a", ruta: a}', "no es una dirección"),
        ('json: {direccion: "https://ana:clave@x.co/a", ruta: a}', "las claves no se escriben en la dirección"),
        ('json: {direccion: "http://x.co/a", ruta: a, clave: "${K}"}', "la clave viajaría sin cifrar"),
        ('json: {direccion: "http://x.co/a?k={clave}", ruta: a, clave: "${K}"}', "la clave viajaría sin cifrar"),
        ('json: {direccion: "https://x.co/a?k={clave}", ruta: a}', "la dirección dice «{clave}»"),
        ('json: {direccion: "https://{clave}.x.co/a", ruta: a, clave: "${K}"}', "después del nombre del servidor"),
        (
            'json: {direccion: "https://x.co/a?k={clave}", ruta: a, clave: "${K}", encabezado: X-Api-Key}',
            "la clave va en la dirección",
        ),
        ('csv: {direccion: "https://x.co/v.csv"}', "falta «columna»"),
        ("registro: {archivo: access.log}", "debe ser una ruta completa"),
        ("registro: {archivo: /var/**/access.log}", "debe ser una ruta completa"),
        ("registro: {archivo: /a, rutas: [noticias]}", "la ruta «noticias» debe empezar por /"),
        (f"{MATOMO}, cada: hora", "«hora» no es un valor de «cada»"),
    ],
)
def test_what_is_wrong_is_told_once_and_with_its_line(tmp_path: Path, source: str, said: str) -> None:
    """In the file of the indicators."""
    [problem] = problems(tmp_path, changes(source))
    assert problem.startswith("indicadores.yaml:2:")
    assert said in problem


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("visitas: {nombre: V, unidad: v, tipo: traido}", "agregue «trae:»"),
        (f"visitas: {{nombre: V, unidad: v, tipo: declarado, trae: {{{MATOMO}}}}}", "cambie el tipo, o borre «trae»"),
        (f"visitas: {{nombre: V, unidad: v, tipo: traido, cuenta: votos, trae: {{{MATOMO}}}}}", "borre «cuenta»"),
        (
            f"v: {{nombre: V, unidad: v, tipo: traido, filtro: {{acciones: [SE-7]}}, trae: {{{MATOMO}}}}}",
            "borre «filtro»",
        ),
    ],
)
def test_what_does_not_go_together_is_told(tmp_path: Path, line: str, hint: str) -> None:
    """With what to write."""
    assert hints(tmp_path, {"indicadores.yaml": f"{INDICATORS}{line}\n"}) == [hint]
