"""What Meta calls a WhatsApp number with: only what is proven is believed, and only what is understood is told."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from channels.capabilities import Confirms, Hears, Intake
from channels.message import Rejected, Unavailable
from channels.news import Became, Call, Fate, Forged, Spoke, Word
from channels.whatsapp import WhatsApp, WhatsAppOptions
from tests.channels.meta import KEYS
from tests.channels.metas_calls import AT, Headers, pressed, signed, status, value, wished, wrote
from tests.channels.service import surroundings

NOW = datetime.fromtimestamp(AT, UTC) + timedelta(seconds=5)
TOKEN = "canario-clave-de-aviso"
KEY = "c/m/cuenta@1/clave"
OPTIONS = {"numero": "5060", "plantilla": "aviso", "entrada": "aviso", "clave-aviso": TOKEN, **KEYS}


@pytest.fixture
def account(tmp_path: Path) -> WhatsApp:
    """One that is called."""
    return WhatsApp(WhatsAppOptions.model_validate(OPTIONS), surroundings(tmp_path))


def test_each_step_of_a_message_is_told(account: WhatsApp) -> None:
    """With the key that went along, and what the number's own table of errors makes of a failure."""
    assert isinstance(account, Hears)
    steps = [status(word, KEY) for word in ("sent", "delivered", "read")]
    body, headers = signed(value(statuses=[*steps, status("failed", KEY, code=131_026)]))
    *fine, failed = account.hear(Call(headers, body), NOW)
    assert [each.fate for each in fine if isinstance(each, Became)] == [Fate.ACCEPTED, Fate.DELIVERED, Fate.READ]
    assert isinstance(failed, Became)
    assert (failed.key, failed.message, failed.at) == (KEY, "wamid.1", datetime.fromtimestamp(AT, UTC))
    assert isinstance(failed.failure, Rejected)
    assert failed.failure.gone_if_repeated
    assert len({each.remote_id for each in (*fine, failed)}) == 4


def test_a_failure_of_the_account_is_nobodys_fault(account: WhatsApp) -> None:
    """A payment that is missing does not make the person's telephone a dead one."""
    body, headers = signed(value(statuses=[status("failed", KEY, code=131_042)]))
    (failed,) = account.hear(Call(headers, body), NOW)
    assert isinstance(failed, Became)
    assert isinstance(failed.failure, Unavailable)


def test_who_wrote_is_told_by_the_number_that_we_write_to(account: WhatsApp) -> None:
    """In E.164; the text is there for whoever looks for a word in it, and shows nowhere."""
    body, headers = signed(value(messages=[wrote("mi cédula es 123")]))
    (spoke,) = account.hear(Call(headers, body), NOW)
    assert isinstance(spoke, Spoke)
    assert (spoke.person, spoke.word, spoke.text) == ("+573001234567", Word.OTHER, "mi cédula es 123")
    assert "cédula" not in repr(spoke)


@pytest.mark.parametrize(
    ("message", "word"),
    [
        (wrote("BAJA"), Word.STOP),
        (wrote(" «Baja». "), Word.STOP),
        (wrote("stop"), Word.STOP),
        (pressed("Baja"), Word.STOP),
        (pressed("Baja", "button_reply"), Word.STOP),
        (pressed("Baja", "list_reply"), Word.STOP),
        (wrote("Alta"), Word.START),
        (wrote("ayuda"), Word.HELP),
        (wrote("se baja el agua"), Word.OTHER),
        (pressed("Ver más"), Word.OTHER),
        (wrote("") | {"text": None, "interactive": 3}, Word.OTHER),
    ],
)
def test_a_word_is_understood_however_it_is_said(account: WhatsApp, message: dict[str, Any], word: Word) -> None:
    """Written, or chosen among the answers of a template's button or of a list; only where it is all that is said."""
    body, headers = signed(value(messages=[message]))
    (spoke,) = account.hear(Call(headers, body), NOW)
    assert isinstance(spoke, Spoke)
    assert spoke.word is word


def test_whether_publicity_is_wanted_is_told_by_whatsapp(account: WhatsApp) -> None:
    """It has no name of its own: it gets one that is the same when it comes again, and tells nobody's number."""
    wishes = [wished("stop"), wished("resume", at=AT + 1), wished("stop", person="573002222222")]
    body, headers = signed(value(user_preferences=[*wishes, wishes[0] | {"timestamp": str(AT)}]))
    *different, again = account.hear(Call(headers, body), NOW)
    assert [each.word for each in different if isinstance(each, Spoke)] == [Word.DECLINED, Word.WELCOMED, Word.DECLINED]
    assert len({each.remote_id for each in different}) == 3
    assert again == different[0]
    assert isinstance(again, Spoke)
    assert (again.person, again.at) == ("+573001234567", datetime.fromtimestamp(AT, UTC))
    assert "3001234567" not in again.remote_id


def forged() -> list[tuple[str, bytes, Headers]]:
    """Calls that are not Meta's."""
    body, headers = signed(value(statuses=[status("sent", KEY)]))
    name = "x-hub-signature-256"
    other = signed(value(statuses=[status("sent", KEY)]), "otro-secreto")[1]
    return [
        ("another secret", body, other),
        ("a changed byte", body[:-1] + b" ", headers),
        ("a byte more", body + b"\n", headers),
        ("another encoding of the same", body.decode().encode("utf-16"), headers),
        ("no signature", body, {}),
        ("an empty one", body, {name: ""}),
        ("of another kind", body, {name: headers[name].replace("sha256=", "sha1=")}),
        ("without its kind", body, {name: headers[name].removeprefix("sha256=")}),
        ("in capitals", body, {name: headers[name].upper()}),
        ("with what is no ASCII", body, {name: "sha256=ñ"}),
    ]


@pytest.mark.parametrize(("body", "headers"), [each[1:] for each in forged()], ids=[each[0] for each in forged()])
def test_what_nothing_proves_is_not_believed(account: WhatsApp, body: bytes, headers: Headers) -> None:
    """The signature is of the bytes as they came."""
    with pytest.raises(Forged):
        account.hear(Call(headers, body), NOW)


STRANGE: list[Any] = [
    b"",
    b"[]",
    b"null",
    b"{" * 50_000,
    b"\xff\xfe",
    {"entry": 3},
    {"entry": [{"changes": [{"value": []}, 4]}]},
    value("9999", statuses=[status("sent", KEY)]),
    value(statuses=[status("warning", KEY), status("sent", KEY, message=""), {}, "x"]),
    value(statuses=[status("sent", KEY, at=AT - 9 * 86_400)]),
    value(statuses=[status("sent", KEY, at=AT + 2 * 3_600)]),
    value(statuses=[status("sent", KEY) | {"timestamp": "9" * 40}]),
    value(messages=[wrote("x", person="abc"), wrote("x", message="")]),
    value(user_preferences=[wished("maybe"), wished("stop") | {"category": "other"}, wished("stop", person="abc"), {}]),
    value(user_preferences=[wished("stop", at=AT - 9 * 86_400), wished("stop") | {"timestamp": True}]),
]


@pytest.mark.parametrize("document", STRANGE, ids=range(len(STRANGE)))
def test_what_is_strange_or_old_is_no_news(account: WhatsApp, document: Any) -> None:
    """Of another number, of no known form, older than Meta's own tries, or not yet true: left out, and no error."""
    body, headers = signed(document)
    assert account.hear(Call(headers, body), NOW) == ()


def test_meta_is_told_that_the_address_is_ours(account: WhatsApp) -> None:
    """The challenge comes back only to who knows the word that staff made up."""
    assert isinstance(account, Confirms)
    asked = {"hub.mode": "subscribe", "hub.verify_token": TOKEN, "hub.challenge": "1158201444"}
    assert account.confirm(asked) == "1158201444"
    wrong = [{"hub.verify_token": "otra"}, {"hub.mode": "x"}, {"hub.challenge": "<b>"}, {"hub.challenge": ""}]
    for change in wrong:
        with pytest.raises(Forged):
            account.confirm(asked | change)


@pytest.mark.parametrize("left_out", ["secreto-app", "clave-aviso"])
def test_an_account_that_is_called_has_its_secrets(left_out: str) -> None:
    """Without them nothing would prove who calls."""
    with pytest.raises(ValidationError, match=left_out):
        WhatsAppOptions.model_validate({name: each for name, each in OPTIONS.items() if name != left_out})


def test_a_word_that_anyone_guesses_is_refused() -> None:
    """Whoever knows it can point Meta's question elsewhere."""
    with pytest.raises(ValidationError, match="clave-aviso"):
        WhatsAppOptions.model_validate({**OPTIONS, "clave-aviso": "hola"})


def test_no_account_is_called_unless_staff_say_so() -> None:
    """And Meta is never asked: it can only call."""
    plain = WhatsAppOptions.model_validate({"numero": "5060", "plantilla": "aviso", **KEYS})
    assert WhatsApp.intake(plain, "") is Intake.NONE
    with pytest.raises(ValidationError, match="entrada"):
        WhatsAppOptions.model_validate({**OPTIONS, "entrada": "consulta"})
