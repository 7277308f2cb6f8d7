"""WhatsApp as declared data: what the message would be, and that nothing goes out."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from channels.message import Rejected
from channels.whatsapp import WhatsApp, WhatsAppOptions
from tests.channels.service import failure, message, remember, surroundings

OPTIONS = {"numero": "5060", "token": "canario", "plantilla": "aviso_municipal"}


@pytest.fixture
def whatsapp(tmp_path: Path) -> WhatsApp:
    return WhatsApp(WhatsAppOptions.model_validate(OPTIONS), surroundings(tmp_path))


def test_a_message_is_composed_as_an_approved_template(whatsapp: WhatsApp) -> None:
    """The text fills the template's one variable, on one line; the key comes back with each notice of delivery."""
    composed = whatsapp.compose(message("Hola, Ana:\n\nmañana hay\tjornada", "+573001234567"))
    call = json.loads(composed.data)
    template = call["body"]["template"]
    assert call["path"] == "/v26.0/5060/messages"
    assert (call["body"]["to"], call["body"]["biz_opaque_callback_data"]) == ("573001234567", "clave")
    assert (template["name"], template["language"]) == ("aviso_municipal", {"code": "es_CO"})
    assert template["components"][0]["parameters"] == [{"type": "text", "text": "Hola, Ana: mañana hay jornada"}]
    assert b"canario" not in composed.data


async def test_nothing_is_sent_yet(whatsapp: WhatsApp) -> None:
    """The refusal says to leave the account in `pruebas`."""
    found = await failure(whatsapp.send(message("Hola", "+573001234567"), remember))
    await whatsapp.close()
    assert isinstance(found, Rejected)
    assert "modo: pruebas" in found.reason
    assert not WhatsApp.profile.live


def test_a_new_number_reaches_250_people_a_day() -> None:
    """What Meta allows until it knows the sender is declared, so that the plan can show it."""
    pace = WhatsApp.profile.pace
    assert (pace.quota, pace.quota_window, pace.per_second) == (250, timedelta(days=1), 80)


def test_accounts_of_one_number_share_a_lane() -> None:
    """The number is the sender."""
    assert WhatsApp.sender(WhatsAppOptions.model_validate(OPTIONS)) == "whatsapp:5060"


@pytest.mark.parametrize("wrong", [{"numero": "+57 300 123"}, {"plantilla": "Aviso municipal"}, {"idioma": "español"}])
def test_wrong_options_are_refused(wrong: dict[str, str]) -> None:
    """Number, template and language are written as Meta writes them."""
    with pytest.raises(ValidationError, match=r"; (copie|escriba|el nombre|la dirección)"):
        WhatsAppOptions.model_validate(OPTIONS | wrong)
