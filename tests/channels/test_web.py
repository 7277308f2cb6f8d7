"""Pages of the municipality's site as content files."""

import json
import resource
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from channels.adapter import Surroundings
from channels.message import Media, Message, Rejected, Scope, Unavailable
from channels.web import Web, WebOptions

MESSAGE = Message(
    publication="matriculas/semanal/web@2027-01-12T07:30",
    key="matriculas/semanal/web@2027-01-12T07:30#canal",
    destination="web",
    written_at=datetime(2027, 1, 12, 7, 30, tzinfo=timezone(timedelta(hours=-5))),
    text="Las matrículas empiezan hoy.",
    subject="Matrículas 2027",
    html="<p>Las matrículas empiezan hoy.</p>",
    link="https://genova.gov.co/contenidos/matriculas/semanal/2027-01-12T07_30/",
    facts={"starts": "2027-01-12", "place": "La sede más cercana"},
)
PAGE = "contenidos/matriculas/semanal/2027-01-12T07_30"
PNG = sha256(b"\x89PNG")


async def forget(_token: str) -> None:
    """A page has nothing to resume."""


def web(folder: Path, **options: str) -> Web:
    """An open account of the site of this folder."""
    surroundings = Surroundings(folder, "web", "", "https://genova.gov.co", "genova.gov.co")
    return Web(WebOptions.model_validate(options), surroundings)


def picture(folder: Path, **change: Any) -> Media:
    """A frozen file outside the site."""
    path = folder / "frozen"
    path.write_bytes(b"\x89PNG")
    return replace(Media(path, "../../escudo.png", "image/png", PNG.hexdigest(), 4, alt="Escudo"), **change)


async def test_content_file(tmp_path: Path) -> None:
    """Publishing writes all that the page needs and returns its public address."""
    sent = await web(tmp_path, seccion="Educación").send(MESSAGE, forget)
    content = json.loads((tmp_path / "sitio" / f"{PAGE}.json").read_bytes())
    assert (sent.remote_id, sent.url) == (f"/{PAGE}/", f"https://genova.gov.co/{PAGE}/")
    assert content == {
        "key": MESSAGE.key,
        "publication": MESSAGE.publication,
        "campaign": "matriculas",
        "message": "semanal",
        "account": "web",
        "occurrence": "2027-01-12T07:30",
        "path": f"/{PAGE}/",
        "url": sent.url,
        "published": "2027-01-12T07:30:00-05:00",
        "section": "Educación",
        "title": "Matrículas 2027",
        "text": MESSAGE.text,
        "html": MESSAGE.html,
        "link": MESSAGE.link,
        "facts": {"starts": "2027-01-12", "place": "La sede más cercana"},
        "media": [],
        "attachments": [],
    }


async def test_files_beside_the_page(tmp_path: Path) -> None:
    """Images are copied into the page's folder under a name made from their content, never from their own name."""
    await web(tmp_path).send(MESSAGE._replace(media=(picture(tmp_path),)), forget)
    content = json.loads((tmp_path / "sitio" / f"{PAGE}.json").read_bytes())
    (listed,) = content["media"]
    assert listed["file"] == f"{PAGE}/{PNG.hexdigest()[:32]}.png"
    assert (listed["name"], listed["alt"]) == ("../../escudo.png", "Escudo")
    assert (tmp_path / "sitio" / listed["file"]).read_bytes() == b"\x89PNG"


async def test_again_changes_nothing(tmp_path: Path) -> None:
    """Publishing again leaves the same files with the same bytes, and no leftovers."""
    adapter, message = web(tmp_path), MESSAGE._replace(media=(picture(tmp_path),))
    first = await adapter.send(message, forget)
    before = contents(tmp_path / "sitio")
    assert await adapter.send(message, forget) == first
    assert contents(tmp_path / "sitio") == before
    assert before[f"{PAGE}.json"] == adapter.compose(message).data
    assert len(before) == 2


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_two_accounts_two_pages(tmp_path: Path) -> None:
    """The same message on another web account is another page."""
    await web(tmp_path).send(MESSAGE, forget)
    await web(tmp_path).send(MESSAGE._replace(publication="matriculas/semanal/turismo@2027-01-12T07:30"), forget)
    assert set(contents(tmp_path / "sitio")) == {f"{PAGE}.json", f"{PAGE}/turismo.json"}


@pytest.mark.parametrize(
    "change",
    [
        {"mime": "application/x-msdownload"},
        {"sha256": "../../../etc/passwd"},
        {"sha256": "0" * 64},
        {"path": Path("/no/existe")},
    ],
    ids=repr,
)
async def test_files_that_cannot_be_published(change: dict[str, Any], tmp_path: Path) -> None:
    """A file of another kind, missing, or not the approved one is rejected, and no page is written."""
    with pytest.raises(Rejected):
        await web(tmp_path).send(MESSAGE._replace(media=(picture(tmp_path, **change),)), forget)
    assert contents(tmp_path / "sitio") == {}


async def test_unusable_key(tmp_path: Path) -> None:
    """A message whose key makes no path is rejected."""
    with pytest.raises(Rejected, match="no es una clave de publicación"):
        await web(tmp_path).send(MESSAGE._replace(publication="../../x"), forget)


async def test_folder_that_is_no_folder(tmp_path: Path) -> None:
    """Where the site's folder cannot be made, the account waits for a person and is told which."""
    (tmp_path / "sitio").write_text("")
    with pytest.raises(Unavailable, match="sitio") as caught:
        await web(tmp_path).send(MESSAGE, forget)
    assert (caught.value.scope, caught.value.needs_person) == (Scope.ACCOUNT, True)


async def test_no_room_on_the_disk(tmp_path: Path) -> None:
    """A write that the system cuts short leaves the earlier page whole, and the account waits for a person."""
    adapter = web(tmp_path)
    await adapter.send(MESSAGE, forget)
    before = contents(tmp_path / "sitio")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(Unavailable) as caught:
            await adapter.send(MESSAGE._replace(text="otro"), forget)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (caught.value.scope, caught.value.needs_person) == (Scope.ACCOUNT, True)
    assert contents(tmp_path / "sitio") == before
