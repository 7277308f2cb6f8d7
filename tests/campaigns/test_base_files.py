"""What is wrong in the files under the campaigns is said once, at its place, and the municipality does not load."""

from dataclasses import replace
from pathlib import Path

import pytest

from channels.facebook import Facebook
from tests.campaigns.town import ACCOUNTS, CAMPAIGN, INDICATORS, build, edited, hints, loaded, problems

CASES = [
    (
        "municipio.yaml",
        "codigo-dane: 05001",
        "codigo-dane: 5001",
        "3:14: «5001» no tiene la forma que pide «codigo-dane»",
    ),
    ("municipio.yaml", "correo: ana@villaclara.gov.co", "correo: ana@", "10:36: «ana@» no es una dirección de correo"),
    (
        "municipio.yaml",
        "sitio: https:",
        "sitio: ftp:",
        "4:8: «ftp://villaclara.gov.co» no empieza por http:// ni https://",
    ),
    ("municipio.yaml", "sitio: https://", "sitio: ", "4:8: «villaclara.gov.co» no es una dirección de la web"),
    ("municipio.yaml", "avisos: correo", "ventanilla: tramites", "13:13: «tramites» no es una dirección de la web"),
    (
        "municipio.yaml",
        "avisos: correo",
        "ventanilla: http://tramites.villaclara.gov.co",
        "13:13: «http://tramites.villaclara.gov.co/» llevaría los votos y los avisos sin cifrar",
    ),
    (
        "municipio.yaml",
        "avisos: correo",
        "ventanilla: https://villaclara.gov.co/?a=1",
        "13:13: «https://villaclara.gov.co/?a=1» no es la dirección de una ventanilla",
    ),
    ("municipio.yaml", "avisos: correo", "avisos: web", "13:9: «web» no escribe a personas"),
    ("municipio.yaml", "avisos: correo", "avisos: nada", "13:9: no existe el canal «nada»"),
    ("municipio.yaml", "avisos: correo", "zona: Bogotá", "13:7: no existe la zona horaria «Bogotá»"),
    ("municipio.yaml", "avisos: correo", "festivos: {pais: XX}", "13:11: no se conocen los festivos de «XX»"),
    ("municipio.yaml", "avisos: correo", "encargado: eva", "13:12: no existe el responsable «eva»"),
    (
        "municipio.yaml",
        "avisos: correo",
        "copias: {cuando: 2027-01-12 a las 02:00}",
        "13:18: las copias tienen que repetirse por sí solas",
    ),
    (
        "municipio.yaml",
        "avisos: correo",
        "copias: {cuando: 2 días antes a las 02:00}",
        "13:18: las copias tienen que repetirse por sí solas",
    ),
    ("municipio.yaml", "avisos: correo", "copias: {cuando: cada quincena}", "13:23: «quincena» no dice qué días"),
    (
        "municipio.yaml",
        "avisos: correo",
        "copias: {cuando: cada día a las 02:00, guardar: 0}",
        "13:49: «guardar» debe ser 1 o más",
    ),
    ("municipio.yaml", "miembros: [ana]", "miembros: [eva]", "12:47: no existe la persona «eva»"),
    (
        "municipio.yaml",
        "miembros: [ana]",
        "miembros: [ana], quorum: 2",
        "12:61: el cuórum (2) es mayor que el número de miembros (1)",
    ),
    ("municipio.yaml", "jefe: ana", "jefe: eva", "8:54: no existe la persona «eva»"),
    ("municipio.yaml", "  comite-gel:", "  ana:", "12:3: «ana» ya está en «personas»"),
    ("municipio.yaml", "avisos: correo", "marca: {escudo: a.png}", "13:17: no existe el archivo «archivos/a.png»"),
    (
        "indicadores.yaml",
        "}",
        ", filtro: {tareas: [taller]}}",
        "1:116: no existe en ningún canal manual la clase «taller»",
    ),
    (
        "canales.yaml",
        "    remitente:",
        '    entregas: {servidor: imap.villaclara.gov.co, usuario: e, clave: "${PREGONERO_CLAVE}"}\n    remitente:',
        "9:15: «correo» lee un buzón de entregas, y a nadie se le ha dicho su dirección",
    ),
    ("canales.yaml", "tipo: web", "tipo: weeb", "11:13: no existe el tipo de canal «weeb»"),
    (
        "canales.yaml",
        "clave: ${PREGONERO_CLAVE}",
        "clave: hola",
        "8:12: aquí va una clave, y las claves no se escriben en este archivo",
    ),
    (
        "canales.yaml",
        "clave: ${PREGONERO_CLAVE}",
        "clave: a${B}",
        "8:12: aquí va una clave, y las claves no se escriben en este archivo",
    ),
    (
        "canales.yaml",
        "usuario: prensa",
        "usuario: ${USUARIO}",
        "7:14: las referencias ${…} solo sirven en las claves de «opciones» de canales.yaml",
    ),
    ("canales.yaml", '  destino: "@villaclara"\n', "", "13:3: falta el destino de «canal»"),
    (
        "canales.yaml",
        "{tipo: web,",
        "{tipo: web, destino: personas,",
        "11:27: un canal de tipo «web» no escribe a personas: publica para todos",
    ),
    ("canales.yaml", "    servidor:", "    puerto: 99999\n    servidor:", "6:13: «puerto» debe ser 65535 o menos"),
    (
        "canales.yaml",
        "destino: personas",
        "destino: personas\n  ritmo: {carriles: 9}",
        "4:21: «carriles» debe ser 8 o menos",
    ),
    (
        "canales.yaml",
        "destino: personas",
        "destino: personas\n  ritmo: {carriles: 5}",
        "4:21: «simultaneos» (4) no alcanza para 5 carriles: a cada uno le toca al menos 1",
    ),
    (
        "canales.yaml",
        "destino: personas",
        "destino: personas\n  ritmo: {carriles: 4, cuota: 3}",
        "4:21: «cuota» (3) no alcanza para 4 carriles: a cada uno le toca al menos 1",
    ),
    (
        "canales.yaml",
        "destino: personas",
        "destino: personas\n  ritmo: {carriles: 4, rafaga: 3}",
        "4:21: «rafaga» (3) no alcanza para 4 carriles: a cada uno le toca al menos 1",
    ),
    (
        "canales.yaml",
        "{tipo: web,",
        "{tipo: web, ritmo: {carriles: 2},",
        "11:36: un canal de tipo «web» no se reparte en carriles",
    ),
    ("canales.yaml", "    usuario:", "    usuaria:", "7:5: no se conoce la clave «usuaria»"),
    ("canales.yaml", "plazo: 2 días hábiles", "plazo: pronto", "17:65: «pronto» no es un tiempo"),
    ("canales.yaml", "responsable: ana", "responsable: eva", "17:53: no existe el responsable «eva»"),
    ("publicos.yaml", "canales: [correo, web]", "canales: [correo, wep]", "4:21: no existe el canal «wep»"),
    (
        "publicos.yaml",
        "  canales: [web]",
        "  canales: [correo]",
        "7:13: «correo» escribe a personas, y el público «transeuntes» no dice quiénes son",
    ),
    ("plan.yaml", "[contenidos]", "[contenido]", "3:87: no existe el indicador «contenido»"),
    ("plan.yaml", "responsable: educacion", "responsable: edu", "3:62: no existe el responsable «edu»"),
    ("plan.yaml", "clave: SE-7", "clave: se7", "3:13: «se7» no tiene la forma que pide «clave»"),
    ("plan.yaml", "acciones:", "firman: [eva]\nacciones:", "2:10: no existe la persona «eva»"),
    ("plan.yaml", "indicadores:", "fase: uno, indicadores:", "3:79: no existe la fase «uno»"),
    (
        "indicadores.yaml",
        ", cuenta: contenidos",
        "",
        "1:13: el indicador «contenidos» es automático y no dice qué cuenta",
    ),
    ("indicadores.yaml", "}", ", filtro: {canales: [x]}}", "1:117: no existe el canal «x»"),
    ("indicadores.yaml", "}", ", filtro: {medios: [radios]}}", "1:116: no existe en ningún canal el medio «radios»"),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), CASES)
def test_each_mistake_is_said_and_stops_the_municipality(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    """A broken base file is one problem and no tenant."""
    change = edited(file, old, new)
    assert problems(tmp_path, change) == [f"{file}:{said}"]
    assert loaded(tmp_path, change).tenants == ()


def test_a_missing_base_file_is_a_problem(tmp_path: Path) -> None:
    """Without publics there is nobody to write to."""
    assert problems(tmp_path, {"publicos.yaml": None}) == ["publicos.yaml:1:1: no existe el archivo «publicos.yaml»"]


def test_indicators_and_holidays_may_be_left_out(tmp_path: Path) -> None:
    """A municipality may count nothing of its own and have no holidays of its own."""
    change = {"indicadores.yaml": None, **edited("plan.yaml", ", indicadores: [contenidos]", "")}
    assert problems(tmp_path, change) == []


def test_local_holidays_reach_the_calendar_of_business_days(tmp_path: Path) -> None:
    """A day of `festivos.yaml` is off, and one marked as worked is not."""
    text = """\
festivos:
  - {fecha: 2027-08-11, nombre: Aniversario}
  - {fecha: 2027-12-08, nombre: Inmaculada, laborable: sí}
"""
    tenant = loaded(tmp_path, {"festivos.yaml": text}).tenants[0]
    days = [holiday.day for holiday in tenant.holidays]
    assert [tenant.workdays.is_workday(day) for day in days] == [False, True]


def test_an_impossible_date_is_said_at_its_place(tmp_path: Path) -> None:
    """There is no thirteenth month."""
    text = "festivos:\n  - {fecha: 2027-13-01, nombre: a}\n"
    assert problems(tmp_path, {"festivos.yaml": text}) == [
        "festivos.yaml:2:13: «2027-13-01» no es una fecha que exista"
    ]


def test_files_that_nothing_reads_are_said(tmp_path: Path) -> None:
    """A misspelt file name would silently change nothing."""
    change = {"indicador.yaml": "a: 1\n", "campanas/otra.yml": "a: 1\n"}
    assert problems(tmp_path, change) == [
        "campanas/otra.yml:1:1: este archivo no se lee",
        "indicador.yaml:1:1: este archivo no se lee",
    ]
    assert hints(tmp_path, change) == ["cámbiele la extensión a .yaml", "¿quiso decir «indicadores.yaml»?"]


def test_a_channel_that_cannot_send_yet_stays_in_tests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`modo: real` on an adapter that declares itself not live is refused, saying so."""
    monkeypatch.setattr(Facebook, "profile", replace(Facebook.profile, live=False))
    account = 'red: {tipo: facebook, modo: real, opciones: {pagina: "1", token: "${FB}"}}\n'
    found = problems(tmp_path, {"canales.yaml": ACCOUNTS + account})
    assert "canales.yaml:18:29: el canal «facebook» aún no envía de verdad en esta versión" in found


def test_instagram_needs_an_image(tmp_path: Path) -> None:
    """A post that its service would refuse is found when the file is read."""
    account = 'insta: {tipo: instagram, modo: pruebas, opciones: {cuenta: "1", token: "${IG}"}}\n'
    change = {
        "canales.yaml": ACCOUNTS + account,
        "campanas/matriculas.yaml": CAMPAIGN.replace("[correo, web]", "[insta, correo]"),
    }
    assert problems(tmp_path, change) == [
        "campanas/matriculas.yaml:11:5: «insta» no publica sin imagen, y el mensaje no tiene"
    ]


def test_indicators_name_campaigns_that_exist(tmp_path: Path) -> None:
    """A filter on a campaign that is not there would count nothing; the municipality still runs."""
    more = "otro: {nombre: b, unidad: b, tipo: automatico, cuenta: contenidos, filtro: {campañas: [matricula]}}\n"
    found = loaded(tmp_path, {"indicadores.yaml": INDICATORS + more})
    assert [problem.message for problem in found.problems] == ["no existe la campaña «matricula»"]
    assert len(found.tenants) == 1


def test_a_broken_campaign_disables_only_itself(tmp_path: Path) -> None:
    """The others run, and rows that the broken one may serve are not complained of."""
    build(
        tmp_path,
        {"campanas/rota.yaml": "campaña: [", "campanas/otra.yaml": CAMPAIGN.replace("matriculas\n", "otra\n", 1)},
    )
    found = loaded(tmp_path)
    assert [problem.file.name for problem in found.problems] == ["rota.yaml"]
    assert list(found.tenants[0].campaigns) == ["matriculas", "otra"]


def test_two_campaigns_cannot_share_a_name(tmp_path: Path) -> None:
    """Their keys would be the same: the second file is refused, naming the first."""
    assert problems(tmp_path, {"campanas/z.yaml": CAMPAIGN}) == [
        "campanas/z.yaml:1:10: la campaña «matriculas» ya está en campanas/matriculas.yaml"
    ]
    assert list(loaded(tmp_path).tenants[0].campaigns) == ["matriculas"]


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://ventanilla.villaclara.gov.co", "https://ventanilla.villaclara.gov.co"),
        ("https://villaclara.gov.co/pregonero/", "https://villaclara.gov.co/pregonero"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_the_desk_is_where_a_proxy_leads(tmp_path: Path, written: str, url: str) -> None:
    """Its address may have a path, has no slash at its end, and is clear text on this machine alone."""
    found = loaded(tmp_path, edited("municipio.yaml", "avisos: correo", f"ventanilla: {written}"))
    assert (found.problems, found.tenants[0].municipality.desk_url) == ((), url)


def test_the_desk_may_be_left_out(tmp_path: Path) -> None:
    """Then the program's own pages are not open to the public."""
    assert loaded(tmp_path).tenants[0].municipality.desk_url is None
