"""A page's posts read back and taken back, against the API server in a process of its own."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from channels.facebook import Facebook, FacebookOptions
from channels.facebook.posts import same
from channels.message import NotSent, Rejected, Unavailable, Uncertain
from tests.channels.meta import KEYS, paths
from tests.channels.service import Service, failure, message, remember, surroundings
from tests.servers.process import Server

SINCE = datetime(2027, 1, 5, 13, 0, tzinfo=UTC)


@pytest.fixture
def service(start_server: Callable[..., Server], tmp_path: Path) -> Service:
    """Facebook, as it is for one test."""
    return Service.start(start_server, "tests.servers.facebook_api", tmp_path)


def account(service: Service, folder: Path) -> Facebook:
    """An open account at the server, which answers within a second."""
    options = {"pagina": "1020", **KEYS, "servidor": service.address, "plazos": {"lectura": 1}}
    return Facebook(FacebookOptions.model_validate(options), surroundings(folder))


async def test_what_was_posted_is_found(service: Service, tmp_path: Path) -> None:
    """By its number and address, over as many pages as it takes, and not by another text."""
    facebook = account(service, tmp_path)
    sent = await facebook.send(message("Hola  \n\na todos ", ""), remember)
    for number in range(7):
        await facebook.send(message(f"Otra cosa {number}", ""), remember)
    assert await facebook.reconcile(message("Hola  \n\na todos ", ""), SINCE) == sent
    assert await facebook.reconcile(message("Hola a todas", ""), SINCE) is None
    await facebook.close()
    pages = [call["said"] for call in service.calls() if call["path"].endswith("/published_posts")]
    assert [page.get("after") for page in pages] == [None, "5", None, "5"]
    assert {page["since"] for page in pages} == {str(int(SINCE.timestamp()) - 300)}
    assert all(call["authorised"] and call["proven"] for call in service.calls())


async def test_a_post_whose_answer_was_lost_is_found(service: Service, tmp_path: Path) -> None:
    """It went out, and the line broke: the page has it."""
    facebook = account(service, tmp_path)
    service.then("posted-drop", "late")
    assert isinstance(await failure(facebook.send(message("Hola", ""), remember)), Uncertain)
    assert await facebook.reconcile(message("Hola", ""), SINCE) is None
    found = await facebook.reconcile(message("Hola", ""), SINCE)
    await facebook.close()
    assert found is not None
    assert found.remote_id == "1020_1"


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("hang", Uncertain),
        ("drop", Uncertain),
        ("page-502", Uncertain),
        ("truncated", Uncertain),
        ("list", Uncertain),
        ("empty", Uncertain),
        ("huge", Uncertain),
        ("error:100", Uncertain),
        ("error:2:500", Uncertain),
        ("error:4", Unavailable),
        ("error:190", Unavailable),
        ("error:10", Unavailable),
    ],
)
async def test_what_is_no_answer_says_nothing(
    service: Service, tmp_path: Path, fault: str, kind: type[NotSent]
) -> None:
    """None is said only by a list that was read to its end."""
    service.then(fault)
    facebook = account(service, tmp_path)
    assert type(await failure(facebook.reconcile(message("Hola", ""), SINCE))) is kind
    await facebook.close()


async def test_a_list_without_end_says_nothing(service: Service, tmp_path: Path) -> None:
    """Ten pages without it, and there are more: nobody reads on."""
    facebook = account(service, tmp_path)
    for number in range(51):
        await facebook.send(message(f"Otra cosa {number}", ""), remember)
    found = await failure(facebook.reconcile(message("Hola", ""), SINCE))
    await facebook.close()
    assert (type(found), found.code) == (Uncertain, "muchas")


async def test_a_post_of_pictures_alone_cannot_be_looked_for(service: Service, tmp_path: Path) -> None:
    """There is no text to know it by, so its absence is never told."""
    facebook = account(service, tmp_path)
    assert isinstance(await failure(facebook.reconcile(message(" ", ""), SINCE)), Uncertain)
    await facebook.close()
    assert service.calls() == []


async def test_a_post_is_deleted(service: Service, tmp_path: Path) -> None:
    """Once more, there is none: Meta's error may mean rights too, so page and post are looked at."""
    facebook = account(service, tmp_path)
    sent = await facebook.send(message("Hola", ""), remember)
    assert sent.remote_id is not None
    await facebook.withdraw(sent.remote_id, "")
    await facebook.withdraw(sent.remote_id, "")
    await facebook.close()
    delete, look = "DELETE /1020_1", "GET /1020/published_posts"
    assert paths(service)[1:] == [delete, delete, look, "GET /1020_1"]
    assert all(call["authorised"] and call["proven"] for call in service.calls())


@pytest.mark.parametrize(
    ("faults", "kind"),
    [
        (["hang"], Unavailable),
        (["drop"], Unavailable),
        (["page-502"], Unavailable),
        (["error:4"], Unavailable),
        (["error:190"], Unavailable),
        (["error:1:500"], Unavailable),
        (["error:100"], Rejected),
        (["error:100:33", "error:10"], Unavailable),
        (["error:100:33"], Unavailable),
        (["error:100:33", "good", "drop"], Unavailable),
    ],
)
async def test_faults_of_a_deletion(service: Service, tmp_path: Path, faults: list[str], kind: type[NotSent]) -> None:
    """Nothing of it is uncertain: it is asked again. A post that can be read, or a page that cannot, is no proof."""
    facebook = account(service, tmp_path)
    await facebook.send(message("Hola", ""), remember)
    service.then(*faults)
    assert type(await failure(facebook.withdraw("1020_1", ""))) is kind
    await facebook.close()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Hola", "Hola ", True),
        ("Uno\n\nDos", "Uno\r\nDos", True),
        ("Nin\u0303os", "Niños", True),
        ("El 12", "El 14", False),
        ("Hola", "hola", False),
    ],
)
def test_which_texts_are_one_post(one: str, other: str, alike: bool) -> None:
    """Spaces, breaks and the form of accents are Facebook's to change; words are not."""
    assert same(one, other) is alike
