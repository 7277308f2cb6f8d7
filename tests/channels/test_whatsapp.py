"""WhatsApp, against a Cloud API server in a process of its own."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from channels.message import Rejected, Scope, Unavailable, Uncertain
from channels.registry import profile
from channels.whatsapp import WhatsApp, WhatsAppOptions
from channels.whatsapp.errors import ERRORS
from tests.channels.meta import KEYS, Open, paths
from tests.channels.service import Service, failure, message, remember, surroundings
from tests.servers.process import Server

ANA = "+573001234567"
OPTIONS = {"numero": "5060", "plantilla": "aviso_municipal", **KEYS}
SEND, LOOK = "POST /5060/messages", "GET /7080/message_templates"


@pytest.fixture
def service(start_server: Callable[..., Server], tmp_path: Path) -> Service:
    return Service.start(start_server, "tests.servers.whatsapp_api", tmp_path)


@pytest.fixture
async def open_account(service: Service, tmp_path: Path) -> AsyncIterator[Open]:
    """Opens accounts at the server; closes them after the test."""
    opened: list[WhatsApp] = []

    def open_(options: dict[str, Any] | None = None, **deadlines: float) -> WhatsApp:
        given = {**OPTIONS, "servidor": service.address, "plazos": deadlines, **(options or {})}
        opened.append(WhatsApp(WhatsAppOptions.model_validate(given), surroundings(tmp_path)))
        return opened[-1]

    yield open_
    for each in opened:
        await each.close()


def composed(options: dict[str, Any], text: str = "Hola", subject: str = "", link: str | None = None) -> dict[str, Any]:
    """The call's body, as the sandbox shows it."""
    account = WhatsApp(WhatsAppOptions.model_validate(OPTIONS | options), surroundings(Path()))
    data = account.compose(message(text, ANA)._replace(subject=subject, link=link)).data
    assert b"canario" not in data
    return dict(json.loads(data))


async def test_a_message_is_an_approved_template_with_its_key(open_account: Open, service: Service) -> None:
    """The text fills the template's one variable, on one line; the key comes back with each notice of delivery."""
    sent = await open_account().send(message("Hola, Ana:\n\nmañana hay\tjornada", ANA), remember)
    (call,) = service.calls()
    said = call["said"]
    assert (call["path"], call["authorised"], call["proven"]) == ("/v26.0/5060/messages", True, True)
    assert (said["to"], said["type"], said["biz_opaque_callback_data"]) == ("573001234567", "template", "clave")
    assert (said["template"]["name"], said["template"]["language"]) == ("aviso_municipal", {"code": "es_CO"})
    parameters = said["template"]["components"][0]["parameters"]
    assert parameters == [{"type": "text", "text": "Hola, Ana: mañana hay jornada"}]
    assert (sent.remote_id, sent.url) == ("wamid.1", None)


async def test_what_is_composed_is_what_goes_out(open_account: Open, service: Service) -> None:
    """The sandbox shows the very body that WhatsApp gets."""
    await open_account().send(message("Hola", ANA), remember)
    sent = service.calls()[0]["said"]
    assert composed({})["body"] == sent


def test_named_variables_take_their_parts() -> None:
    """As the account says: the template's own names, each for a part of the message."""
    options = {"variables": {"mensaje": "texto", "titulo": "asunto", "pagina": "enlace"}}
    call = composed(options, "Hola", "Matrículas", "https://a.gov.co")
    assert call["body"]["template"]["components"][0]["parameters"] == [
        {"type": "text", "parameter_name": "mensaje", "text": "Hola"},
        {"type": "text", "parameter_name": "titulo", "text": "Matrículas"},
        {"type": "text", "parameter_name": "pagina", "text": "https://a.gov.co"},
    ]


def test_a_part_that_is_missing_is_refused() -> None:
    """Meta refuses an empty variable, in words that nobody understands."""
    with pytest.raises(Rejected, match="le falta el enlace"):
        composed({"variables": {"mensaje": "texto", "pagina": "enlace"}})


async def test_a_message_that_is_looked_at_first_is_sent(open_account: Open, service: Service) -> None:
    """WhatsApp has taken it, and tells by its notices what became of it."""
    service.then("held")
    assert (await open_account().send(message("Hola", ANA), remember)).remote_id == "wamid.1"


STOPS = [
    *("131005", "131031", "131037", "131042", "131045", "130497", "132000", "132001", "132007", "132012", "132015"),
    *("132016", "133010", "190:463", "10", "200", "368", "100:33", "0"),
]
UNREACHED = {"131026": (True, False), "131050": (False, True)}
REFUSED = ["131008", "131009", "131021", "131030", "131047", "131051", "132005", "132008", "100"]
DOUBTFUL = [
    *("1:500", "2:500", "131000:500", "131016:500", "131016"),
    *("drop", "hang", "half", "truncated", "page", "page-502", "empty", "list", "huge", "moved"),
]


def fault(name: str) -> str:
    """As the server's script has it."""
    return f"error:{name}" if name[0].isdecimal() else name


@pytest.mark.parametrize("name", STOPS)
async def test_what_only_a_person_can_mend_stops_the_account(open_account: Open, service: Service, name: str) -> None:
    """Money, rights, blocks, and a template that is paused, disabled or another than the account thinks."""
    service.then(fault(name))
    found = await failure(open_account().send(message("Hola", ANA), remember))
    assert isinstance(found, Unavailable)
    assert (found.scope, found.needs_person, found.code) == (Scope.ACCOUNT, True, name.replace(":", "/"))
    assert "fbtrace_id" in found.reason


@pytest.mark.parametrize("name", [*UNREACHED, *REFUSED])
async def test_what_will_never_work(open_account: Open, service: Service, name: str) -> None:
    """A person whom WhatsApp does not reach, or who wants no publicity, is told from a message that is no good."""
    service.then(fault(name))
    found = await failure(open_account().send(message("Hola", ANA), remember))
    assert isinstance(found, Rejected)
    assert (found.recipient_gone, found.code) == (False, name)
    assert (found.gone_if_repeated, found.declined) == UNREACHED.get(name, (False, False))


@pytest.mark.parametrize("name", DOUBTFUL)
async def test_what_may_have_gone_out(open_account: Open, service: Service, name: str) -> None:
    """No call is repeated: its key comes back with the notice of delivery, if there is one."""
    service.then(fault(name))
    found = await failure(open_account(lectura=1).send(message("Hola", ANA), remember))
    assert type(found) is Uncertain
    assert len(service.calls()) == 1


WAITS = [
    # code, minutes, whom it holds up
    ("4", 60, Scope.ACCOUNT),
    ("80007", 60, Scope.ACCOUNT),
    ("80007:regain12", 12, Scope.ACCOUNT),
    ("130429", 1, Scope.ACCOUNT),
    ("131048", 6 * 60, Scope.ACCOUNT),
    ("131064", 6 * 60, Scope.ACCOUNT),
    ("131057:500", 15, Scope.ACCOUNT),
    ("133004:503", 15, Scope.ACCOUNT),
    ("131056", 1, Scope.RECIPIENT),
    ("131049", 24 * 60, Scope.RECIPIENT),
    ("130472", 24 * 60, Scope.RECIPIENT),
]


@pytest.mark.parametrize(("name", "minutes", "scope"), WAITS)
async def test_what_has_to_wait(open_account: Open, service: Service, name: str, minutes: int, scope: Scope) -> None:
    """A limit of the number rests the account; one of the person holds up that one alone."""
    service.then(fault(name))
    found = await failure(open_account().send(message("Hola", ANA), remember))
    assert isinstance(found, Unavailable)
    assert (found.retry_after, found.scope, found.needs_person) == (timedelta(minutes=minutes), scope, False)


async def test_the_template_is_looked_at_once(open_account: Open, service: Service) -> None:
    """Where the account names its business account: before the first message, whatever comes beside it."""
    account = open_account({"cuenta": "7080"})
    await asyncio.gather(*(account.send(message("Hola", f"{ANA[:-1]}{n}"), remember) for n in range(4)))
    assert paths(service)[0] == LOOK
    assert sorted(paths(service)[1:]) == [SEND] * 4
    assert service.calls()[0]["said"]["name"] == "aviso_municipal"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("template-none", "no existe"),
        ("template-in:es", "«es_CO»: está en es"),
        ("template:PENDING", "todavía la revisa"),
        ("template:PAUSED", "la pausó"),
        ("template:DISABLED", "la apagó"),
        ("template:OTHER", "OTHER"),
        ("template-title", "una variable en el título"),
        ("template-header:IMAGE", "una imagen en el título"),
        ("template-header:VIDEO", "un video en el título"),
        ("template-header:DOCUMENT", "un documento en el título"),
        ("template-header:LOCATION", "una ubicación en el título"),
        ('template-button:{"type": "COPY_CODE", "example": "VERANO"}', "«COPY_CODE»"),
        ('template-button:{"type": "FLOW", "flow_id": "1"}', "«FLOW»"),
        ('template-button:{"type": "URL", "url": "https://a.gov.co/{{1}}"}', "la dirección de un botón"),
        ("template-part:CAROUSEL", "«CAROUSEL»"),
        ("template-body:Aviso", "(ninguna)"),
        ("template-body:{{1}} y {{2}}", "({{1}}, {{2}})"),
        ("template-body:{{mensaje}}", "({{mensaje}})"),
    ],
)
async def test_a_template_that_will_not_do_stops_the_account_before_anything_goes_out(
    open_account: Open, service: Service, name: str, said: str
) -> None:
    """Its existence, language, state and variables; once it is mended, the messages go."""
    service.then(name)
    account = open_account({"cuenta": "7080"})
    found = await failure(account.send(message("Hola", ANA), remember))
    assert isinstance(found, Unavailable)
    assert (found.code, found.scope, found.needs_person) == ("plantilla", Scope.ACCOUNT, True)
    assert said in found.reason
    await account.send(message("Hola", ANA), remember)
    assert paths(service) == [LOOK, LOOK, SEND]


async def test_the_templates_own_text_takes_of_the_room(open_account: Open, service: Service) -> None:
    """900 characters of its own leave 124: a longer message is refused before Meta is asked, and says how to see it."""
    service.then(f"template-body:{'a' * 900}{{{{1}}}}")
    account = open_account({"cuenta": "7080"})
    found = await failure(account.send(message("a" * 125, ANA), remember))
    assert isinstance(found, Rejected)
    assert (found.code, "tiene 125 caracteres" in found.reason, "deja 124" in found.reason) == ("largo", True, True)
    assert "«texto-fijo: 900»" in found.reason
    await account.send(message("a" * 124, ANA), remember)
    assert paths(service) == [LOOK, SEND]


def test_texts_are_measured_with_what_the_template_leaves() -> None:
    """Where the account says how much of it is the template's own."""
    assert profile("whatsapp", WhatsAppOptions.model_validate(OPTIONS)).text.maximum == 1024
    assert profile("whatsapp", WhatsAppOptions.model_validate(OPTIONS | {"texto-fijo": "900"})).text.maximum == 124


async def test_named_variables_are_held_against_the_templates(open_account: Open, service: Service) -> None:
    """In whatever order."""
    service.then("template-body:{{pagina}} {{ mensaje }}")
    account = open_account({"cuenta": "7080", "variables": {"mensaje": "texto", "pagina": "enlace"}})
    await account.send(message("Hola", ANA)._replace(link="https://a.gov.co"), remember)
    assert paths(service) == [LOOK, SEND]


@pytest.mark.parametrize("name", ["drop", "page-502", "empty", "error:1:500", "error:4", "error:190"])
async def test_a_template_that_cannot_be_looked_at_sends_nothing(
    open_account: Open, service: Service, name: str
) -> None:
    """Surely not sent: it is looked at again with the next try."""
    service.then(name)
    found = await failure(open_account({"cuenta": "7080"}).send(message("Hola", ANA), remember))
    assert isinstance(found, Unavailable)
    assert paths(service) == [LOOK]


async def test_after_a_stop_the_template_is_looked_at_again(open_account: Open, service: Service) -> None:
    """What a person mended may be the template."""
    service.then("good", "error:132015")
    account = open_account({"cuenta": "7080"})
    await failure(account.send(message("Hola", ANA), remember))
    await account.send(message("Hola", ANA), remember)
    assert paths(service) == [LOOK, SEND, LOOK, SEND]


@pytest.mark.parametrize(
    ("limit", "quota"), [({}, 250), ({"limite-diario": "2000"}, 2000), ({"limite-diario": "sin-limite"}, None)]
)
def test_the_days_limit_is_the_quota(limit: dict[str, str], quota: int | None) -> None:
    """Meta begins with 250 people in 24 hours, and raises it; the plan counts with it."""
    pace = profile("whatsapp", WhatsAppOptions.model_validate(OPTIONS | limit)).pace
    assert (pace.quota, pace.quota_window, pace.per_second) == (quota, timedelta(days=1), 80)


def test_accounts_of_one_number_share_a_lane() -> None:
    """The number is the sender."""
    assert WhatsApp.sender(WhatsAppOptions.model_validate(OPTIONS)) == "whatsapp:5060"


def test_an_account_that_cannot_have_its_template_looked_at_is_told() -> None:
    """It works, and would be better with its business account's number."""
    assert WhatsAppOptions.model_validate(OPTIONS).advice
    assert not WhatsAppOptions.model_validate(OPTIONS | {"cuenta": "7080"}).advice


@pytest.mark.parametrize(
    "wrong",
    [
        {"numero": "+57 300 123"},
        {"plantilla": "Aviso municipal"},
        {"idioma": "español"},
        {"cuenta": "alcaldía"},
        {"variables": {"El texto": "texto"}},
        {"limite-diario": 0},
    ],
)
def test_wrong_options_are_refused(wrong: dict[str, str]) -> None:
    """Number, template, language and variables are written as Meta writes them."""
    with pytest.raises(ValidationError, match=r"; (copie|escriba|el nombre|la dirección)"):
        WhatsAppOptions.model_validate(OPTIONS | wrong)


def test_every_rule_is_tried() -> None:
    """No code of the table is without its test above."""
    names = [*STOPS, *UNREACHED, *REFUSED, *DOUBTFUL, *(name for name, _, _ in WAITS)]
    assert {code for code, _ in ERRORS} <= {int(name.partition(":")[0]) for name in names if name[0].isdecimal()}
