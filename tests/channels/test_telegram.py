"""Telegram, against a Bot API server in a process of its own."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.message import Rejected, Scope, Unavailable
from channels.telegram import Telegram, TelegramOptions
from channels.telegram.adapter import utf16_units
from tests.channels.bot import CHANNEL, PERSON, Open, photo
from tests.channels.service import Service, failure, message, remember


async def test_a_text_goes_out_as_html_with_its_signs_escaped(open_bot: Open, bot_api: Service) -> None:
    """What staff typed arrives as they typed it: `<`, `>` and `&` are no markup; the link stays a link."""
    sent = await open_bot().send(message("1 < 2 & «sí» → https://a.gov.co/?a=1&b=2", PERSON), remember)
    (call,) = bot_api.calls()
    assert sent.remote_id == "101"
    assert sent.url is None
    assert call["method"] == "sendMessage"
    assert call["bot"] == "4242"
    assert (call["chat_id"], call["parse_mode"]) == (PERSON, "HTML")
    assert call["text"] == "1 &lt; 2 &amp; «sí» → https://a.gov.co/?a=1&amp;b=2"


async def test_a_post_in_a_public_channel_has_an_address(open_bot: Open) -> None:
    """The post's own page at t.me is what the report links to."""
    sent = await open_bot(CHANNEL).send(message("Hola", CHANNEL), remember)
    assert sent.url == "https://t.me/alcaldia/101"


async def test_a_private_group_has_no_address(open_bot: Open) -> None:
    """Where nobody else can look, no address is claimed."""
    assert (await open_bot("-100777").send(message("Hola", "-100777"), remember)).url is None


async def test_an_image_and_its_text_are_one_call(open_bot: Open, bot_api: Service, tmp_path: Path) -> None:
    """A photo carries the text as its caption, so that a crash cannot leave half of it."""
    await open_bot(CHANNEL).send(message("A & B", CHANNEL, (photo(tmp_path),)), remember)
    (call,) = bot_api.calls()
    assert call["method"] == "sendPhoto"
    assert call["photo"] == "file:cartel.png:14"
    assert (call["caption"], call["parse_mode"]) == ("A &amp; B", "HTML")


async def test_several_images_are_one_album(open_bot: Open, bot_api: Service, tmp_path: Path) -> None:
    """An album is one call too; its first photo bears the text, and all its ids are kept."""
    images = (photo(tmp_path, "a.png"), photo(tmp_path, "b.png"))
    sent = await open_bot(CHANNEL).send(message("Texto", CHANNEL, images), remember)
    (call,) = bot_api.calls()
    album = json.loads(call["media"])
    assert sent.remote_id == "101,102"
    assert call["method"] == "sendMediaGroup"
    assert [each.get("caption") for each in album] == ["Texto", None]


async def test_a_photo_for_many_goes_up_once(open_bot: Open, bot_api: Service, tmp_path: Path) -> None:
    """The second person gets it by the name that Telegram gave it; an album may mix both."""
    bot, poster = open_bot(), photo(tmp_path)
    other = photo(tmp_path, "otra.png")
    await bot.send(message("Uno", PERSON, (poster,)), remember)
    poster.path.unlink()
    await bot.send(message("Dos", "1002", (poster,)), remember)
    await bot.send(message("Tres", "1003", (poster, other)), remember)
    first, second, third = bot_api.calls()
    assert first["photo"].startswith("file:")
    assert second["photo"] == "held-101"
    known, new = (each["media"] for each in json.loads(third["media"]))
    assert known == "held-101"
    assert new.startswith("attach://")


async def test_a_photo_that_telegram_holds_no_more_goes_up_again(
    open_bot: Open, bot_api: Service, tmp_path: Path
) -> None:
    """One that is refused by its name fails nobody: it waits, and the next try brings its bytes."""
    bot, poster = open_bot(), photo(tmp_path)
    await bot.send(message("Uno", PERSON, (poster,)), remember)
    bot_api.then("file-lost")
    found = await failure(bot.send(message("Dos", "1002", (poster,)), remember))
    assert isinstance(found, Unavailable)
    assert (found.scope, found.needs_person) == (Scope.RECIPIENT, False)
    await bot.send(message("Dos", "1002", (poster,)), remember)
    assert bot_api.calls()[-1]["photo"].startswith("file:")


async def test_what_is_composed_is_what_goes_out(open_bot: Open, bot_api: Service) -> None:
    """The sandbox shows the very fields that the service gets."""
    bot = open_bot()
    composed = json.loads(bot.compose(message("A & B", PERSON)).data)
    await bot.send(message("A & B", PERSON), remember)
    (call,) = bot_api.calls()
    assert composed == {name: call[name] for name in composed}


async def test_a_caption_that_is_too_long_never_leaves(open_bot: Open, bot_api: Service, tmp_path: Path) -> None:
    """1,024 units with an image: one more is refused before any call."""
    long = message("🙂" * 513, CHANNEL, (photo(tmp_path),))
    attached = long._replace(media=(), attachments=long.media)
    for each in (long, attached):
        found = await failure(open_bot(CHANNEL).send(each, remember))
        assert isinstance(found, Rejected)
        assert "1024" in found.reason
    assert bot_api.calls() == []


async def test_an_album_of_eleven_never_leaves(open_bot: Open, bot_api: Service, tmp_path: Path) -> None:
    """Telegram takes ten photos; eleven are refused, not cut."""
    images = tuple(photo(tmp_path, f"{number}.png") for number in range(11))
    assert isinstance(await failure(open_bot(CHANNEL).send(message("x", CHANNEL, images), remember)), Rejected)
    assert bot_api.calls() == []


async def test_a_document_and_its_text_are_one_call(open_bot: Open, bot_api: Service, tmp_path: Path) -> None:
    """It arrives under its name and as it is, whatever its kind; the second person gets it by Telegram's name."""
    bot, report = open_bot(), photo(tmp_path, "informe.pdf")
    for person in (PERSON, "1002"):
        await bot.send(message("A & B", person)._replace(attachments=(report,)), remember)
    first, second = bot_api.calls()
    assert first["method"] == "sendDocument"
    assert first["document"].startswith("file:informe.pdf:")
    assert (first["caption"], first["disable_content_type_detection"]) == ("A &amp; B", "true")
    assert second["document"] == "document-101"


async def test_several_documents_are_one_album(open_bot: Open, bot_api: Service, tmp_path: Path) -> None:
    """One call, with the text once; a picture that goes as a document is uploaded as one."""
    bot, picture = open_bot(CHANNEL), photo(tmp_path)
    await bot.send(message("Foto", CHANNEL, (picture,)), remember)
    attached = message("Texto", CHANNEL)._replace(attachments=(picture, photo(tmp_path, "b.pdf")))
    sent = await bot.send(attached, remember)
    call = bot_api.calls()[1]
    album = json.loads(call["media"])
    assert (call["method"], sent.remote_id) == ("sendMediaGroup", "102,103")
    assert [(each["type"], each.get("caption")) for each in album] == [("document", "Texto"), ("document", None)]
    assert all(each["media"].startswith("attach://") for each in album)


@pytest.mark.parametrize("number", [0, 1, 2])
async def test_what_is_composed_with_files_is_what_goes_out(
    open_bot: Open, bot_api: Service, tmp_path: Path, number: int
) -> None:
    """The sandbox names the very method and text, whatever number of documents goes with it."""
    bot = open_bot(CHANNEL)
    attached = tuple(photo(tmp_path, f"{each}.pdf") for each in range(number))
    sending = message("A & B", CHANNEL)._replace(attachments=attached)
    composed = json.loads(bot.compose(sending).data)
    await bot.send(sending, remember)
    (call,) = bot_api.calls()
    assert composed["method"] == call["method"]
    told = [composed.get("text"), composed.get("caption"), *(each.get("caption") for each in composed.get("media", []))]
    assert "A &amp; B" in told


@pytest.mark.parametrize(("photos", "documents"), [(1, 1), (0, 11)])
async def test_what_is_no_single_call_never_leaves(
    open_bot: Open, bot_api: Service, tmp_path: Path, photos: int, documents: int
) -> None:
    """An album holds photos or documents, and ten of them."""
    images = tuple(photo(tmp_path, f"{each}.png") for each in range(photos))
    attached = tuple(photo(tmp_path, f"{each}.pdf") for each in range(documents))
    sending = message("x", CHANNEL, images)._replace(attachments=attached)
    assert isinstance(await failure(open_bot(CHANNEL).send(sending, remember)), Rejected)
    assert bot_api.calls() == []


async def test_a_file_that_is_gone_is_not_sent_and_can_be_put_back(open_bot: Open, tmp_path: Path) -> None:
    """A photo that cannot be read leaves the message unsent, for a person to mend."""
    missing = photo(tmp_path)
    missing.path.unlink()
    found = await failure(open_bot(CHANNEL).send(message("x", CHANNEL, (missing,)), remember))
    assert isinstance(found, Unavailable)
    assert found.needs_person


@given(st.text())
def test_units_are_those_of_utf16(text: str) -> None:
    """A character beyond the first plane counts two."""
    assert utf16_units(text) == len(text) + sum(ord(each) > 0xFFFF for each in text)


def test_a_family_counts_eleven() -> None:
    """Four people and three joiners, as Telegram counts them."""
    assert utf16_units("👨‍👩‍👧‍👦") == 11


@pytest.mark.parametrize(
    ("token", "sender"),
    [
        ("4242:AAF-x", "telegram:4242"),
        ("4242:AAF-y", "telegram:4242"),
        ("sin-numero", "telegram:" + sha256(b"sin-numero").hexdigest()[:12]),
    ],
)
def test_the_sender_is_the_bot(token: str, sender: str) -> None:
    """A token that was renewed is the same lane; the secret is no part of it."""
    found = Telegram.sender(TelegramOptions.model_validate({"token": token}))
    assert found == sender


def test_the_profile_costs_no_library() -> None:
    """Reading what Telegram declares does not load python-telegram-bot."""
    code = "import sys, channels.telegram; sys.exit('telegram' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
