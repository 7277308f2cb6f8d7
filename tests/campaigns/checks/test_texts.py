"""Whatever the texts of a file say, reading it costs little, and what costs too much is a problem for its writer."""

import time
from pathlib import Path

import pytest

from tests.campaigns.town import ACCOUNTS, CAMPAIGN, build, problems

X = """\
x:
  tipo: x
  modo: pruebas
  opciones:
    clave-api: ${PREGONERO_A}
    secreto-api: ${PREGONERO_B}
    token-acceso: ${PREGONERO_C}
    secreto-acceso: ${PREGONERO_D}
"""
LIST = f"  requisitos: [{', '.join(f'r{number}' for number in range(200))}]\n"
DATES = "  fechas:\n" + "".join(
    f"    - {{id: d{each}, inicia: 2027-{each // 28 + 1:02d}-{each % 28 + 1:02d} 07:00}}\n" for each in range(60)
)
FOR = "{{% for r in evento.requisitos %}}{}{{% endfor %}}"
TOO_MUCH = "demasiad"
HOSTILE = {
    "conditions in a list": (40, "correo, x", FOR.format("{% if nombre is defined %}a{% endif %}" * 450), TOO_MUCH),
    "one text of them": (1, "correo", FOR.format("{% if nombre is defined %}a{% endif %}" * 500), TOO_MUCH),
    "two ways in a list": (
        20,
        "correo",
        FOR.format("{% if nombre is defined %}a{% else %}b{% endif %}" * 400),
        TOO_MUCH,
    ),
    "long conditions": (
        40,
        "correo",
        FOR.format("{% if not (hora == 'a' and hora == 'b' or hora == 'c' and hora != 'd') %}a{% endif %}" * 150),
        TOO_MUCH,
    ),
    "many walks": (45, "correo", "{%for r in evento.requisitos%}{%endfor%}" * 450, TOO_MUCH),
    "values": (45, "correo", "{{fecha}}" * 2000, TOO_MUCH),
    "ways out of one condition": (
        45,
        "correo",
        "{% if hora == 'a' %}" + "{%elif nombre is defined%}b" * 600 + "{% endif %}",
        TOO_MUCH,
    ),
    "sentences of lists": (45, "correo", "{{evento.requisitos|lista}}" * 600, "pasa de 200000 caracteres"),
    "names that are not there": (45, "correo", "{{nada}}" * 2000, "no existe el dato «nada»"),
    "names without end": (45, "correo", "{{ datos" + ".a" * 9_000 + " }}", "no existe el dato «datos.a»"),
    "short texts": (2_500, "correo, web, canal", "{{ evento | rango }}", TOO_MUCH),
}


@pytest.mark.parametrize("shape", HOSTILE)
def test_no_texts_keep_the_check_busy(tmp_path: Path, shape: str) -> None:
    """A file under the limit of 1 MB is answered within a second of the processor's time, whatever it asks for."""
    count, accounts, text, said = HOSTILE[shape]
    head = CAMPAIGN.partition("mensajes:")[0]
    dates = DATES if shape == "short texts" else "  inicia: 2027-01-12 07:00\n"
    head = head.partition("  inicia:")[0] + dates + LIST + "mensajes:\n"
    message = '  - {{id: m{}, cuando: 1 día antes a las 08:00, canales: [{}], asunto: a, texto: "{}"}}\n'
    written = head + "".join(message.format(each, accounts, text) for each in range(count))
    assert len(written) < 1_000_000
    changes = {"campanas/matriculas.yaml": written, "canales.yaml": ACCOUNTS + X}
    build(tmp_path, changes)
    before = time.process_time()
    found = problems(tmp_path, changes)
    assert time.process_time() - before < 1
    assert any(said in each for each in found)
