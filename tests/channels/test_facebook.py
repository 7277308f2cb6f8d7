"""Facebook as declared data: what the post would be, and that nothing goes out."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from channels.facebook import Facebook, FacebookOptions
from channels.message import Media, Rejected
from tests.channels.service import failure, message, remember, surroundings

OPTIONS = {"pagina": "1020", "token": "canario"}
IMAGE = Media(Path("cartel.jpg"), "cartel.jpg", "image/jpeg", "ab" * 32, 1000, alt="Niños")


@pytest.fixture
def facebook(tmp_path: Path) -> Facebook:
    return Facebook(FacebookOptions.model_validate(OPTIONS), surroundings(tmp_path, "1020"))


def test_a_post_is_composed_as_the_page_would_get_it(facebook: Facebook) -> None:
    """The call names the version and the page; the body holds the text and no token."""
    composed = facebook.compose(message("Matrículas abiertas", "1020"))
    assert composed.suffix == ".json"
    assert json.loads(composed.data) == {
        "path": "/v26.0/1020/feed",
        "body": {"message": "Matrículas abiertas", "published": True},
    }
    assert b"canario" not in composed.data


def test_an_image_goes_with_its_words(facebook: Facebook) -> None:
    """What the image shows is said to those who cannot see it."""
    body = json.loads(facebook.compose(message("Hola", "1020", (IMAGE,))).data)["body"]
    assert body["attached_media"] == [{"file": "cartel.jpg", "sha256": "ab" * 32, "alt_text_custom": "Niños"}]


async def test_nothing_is_sent_yet(facebook: Facebook) -> None:
    """The refusal says to leave the account in `pruebas`."""
    found = await failure(facebook.send(message("Hola", "1020"), remember))
    await facebook.close()
    assert isinstance(found, Rejected)
    assert "modo: pruebas" in found.reason
    assert not Facebook.profile.live


def test_accounts_of_one_page_share_a_lane() -> None:
    """The page is the sender."""
    assert Facebook.sender(FacebookOptions.model_validate(OPTIONS)) == "facebook:1020"


@pytest.mark.parametrize(
    "wrong", [{"pagina": "alcaldia"}, {"version": "26"}, {"servidor": "http://graph.facebook.com"}]
)
def test_wrong_options_are_refused(wrong: dict[str, str]) -> None:
    """A page is named by its number, a version as `v26.0`, a server by https."""
    with pytest.raises(ValidationError, match=r"; (copie|escriba|el nombre|la dirección)"):
        FacebookOptions.model_validate(OPTIONS | wrong)
