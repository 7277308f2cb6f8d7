"""The site that Instagram fetches pictures from, looked at as Instagram would."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from channels.capabilities import Finding, Standing
from channels.instagram.pictures import expose
from channels.instagram.site import private, site_findings
from tests.channels.meta import picture


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads it."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A web server that publishes the folder `sitio`."""
    (tmp_path / "sitio").mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "sitio"))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


async def found(site_url: str, folder: Path) -> dict[str, Finding]:
    """What is said, by check."""
    findings = {each.check: each for each in await site_findings(site_url, folder / "sitio")}
    assert all(each.evidence.endswith(".") for each in findings.values())
    assert all(each.advice for each in findings.values() if each.standing is not Standing.GOOD)
    return findings


async def test_a_picture_is_compared_byte_by_byte(site: str, tmp_path: Path) -> None:
    """What the adapter put there is what comes out at the other end."""
    await expose(picture(tmp_path), tmp_path / "sitio")
    assert (await found(site, tmp_path))["site"].standing is Standing.GOOD


async def test_another_picture_under_its_name_is_told(site: str, tmp_path: Path) -> None:
    """A site that answers everything with its own page, or with what an older file was."""
    photo = picture(tmp_path)
    await expose(photo, tmp_path / "sitio")
    other = tmp_path / "elsewhere"
    await expose(photo, other)
    (path,) = (other / "archivos").iterdir()
    path.write_bytes(b"other")
    assert {each.check: each.standing for each in await site_findings(site, other)}["site"] is Standing.BAD


async def test_a_folder_that_is_not_published_is_told(site: str, tmp_path: Path) -> None:
    """The adapter writes where no web server looks: the address is there to open."""
    await expose(picture(tmp_path), tmp_path / "elsewhere")
    findings = {each.check: each for each in await site_findings(site, tmp_path / "elsewhere")}
    assert findings["site"].standing is Standing.BAD
    assert "responde 404" in findings["site"].evidence
    assert "/archivos/" in findings["site"].evidence


async def test_before_the_first_picture_the_first_page_is_looked_at(site: str, tmp_path: Path) -> None:
    """That it answers says something, and not all."""
    assert (await found(site, tmp_path))["site"].standing is Standing.WARNING


async def test_a_site_that_nobody_reaches(tmp_path: Path) -> None:
    """Neither its name nor a connection."""
    findings = await found("https://alcaldia.invalid", tmp_path)
    assert {each.standing for each in findings.values()} == {Standing.BAD}
    assert (await found("http://127.0.0.1:9", tmp_path))["site"].standing is Standing.BAD


async def test_an_address_inside_is_told(site: str, tmp_path: Path) -> None:
    """Here it can be opened, and Instagram cannot reach it."""
    address = (await found(site, tmp_path))["address"]
    assert address.standing is Standing.BAD
    assert "127.0.0.1" in address.evidence


async def test_a_municipality_without_a_site(tmp_path: Path) -> None:
    """There is nothing to look at."""
    assert [each.standing for each in (await found("", tmp_path)).values()] == [Standing.BAD]


@pytest.mark.parametrize(
    ("addresses", "inside"),
    [
        (["190.24.1.9"], []),
        (["2001:4860:4860::8888"], []),
        (["10.0.0.4", "190.24.1.9"], ["10.0.0.4"]),
        (["192.168.1.5", "127.0.0.1", "127.0.0.1"], ["127.0.0.1", "192.168.1.5"]),
        (["fe80::1%eth0"], ["fe80::1%eth0"]),
    ],
)
def test_which_addresses_are_public(addresses: list[str], inside: list[str]) -> None:
    """One that is not is enough: nobody knows which of them Instagram takes."""
    assert private(addresses) == inside


async def test_a_site_without_a_certificate_is_told(site: str, tmp_path: Path) -> None:
    """Instagram fetches pictures over https; one that is encrypted has no such finding."""
    found_ = {each.check: each for each in await site_findings(site, tmp_path / "sitio")}
    assert found_["https"].standing is Standing.BAD
    assert "https" not in {each.check for each in await site_findings("https://127.0.0.1:9", tmp_path / "sitio")}
