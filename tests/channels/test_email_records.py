"""What a look at a mail account finds in the DNS and at the relay."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dns.asyncresolver
import pytest

from channels.capabilities import Standing
from channels.email import records
from channels.email.dkim_options import Dkim
from tests.channels.mail import account
from tests.channels.signing import Pair, ed25519, rsa
from tests.servers.certificates import Authority
from tests.servers.imap import PASSWORD, USER, Imap
from tests.servers.mail import MailServer
from tests.servers.process import Server

NOW = datetime(2027, 1, 12, 12, 30, tzinfo=UTC)
DOMAIN = "genova.gov.co"
SELECTOR = f"pregonero._domainkey.{DOMAIN}"
SPF, DMARC = "v=spf1 include:relay.example -all", "v=DMARC1; p=reject; rua=mailto:dmarc@genova.gov.co"
Zone = Callable[[dict[str, list[str]]], None]


@pytest.fixture
def zone(start_server: Callable[..., Server], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Zone:
    """A DNS of our own, and what stands in it."""
    path = tmp_path / "zona.json"
    path.write_text("{}")
    server = start_server("tests.servers.dns", "--zone", path)

    def ours() -> dns.asyncresolver.Resolver:
        found = dns.asyncresolver.Resolver(configure=False)
        found.nameservers, found.port = ["127.0.0.1"], server.port
        return found

    monkeypatch.setattr(records, "resolver", ours)
    monkeypatch.setattr(records, "SECONDS", 1.0)

    def stands(written: dict[str, list[str]]) -> None:
        path.write_text(json.dumps(written))

    return stands


async def states(zone: Zone, written: dict[str, list[str]], domain: str = DOMAIN) -> dict[str, Standing]:
    """How SPF and DMARC stand, the zone being so."""
    zone(written)
    found = {each.check: each.standing for each in await records.examined(domain, None)}
    assert found.pop("dkim") is Standing.UNKNOWN
    return found


def including(number: int) -> dict[str, list[str]]:
    """A domain that includes so many others, each of them one more."""
    inner = {f"s{each}.example": ["v=spf1 a:mail.example -all"] for each in range(number)}
    every = " ".join(f"include:s{each}.example" for each in range(number))
    return {DOMAIN: [f"v=spf1 {every} ~all"], **inner}


@pytest.mark.parametrize(
    ("written", "standing"),
    [
        ({DOMAIN: [SPF], "relay.example": ["v=spf1 ip4:192.0.2.1 -all"]}, Standing.GOOD),
        ({DOMAIN: ["otra cosa", SPF]}, Standing.GOOD),
        ({DOMAIN: ["V=SPF1 mx -all"]}, Standing.GOOD),
        ({}, Standing.BAD),
        ({DOMAIN: []}, Standing.BAD),
        ({DOMAIN: ["v=spf10 -all"]}, Standing.BAD),
        ({DOMAIN: [SPF, "v=spf1 -all"]}, Standing.BAD),
        ({DOMAIN: ["v=spf1 mx +all"]}, Standing.BAD),
        ({DOMAIN: ["v=spf1 all"]}, Standing.BAD),
        (including(5), Standing.GOOD),
        (including(6), Standing.BAD),
        ({DOMAIN: ["v=spf1 include:otro.example -all"], "otro.example": [f"v=spf1 redirect={DOMAIN}"]}, Standing.BAD),
    ],
)
async def test_who_may_send_for_the_domain(zone: Zone, written: dict[str, list[str]], standing: Standing) -> None:
    """One record, that does not let everybody, and that ten questions answer; one that asks for itself never ends."""
    assert (await states(zone, written))["spf"] is standing


@pytest.mark.parametrize(
    ("written", "domain", "standing"),
    [
        ({f"_dmarc.{DOMAIN}": [DMARC]}, DOMAIN, Standing.GOOD),
        ({f"_dmarc.{DOMAIN}": ["v=DMARC1;p=none"]}, DOMAIN, Standing.GOOD),
        ({f"_dmarc.{DOMAIN}": [DMARC]}, f"correo.{DOMAIN}", Standing.GOOD),
        ({f"_dmarc.{DOMAIN}": ["v=DMARC12; p=none"]}, DOMAIN, Standing.BAD),
        ({f"_dmarc.{DOMAIN}": [DMARC, "v=DMARC1; p=none"]}, DOMAIN, Standing.BAD),
        ({"_dmarc.co": [DMARC]}, DOMAIN, Standing.BAD),
        ({}, DOMAIN, Standing.BAD),
    ],
)
async def test_what_becomes_of_mail_that_is_not_proven(
    zone: Zone, written: dict[str, list[str]], domain: str, standing: Standing
) -> None:
    """The domain's own word, or that of the one above it; a whole country's is none."""
    assert (await states(zone, written, domain))["dmarc"] is standing


@pytest.mark.parametrize("domain", [f"mudo.{DOMAIN}", f"roto.{DOMAIN}"])
async def test_a_dns_that_does_not_answer_says_nothing_of_the_domain(zone: Zone, domain: str) -> None:
    """It is not known, and nobody is told to publish what may be there."""
    assert (await states(zone, {}, domain))["spf"] is Standing.UNKNOWN


def published(pair: Pair) -> str:
    """The half of a key that stands in the DNS."""
    return pair.record.decode().partition("p=")[2]


@pytest.mark.parametrize(("own", "other"), [(rsa(), ed25519()), (ed25519(), rsa())], ids=["rsa", "ed25519"])
async def test_the_published_key_is_the_account_s(zone: Zone, own: Pair, other: Pair) -> None:
    """Missing, revoked or another's, each receiver would find the signature wrong."""
    dkim = Dkim.model_validate(own.block)
    half = published(own)
    table = {
        f"v=DKIM1; k=rsa; p={half}": Standing.GOOD,
        f"p={half[:20]} {half[20:]}": Standing.GOOD,
        f"v=DKIM1; p={published(other)}": Standing.BAD,
        "v=DKIM1; p=": Standing.BAD,
        "": Standing.BAD,
    }
    for record, standing in table.items():
        zone({SELECTOR: [record]} if record else {})
        assert {each.check: each.standing for each in await records.examined(DOMAIN, dkim)}["dkim"] is standing


@pytest.mark.parametrize(
    ("days", "standing"), [(15, Standing.GOOD), (13, Standing.WARNING)], ids=["long enough", "soon over"]
)
async def test_the_relay_is_met_as_a_message_would(
    zone: Zone, authority: Authority, tmp_path: Path, days: int, standing: Standing
) -> None:
    """Connection, certificate and password; no mail is begun."""
    until = datetime.now(UTC) + timedelta(days=days)
    certificate = authority.certificate("relevo", until=until)
    server = MailServer(tmp_path, tls="starttls", certificate=certificate, login=("prensa", "secreta"))
    written = {"seguridad": "starttls", "usuario": "prensa", "clave": "secreta", "ca": str(authority.path)}
    try:
        async with account(tmp_path, server.port, **written) as adapter:
            found = {each.check: each.standing for each in await adapter.examine(datetime.now(UTC))}
        async with account(tmp_path, server.port, **{**written, "clave": "otra"}) as adapter:
            refused = {each.check: each.standing for each in await adapter.examine(NOW)}
        assert server.taken() == []
    finally:
        server.process.stop()
    assert (found["relay"], found["certificate"]) == (Standing.GOOD, standing)
    assert (refused["relay"], "certificate" in refused) == (Standing.BAD, False)


async def test_a_relay_that_is_away_is_no_fault_of_the_account(zone: Zone, tmp_path: Path) -> None:
    """The domain is looked at all the same."""
    async with account(tmp_path, 1) as adapter:
        found = {each.check: each.standing for each in await adapter.examine(NOW)}
    assert found["relay"] is Standing.UNKNOWN
    assert found["spf"] is Standing.BAD


async def test_an_authority_that_cannot_be_read_is_told(zone: Zone, tmp_path: Path) -> None:
    """The file that `ca` names is missing."""
    async with account(tmp_path, 1, seguridad="tls", ca=str(tmp_path / "no.pem")) as adapter:
        (found,) = await adapter.examine(NOW)
    assert (found.check, found.standing) == ("relay", Standing.BAD)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ({"rebotes.example": ["MX 10 mx.example.", SPF], "relay.example": ["v=spf1 a -all"]}, ("good", "good")),
        ({"rebotes.example": ["MX 10 mx.example."]}, ("good", "bad")),
        ({"rebotes.example": ["MX 0 ."]}, ("bad", "bad")),
        ({"rebotes.example": [SPF]}, ("bad", "good")),
        ({}, ("bad", "bad")),
    ],
    ids=["right", "no spf", "null mx", "no mx", "no name"],
)
async def test_where_returns_come_to(zone: Zone, written: dict[str, list[str]], found: tuple[str, str]) -> None:
    """Their domain receives mail, and lets the relay send for it."""
    zone(written)
    told = await records.returns_examined("rebotes.example", DOMAIN)
    assert {each.check: each.standing.value for each in told} == {"returns_mx": found[0], "returns_spf": found[1]}
    assert [each.check for each in await records.returns_examined(DOMAIN, DOMAIN)] == ["returns_mx"]


@pytest.mark.parametrize(("password", "standing"), [(PASSWORD, Standing.WARNING), ("otra", Standing.BAD)])
async def test_the_mailbox_of_returns_is_looked_into(
    zone: Zone, tmp_path: Path, password: str, standing: Standing
) -> None:
    """Whether it can be read, and how much waits there unread; nothing is marked."""
    mailbox = Imap()
    try:
        mailbox.put(b"Subject: hola\r\n\r\nSolicito copia del acta.\r\n")
        inbox = {"servidor": "127.0.0.1", "puerto": str(mailbox.port), "seguridad": "ninguna"}
        inbox |= {"usuario": USER, "clave": password}
        async with account(tmp_path, 1, rebotes={"direccion": "rebotes@genova.gov.co", "buzon": inbox}) as adapter:
            found = {each.check: each for each in await adapter.examine(NOW)}
        assert found["returns"].standing is standing
        assert mailbox.unread() == 1
    finally:
        mailbox.process.stop()


@pytest.mark.parametrize(
    ("password", "mails", "standing"),
    [(PASSWORD, 0, Standing.GOOD), (PASSWORD, 1, Standing.WARNING), ("otra", 0, Standing.BAD)],
)
async def test_the_mailbox_of_deliveries_is_looked_into(
    zone: Zone, tmp_path: Path, password: str, mails: int, standing: Standing
) -> None:
    """Whether it can be read, and what waits there for a person; nothing is marked."""
    mailbox = Imap()
    try:
        mailbox.put(*[b"Subject: informe\r\n\r\nVa sin su c\xc3\xb3digo.\r\n"] * mails)
        inbox = {"servidor": "127.0.0.1", "puerto": str(mailbox.port), "seguridad": "ninguna"}
        async with account(tmp_path, 1, entregas={**inbox, "usuario": USER, "clave": password}) as adapter:
            found = {each.check: each for each in await adapter.examine(NOW)}
        assert found["deliveries"].standing is standing
        assert mailbox.unread() == mails
    finally:
        mailbox.process.stop()
