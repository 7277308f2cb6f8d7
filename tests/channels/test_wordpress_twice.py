"""WordPress has a slug already, and gives a post another: what becomes of two."""

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from channels.message import Unavailable, Uncertain
from channels.wordpress import WordPress
from channels.wordpress.adapter import slug_of
from tests.channels.accounts import account
from tests.channels.meta import Memory, picture
from tests.channels.service import Service, failure, remember
from tests.channels.test_wordpress import LOOK, LOOK_MEDIA, MEDIA, POSTS, calls, post
from tests.servers.process import Server


@pytest.fixture
def site(start_server: Callable[..., Server], tmp_path: Path) -> Service:
    return Service.start(start_server, "tests.servers.wordpress_api", tmp_path)


@pytest.fixture
async def wordpress(site: Service, tmp_path: Path) -> AsyncIterator[WordPress]:
    """An account at the server; it is closed after the test."""
    made = account("wordpress", site.address, tmp_path)
    assert isinstance(made, WordPress)
    yield made
    await made.close()


async def test_a_post_that_went_through_meanwhile_stays_alone(wordpress: WordPress, site: Service) -> None:
    """Where WordPress gives it another slug, the one before is there: the second goes into the bin."""
    first = await wordpress.send(post(), remember)
    site.then("late")
    second = await wordpress.send(post(), Memory())
    assert second == first
    assert calls(site)[2:] == [LOOK, POSTS, LOOK, "DELETE /wp-json/wp/v2/posts/102"]


@pytest.mark.parametrize(
    "faults", [("late", "good", "drop"), ("late", "good", "good", "drop"), ("late", "good", "page-502")]
)
async def test_a_second_post_is_taken_back_by_the_next_attempt(
    wordpress: WordPress, site: Service, faults: tuple[str, ...]
) -> None:
    """Where the site broke off before the second was in the bin, it is remembered: neither stays public for ever."""
    first, memory = await wordpress.send(post(), remember), Memory()
    site.then(*faults)
    assert isinstance(await failure(wordpress.send(post(), memory)), Unavailable)
    assert await wordpress.send(post()._replace(resumption=memory.token), memory) == first
    assert calls(site)[-2:] == [LOOK, "DELETE /wp-json/wp/v2/posts/102"]


async def test_a_second_post_that_cannot_be_taken_back_is_told(wordpress: WordPress, site: Service) -> None:
    """Both are out: a person deletes the second, whose address is told."""
    await wordpress.send(post(), remember)
    site.then("late", "good", "good", "error:rest_invalid_param:400")
    found = await failure(wordpress.send(post(), Memory()))
    assert isinstance(found, Uncertain)
    assert f"{slug_of(post())}-2" in found.reason


async def test_a_post_that_got_another_slug_is_not_made_twice(wordpress: WordPress, site: Service) -> None:
    """Where something else has its slug; also when the attempt was cut off before its end."""
    token = json.dumps({"made": [102, "https://www.municipio.gov.co/otra/"]})
    sent = await wordpress.send(post()._replace(resumption=token), remember)
    assert (sent.remote_id, sent.url) == ("102", "https://www.municipio.gov.co/otra/")
    assert calls(site) == [LOOK]


async def test_a_note_of_an_older_program_is_no_hindrance(wordpress: WordPress, site: Service, tmp_path: Path) -> None:
    """The files go up again."""
    file = picture(tmp_path, "a.jpg")
    sent = await wordpress.send(post(file)._replace(resumption=json.dumps([[file.sha256, "55"]])), Memory())
    assert sent.remote_id
    assert calls(site) == [LOOK, LOOK_MEDIA, MEDIA, POSTS]
