"""A survey is held to what each of its accounts can do, when the file is read."""

from pathlib import Path

import pytest

from tests.campaigns.town import ACCOUNTS, CAMPAIGN, MUNICIPALITY, hints, problems

FILE = "campanas/matriculas.yaml"
DESK = {"municipio.yaml": f"{MUNICIPALITY}ventanilla: https://participe.villaclara.gov.co\n"}
X = 'red: {tipo: x, modo: pruebas, opciones: {clave-api: "${A}", secreto-api: "${B}", token-acceso: "${C}", secreto-acceso: "${D}"}}\n'  # noqa: E501 - one account
PAPER = "urna: {tipo: manual, modo: pruebas, medio: Urna, opciones: {clase: cartelera}}\n"


def _asking(account: str, survey: str, more: str = "") -> dict[str, str]:
    text = CAMPAIGN.replace("[correo, web]", f"[{account}]")
    return {FILE: f"{text}    encuesta: {{{survey}}}\n{more}", "canales.yaml": f"{ACCOUNTS}{X}{PAPER}"}


@pytest.mark.parametrize(
    ("account", "survey", "said"),
    [
        ("red", "pregunta: ¿Sí?, opciones: [Sí, No], cierra: 7 días después", []),
        (
            "red",
            "pregunta: ¿Sí?, opciones: [a, b, c, d, e]",
            ["una encuesta de «red» lleva de 2 a 4 opciones, y esta tiene 5"],
        ),
        (
            "red",
            "pregunta: ¿Sí?, opciones: [Sí, Nunca en la vida lo he visto]",
            ["en «red» cada opción tiene hasta 25 caracteres, y «Nunca en la vida lo he visto» tiene 28"],
        ),
        (
            "red",
            "pregunta: ¿Sí?, opciones: [Sí, No], cierra: 10 días después",
            ["una encuesta de «red» está abierta 7 días como máximo"],
        ),
        (
            "red",
            "pregunta: ¿Sí?, opciones: [Sí, No], cierra: 5 días hábiles después",
            ["una encuesta de «red» está abierta 7 días como máximo"],
        ),
        (
            "red",
            "pregunta: ¿Sí?, opciones: [Sí, No], cierra: 5 minutos después",
            ["una encuesta de «red» está abierta más de 5 minutos"],
        ),
        ("red", "pregunta: ¿Sí?, opciones: [Sí, No], cierra: 6 minutos después", []),
        ("web", "pregunta: ¿Sí?, opciones: [Sí, sí]", ["la opción «sí» está repetida"]),
        ("web", "pregunta: ¿Sí?, opciones: [a, b, c, d, e], cierra: 40 días después", []),
        ("urna", "pregunta: ¿Sí?, opciones: [Sí, No]", []),
    ],
)
def test_what_a_service_cannot_do_is_said(tmp_path: Path, account: str, survey: str, said: list[str]) -> None:
    """Options, their length and the days of a poll; our own page has no such limits, and paper neither."""
    found = problems(tmp_path, DESK | _asking(account, survey))
    assert [each.partition(": ")[2] for each in found] == said


def test_where_there_is_no_poll_people_vote_on_our_page(tmp_path: Path) -> None:
    """So it has to be open to the public; on an account with polls or on paper nobody needs it."""
    survey = "pregunta: ¿Sí?, opciones: [Sí, No]"
    assert problems(tmp_path, _asking("web", survey)) == [
        f"{FILE}:16:15: «web»: ahí no hay encuestas propias, y falta dónde se vota"
    ]
    assert hints(tmp_path, _asking("web", survey)) == [
        "escriba «ventanilla:» en municipio.yaml, o deje la encuesta en un canal manual"
    ]
    assert problems(tmp_path, _asking("red, urna", survey)) == []


def test_a_survey_has_one_address(tmp_path: Path) -> None:
    """A link of the message's own would lead people away from the vote."""
    change = _asking("web", "pregunta: ¿Sí?, opciones: [Sí, No]", "    enlace: https://example.com\n")
    found = problems(tmp_path, DESK | change)
    assert found == [f"{FILE}:17:13: con «encuesta», el enlace es el de la página donde se vota, y este no se usaría"]


@pytest.mark.parametrize(
    ("closes", "when", "said"),
    [
        ("2026-12-30 a las 18:00", "15 días antes a las 08:00", []),
        ("2026-12-30 a las 18:00", "2026-12-29 a las 08:00", []),
        ("2026-12-30 a las 18:00", "tras aprobar\n    aprueba: comite-gel", []),
        ("2026-12-30 a las 18:00", "por orden", []),
        (
            "2026-12-28 a las 08:00",
            "15 días antes a las 08:00",
            [
                "la encuesta cierra el 28 de diciembre de 2026, 8:00 a. m., y el mensaje sale el 28 de diciembre de "
                "2026, 8:00 a. m."
            ],
        ),
        (
            "2027-03-01 a las 18:00",
            "cada lunes a las 08:00",
            ["el mensaje sale muchas veces, y «cierra» dice una sola fecha"],
        ),
        (
            "2027-01-05 a las 18:00",
            "2026-12-28 a las 08:00",
            ["una encuesta de «red» está abierta 7 días como máximo"],
        ),
    ],
)
def test_a_written_close_is_held_to_the_hour_of_its_message(
    tmp_path: Path, closes: str, when: str, said: list[str]
) -> None:
    """It lies after it, as far as the service allows, and there is one of each."""
    change = _asking("red", f"pregunta: ¿Sí?, opciones: [Sí, No], cierra: {closes}")
    change[FILE] = change[FILE].replace("15 días antes a las 08:00", when)
    assert [each.partition(": ")[2] for each in problems(tmp_path, DESK | change)] == said


RESULTS = """\
  - id: resultados
    cuando: 1 día después de cerrar la encuesta de {} a las 10:00
    canales: [web]
    asunto: Resultados
    texto: "Los resultados: {{{{ enlace }}}}"
"""


@pytest.mark.parametrize(
    ("followed", "asking", "said"),
    [
        ("anuncio", True, []),
        ("anuncio", False, ["el mensaje «anuncio» no hace ninguna encuesta"]),
        ("anunsio", True, ["no existe el mensaje «anunsio»"]),
    ],
)
def test_what_follows_a_close_follows_a_survey(tmp_path: Path, followed: str, asking: bool, said: list[str]) -> None:
    """A message without any never closes one."""
    change = _asking("web", "pregunta: ¿Sí?, opciones: [Sí, No]", RESULTS.format(followed))
    if not asking:
        change[FILE] = CAMPAIGN + RESULTS.format(followed)
    assert [each.partition(": ")[2] for each in problems(tmp_path, DESK | change)] == said
