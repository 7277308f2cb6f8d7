"""The site as its visitors meet it: the one that was built, an older one, another's, or none."""

import asyncio
import grp
import os
import ssl
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from channels.capabilities import Finding, Standing
from tests.servers.certificates import FAR, Authority
from website.reach import NOWHERE, OFFICE_SIGN, desk_findings, office_finding, site_findings
from website.stamp import PATH, stamp

NOW = datetime(2027, 1, 5, 13, 0, tzinfo=UTC)
PATHS, OURS = ("/encuesta/", "/baja/"), "Aquí no hay nada."


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads it."""


@contextmanager
def served(folder: Path, authority: Authority | None = None) -> Iterator[str]:
    """The address of a web server that publishes a folder; with an authority, under a certificate of its own."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        if authority is not None:
            pair = authority.certificate("site")
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(pair.certificate, pair.key)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"{'https' if authority else 'http'}://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


async def found(
    site_url: str, folder: Path, trusted: Authority | None = None, now: datetime = NOW
) -> dict[str, Finding]:
    """What is said, by check."""
    context = ssl.create_default_context(cafile=trusted.path) if trusted is not None else None
    findings = {each.check: each for each in (await site_findings(site_url, folder, now, context)).findings}
    assert all(each.evidence.endswith(".") for each in findings.values())
    assert all(each.advice for each in findings.values() if each.standing is not Standing.GOOD)
    return findings


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """The folder that the web server looks at."""
    folder = tmp_path / "publicada"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    ("shown", "standing", "said"),
    [
        ("same", Standing.GOOD, "tal como se hizo"),
        ("older", Standing.WARNING, "de otro momento"),
        ("another's", Standing.BAD, "de otro sitio (https://otro.gov.co)"),
        ("a page", Standing.BAD, "no es el sello"),
        ("", Standing.BAD, "responde 404"),
    ],
)
async def test_which_site_is_shown(published: Path, tmp_path: Path, shown: str, standing: Standing, said: str) -> None:
    """The stamp that the builder wrote beside the one that the address answers with."""
    with served(published) as site_url:
        built = tmp_path / "hecha"
        built.mkdir()
        (built / PATH).write_bytes(stamp(site_url, {"index.html": "2"}))
        stamps = {
            "same": (built / PATH).read_bytes(),
            "older": stamp(site_url, {"index.html": "1"}),
            "another's": stamp("https://otro.gov.co", {"index.html": "2"}),
            "a page": b"<h1>Inicio</h1>",
        }
        if shown:
            (published / PATH).write_bytes(stamps[shown])
        site = (await found(site_url, built))["site"]
    assert (site.standing, said in site.evidence) == (standing, True)


async def test_a_site_that_was_never_built_is_told(published: Path, tmp_path: Path) -> None:
    """Nobody can say yet what the address should show."""
    with served(published) as site_url:
        site = (await found(site_url, tmp_path / "hecha"))["site"]
    assert (site.standing, "Todavía no hay" in site.evidence) == (Standing.WARNING, True)


async def test_a_site_that_nobody_reaches_is_told(tmp_path: Path) -> None:
    """Its folder is looked at all the same."""
    findings = await found("http://127.0.0.1:9", tmp_path / "hecha")
    assert {name: each.standing for name, each in findings.items()} == {
        "site_folder": Standing.GOOD,
        "site": Standing.BAD,
    }


async def test_a_folder_that_takes_no_site_is_told(published: Path, tmp_path: Path) -> None:
    """A file stands in its place."""
    (tmp_path / "hecha").write_text("", "utf-8")
    with served(published) as site_url:
        assert (await found(site_url, tmp_path / "hecha"))["site_folder"].standing is Standing.BAD
        assert (await found(site_url, tmp_path / "nueva"))["site_folder"].standing is Standing.GOOD


@pytest.fixture
def entered() -> Iterator[Path]:
    """A folder that every user may enter; those of tests are the tester's alone."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


@pytest.mark.parametrize(
    ("outer", "inner", "standing"),
    [
        (0o755, 0o755, Standing.GOOD),
        (0o711, 0o755, Standing.GOOD),
        (0o700, 0o755, Standing.BAD),
        (0o755, 0o711, Standing.BAD),
        (0o755, 0o750, Standing.BAD),
    ],
)
def test_a_folder_that_no_web_server_can_read_is_told(
    published: Path, entered: Path, outer: int, inner: int, standing: Standing
) -> None:
    """It, or one that it lies in, lets nobody else in; where the site is shown, something brings it there."""
    site = entered / "sitio"
    site.mkdir()
    site.chmod(inner)
    entered.chmod(outer)
    with served(published) as site_url:
        assert asyncio.run(found(site_url, site))["site_folder"].standing is standing
        (published / PATH).write_bytes(stamp(site_url, {}))
        assert asyncio.run(found(site_url, site))["site_folder"].standing is Standing.GOOD


def test_a_folder_of_a_group_of_others_is_open(published: Path, entered: Path) -> None:
    """The web server's group, whoever is in it."""
    group = next(each.gr_gid for each in grp.getgrall() if each.gr_gid != os.getgid())
    if os.getuid() == 0:
        os.chown(entered, -1, group)
        entered.chmod(0o750)
    with served(published) as site_url:
        assert asyncio.run(found(site_url, entered))["site_folder"].standing is Standing.GOOD


@pytest.mark.parametrize(("days", "standing"), [(14, Standing.GOOD), (13, Standing.WARNING), (-1, Standing.BAD)])
async def test_a_certificate_is_told_before_it_ends(
    published: Path, authority: Authority, days: int, standing: Standing
) -> None:
    """Of the site and of the program's own pages."""
    now = FAR - timedelta(days=days)
    with served(published, authority) as address:
        site = (await found(address, published, authority, now))["site_certificate"]
        context = ssl.create_default_context(cafile=authority.path)
        desk = {each.check: each for each in await desk_findings(address, PATHS, OURS, now, context)}
    assert (site.standing, f"{FAR:%Y-%m-%d}" in site.evidence) == (standing, True)
    assert desk["desk_certificate"].standing is standing


@pytest.mark.parametrize(
    ("passed", "closed"), [(PATHS, ""), (PATHS[:1], "/baja/ (404)"), ((), "/encuesta/ (404), /baja/ (404)")]
)
async def test_a_desk_answers_under_all_its_paths(published: Path, passed: tuple[str, ...], closed: str) -> None:
    """What the web server before it does not pass on is told by its path: a 404 of its own is no answer of ours."""
    for path in passed:
        nowhere = published / f"{path.strip('/')}/{NOWHERE}"
        nowhere.parent.mkdir(parents=True)
        nowhere.write_text(f"{OURS}\n", encoding="utf-8")
    with served(published) as address:
        [desk] = await desk_findings(address, PATHS, OURS, NOW)
    assert desk.check == "desk"
    said = f"En la ventanilla {address} no responde el pregonero: {closed}."
    assert (desk.standing, desk.evidence) == (
        (Standing.BAD, said) if closed else (Standing.GOOD, f"La ventanilla {address} responde.")
    )


@pytest.mark.parametrize(
    ("body", "encrypted", "state", "said"),
    [
        (None, False, "good", "no se abre desde afuera"),
        (b"otra cosa", True, "good", "no se abre desde afuera"),
        (OFFICE_SIGN, True, "good", "se abre también en"),
        (OFFICE_SIGN, False, "warning", "sin cifrar"),
        ("No atiende así.\n".encode(), True, "warning", "no le dice con qué nombre"),
    ],
)
async def test_the_panel_may_be_passed_on_and_is_encrypted_then(
    published: Path, authority: Authority, body: bytes | None, encrypted: bool, state: str, said: str
) -> None:
    """Check `office`: a web server that passes it on is as right as one that does not; in clear nobody signs in."""
    if body is not None:
        nowhere = published / f"panel/{NOWHERE}"
        nowhere.parent.mkdir(parents=True)
        nowhere.write_bytes(body)
    context = ssl.create_default_context(cafile=authority.path)
    with served(published, authority if encrypted else None) as address:
        found = await office_finding(address, "/panel/", "No atiende así.\n", context)
    assert found is not None
    assert (found.check, found.standing.value, said in found.evidence) == ("office", state, True)
    assert bool(found.advice) == (state == "warning")
    assert await office_finding("http://127.0.0.1:9", "/panel/", "", context) is None


async def test_a_certificate_that_nobody_signed_is_told(published: Path, authority: Authority) -> None:
    """As a browser would: the site does not open."""
    with served(published, authority) as address:
        site = (await found(address, published))["site"]
        (desk,) = await desk_findings(address, PATHS, OURS, NOW)
    assert (site.standing, desk.check, desk.standing) == (Standing.BAD, "desk", Standing.BAD)
    assert "CERTIFICATE_VERIFY_FAILED" in site.evidence


async def test_the_servers_hour_is_told(published: Path, tmp_path: Path) -> None:
    """Whatever it shows; one that is not reached tells none."""
    with served(published) as site_url:
        told = (await site_findings(site_url, published, NOW)).hour
    assert told is not None
    assert told.service == "127.0.0.1"
    assert told.at > NOW - timedelta(days=365)
    assert (await site_findings("http://127.0.0.1:9", tmp_path, NOW)).hour is None
