"""X, against an API server in a process of its own that checks every signature."""

import inspect
import json
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import requests.exceptions
import tweepy.errors

from channels.message import NotSent, Rejected, Scope, Unavailable, Uncertain
from channels.x import X, XOptions
from channels.x.outcome import BY_CLASS
from tests.channels.service import Service, failure, message, remember
from tests.channels.user import KEYS, Open, forget, photo
from tests.servers.certificates import Authority
from tests.servers.process import Server


async def test_a_post_is_signed_and_gets_its_address(open_x: Open, x_api: Service) -> None:
    """The four keys sign the request; X's number makes the post's public address."""
    sent = await open_x().send(message("Matrículas del 12 al 29 de enero 👉 https://a.gov.co", ""), remember)
    (call,) = x_api.calls()
    assert call["signed"]
    assert (call["method"], call["path"]) == ("POST", "/2/tweets")
    assert call["text"] == "Matrículas del 12 al 29 de enero 👉 https://a.gov.co"
    assert sent.remote_id == "1900000000000000000"
    assert sent.url == "https://x.com/i/web/status/1900000000000000000"


async def test_no_break_spaces_are_sent_as_spaces(open_x: Open, x_api: Service) -> None:
    """Babel's «7:00 a. m.» holds U+202F and U+00A0, which X would count as two."""
    await open_x().send(message("7:00\u202fa.\u00a0m.", ""), remember)
    assert x_api.calls()[0]["text"] == "7:00 a. m."


async def test_what_is_composed_is_what_goes_out(open_x: Open, x_api: Service) -> None:
    """The sandbox shows the very text that X gets."""
    account = open_x()
    composed = json.loads(account.compose(message("Hola\u202fa todos", "")).data)
    await account.send(message("Hola\u202fa todos", ""), remember)
    assert composed == {"text": x_api.calls()[0]["text"]}


async def test_an_image_goes_up_described_before_its_post(open_x: Open, x_api: Service, tmp_path: Path) -> None:
    """Three signed calls: the bytes, what they show in words, and the post that names them."""
    images = (photo(tmp_path, "a.png"), photo(tmp_path, "b.png"))
    sent = await open_x().send(message("Hola", "", images), forget)
    calls = x_api.calls()
    paths = [call["path"] for call in calls]
    assert paths == ["/2/media/upload", "/2/media/metadata"] * 2 + ["/2/tweets"]
    assert all(call["signed"] for call in calls)
    assert (calls[0]["media"], calls[0]["media_category"]) == ("file:a.png:9", "tweet_image")
    assert calls[1]["metadata"] == {"alt_text": {"text": "Niños"}}
    assert calls[4]["media"]["media_ids"] == [calls[1]["id"], calls[3]["id"]]
    assert sent.remote_id


@pytest.mark.parametrize(
    ("faults", "kind"),
    [
        (["hang"], Unavailable),
        (["drop"], Unavailable),
        (["no-data"], Unavailable),
        (["page-502"], Unavailable),
        (["moved"], Unavailable),
        (["good", "drop"], Unavailable),
        (["bad-request"], Rejected),
        (["unauthorized"], Unavailable),
        (["good", "good", "drop"], Uncertain),
    ],
)
async def test_only_the_post_itself_can_be_uncertain(
    open_x: Open, x_api: Service, tmp_path: Path, faults: list[str], kind: type[NotSent]
) -> None:
    """Whatever became of an image, a post that was never asked for did not go out."""
    x_api.then(*faults)
    account = open_x(lectura=2)
    assert type(await failure(account.send(message("Hola", "", (photo(tmp_path),)), forget))) is kind
    assert len(x_api.calls()) == len(faults)


async def test_five_images_never_leave(open_x: Open, x_api: Service, tmp_path: Path) -> None:
    """X takes four."""
    images = tuple(photo(tmp_path, f"{number}.png") for number in range(5))
    assert isinstance(await failure(open_x().send(message("x", "", images), remember)), Rejected)
    assert x_api.calls() == []


async def test_a_file_that_is_gone_is_not_sent_and_can_be_put_back(open_x: Open, tmp_path: Path) -> None:
    """An image that cannot be read leaves the post unsent, for a person to mend."""
    missing = photo(tmp_path)
    missing.path.unlink()
    found = await failure(open_x().send(message("x", "", (missing,)), remember))
    assert isinstance(found, Unavailable)
    assert found.needs_person


async def test_a_text_that_is_too_long_never_leaves(open_x: Open, x_api: Service) -> None:
    """281 by X's count is refused before any call; X would answer as if the account were at fault."""
    found = await failure(open_x().send(message("é" * 281, ""), remember))
    assert isinstance(found, Rejected)
    assert "281" in found.reason
    assert x_api.calls() == []


async def test_the_same_text_twice_is_a_duplicate_and_never_taken_as_sent(open_x: Open) -> None:
    """A weekly reminder with last week's words is refused, in words that say what to change."""
    account = open_x()
    await account.send(message("Hoy hay jornada", ""), remember)
    found = await failure(account.send(message("Hoy hay jornada", ""), remember))
    assert isinstance(found, Rejected)
    assert (found.code, found.recipient_gone) == ("duplicate", False)


async def test_wrong_keys_stop_the_account(open_x: Open) -> None:
    """A signature that does not hold is a matter for a person."""
    found = await failure(open_x(keys={**KEYS, "secreto-acceso": "otro"}).send(message("x", ""), remember))
    assert isinstance(found, Unavailable)
    assert (found.code, found.scope, found.needs_person) == ("401", Scope.ACCOUNT, True)


FAULTS = [
    ("bad-request", Rejected),
    ("too-long", Rejected),
    ("list-400", Rejected),
    ("page-413", Rejected),
    ("duplicate", Rejected),
    ("unauthorized", Unavailable),
    ("no-credits", Unavailable),
    ("suspended", Unavailable),
    ("not-found", Unavailable),
    ("page-404", Unavailable),
    ("page-403", Unavailable),
    ("usage-cap", Unavailable),
    ("usage-cap-403", Unavailable),
    ("depleted-429", Unavailable),
    ("depleted-403", Unavailable),
    ("server-error", Uncertain),
    ("page-502", Uncertain),
    ("page-500", Uncertain),
    ("page", Uncertain),
    ("moved", Uncertain),
    ("no-data", Uncertain),
    ("strange", Uncertain),
    ("list", Uncertain),
    ("nested", Uncertain),
    ("truncated", Uncertain),
    ("half", Uncertain),
    ("huge", Uncertain),
    ("hang", Uncertain),
    ("drop", Uncertain),
]


@pytest.mark.parametrize(("fault", "kind"), FAULTS)
async def test_each_fault_has_its_outcome(open_x: Open, x_api: Service, fault: str, kind: type[NotSent]) -> None:
    """Every fault of the service ends in one of the three, with a sentence and a code; no call is repeated."""
    x_api.then(fault)
    patience = 0.5 if fault == "hang" else 60
    found = await failure(open_x(lectura=patience).send(message("Hola", ""), remember))
    assert type(found) is kind
    assert found.reason.endswith(".")
    assert found.code
    assert len(x_api.calls()) == 1
    if isinstance(found, Unavailable):
        assert (found.scope, found.needs_person) == (Scope.ACCOUNT, True)


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        ("flood", 121),
        ("flood-past", 60),
        ("flood-thousandths", 86_400),
        ("flood-dateless", 900),
        ("flood-garbled", 900),
        ("flood-untimed", 900),
        ("page-429", 900),
    ],
)
async def test_a_flood_pauses_the_account_until_its_limit_ends(
    open_x: Open, x_api: Service, fault: str, seconds: int
) -> None:
    """The end is read by the answer's own clock; 15 minutes where it is not said, one where it is past, a day
    at most."""
    x_api.then(fault)
    found = await failure(open_x().send(message("Hola", ""), remember))
    assert isinstance(found, Unavailable)
    assert (found.retry_after, found.scope, found.needs_person) == (timedelta(seconds=seconds), Scope.ACCOUNT, False)


async def test_a_closed_port_means_not_sent(open_x: Open) -> None:
    """Nothing left where no connection was made: the account waits."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        server = f"http://127.0.0.1:{unused.getsockname()[1]}"
        found = await failure(open_x(server).send(message("x", ""), remember))
    assert isinstance(found, Unavailable)
    assert (found.scope, found.needs_person) == (Scope.ACCOUNT, False)


async def test_a_name_that_nobody_knows_means_not_sent(open_x: Open) -> None:
    """Without an address there is no connection."""
    found = await failure(open_x("https://x.invalid").send(message("x", ""), remember))
    assert (type(found), found.code) == (Unavailable, "ConnectionError")


async def test_a_server_that_accepts_nobody_means_not_sent(open_x: Open) -> None:
    """A time-out while connecting is no doubt: no byte of the post left."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, socket.create_connection(full.getsockname()):
        server = f"http://127.0.0.1:{full.getsockname()[1]}"
        found = await failure(open_x(server, conexion=0.3).send(message("x", ""), remember))
    assert (type(found), found.code) == (Unavailable, "ConnectTimeout")


async def test_a_certificate_that_nobody_signed_is_refused(
    open_x: Open, start_server: Callable[..., Server], tmp_path: Path, authority: Authority
) -> None:
    """The signature goes to nobody who cannot prove to be the server."""
    pair = authority.certificate("x-api")
    (tmp_path / "tls").mkdir()
    arguments = ("--certificate", pair.certificate, "--key", pair.key)
    secure = Service.start(start_server, "tests.servers.x_api", tmp_path / "tls", *arguments)
    found = await failure(open_x(secure.address).send(message("x", ""), remember))
    assert isinstance(found, Unavailable)
    assert (found.code, found.needs_person) == ("certificado", True)
    assert secure.calls() == []


async def test_the_account_works_on_after_each_fault(open_x: Open, x_api: Service) -> None:
    """One broken answer spoils no later post."""
    account = open_x(lectura=2)
    x_api.then("drop", "huge", "hang")
    for _ in range(3):
        assert isinstance(await failure(account.send(message("x", ""), remember)), Uncertain)
    assert (await account.send(message("x", ""), remember)).remote_id


@pytest.mark.parametrize("library", [tweepy.errors, requests.exceptions])
def test_every_error_of_the_libraries_is_mapped(library: object) -> None:
    """A class that a new version brings must be given a meaning here."""
    roots = (tweepy.errors.TweepyException, requests.exceptions.RequestException)
    errors = {each for _, each in inspect.getmembers(library, inspect.isclass) if issubclass(each, roots)}
    assert errors - BY_CLASS.keys() == set()


def test_the_sender_is_the_user_behind_the_keys() -> None:
    """The user's number and a digest of the key; nothing of a secret."""
    sender = X.sender(XOptions.model_validate(KEYS))
    assert sender.startswith("x:")
    assert sender.endswith(":777")
    assert not any(secret in sender for secret in KEYS.values())


def test_the_profile_costs_no_library() -> None:
    """Reading what X declares does not load tweepy."""
    code = "import sys, channels.x; sys.exit('tweepy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
