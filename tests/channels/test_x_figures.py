"""Polls of X, what it counts of a post, and a look at an account."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from channels.capabilities import Metric, Votes
from channels.message import Message, NotSent, Poll, Rejected, Unavailable
from tests.channels.service import Service, failure, message, remember
from tests.channels.user import Open, photo

NOW = datetime(2027, 1, 5, tzinfo=UTC)
WRITTEN = message("", "").written_at
POLL = Poll("¿Le sirvió la jornada?", ("Sí", "No"), WRITTEN + timedelta(days=2))


def asking(text: str = "Cuéntenos.", poll: Poll = POLL) -> Message:
    return message(text, "")._replace(poll=poll)


async def test_a_poll_is_part_of_the_post(open_x: Open, x_api: Service) -> None:
    """X has no question of its own: it stands in the text."""
    account = open_x()
    composed = json.loads(account.compose(asking()).data)
    await account.send(asking(), remember)
    (call,) = x_api.calls()
    assert call["text"] == composed["text"] == "Cuéntenos.\n\n¿Le sirvió la jornada?"
    assert call["poll"] == composed["poll"] == {"options": ["Sí", "No"], "duration_minutes": 2880}


async def test_a_poll_that_is_posted_late_ends_with_its_survey(open_x: Open, x_api: Service) -> None:
    """X counts from the post: a day after its hour a day less is left."""
    late = POLL._replace(asked_at=WRITTEN + timedelta(days=1, seconds=30))
    await open_x().send(asking(poll=late), remember)
    assert x_api.calls()[0]["poll"]["duration_minutes"] == 1439


@pytest.mark.parametrize("text", ["¿Le sirvió la jornada? Vote.", ""])
async def test_a_question_is_not_asked_twice(open_x: Open, x_api: Service, text: str) -> None:
    """A text that has it already stays as it is; without a text it stands alone."""
    await open_x().send(asking(text), remember)
    assert x_api.calls()[0]["text"].count("¿Le sirvió") == 1


@pytest.mark.parametrize(
    "poll",
    [
        POLL._replace(options=("Sí",)),
        POLL._replace(options=tuple("abcde")),
        POLL._replace(options=("Sí", "N" * 26)),
        POLL._replace(closes_at=WRITTEN + timedelta(minutes=4)),
        POLL._replace(closes_at=WRITTEN + timedelta(days=7, minutes=1)),
        POLL._replace(question="¿" + "a" * 280),
    ],
)
async def test_a_poll_that_x_would_not_take_never_leaves(open_x: Open, x_api: Service, poll: Poll) -> None:
    """Two to four options of 25 characters, five minutes to seven days, 280 for all the text."""
    assert isinstance(await failure(open_x().send(asking(poll=poll), remember)), Rejected)
    assert x_api.calls() == []


async def test_a_poll_and_an_image_never_leave(open_x: Open, x_api: Service, tmp_path: Path) -> None:
    """X takes one or the other."""
    both = asking()._replace(media=(photo(tmp_path),))
    assert isinstance(await failure(open_x().send(both, remember)), Rejected)
    assert x_api.calls() == []


async def test_what_x_counts(open_x: Open, x_api: Service) -> None:
    """Views, likes, answers, reposts with quotes, bookmarks: a nought is one, and what is not told is left out."""
    account = open_x()
    sent = await account.send(message("Hola", ""), remember)
    assert await account.measure(sent.remote_id or "", "") == {
        Metric.VIEWS: 200,
        Metric.REACTIONS: 7,
        Metric.COMMENTS: 1,
        Metric.SHARES: 5,
        Metric.SAVES: 0,
    }
    call = x_api.calls()[-1]
    assert call["signed"]
    assert call["path"].startswith(f"/2/tweets/{sent.remote_id}?")


async def test_votes_are_counted_with_the_rest(open_x: Open) -> None:
    """Of a post with a poll."""
    account = open_x()
    sent = await account.send(asking(), remember)
    assert (await account.measure(sent.remote_id or "", ""))[Metric.VOTES] == 13


async def test_a_poll_is_read_when_x_has_closed_it(open_x: Open, x_api: Service) -> None:
    """Until then it is asked again; its votes come in the options' order."""
    account = open_x()
    sent = await account.send(asking(), remember)
    still = await failure(account.close_poll(sent.remote_id or "", ""))
    assert isinstance(still, Unavailable)
    assert (still.code, still.retry_after) == ("abierta", timedelta(minutes=1))
    x_api.then("closed")
    assert await account.close_poll(sent.remote_id or "", "") == Votes((9, 4), 13)


async def test_a_post_without_a_poll_has_none_to_close(open_x: Open) -> None:
    """That is told, and for good."""
    account = open_x()
    sent = await account.send(message("Hola", ""), remember)
    found = await failure(account.close_poll(sent.remote_id or "", ""))
    assert (type(found), found.code) == (Rejected, "encuesta")


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("good", Rejected),
        ("gone", Rejected),
        ("not-found", Unavailable),
        ("no-credits", Unavailable),
        ("unauthorized", Unavailable),
        ("flood", Unavailable),
        ("hang", Unavailable),
        ("drop", Unavailable),
        ("page", Unavailable),
        ("page-502", Unavailable),
        ("truncated", Unavailable),
        ("list", Unavailable),
        ("odd-post", Unavailable),
        ("odd-poll", Unavailable),
    ],
)
async def test_faults_of_reading(open_x: Open, x_api: Service, fault: str, kind: type[NotSent]) -> None:
    """A post that is no more is told so; nothing of reading is uncertain, for it is asked again."""
    x_api.then(fault, fault)
    account = open_x(lectura=1)
    assert type(await failure(account.measure("190", ""))) is kind
    if fault != "odd-post":
        assert type(await failure(account.close_poll("190", ""))) is kind


async def test_a_look_at_an_account(open_x: Open, x_api: Service) -> None:
    """One call that posts nothing; credits cannot be asked for with these keys."""
    found = await open_x().examine(NOW)
    assert [(each.check, each.standing.value) for each in found] == [
        ("token", "good"),
        ("permissions", "good"),
        ("quota", "good"),
        ("credit", "unknown"),
    ]
    assert [(call["method"], call["path"], call["signed"]) for call in x_api.calls()] == [("GET", "/2/users/me", True)]


@pytest.mark.parametrize(
    ("fault", "check", "standing"),
    [
        ("read-only", "permissions", "bad"),
        ("bare", "permissions", "unknown"),
        ("bare", "quota", "unknown"),
        ("spent", "quota", "warning"),
        ("unauthorized", "token", "bad"),
        ("no-credits", "credit", "bad"),
        ("flood", "token", "unknown"),
        ("page-502", "token", "unknown"),
        ("drop", "token", "unknown"),
        ("page", "token", "unknown"),
        ("no-data", "token", "unknown"),
    ],
)
async def test_a_look_tells_what_is_wrong(open_x: Open, x_api: Service, fault: str, check: str, standing: str) -> None:
    """Each thing that may be wrong has its word."""
    x_api.then(fault)
    found = {each.check: each for each in await open_x().examine(NOW)}
    assert found[check].standing.value == standing
    assert found[check].advice or standing == "unknown"
