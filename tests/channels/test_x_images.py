"""Images of a post on X: what a crash or a wait must not upload a second time."""

from datetime import timedelta
from pathlib import Path

import pytest

from channels.message import Rejected, Scope, Unavailable
from channels.x.uploads import Upload, remembered, token
from tests.channels.service import Service, failure, message
from tests.channels.user import Open, photo
from tests.servers.x_api import IMAGE


class Memory:
    """What the delivery's row keeps."""

    def __init__(self) -> None:
        self.kept: list[str] = []

    async def __call__(self, token: str) -> None:
        """Keeps it."""
        self.kept.append(token)


async def test_each_image_is_remembered_as_soon_as_x_has_it(open_x: Open, x_api: Service, tmp_path: Path) -> None:
    """A crash before the post loses neither of them."""
    memory = Memory()
    images = (photo(tmp_path, "a.png"), photo(tmp_path, "b.png"))
    await open_x().send(message("Hola", "", images), memory)
    numbers = [call["id"] for call in x_api.calls() if call["path"] == "/2/media/metadata"]
    assert memory.kept == [f"x-media:{numbers[0]}", f"x-media:{numbers[0]},{numbers[1]}"]


async def test_what_is_remembered_is_not_uploaded_again(open_x: Open, x_api: Service, tmp_path: Path) -> None:
    """After a crash only the second image goes up, and the post names both."""
    memory = Memory()
    images = (photo(tmp_path, "a.png"), photo(tmp_path, "b.png"))
    x_api.then("good", "good", "drop")
    assert isinstance(await failure(open_x().send(message("Hola", "", images), memory)), Unavailable)
    sent = await open_x().send(message("Hola", "", images)._replace(resumption=memory.kept[-1]), memory)
    paths = [call["path"] for call in x_api.calls()[3:]]
    assert paths == ["/2/media/upload", "/2/media/metadata", "/2/tweets"]
    assert len(x_api.calls()[-1]["media"]["media_ids"]) == 2
    assert sent.remote_id


async def test_an_image_in_the_works_is_waited_for(open_x: Open, x_api: Service, tmp_path: Path) -> None:
    """The post is put off for the time that X asks for, and X is asked then how the image stands."""
    memory = Memory()
    sending = message("Hola", "", (photo(tmp_path),))
    x_api.then("good", "pending")
    await open_x().send(sending, memory)
    x_api.then("pending", "good", "pending")
    waiting = await failure(open_x().send(message("Otra", "", (photo(tmp_path),)), memory))
    assert isinstance(waiting, Unavailable)
    assert (waiting.retry_after, waiting.scope, waiting.needs_person) == (timedelta(seconds=7), Scope.RECIPIENT, False)
    assert memory.kept[-1] == f"x-media:{IMAGE}?"
    resumed = message("Otra", "", (photo(tmp_path),))._replace(resumption=memory.kept[-1])
    assert isinstance(await failure(open_x().send(resumed, memory)), Unavailable)
    assert (await open_x().send(resumed, memory)).remote_id
    assert memory.kept[-1] == f"x-media:{IMAGE}"
    asked = [call["path"] for call in x_api.calls() if call["method"] == "GET"]
    assert asked == [f"/2/media/upload?command=STATUS&media_id={IMAGE}"] * 2


async def test_an_image_that_x_cannot_read_is_refused(open_x: Open, x_api: Service, tmp_path: Path) -> None:
    """Nothing is posted without it."""
    x_api.then("failed")
    found = await failure(open_x().send(message("Hola", "", (photo(tmp_path),)), Memory()))
    assert (type(found), found.code) == (Rejected, "imagen")
    assert [call["path"] for call in x_api.calls()] == ["/2/media/upload"]


async def test_images_that_x_has_forgotten_go_up_again(open_x: Open, x_api: Service, tmp_path: Path) -> None:
    """X keeps an unused image for a day: the post that was refused for it is made again with new ones."""
    memory = Memory()
    x_api.then("forgotten")
    old = message("Hola", "", (photo(tmp_path),))._replace(resumption="x-media:17")
    sent = await open_x().send(old, memory)
    assert [call["path"] for call in x_api.calls()] == [
        "/2/tweets",
        "/2/media/upload",
        "/2/media/metadata",
        "/2/tweets",
    ]
    assert sent.remote_id


async def test_a_text_that_is_refused_is_not_posted_again(open_x: Open, x_api: Service, tmp_path: Path) -> None:
    """What has nothing to do with the images stays refused."""
    x_api.then("bad-request")
    old = message("Hola", "", (photo(tmp_path),))._replace(resumption="x-media:17")
    assert isinstance(await failure(open_x().send(old, Memory())), Rejected)
    assert len(x_api.calls()) == 1


@pytest.mark.parametrize("text", [None, "", "container-1", "x-media:", "x-media:1,dos", "x-media:?"])
def test_what_is_no_token_of_ours_is_passed_over(text: str | None) -> None:
    """All images go up then."""
    assert remembered(text) == ()


def test_a_token_says_what_it_was_made_of() -> None:
    """Numbers in their order, and which of them were not ready."""
    uploads = (Upload("1"), Upload("2", ready=False))
    assert remembered(token(uploads)) == uploads
