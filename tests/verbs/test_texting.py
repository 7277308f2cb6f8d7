"""An account of SMS, as its operator meets it."""

import json

from tests.campaigns.town import ACCOUNTS
from tests.verbs.operator import TOWN, Operator

SMS = """\
sms:
  tipo: sms
  modo: pruebas
  opciones:
    direccion: https://api.operador.example/sms
    claves: {token: "${PREGONERO_SMS}"}
    encabezados: {Authorization: "Bearer {{ claves.token }}"}
    json: '{"to": "{{ numero }}", "text": "{{ texto }}"}'
"""


def town(operator: Operator) -> Operator:
    """The town with an account of SMS that its first message goes out on, too."""
    (name,) = [each for each, text in TOWN.items() if "canales: [correo, web]" in str(text)]
    text = str(TOWN[name]).replace("canales: [correo, web]", "canales: [correo, web, sms]", 1)
    operator.town({**TOWN, "canales.yaml": ACCOUNTS + SMS, name: text})
    return operator


def test_a_preview_counts_segments(operator: Operator) -> None:
    """The operator reads what a message costs, and what makes it cost more."""
    told = town(operator).does("preview", "matriculas", "--message", "anuncio", "--channel", "sms")
    assert "de 3 segmentos de SMS" in told
    assert "á, í, ó, ú" in told


def test_a_reviewer_gets_it_at_the_whole_number(operator: Operator) -> None:
    """A number as it is dialled at home reaches the gateway as everybody's do."""
    town(operator).does(*("preview", "matriculas", "--message", "anuncio", "--channel", "sms", "--to", "300 123 4567"))
    (call,) = (operator.folder / "var" / "pruebas").rglob("*.json")
    assert json.loads(call.read_bytes())["json"]["to"] == "+573001234567"


def test_check_tells_what_cannot_be_known_of_an_answer(operator: Operator) -> None:
    """An account that does not say what success is counts every 2xx as one."""
    assert "\n  sms: toda respuesta 2xx del operador cuenta como mensaje enviado" in town(operator).does("check")
