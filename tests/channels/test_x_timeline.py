"""X's timeline read back: whether a post is there, against the API server in a process of its own."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from channels.message import NotSent, Unavailable, Uncertain
from channels.x import X, XOptions
from channels.x.timeline import same
from tests.channels.service import Service, failure, message, remember, surroundings
from tests.channels.user import KEYS, forget, photo
from tests.servers.process import Server

SINCE = datetime(2027, 1, 5, 13, 0, tzinfo=UTC)


@pytest.fixture
def service(start_server: Callable[..., Server], tmp_path: Path) -> Service:
    """X, as it is for one test."""
    return Service.start(start_server, "tests.servers.x_api", tmp_path)


def account(service: Service, folder: Path) -> X:
    """An open account at the server, which answers within a second."""
    options = {**KEYS, "servidor": service.address, "plazos": {"lectura": 1}}
    return X(XOptions.model_validate(options), surroundings(folder))


@pytest.mark.parametrize(
    "text",
    [
        "Hola",
        "Matrículas 👉 https://villaclara.gov.co/matriculas/ hasta el 29 & más <ya>",
        "7:00\u202fa.\u00a0m. en https://a.gov.co/?a=1&copy=2",
    ],
)
async def test_what_was_posted_is_found(service: Service, tmp_path: Path, text: str) -> None:
    """Whatever X makes of its addresses and signs: by its number and address, over as many pages as it takes."""
    x = account(service, tmp_path)
    sent = await x.send(message(text, "", (photo(tmp_path),)), forget)
    for number in range(7):
        await x.send(message(f"Otra cosa {number}", ""), remember)
    assert await x.reconcile(message(text, ""), SINCE) == sent
    assert await x.reconcile(message(f"{text} nada", ""), SINCE) is None
    await x.close()
    pages = [call for call in service.calls() if call["path"].startswith("/2/users/777/tweets?")]
    assert len(pages) == 4
    assert all(call["signed"] for call in pages)
    assert "start_time=2027-01-05T12%3A55%3A00Z" in pages[0]["path"]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("hang", Uncertain),
        ("drop", Uncertain),
        ("page-502", Uncertain),
        ("truncated", Uncertain),
        ("list", Uncertain),
        ("no-data", Uncertain),
        ("huge", Uncertain),
        ("bad-request", Uncertain),
        ("flood", Unavailable),
        ("usage-cap", Unavailable),
        ("suspended", Unavailable),
        ("no-credits", Unavailable),
        ("unauthorized", Unavailable),
    ],
)
async def test_what_is_no_answer_says_nothing(
    service: Service, tmp_path: Path, fault: str, kind: type[NotSent]
) -> None:
    """None is said only by a timeline that was read to its end."""
    service.then(fault)
    x = account(service, tmp_path)
    assert isinstance(await failure(x.reconcile(message("Hola", ""), SINCE)), kind)
    await x.close()


async def test_an_end_that_does_not_come_says_nothing(service: Service, tmp_path: Path) -> None:
    """Ten pages without it, and there are more: nobody reads on."""
    x = account(service, tmp_path)
    for number in range(51):
        await x.send(message(f"Otra cosa {number}", ""), remember)
    outcome = await failure(x.reconcile(message("Hola", ""), SINCE))
    await x.close()
    assert (type(outcome), outcome.code) == (Uncertain, "muchas")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Hola", "hola ", True),
        ("Vea https://a.gov.co/", "Vea http://a.gov.co", True),
        ("Vea a.gov.co/x", "Vea https://a.gov.co/x/", True),
        ("Uno\n\nDos", "Uno Dos", True),
        ("El 12", "El 14", False),
        ("Vea https://a.gov.co/x", "Vea https://a.gov.co/y", False),
    ],
)
def test_which_texts_are_one_post(one: str, other: str, alike: bool) -> None:
    """Scheme, final slash, spaces and case are X's to change; words are not."""
    assert same(one, other) is alike
