"""The connection that Meta's services share: every fault has its outcome, and no call is repeated."""

import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from channels.facebook import Facebook, FacebookOptions
from channels.facebook import errors as facebook
from channels.graph.failure import Failure, How, regained_after, used
from channels.graph.outcome import PROOF, SHARED, Meaning, rule_of
from channels.instagram import errors as instagram
from channels.message import NotSent, Rejected, Scope, Unavailable, Uncertain
from channels.whatsapp import errors as whatsapp
from tests.channels.meta import KEYS, Open
from tests.channels.service import Service, failure, message, remember, surroundings
from tests.servers.certificates import Authority
from tests.servers.process import Server

OPTIONS = {"pagina": "1020", **KEYS}


@pytest.fixture
def service(start_server: Callable[..., Server], tmp_path: Path) -> Service:
    return Service.start(start_server, "tests.servers.facebook_api", tmp_path)


@pytest.fixture
async def open_account(service: Service, tmp_path: Path) -> AsyncIterator[Open]:
    """Opens accounts at the server; closes them after the test."""
    opened: list[Facebook] = []

    def open_(server: str = service.address, token: str = KEYS["token"], **deadlines: float) -> Facebook:
        given = OPTIONS | {"servidor": server, "token": token, "plazos": deadlines}
        opened.append(Facebook(FacebookOptions.model_validate(given), surroundings(tmp_path)))
        return opened[-1]

    yield open_
    for each in opened:
        await each.close()


FAULTS = [
    ("error:1:500", Uncertain),
    ("error:1", Uncertain),
    ("error:2:500:transient", Uncertain),
    ("error:100:500", Uncertain),
    ("error:77777:transient", Uncertain),
    ("error:77777:503", Uncertain),
    ("odd", Uncertain),
    ("page-502", Uncertain),
    ("page-500", Uncertain),
    ("page-403", Uncertain),
    ("page", Uncertain),
    ("moved", Uncertain),
    ("empty", Uncertain),
    ("list", Uncertain),
    ("nested", Uncertain),
    ("truncated", Uncertain),
    ("half", Uncertain),
    ("huge", Uncertain),
    ("hang", Uncertain),
    ("drop", Uncertain),
    ("error:100", Rejected),
    ("error:77777", Rejected),
    ("error:506", Rejected),
    ("error:100:transient", Unavailable),
    ("error:4:403", Unavailable),
    ("page-429", Unavailable),
]


@pytest.mark.parametrize(("fault", "kind"), FAULTS)
async def test_each_fault_has_its_outcome(
    open_account: Open, service: Service, fault: str, kind: type[NotSent]
) -> None:
    """Every fault ends in one of the three, with a sentence, a code and Meta's own trace; no call is repeated."""
    service.then(fault)
    patience = 0.5 if fault == "hang" else 60
    found = await failure(open_account(lectura=patience).send(message("Hola", ""), remember))
    assert type(found) is kind
    assert found.reason.endswith(".")
    assert found.code
    assert ("fbtrace_id AbCd_12-3" in found.reason) == fault.startswith("error")
    assert len(service.calls()) == 1


async def test_an_answer_without_end_is_not_read(open_account: Open, service: Service) -> None:
    """After a megabyte the connection is given up, whatever else might come."""
    service.then("huge")
    found = await failure(open_account().send(message("Hola", ""), remember))
    assert (type(found), found.code) == (Uncertain, "ReadError")


@pytest.mark.parametrize(
    "code", ["102", "190", "190:458", "190:459", "190:460", "190:463", "190:464", "190:467", "190:492"]
)
async def test_a_token_that_is_no_good_stops_the_account(open_account: Open, service: Service, code: str) -> None:
    """For a person, who reads which of its ends it is; Meta's two numbers are the code."""
    service.then(f"error:{code}:401")
    found = await failure(open_account().send(message("Hola", ""), remember))
    assert isinstance(found, Unavailable)
    assert (found.scope, found.needs_person, found.code) == (Scope.ACCOUNT, True, code.replace(":", "/"))


@pytest.mark.parametrize("code", ["3", "10", "100:33", "200", "299", "368", "803", "100:proof"])
async def test_what_only_a_person_can_mend_stops_the_account(open_account: Open, service: Service, code: str) -> None:
    """Rights, blocks by Meta's own rules, wrong numbers, and a proof that is wanting: no message is refused for it."""
    service.then(f"error:{code}")
    found = await failure(open_account().send(message("Hola", ""), remember))
    assert isinstance(found, Unavailable)
    assert (found.scope, found.needs_person) == (Scope.ACCOUNT, True)


@pytest.mark.parametrize(
    ("fault", "minutes"),
    [
        ("error:4:regain30", 30),
        ("error:80001:400:regain30", 30),
        ("error:4:regain99999", 24 * 60),
        ("error:17", 60),
        ("error:32", 60),
        ("error:341", 60),
        ("error:613", 60),
        ("error:80014", 60),
        ("page-429", 60),
        ("error:4:500", 60),
    ],
)
async def test_a_limit_rests_the_account(open_account: Open, service: Service, fault: str, minutes: int) -> None:
    """For as long as Meta says, a day at most; an hour where it does not say. Nothing was sent, whatever the status."""
    service.then(fault)
    found = await failure(open_account().send(message("Hola", ""), remember))
    assert isinstance(found, Unavailable)
    assert (found.retry_after, found.scope, found.needs_person) == (timedelta(minutes=minutes), Scope.ACCOUNT, False)


async def test_a_refusal_that_will_pass_is_tried_again(open_account: Open, service: Service) -> None:
    """`is_transient` makes of it a matter of minutes, for this one post."""
    service.then("error:100:transient")
    found = await failure(open_account().send(message("Hola", ""), remember))
    assert isinstance(found, Unavailable)
    assert (found.retry_after, found.scope) == (timedelta(minutes=5), Scope.RECIPIENT)


async def test_a_closed_port_means_not_sent(open_account: Open) -> None:
    """Nothing left where no connection was made: the account waits."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        server = f"http://127.0.0.1:{unused.getsockname()[1]}"
        found = await failure(open_account(server).send(message("x", ""), remember))
    assert isinstance(found, Unavailable)
    assert (found.code, found.scope, found.needs_person) == ("ConnectError", Scope.ACCOUNT, False)


async def test_a_name_that_nobody_knows_means_not_sent(open_account: Open) -> None:
    """Without an address there is no connection."""
    found = await failure(open_account("https://graph.invalid").send(message("x", ""), remember))
    assert (type(found), found.code) == (Unavailable, "ConnectError")


async def test_a_server_that_accepts_nobody_means_not_sent(open_account: Open) -> None:
    """A time-out while connecting is no doubt: no byte of the post left."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, socket.create_connection(full.getsockname()):
        server = f"http://127.0.0.1:{full.getsockname()[1]}"
        found = await failure(open_account(server, conexion=0.3).send(message("x", ""), remember))
    assert (type(found), found.code) == (Unavailable, "ConnectTimeout")


async def test_a_certificate_that_nobody_signed_is_refused(
    open_account: Open, start_server: Callable[..., Server], tmp_path: Path, authority: Authority
) -> None:
    """The token goes to nobody who cannot prove to be the server."""
    pair = authority.certificate("graph")
    (tmp_path / "tls").mkdir()
    arguments = ("--certificate", pair.certificate, "--key", pair.key)
    secure = Service.start(start_server, "tests.servers.facebook_api", tmp_path / "tls", *arguments)
    found = await failure(open_account(secure.address).send(message("x", ""), remember))
    assert isinstance(found, Unavailable)
    assert (found.code, found.needs_person) == ("certificado", True)
    assert secure.calls() == []


async def test_a_token_that_meta_does_not_know(open_account: Open) -> None:
    """The server checks it, as it checks the proof that is made of it."""
    found = await failure(open_account(token="EAAotro").send(message("x", ""), remember))
    assert isinstance(found, Unavailable)
    assert (found.code, found.needs_person) == ("190", True)


async def test_the_account_works_on_after_each_fault(open_account: Open, service: Service) -> None:
    """One broken answer spoils no later post."""
    account = open_account(lectura=1)
    service.then("drop", "huge", "hang", "half")
    for _ in range(4):
        assert isinstance(await failure(account.send(message("x", ""), remember)), Uncertain)
    assert (await account.send(message("x", ""), remember)).remote_id


def test_no_rule_promises_what_it_does_not_keep() -> None:
    """A limit names a wait; each rule has two parts of a sentence, without a stop of their own."""
    tables = (SHARED, facebook.ERRORS, instagram.ERRORS, whatsapp.ERRORS)
    for rule in (*(rule for table in tables for rule in table.values()), PROOF):
        assert (rule.meaning is not Meaning.LIMITED) or rule.wait
        assert rule.what[0].isupper()
        assert not rule.what.endswith((".", ";"))
        assert rule.advice[0].islower()
        assert not rule.advice.endswith(".")


@pytest.mark.parametrize(
    ("header", "wait", "share"),
    [
        ("", None, None),
        ("{", None, None),
        ('{"1": "x", "2": [3]}', None, None),
        ('{"1": [{"call_count": 7, "total_time": 40}]}', None, 40),
        ('{"1": [{"estimated_time_to_regain_access": 0}]}', None, None),
        ('{"1": [{"estimated_time_to_regain_access": 5}], "2": [{"estimated_time_to_regain_access": 9}]}', 9, None),
        ('{"1": [{"estimated_time_to_regain_access": "9", "call_count": true}]}', None, 1),
    ],
)
def test_what_the_headers_say_of_limits(header: str, wait: int | None, share: float | None) -> None:
    """The longest of the waits and the largest of the shares; what cannot be read says nothing."""
    headers = {"x-business-use-case-usage": header}
    assert regained_after(headers) == (None if wait is None else timedelta(minutes=wait))
    assert used(headers) == share


def test_a_services_own_rule_comes_before_the_shared_one() -> None:
    """Code and subcode first, then the code alone."""
    own = SHARED[2, 0]._replace(what="Otra cosa")
    assert rule_of(Failure(How.REFUSED, "", "190/463", 190, 463), {(190, 463): own}) is own
    assert rule_of(Failure(How.REFUSED, "", "190/463", 190, 463), {(190, 0): own}) is SHARED[190, 463]
    assert rule_of(Failure(How.REFUSED, "", "9/7", 9, 7), {(0, 7): own}) is own


@pytest.mark.parametrize("kind", ["facebook", "instagram", "whatsapp"])
def test_the_profile_costs_no_library(kind: str) -> None:
    """Reading what one of the three declares does not load httpx."""
    code = f"import sys, channels.{kind}; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
