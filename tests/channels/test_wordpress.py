"""WordPress, against a site in a process of its own."""

import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from channels.capabilities import Metric
from channels.message import Media, Message, NotSent, Rejected, Scope, Unavailable, Uncertain
from channels.wordpress import WordPress, WordPressOptions
from channels.wordpress.adapter import slug_of
from tests.channels.meta import Memory, picture
from tests.channels.service import Service, failure, message, remember, surroundings
from tests.servers.process import Server
from tests.servers.wordpress_api import BASIC, PASSWORD, USER

NOW = datetime(2027, 1, 5, tzinfo=UTC)
POSTS, MEDIA = "POST /wp-json/wp/v2/posts", "POST /wp-json/wp/v2/media"
LOOK, LOOK_MEDIA = "GET /wp-json/wp/v2/posts", "GET /wp-json/wp/v2/media"
Open = Callable[..., WordPress]


@pytest.fixture
def site(start_server: Callable[..., Server], tmp_path: Path) -> Service:
    return Service.start(start_server, "tests.servers.wordpress_api", tmp_path)


@pytest.fixture
async def open_account(site: Service, tmp_path: Path) -> AsyncIterator[Open]:
    """Opens accounts at the site; closes them after the test."""
    opened: list[WordPress] = []

    def open_(patience: float = 60, **options: Any) -> WordPress:
        given = {"servidor": site.address, "usuario": USER, "clave": PASSWORD, "plazos": {"lectura": patience}}
        opened.append(WordPress(WordPressOptions.model_validate(given | options), surroundings(tmp_path)))
        return opened[-1]

    yield open_
    for each in opened:
        await each.close()


def post(*media: Media, attachments: tuple[Media, ...] = ()) -> Message:
    """A finished one, with its HTML."""
    made = message("Jornada «de salud»", "", media)
    return made._replace(subject="Jornada", html="<p>Jornada «de salud»</p>", attachments=attachments)


def calls(site: Service) -> list[str]:
    return [each["call"] for each in site.calls()]


async def test_a_post_is_looked_for_and_made(open_account: Open, site: Service) -> None:
    """Under a slug that its key makes, published, dated; the password stands in its header alone."""
    sent = await open_account().send(post(), remember)
    assert calls(site) == [LOOK, POSTS]
    body = site.calls()[1]["document"]
    slug = slug_of(post())
    assert body == {
        "slug": slug,
        "title": "Jornada",
        "content": "<p>Jornada «de salud»</p>",
        "status": "publish",
        "date_gmt": "2027-01-05T13:00:00",
    }
    assert all(each["authorised"] for each in site.calls())
    assert (sent.remote_id, sent.url) == ("101", f"https://www.municipio.gov.co/{slug}/")


async def test_the_same_message_makes_one_post(open_account: Open, site: Service) -> None:
    """A second attempt finds the first one's, whatever became of its answer."""
    site.then("good", "done-drop")
    lost = await failure(open_account().send(post(), remember))
    again = await open_account().send(post(), remember)
    assert isinstance(lost, Uncertain)
    assert calls(site) == [LOOK, POSTS, LOOK]
    assert again.remote_id == "101"


def test_a_slug_is_as_wordpress_writes_it() -> None:
    """Small letters, digits and single hyphens; another delivery has another, however long its name."""
    long = post()._replace(publication="a" * 300 + "/m/cuenta@2027-01-12T07:30")
    slugs = {slug_of(post()), slug_of(long), slug_of(long._replace(key="otra"))}
    assert len(slugs) == 3
    assert all(part.isascii() and part.isalnum() and part == part.lower() for slug in slugs for part in slug.split("-"))
    assert max(map(len, slugs)) <= 113


async def test_what_is_in_doubt_is_asked(open_account: Open, site: Service) -> None:
    """By its slug, after which it is there or not."""
    account = open_account()
    assert await account.reconcile(post(), NOW) is None
    sent = await account.send(post(), remember)
    assert await account.reconcile(post(), NOW) == sent
    site.then("page-500")
    assert isinstance(await failure(account.reconcile(post(), NOW)), Unavailable)


async def test_pictures_and_documents(open_account: Open, site: Service, tmp_path: Path) -> None:
    """The first picture is the featured one; others stand in the text with their words, documents as links."""
    one, other, paper = (picture(tmp_path, name) for name in ("a.jpg", "b.jpg", "bases «1».jpg"))
    memory = Memory()
    await open_account().send(post(one, other, attachments=(paper,)), memory)
    assert calls(site) == [LOOK, *[LOOK_MEDIA, MEDIA] * 3, POSTS]
    upload = site.calls()[2]
    assert (upload["size"], upload["query"]["alt_text"]) == (one.size, "Niños")
    assert upload["headers"]["Content-Disposition"] == 'attachment; filename="a.jpg"'
    body = site.calls()[-1]["document"]
    where = f"https://www.municipio.gov.co/f/{slug_of(post())}-archivo"
    assert body["featured_media"] == 101
    assert f'<img src="{where}-2" alt="Niños">' in body["content"]
    assert f'<a href="{where}-3">bases «1».jpg</a>' in body["content"]
    assert f"{where}-1" not in body["content"]
    assert memory.times == 3


async def test_all_pictures_in_the_text(open_account: Open, site: Service, tmp_path: Path) -> None:
    """`imagen-destacada: no`, for themes that do not show it."""
    await open_account(**{"imagen-destacada": False}).send(post(picture(tmp_path)), Memory())
    body = site.calls()[-1]["document"]
    assert "featured_media" not in body
    assert body["content"].count("<img") == 1


async def test_after_a_crash_files_do_not_go_up_again(open_account: Open, site: Service, tmp_path: Path) -> None:
    """What was remembered is used; what went up without a note of it is found by its slug."""
    files = (picture(tmp_path, "a.jpg"), picture(tmp_path, "b.jpg"))
    memory = Memory()
    site.then("good", "good", "good", "good", "done-drop")
    lost = await failure(open_account().send(post(*files), memory))
    assert isinstance(lost, Unavailable)
    await open_account().send(post(*files)._replace(resumption=memory.token), memory)
    assert calls(site).count(MEDIA) == 2
    assert calls(site)[5:] == [LOOK, LOOK_MEDIA, POSTS]


async def test_categories_by_name(open_account: Open, site: Service) -> None:
    """Those that are there are found as WordPress writes them, and others made once."""
    account = open_account(categorias=["salud & vida", "Jornadas"])
    await account.send(post(), remember)
    await account.send(post()._replace(key="otra"), remember)
    bodies = [each["document"]["categories"] for each in site.calls() if each["call"] == POSTS]
    assert bodies == [[7, 101], [7, 101]]


async def test_a_category_that_another_made_meanwhile(open_account: Open, site: Service) -> None:
    """WordPress says its number with the refusal."""
    site.then("good", "good", "term_exists")
    await open_account(categorias=["Jornadas"]).send(post(), remember)
    assert site.calls()[-1]["document"]["categories"] == [55]


FAULTS = [
    # fault of the call that publishes, outcome, code, whether it stops the account
    ("error:incorrect_password:401", Unavailable, "incorrect_password", True),
    ("error:application_passwords_disabled:401", Unavailable, "application_passwords_disabled", True),
    ("error:rest_cannot_create:401", Unavailable, "rest_cannot_create", True),
    ("error:rest_cannot_publish:403", Unavailable, "rest_cannot_publish", True),
    ("error:rest_no_route:404", Unavailable, "rest_no_route", True),
    ("error:rest_invalid_param:400", Rejected, "rest_invalid_param", False),
    ("error:empty_content:400", Rejected, "empty_content", False),
    ("error:db_insert_error:500", Uncertain, "db_insert_error", False),
    ("error:internal_server_error:500", Uncertain, "internal_server_error", False),
    ("error:of_some_plugin:418", Rejected, "of_some_plugin", False),
    ("page-301", Unavailable, "301", True),
    ("page-401", Unavailable, "401", True),
    ("page-403", Unavailable, "403", True),
    ("page-404", Unavailable, "404", True),
    ("page-407", Unavailable, "407", True),
    ("page-413", Rejected, "413", False),
    ("page-429", Unavailable, "429", False),
    ("page-500", Uncertain, "500", False),
    ("page-504", Uncertain, "504", False),
    ("maintenance", Unavailable, "503", False),
    ("page", Uncertain, "respuesta", False),
    ("list", Uncertain, "respuesta", False),
    ("odd", Uncertain, "respuesta", False),
    ("truncated", Uncertain, "respuesta", False),
    ("nested", Uncertain, "respuesta", False),
    ("half", Uncertain, "RemoteProtocolError", False),
    ("huge", Uncertain, "ReadError", False),
    ("drop", Uncertain, "RemoteProtocolError", False),
    ("hang", Uncertain, "ReadTimeout", False),
]


@pytest.mark.parametrize(("fault", "kind", "code", "stops"), FAULTS)
async def test_each_fault_has_its_outcome(
    open_account: Open, site: Service, fault: str, kind: type[NotSent], code: str, stops: bool
) -> None:
    """Every fault ends in one of the three, in words without a secret; no call is repeated."""
    site.then("good", fault)
    found = await failure(open_account(0.5 if fault == "hang" else 60).send(post(), remember))
    assert (type(found), found.code) == (kind, code)
    assert found.reason.endswith(".")
    assert not any(secret in found.reason for secret in (PASSWORD, BASIC))
    assert calls(site) == [LOOK, POSTS]
    if isinstance(found, Unavailable):
        assert (found.scope, found.needs_person) == (Scope.ACCOUNT, stops)
        assert found.retry_after == (timedelta(minutes=10) if fault == "maintenance" else None)


@pytest.mark.parametrize("fault", ["page-500", "drop", "page", "error:rest_invalid_param:400", "half"])
async def test_a_look_that_fails_sends_nothing(open_account: Open, site: Service, fault: str) -> None:
    """It is surely not sent then, and tried again."""
    site.then(fault)
    found = await failure(open_account().send(post(), remember))
    assert isinstance(found, Unavailable)
    assert calls(site) == [LOOK]


async def test_a_file_that_is_refused(open_account: Open, site: Service, tmp_path: Path) -> None:
    """It will never do; a disk that is full is a matter for a person."""
    for fault, kind in (("rest_upload_sideload_error:500", Rejected), ("rest_upload_limited_space:400", Unavailable)):
        site.then("good", "good", f"error:{fault}")
        assert type(await failure(open_account().send(post(picture(tmp_path)), remember))) is kind
    assert POSTS not in calls(site)


async def test_what_is_taken_back_is_in_the_bin(open_account: Open, site: Service) -> None:
    """To ask twice does no harm, nor does what is not there; a site without a bin keeps a draft."""
    account = open_account()
    sent = await account.send(post(), remember)
    assert sent.remote_id is not None
    for number in (sent.remote_id, sent.remote_id, "999"):
        await account.withdraw(number, "")
    other = await account.send(post()._replace(key="otra"), remember)
    site.then("error:rest_trash_not_supported:501")
    assert other.remote_id is not None
    await account.withdraw(other.remote_id, "")
    assert site.calls()[-1]["query"]["status"] == "draft"
    site.then("error:rest_cannot_delete:403", "drop")
    for _ in range(2):
        assert isinstance(await failure(account.withdraw(other.remote_id, "")), Unavailable)


async def test_comments_are_counted(open_account: Open, site: Service) -> None:
    """WordPress tells nothing else; a post that is no more is refused."""
    account = open_account()
    sent = await account.send(post(), remember)
    assert sent.remote_id is not None
    assert await account.measure(sent.remote_id, "") == {Metric.COMMENTS: 3}
    with pytest.raises(Rejected):
        await account.measure("999", "")


async def test_a_look_changes_nothing(open_account: Open, site: Service) -> None:
    """The API, the user, its rights, the categories and the version."""
    found = await open_account(categorias=["Salud & vida", "Nueva"]).examine(NOW)
    assert [(each.check, each.standing.value) for each in found] == [
        ("reach", "good"),
        ("user", "good"),
        ("permissions", "good"),
        ("categories", "good"),
        ("version", "good"),
    ]
    assert {each.split()[0] for each in calls(site)} == {"GET"}


REDS = [
    (["bare"], "reach", "bad"),
    (["page-500"], "reach", "bad"),
    (["good", "error:incorrect_password:401"], "user", "bad"),
    (["good", "me:publish_posts"], "permissions", "bad"),
    (["good", "me:manage_categories"], "categories", "bad"),
    (["good", "good", "good", "version:5.5"], "version", "bad"),
    (["good", "good", "good", "page"], "version", "unknown"),
]


@pytest.mark.parametrize(("faults", "check", "standing"), REDS)
async def test_a_look_tells_what_is_wrong(
    open_account: Open, site: Service, faults: list[str], check: str, standing: str
) -> None:
    """And what to do."""
    site.then(*faults)
    found = {each.check: each for each in await open_account(categorias=["Nueva"]).examine(NOW)}
    assert found[check].standing.value == standing
    assert found[check].advice


def test_what_is_composed_bears_no_secret(tmp_path: Path) -> None:
    """Files and categories by their names; the sandbox shows it."""
    given = {"servidor": "https://x.gov.co", "usuario": USER, "clave": PASSWORD, "categorias": ["Salud"]}
    account = WordPress(WordPressOptions.model_validate(given), surroundings(tmp_path))
    composed = json.loads(account.compose(post(picture(tmp_path, "a.jpg"), picture(tmp_path, "b.jpg"))).data)
    assert composed["categories"] == ["Salud"]
    assert "b.jpg#" in composed["content"]


@pytest.mark.parametrize("change", [{"servidor": "http://x.gov.co"}, {"usuario": "a:b"}, {"usuario": ""}])
def test_what_is_refused(change: dict[str, str]) -> None:
    """The password leaves the machine only encrypted, and a colon would end the user (RFC 7617)."""
    with pytest.raises(ValidationError):
        WordPressOptions.model_validate({"servidor": "https://x.gov.co", "usuario": USER, "clave": "x"} | change)
