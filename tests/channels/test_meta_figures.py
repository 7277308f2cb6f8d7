"""What Facebook and Instagram count of a post, against their servers in processes of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from channels.adapter import Adapter
from channels.capabilities import Measures, Metric
from channels.message import NotSent, Rejected, Unavailable
from channels.registry import ADAPTERS, adapter
from tests.channels.meta import KEYS, Memory, picture
from tests.channels.service import Service, failure, message, surroundings
from tests.servers.process import Server

Start = Callable[..., Server]
OPTIONS = {"facebook": {"pagina": "1020"}, "instagram": {"cuenta": "3040"}}
POSTS = {"facebook": "1020_1", "instagram": "18001"}
WHOLE = {
    "facebook": {
        Metric.REACTIONS: 12,
        Metric.COMMENTS: 0,
        Metric.SHARES: 2,
        Metric.VIEWS: 480,
        Metric.REACH: 310,
        Metric.CLICKS: 7,
    },
    "instagram": {
        Metric.REACTIONS: 9,
        Metric.COMMENTS: 0,
        Metric.VIEWS: 900,
        Metric.REACH: 400,
        Metric.SAVES: 6,
        Metric.SHARES: 3,
    },
}
KINDS = list(OPTIONS)


async def measured(kind: str, start: Start, folder: Path, *faults: str, post: str = "") -> dict[Metric, int]:
    """What is told of a post that was just made, or of another, where the server has these faults. Raises `NotSent`."""
    service = Service.start(start, f"tests.servers.{kind}_api", folder)
    made = adapter(kind)
    given = OPTIONS[kind] | KEYS | {"servidor": service.address, "plazos": {"lectura": "1"}}
    account: Adapter = made(made.options_model.model_validate(given), surroundings(folder))
    assert isinstance(account, Measures)
    try:
        await account.send(message("Hola", "", (picture(folder),)), Memory())
        service.then(*faults)
        return dict(await account.measure(post or POSTS[kind], ""))
    finally:
        await account.close()
        assert all(call["authorised"] and call["proven"] for call in service.calls())


def test_which_can() -> None:
    """Of Meta's three the two that publish; of a message to a person there are only the notices of its delivery."""
    meta = [kind for kind in ADAPTERS if kind in ("facebook", "instagram", "whatsapp")]
    assert [kind for kind in meta if issubclass(adapter(kind), Measures)] == KINDS


@pytest.mark.parametrize("kind", KINDS)
async def test_everything_is_told(kind: str, start_server: Start, tmp_path: Path) -> None:
    """The post's own counts, where nought is nought, and each insight."""
    assert await measured(kind, start_server, tmp_path) == WHOLE[kind]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fault", ["error:100", "error:10", "nothing"])
async def test_one_insight_that_is_wanting_loses_none_of_the_others(
    kind: str, fault: str, start_server: Start, tmp_path: Path
) -> None:
    """A metric that was retired, that the token may not see, or of which there is no data yet: left out, not nought."""
    wanted = {metric: value for metric, value in WHOLE[kind].items() if metric is not Metric.REACH}
    assert await measured(kind, start_server, tmp_path, "good", "good", fault) == wanted


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fault", ["error:4", "page-502", "drop", "empty"])
async def test_a_limit_in_the_middle_leaves_the_rest_for_later(
    kind: str, fault: str, start_server: Start, tmp_path: Path
) -> None:
    """Nobody asks on; what was told so far is kept."""
    found = await measured(kind, start_server, tmp_path, "good", "good", fault)
    assert {Metric.REACTIONS, Metric.VIEWS} <= set(found)
    assert not {Metric.REACH, Metric.CLICKS, Metric.SAVES} & set(found)


async def test_counts_that_are_not_told_are_left_out(start_server: Start, tmp_path: Path) -> None:
    """Facebook says nothing of shares where there are none."""
    found = await measured("facebook", start_server, tmp_path, "uncounted")
    assert set(found) == {Metric.VIEWS, Metric.REACH, Metric.CLICKS}


@pytest.mark.parametrize("kind", KINDS)
async def test_a_post_that_is_no_more(kind: str, start_server: Start, tmp_path: Path) -> None:
    """It is told for good: nobody asks again."""
    assert isinstance(await failure(measured(kind, start_server, tmp_path, post="404")), Rejected)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "fault", ["hang", "drop", "page-502", "list", "error:1:500", "error:4", "error:190", "error:100"]
)
async def test_a_post_that_cannot_be_asked_now(kind: str, fault: str, start_server: Start, tmp_path: Path) -> None:
    """Later, then: nothing of a look is uncertain."""
    found: NotSent = await failure(measured(kind, start_server, tmp_path, fault))
    assert isinstance(found, Unavailable)
