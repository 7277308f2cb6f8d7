"""SMS, against a gateway in a process of its own."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from channels.message import Rejected
from channels.sms import Sms, SmsOptions
from tests.channels.gateway import BODY, NUMBER, Open, written
from tests.channels.service import Service, failure, message, remember, surroundings
from tests.servers.sms_gateway import TOKEN

SERVER = "https://api.operador.example"
FORM = {"json": None, "formulario": {"para": "{{ numero }}", "mensaje": "{{ texto }}", "clave": "{{ claves.token }}"}}
HOSTILE = '"}],{"x":"\\ &a=b\r\n{{ claves.token }} {{numero}} %00 ñ <b>'


async def test_a_message_is_one_call_with_its_secret(open_sms: Open, gateway: Service) -> None:
    """Number and text stand where the gateway's manual wants them; what it says of the message is kept."""
    sent = await open_sms().send(message("Mañana hay jornada.", NUMBER), remember)
    (call,) = gateway.calls()
    assert (call["method"], call["path"], call["type"], call["allowed"]) == (
        "POST",
        "/v1/sms",
        "application/json",
        True,
    )
    assert json.loads(call["body"]) == {"to": NUMBER, "text": "Mañana hay jornada.", "flash": False}
    assert sent.remote_id == "m-1"


async def test_no_value_breaks_out_of_json(open_sms: Open, gateway: Service) -> None:
    """Quotes, braces, line ends and places in a text are letters, and nothing else."""
    await open_sms().send(message(HOSTILE, NUMBER), remember)
    assert json.loads(gateway.calls()[0]["body"]) == {"to": NUMBER, "text": HOSTILE, "flash": False}


async def test_no_value_breaks_out_of_a_form(open_sms: Open, gateway: Service) -> None:
    """The same in a form's body."""
    await open_sms(**FORM).send(message(HOSTILE, NUMBER), remember)
    (call,) = gateway.calls()
    assert call["type"] == "application/x-www-form-urlencoded"
    assert parse_qsl(call["body"]) == [("para", NUMBER), ("mensaje", HOSTILE), ("clave", TOKEN)]


async def test_no_value_breaks_out_of_the_address(open_sms: Open, gateway: Service) -> None:
    """The same in the query of a GET, beside what the address bears already."""
    asked = {"to": "{{ numero }}", "text": "{{ texto }}"}
    account = open_sms(json=None, metodo="GET", consulta=asked, direccion=f"{gateway.address}/send?v=2")
    await account.send(message(HOSTILE, NUMBER), remember)
    (call,) = gateway.calls()
    assert (call["method"], call["body"]) == ("GET", "")
    assert parse_qs(urlsplit(call["path"]).query) == {"v": ["2"], "to": [NUMBER], "text": [HOSTILE]}


@given(st.text(max_size=60))
def test_any_text_stays_in_its_place(text: str) -> None:
    """What is composed holds the very text, whatever is in it."""
    account = Sms(SmsOptions.model_validate(written(SERVER, segmentos=10)), surroundings(Path()))
    composed = json.loads(account.compose(message(text.replace("\t", " "), NUMBER)).data)
    assert composed["json"]["to"] == NUMBER
    assert composed["json"]["text"] == text.translate(dict.fromkeys(map(ord, "\t\u00a0\u202f\u2009"), " "))


@pytest.mark.parametrize(
    ("wanted", "number"), [("internacional", NUMBER), ("sin-mas", "573001234567"), ("nacional", "3001234567")]
)
async def test_numbers_as_the_gateway_wants_them(open_sms: Open, gateway: Service, wanted: str, number: str) -> None:
    """With its plus, without it, or as in Colombia."""
    await open_sms(numero=wanted).send(message("Hola", NUMBER), remember)
    assert json.loads(gateway.calls()[0]["body"])["to"] == number


async def test_a_foreign_number_is_no_national_one(open_sms: Open, gateway: Service) -> None:
    """A gateway of national numbers would write to somebody else."""
    found = await failure(open_sms(numero="nacional").send(message("Hola", "+593991234567"), remember))
    assert isinstance(found, Rejected)
    assert not found.recipient_gone
    assert gateway.calls() == []


async def test_the_message_has_a_name_of_its_own(open_sms: Open, gateway: Service) -> None:
    """`{{ id }}` is the same over all attempts: a gateway that knows it drops the second one."""
    account = open_sms(json='{"to": "{{ numero }}", "text": "{{ texto }}", "ref": "{{ id }}"}')
    for _ in range(2):
        await account.send(message("Hola", NUMBER), remember)
    names = {json.loads(call["body"])["ref"] for call in gateway.calls()}
    assert names == {sha256(b"clave").hexdigest()[:32]}


async def test_without_accents(open_sms: Open, gateway: Service) -> None:
    """An account may leave out the accents that SMS has not, so that a text costs half."""
    account = open_sms(**{"sin-tildes": "true"})
    await account.send(message("¿Qué pasó con la matrícula?", NUMBER), remember)
    assert json.loads(gateway.calls()[0]["body"])["text"] == "¿Qué paso con la matricula?"
    limit = Sms.profile_for(SmsOptions.model_validate(written(SERVER, **{"sin-tildes": "true"}))).text
    assert (limit.count("ó" * 160), limit.maximum) == (1, 3)


async def test_a_text_of_too_many_segments_never_leaves(open_sms: Open, gateway: Service) -> None:
    """What an account allows is what it pays for."""
    found = await failure(open_sms(segmentos="1").send(message("ó" * 71, NUMBER), remember))
    assert isinstance(found, Rejected)
    assert gateway.calls() == []


async def test_what_is_composed_is_what_goes_out(open_sms: Open, gateway: Service) -> None:
    """The sandbox shows the call, its segments, and of secrets only their names."""
    account = open_sms()
    composed = json.loads(account.compose(message("Jornada de vacunación", NUMBER)).data)
    await account.send(message("Jornada de vacunación", NUMBER), remember)
    assert composed["json"] == json.loads(gateway.calls()[0]["body"])
    assert composed["headers"] == {"Authorization": "Bearer {{ claves.token }}"}
    assert (composed["segments"], composed["alphabet"]) == (1, "UCS-2")


@pytest.mark.parametrize(
    ("place", "fault", "identity"),
    [
        ({"campo": "messages.0.id"}, "good", "m-1"),
        ({"campo": "messages.7.id"}, "good", None),
        ({"campo": "status.id"}, "good", None),
        ({"patron": r"OK: (\d+)"}, "plain", "42"),
        ({"patron": r"\d+"}, "plain", "42"),
        ({"patron": r"ID=(\w+)"}, "plain", None),
    ],
)
async def test_where_the_identity_stands(
    open_sms: Open, gateway: Service, place: dict[str, str], fault: str, identity: str | None
) -> None:
    """In a field or a pattern; where it stands nowhere the message is sent all the same."""
    gateway.then(fault)
    sent = await open_sms(identificador=place, exito=None).send(message("Hola", NUMBER), remember)
    assert sent.remote_id == identity


WRONG = [
    ({"direccion": "http://api.operador.example/sms"}, "sin cifrar"),
    ({"direccion": "https://api.operador.example/sms ñ"}, "no es una dirección"),
    ({"json": "{to: {{ numero }}, text: {{ texto }}}"}, "entre comillas"),
    ({"json": '{"to": "{{ numero }}"}'}, r"falta \{\{ texto \}\}"),
    ({"json": '{"text": "{{ texto }}"}'}, r"falta \{\{ numero \}\}"),
    ({"json": '{"to": "{{ numero }}", "text": "{{ texto }} {{ nombre }}"}'}, r"no conoce \{\{ nombre \}\}"),
    ({"json": '{"to": "{{ numero }}", "text": "{{ texto | upper }}"}'}, "llaves que no se entienden"),
    ({"formulario": {"a": "{{ numero }} {{ texto }}"}}, "no en los dos"),
    ({"metodo": "GET"}, "van en «consulta»"),
    ({"encabezados": {"X-To": "{{ numero }}"}}, r"un encabezado no conoce \{\{ numero \}\}"),
    ({"encabezados": {"X-A": "señal"}}, "un encabezado no lleva tildes"),
    ({"claves": {"token": "contraseña"}}, r"claves.token \}\} va en un encabezado"),
    ({"encabezados": {"X A": "b"}}, "no es el nombre de un encabezado"),
    ({"encabezados": {"X-A": "b\nX-C: d"}}, "un encabezado tiene saltos de línea"),
    ({"claves": {"token": "a\r\nX-C: d"}}, "saltos de línea o signos invisibles"),
    ({"claves": {"El Token": "a"}}, "no sirve como nombre"),
    ({"exito": {}}, "escriba «estados»"),
    ({"exito": {"estados": ["200"], "valores": ["ok"]}}, "escriba también «campo»"),
    ({"exito": {"patron": "("}}, "no es una expresión regular"),
    ({"exito": {"campo": "a..b"}}, "no es el lugar de un dato"),
    ({"identificador": {"campo": "a", "patron": "b"}}, "uno de los dos"),
]


@pytest.mark.parametrize(("changes", "said"), WRONG)
def test_what_cannot_be_called_is_refused_when_it_is_read(changes: dict[str, object], said: str) -> None:
    """Each mistake has its sentence, and no secret stands in it."""
    with pytest.raises(ValidationError, match=said) as raised:
        SmsOptions.model_validate(written(SERVER, **changes))
    assert TOKEN not in str(raised.value)


@pytest.mark.parametrize(
    ("rule", "told"),
    [({"patron": "OK"}, True), ({"patron": "OK", "estados": ["200"]}, False), ({"campo": "status"}, False)],
)
def test_a_pattern_without_statuses_is_told(rule: dict[str, object], told: bool) -> None:
    """`check` advises to write them: words alone may be found in an answer that is about something else."""
    said = SmsOptions.model_validate(written(SERVER, exito=rule)).advice
    assert [each.startswith("exito: un «patron» sin «estados»") for each in said] == [True] * told


def test_a_json_body_is_kept_as_it_was_written() -> None:
    """Numbers and truth values stay what they are; keys are no places."""
    options = SmsOptions.model_validate(written(SERVER, json=BODY))
    assert options.tree == {"to": "{{ numero }}", "text": "{{ texto }}", "flash": False}


def test_each_contract_with_a_gateway_has_a_lane() -> None:
    """Pace, quota and pauses are the contract's; without secrets at hand it is named by its address alone."""
    keys = ({"token": TOKEN}, {"token": "otro"}, {"token": TOKEN}, {"token": ""})
    names = [Sms.sender(SmsOptions.model_validate(written(SERVER, claves=each))) for each in keys]
    assert names[0] == names[2] != names[1]
    assert all(re.fullmatch(r"sms:api\.operador\.example/v1/sms#[0-9a-f]{4}", name) for name in names[:3])
    assert names[3] == "sms:api.operador.example/v1/sms"


async def test_a_look_sends_nothing(open_sms: Open, gateway: Service) -> None:
    """The server's first page is asked for, without keys; credit stays unknown."""
    found = await open_sms().examine(datetime(2027, 1, 5, tzinfo=UTC))
    assert [(each.check, each.standing.value) for each in found] == [
        ("reach", "good"),
        ("keys", "good"),
        ("credit", "unknown"),
    ]
    assert [(call["method"], call["path"], call["allowed"]) for call in gateway.calls()] == [("HEAD", "/", False)]


async def test_a_look_tells_what_is_wrong(open_sms: Open) -> None:
    """A server that is not there and a secret that is missing."""
    found = await open_sms("http://127.0.0.1:9", claves={"token": ""}).examine(datetime(2027, 1, 5, tzinfo=UTC))
    assert [(each.check, each.standing.value) for each in found] == [
        ("reach", "bad"),
        ("keys", "bad"),
        ("credit", "unknown"),
    ]
    assert all(each.advice for each in found)


def test_the_profile_costs_no_library() -> None:
    """Reading what SMS declares does not load httpx."""
    code = "import sys, channels.sms; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
