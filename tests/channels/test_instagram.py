"""Instagram as declared data: what the post would be, and that nothing goes out."""

import json
from pathlib import Path

import pytest

from channels.instagram import Instagram, InstagramOptions
from channels.message import Media, Rejected
from tests.channels.service import failure, message, remember, surroundings

OPTIONS = {"cuenta": "3040", "token": "canario"}
ADDRESS = "https://municipio.gov.co/archivos/cartel.jpg"
IMAGE = Media(Path("cartel.jpg"), "cartel.jpg", "image/jpeg", "ab" * 32, 1000, alt="Niños", url=ADDRESS)


@pytest.fixture
def instagram(tmp_path: Path) -> Instagram:
    return Instagram(InstagramOptions.model_validate(OPTIONS), surroundings(tmp_path, "3040"))


def test_a_post_is_composed_with_the_public_address_of_its_image(instagram: Instagram) -> None:
    """Instagram fetches the image itself, so the body names where it is, what it shows and the text."""
    composed = instagram.compose(message("Matrículas", "3040", (IMAGE,)))
    body = {"image_url": ADDRESS, "alt_text": "Niños", "caption": "Matrículas"}
    assert json.loads(composed.data) == [{"path": "/v26.0/3040/media", "body": body}]
    assert b"canario" not in composed.data


def test_several_images_make_a_carousel(instagram: Instagram) -> None:
    """One container an image, and one that holds them and the text."""
    calls = json.loads(instagram.compose(message("Texto", "3040", (IMAGE, IMAGE))).data)
    assert [call["body"].get("is_carousel_item") for call in calls] == [True, True, None]
    assert calls[-1]["body"] == {"media_type": "CAROUSEL", "caption": "Texto"}


def test_a_post_without_an_image_cannot_be_made(instagram: Instagram) -> None:
    """The profile says so when the file is loaded; the adapter says it again."""
    assert Instagram.profile.media.required
    with pytest.raises(Rejected, match="imagen"):
        instagram.compose(message("Hola", "3040"))


async def test_nothing_is_sent_yet(instagram: Instagram) -> None:
    """The refusal says to leave the account in `pruebas`."""
    found = await failure(instagram.send(message("Hola", "3040", (IMAGE,)), remember))
    await instagram.close()
    assert isinstance(found, Rejected)
    assert "modo: pruebas" in found.reason
    assert not Instagram.profile.live


def test_accounts_of_one_user_share_a_lane() -> None:
    """The professional account is the sender."""
    assert Instagram.sender(InstagramOptions.model_validate(OPTIONS)) == "instagram:3040"
