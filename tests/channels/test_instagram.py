"""Instagram, against a Graph API server in a process of its own."""

import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from channels.instagram import Instagram, InstagramOptions
from channels.message import Message, NotSent, Rejected, Scope, Unavailable, Uncertain
from tests.channels.meta import KEYS, Memory, Open, paths, picture
from tests.channels.service import Service, failure, message, surroundings
from tests.servers.process import Server

OPTIONS = {"cuenta": "3040", **KEYS}
SINCE = datetime(2027, 1, 5, 13, 0, tzinfo=UTC)
LIMIT, MAKE, PUBLISH = "GET /3040/content_publishing_limit", "POST /3040/media", "POST /3040/media_publish"
FIRST = [LIMIT, MAKE, "GET /17001", PUBLISH, "GET /18001"]
"""A picture from its beginning to its address."""


@pytest.fixture
def service(start_server: Callable[..., Server], tmp_path: Path) -> Service:
    return Service.start(start_server, "tests.servers.instagram_api", tmp_path)


@pytest.fixture
async def open_account(service: Service, tmp_path: Path) -> AsyncIterator[Open]:
    """Opens accounts at the server; closes them after the test."""
    opened: list[Instagram] = []

    def open_(**deadlines: float) -> Instagram:
        given: dict[str, Any] = {**OPTIONS, "servidor": service.address, "plazos": deadlines}
        opened.append(Instagram(InstagramOptions.model_validate(given), surroundings(tmp_path)))
        return opened[-1]

    yield open_
    for each in opened:
        await each.close()


def post(folder: Path, *names: str, text: str = "Matrículas", token: str | None = None) -> Message:
    """A message with pictures."""
    photos = tuple(picture(folder, name) for name in names or ("cartel.jpg",))
    return message(text, "", photos)._replace(resumption=token)


async def test_a_picture_is_put_on_the_site_contained_and_published(
    open_account: Open, service: Service, tmp_path: Path
) -> None:
    """Instagram is told the public address under which the site's folder has the very bytes, and what they show."""
    memory = Memory()
    sent = await open_account().send(post(tmp_path), memory)
    assert paths(service) == FIRST
    assert all(call["authorised"] and call["proven"] for call in service.calls())
    name = f"{picture(tmp_path).sha256[:32]}.jpg"
    address = f"https://municipio.gov.co/archivos/{name}"
    assert service.calls()[1]["said"] == {"image_url": address, "alt_text": "Niños", "caption": "Matrículas"}
    assert service.calls()[3]["said"] == {"creation_id": "17001"}
    assert (tmp_path / "sitio" / "archivos" / name).read_bytes() == (tmp_path / "cartel.jpg").read_bytes()
    assert (sent.remote_id, sent.url) == ("18001", "https://www.instagram.com/p/18001/")
    assert memory.times == 1


async def test_several_pictures_make_a_carousel(open_account: Open, service: Service, tmp_path: Path) -> None:
    """A container for each, and one that holds them and the text; each is remembered before the next."""
    memory = Memory()
    await open_account().send(post(tmp_path, "a.jpg", "b.jpg"), memory)
    assert paths(service) == [LIMIT, MAKE, MAKE, MAKE, "GET /17003", PUBLISH, "GET /18001"]
    said = [call["said"] for call in service.calls()]
    assert [each.get("is_carousel_item") for each in said[1:4]] == [True, True, None]
    assert said[3] == {"media_type": "CAROUSEL", "caption": "Matrículas", "children": ["17001", "17002"]}
    assert memory.times == 3


def test_what_is_composed_is_what_instagram_gets(tmp_path: Path) -> None:
    """The sandbox shows the bodies with their public addresses; a carousel's children have no number yet."""
    account = Instagram(InstagramOptions.model_validate(OPTIONS), surroundings(tmp_path))
    one = json.loads(account.compose(post(tmp_path)).data)
    assert [each["path"] for each in one] == ["/v26.0/3040/media"]
    assert one[0]["body"]["image_url"].startswith("https://municipio.gov.co/archivos/")
    two = json.loads(account.compose(post(tmp_path, "a.jpg", "b.jpg")).data)
    assert two[-1]["body"] == {"media_type": "CAROUSEL", "caption": "Matrículas"}
    assert b"canario" not in account.compose(post(tmp_path)).data


@pytest.mark.parametrize(
    ("text", "count"), [("Hola", 0), ("Hola", 11), ("x" * 2201, 1)], ids=["no picture", "eleven", "too long"]
)
async def test_what_instagram_does_not_take_never_leaves(
    open_account: Open, service: Service, tmp_path: Path, text: str, count: int
) -> None:
    """A post wants a picture, ten at most, and 2,200 characters."""
    photos = tuple(picture(tmp_path, f"{number}.jpg") for number in range(count))
    assert isinstance(await failure(open_account().send(message(text, "", photos), Memory())), Rejected)
    assert service.calls() == []


async def test_a_site_that_takes_no_file_is_a_persons_matter(open_account: Open, tmp_path: Path) -> None:
    """A folder that is none: nothing is asked of Instagram, and the post waits."""
    (tmp_path / "sitio").write_text("")
    found = await failure(open_account().send(post(tmp_path), Memory()))
    assert isinstance(found, Unavailable)
    assert found.needs_person


async def test_a_container_that_is_not_ready_is_left_alone(
    open_account: Open, service: Service, tmp_path: Path
) -> None:
    """Half a minute later the same one is published: nobody sleeps, and no second one is made."""
    memory = Memory()
    service.then("good", "good", "status:IN_PROGRESS")
    found = await failure(open_account().send(post(tmp_path), memory))
    assert isinstance(found, Unavailable)
    assert (found.retry_after, found.scope) == (timedelta(seconds=30), Scope.RECIPIENT)
    await open_account().send(post(tmp_path, token=memory.token), memory)
    assert paths(service)[3:] == ["GET /17001", PUBLISH, "GET /18001"]


async def test_a_container_that_was_published_is_the_proof(
    open_account: Open, service: Service, tmp_path: Path
) -> None:
    """After a crash, or an answer that was lost, the post is found by its text and not made again."""
    memory = Memory()
    service.then("good", "good", "good", "published-drop")
    assert isinstance(await failure(open_account().send(post(tmp_path), memory)), Uncertain)
    again = post(tmp_path, token=memory.token)
    sent = await open_account().send(again, memory)
    assert (sent.remote_id, sent.url) == ("18001", "https://www.instagram.com/p/18001/")
    assert await open_account().reconcile(again, SINCE) == sent
    assert paths(service).count(PUBLISH) == 1


async def test_a_post_that_cannot_be_looked_for_is_sent_without_its_number(
    open_account: Open, service: Service, tmp_path: Path
) -> None:
    """Its container's word is enough."""
    memory = Memory()
    service.then("good", "good", "good", "published-drop", "good", "page-502")
    await failure(open_account().send(post(tmp_path), memory))
    sent = await open_account().send(post(tmp_path, token=memory.token), memory)
    assert (sent.remote_id, sent.url) == (None, None)


async def test_a_container_that_has_expired_is_made_anew(open_account: Open, service: Service, tmp_path: Path) -> None:
    """With those of its pictures, which are as old."""
    memory = Memory()
    service.then("good", "good", "good", "good", "status:IN_PROGRESS", "status:EXPIRED")
    await failure(open_account().send(post(tmp_path, "a.jpg", "b.jpg"), memory))
    await open_account().send(post(tmp_path, "a.jpg", "b.jpg", token=memory.token), memory)
    assert paths(service)[5:] == ["GET /17003", LIMIT, MAKE, MAKE, MAKE, "GET /17006", PUBLISH, "GET /18001"]


async def test_after_a_crash_a_carousel_goes_on_where_it_was(
    open_account: Open, service: Service, tmp_path: Path
) -> None:
    """The pictures that have their containers keep them."""
    memory = Memory()
    service.then("good", "good", "drop")
    assert isinstance(await failure(open_account().send(post(tmp_path, "a.jpg", "b.jpg"), memory)), Unavailable)
    await open_account().send(post(tmp_path, "a.jpg", "b.jpg", token=memory.token), memory)
    assert paths(service)[3:7] == [LIMIT, MAKE, MAKE, "GET /17003"]


@pytest.mark.parametrize(("fault", "goes"), [("full", False), ("unmetered", True)])
async def test_the_days_quota_is_asked(
    open_account: Open, service: Service, tmp_path: Path, fault: str, goes: bool
) -> None:
    """Where it is used up nothing is made, and the account rests for an hour; where it is not told, the post goes."""
    service.then(fault)
    if goes:
        await open_account().send(post(tmp_path), Memory())
        return
    found = await failure(open_account().send(post(tmp_path), Memory()))
    assert isinstance(found, Unavailable)
    assert (found.code, found.retry_after, found.scope) == ("cupo", timedelta(hours=1), Scope.ACCOUNT)
    assert paths(service) == [LIMIT]


@pytest.mark.parametrize("where", [("good", "error:9004:2207052"), ("good", "good", "status:ERROR:2207003")])
async def test_a_picture_that_cannot_be_fetched_waits_for_the_site(
    open_account: Open, service: Service, tmp_path: Path, where: tuple[str, ...]
) -> None:
    """Three times some minutes; the fourth stops the account, and a person reads which address to open."""
    memory = Memory()
    found: list[NotSent] = []
    for _ in range(5):
        service.then(*where)
        found.append(await failure(open_account().send(post(tmp_path, token=memory.token), memory)))
    assert all(isinstance(each, Unavailable) for each in found)
    stops = [isinstance(each, Unavailable) and each.needs_person for each in found]
    assert stops == [False, False, False, True, False]
    assert isinstance(found[0], Unavailable)
    assert found[0].retry_after == timedelta(minutes=3)
    assert "https://municipio.gov.co/archivos/" in found[3].reason


async def test_of_a_carousel_that_failed_nothing_is_used_again(
    open_account: Open, service: Service, tmp_path: Path
) -> None:
    """Which of its pictures could not be fetched nobody says: each gets a new container."""
    memory = Memory()
    service.then(*["good"] * 4, "status:ERROR:2207052")
    await failure(open_account().send(post(tmp_path, "a.jpg", "b.jpg"), memory))
    await open_account().send(post(tmp_path, "a.jpg", "b.jpg", token=memory.token), memory)
    assert paths(service)[5:9] == [LIMIT, MAKE, MAKE, MAKE]


@pytest.mark.parametrize(
    ("faults", "kind"),
    [
        (["hang"], Unavailable),
        (["drop"], Unavailable),
        (["good", "drop"], Unavailable),
        (["good", "empty"], Unavailable),
        (["good", "page-502"], Unavailable),
        (["good", "error:-1:2207001"], Unavailable),
        (["good", "error:36001:2207005"], Rejected),
        (["good", "good", "empty"], Unavailable),
        (["good", "good", "hang"], Unavailable),
        (["good", "good", "status:ERROR:2207026"], Unavailable),
        (["good", "good", "status:ERROR:2207009"], Rejected),
        (["good", "good", "status:BOGUS"], Unavailable),
        (["good", "good", "good", "drop"], Uncertain),
        (["good", "good", "good", "hang"], Uncertain),
        (["good", "good", "good", "page-502"], Uncertain),
        (["good", "good", "good", "truncated"], Uncertain),
        (["good", "good", "good", "empty"], Uncertain),
        (["good", "good", "good", "error:1:500"], Uncertain),
        (["good", "good", "good", "error:-1:2207001"], Uncertain),
        (["good", "good", "good", "error:9007:2207027"], Unavailable),
        (["good", "good", "good", "error:9:2207042"], Unavailable),
        (["good", "good", "good", "error:25:2207050"], Unavailable),
        (["good", "good", "good", "error:4:2207051"], Unavailable),
    ],
)
async def test_only_the_publication_can_be_uncertain(
    open_account: Open, service: Service, tmp_path: Path, faults: list[str], kind: type[NotSent]
) -> None:
    """Whatever became of a container, nobody sees it."""
    service.then(*faults)
    found = await failure(open_account(lectura=1).send(post(tmp_path), Memory()))
    assert type(found) is kind
    assert found.reason.endswith(".")
    assert len(service.calls()) == len(faults)


async def test_an_address_that_is_not_told_is_no_fault(open_account: Open, service: Service, tmp_path: Path) -> None:
    """The post is out, and has its number."""
    service.then(*["good"] * 4, "page-502")
    sent = await open_account().send(post(tmp_path), Memory())
    assert (sent.remote_id, sent.url) == ("18001", None)


@pytest.mark.parametrize("token", ["", "x", "[1]", '{"container": 3, "items": 4, "unfetched": "x"}', "[" * 5000])
async def test_a_token_of_another_make_is_no_hindrance(
    open_account: Open, service: Service, tmp_path: Path, token: str
) -> None:
    """What cannot be read remembers nothing."""
    await open_account().send(post(tmp_path, token=token), Memory())
    assert paths(service) == FIRST


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("hang", Uncertain),
        ("page-502", Uncertain),
        ("empty", Uncertain),
        ("error:100", Uncertain),
        ("error:4", Unavailable),
        ("error:190", Unavailable),
    ],
)
async def test_what_is_no_answer_says_nothing(
    open_account: Open, service: Service, tmp_path: Path, fault: str, kind: type[NotSent]
) -> None:
    """A container that cannot be asked is neither published nor not."""
    service.then(fault)
    doubtful = post(tmp_path, token='{"container": "17001"}')
    assert type(await failure(open_account(lectura=1).reconcile(doubtful, SINCE))) is kind


@pytest.mark.parametrize("word", ["IN_PROGRESS", "FINISHED", "ERROR", "EXPIRED"])
async def test_a_container_that_was_not_published_is_told_as_absent(
    open_account: Open, service: Service, tmp_path: Path, word: str
) -> None:
    """Its own word is the answer; without a container nothing was asked for."""
    service.then(f"status:{word}")
    assert await open_account().reconcile(post(tmp_path, token='{"container": "17001"}'), SINCE) is None
    assert await open_account().reconcile(post(tmp_path), SINCE) is None
    assert len(service.calls()) == 1


def test_accounts_of_one_user_share_a_lane() -> None:
    """The professional account is the sender."""
    assert Instagram.sender(InstagramOptions.model_validate(OPTIONS)) == "instagram:3040"
