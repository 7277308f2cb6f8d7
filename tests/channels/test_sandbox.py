"""What accounts in `pruebas` leave behind."""

import asyncio
import json
from hashlib import sha256
from pathlib import Path

import pytest

from channels.adapter import Surroundings
from channels.manual import Manual, ManualOptions
from channels.message import Message, Rejected, Scope, Unavailable
from channels.sandbox import REST, SAMPLE, Sandbox, finished
from tests.channels.mail import MESSAGE, account

FOLDER = "correo/matriculas.anuncio@1"


async def forget(_token: str) -> None:
    """A file has nothing to resume."""


def numbered(number: int) -> Message:
    """One of many messages of a publication."""
    return MESSAGE._replace(key=f"matriculas/anuncio/correo@1#{number}", destination=f"vecino{number}@example.org")


async def fill(sandbox: Sandbox, count: int) -> list[str | None]:
    """Sends the first messages and returns where each lies."""
    return [(await sandbox.send(numbered(number), forget)).url for number in range(count)]


def contents(folder: Path) -> dict[Path, bytes]:
    """Every file under a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_finished_message_as_it_would_go_out(tmp_path: Path) -> None:
    """A mail in `pruebas` is the file that would have gone out, and no connection is made."""
    async with account(tmp_path, port=1) as adapter:
        sent = await Sandbox(adapter, tmp_path).send(MESSAGE, forget)
        composed = adapter.compose(MESSAGE)
    ((path, data),) = contents(tmp_path).items()
    assert (str(path), path.parent, path.suffix) == (sent.url, tmp_path / FOLDER, ".eml")
    assert data == composed.data
    assert sent.remote_id == f"pruebas:{sha256(composed.data).hexdigest()[:16]}"


async def test_first_ones_in_full_and_a_line_for_each_other(tmp_path: Path) -> None:
    """Twenty-five messages lie there whole; each of the rest is a line with its key and its sha256 and no address."""
    await fill(Sandbox(object(), tmp_path), SAMPLE + 3)
    files = [path for path in (tmp_path / FOLDER).iterdir() if path.name != REST]
    lines = [json.loads(line) for line in (tmp_path / FOLDER / REST).read_text().splitlines()]
    assert len(files) == SAMPLE == 25
    assert lines == [
        {"key": numbered(number).key, "sha256": sha256(finished(None, numbered(number)).data).hexdigest()}
        for number in range(SAMPLE, SAMPLE + 3)
    ]


async def test_sending_again_keeps_one(tmp_path: Path) -> None:
    """A message that comes again, also to a new process, is not kept twice."""
    first = await fill(Sandbox(object(), tmp_path), SAMPLE + 3)
    before = contents(tmp_path)
    sandbox = Sandbox(object(), tmp_path)
    assert await fill(sandbox, SAMPLE + 3) == first
    assert await fill(sandbox, SAMPLE + 3) == first
    assert contents(tmp_path) == before


async def test_torn_line_is_written_again(tmp_path: Path) -> None:
    """A line that a dying process left unfinished is cut off, and its message gets a line when it comes again."""
    await fill(Sandbox(object(), tmp_path), SAMPLE + 2)
    rest = tmp_path / FOLDER / REST
    whole = rest.read_bytes()
    rest.write_bytes(whole[:-20])
    (tmp_path / FOLDER / ".0123456789abcdef.tmp").write_bytes(b"half a mes")
    await fill(Sandbox(object(), tmp_path), SAMPLE + 2)
    assert rest.read_bytes() == whole


async def test_many_at_once(tmp_path: Path) -> None:
    """Messages that go at the same time are each kept once, over more publications than are kept in mind."""
    sandbox = Sandbox(object(), tmp_path)
    messages = [
        MESSAGE._replace(publication=f"c{campaign}/m/correo@1", key=f"c{campaign}#{number}")
        for number in range(30)
        for campaign in range(40)
    ]
    await asyncio.gather(*(sandbox.send(message, forget) for message in messages))
    for campaign in range(40):
        files = list((tmp_path / "correo" / f"c{campaign}.m@1").iterdir())
        assert len(files) == SAMPLE + 1
        assert len((tmp_path / "correo" / f"c{campaign}.m@1" / REST).read_text().splitlines()) == 30 - SAMPLE


async def test_nobody_else_reads_what_people_would_have_got(tmp_path: Path) -> None:
    """The folder of a publication is its owner's alone: messages hold names and addresses."""
    await Sandbox(object(), tmp_path).send(MESSAGE, forget)
    assert (tmp_path / FOLDER).stat().st_mode & 0o777 == 0o700


async def test_without_a_folder(tmp_path: Path) -> None:
    """Without a folder the sandbox answers the same and writes nothing."""
    counted = await Sandbox(object(), None).send(MESSAGE, forget)
    written = await Sandbox(object(), tmp_path).send(MESSAGE, forget)
    assert (counted.remote_id, counted.url) == (written.remote_id, None)


async def test_what_cannot_be_composed_is_rejected(tmp_path: Path) -> None:
    """A message that its medium would reject is rejected here too, and leaves nothing."""
    async with account(tmp_path, port=1) as adapter:
        with pytest.raises(Rejected):
            await Sandbox(adapter, tmp_path).send(MESSAGE._replace(subject="a\nb"), forget)
    assert contents(tmp_path) == {}


async def test_unsafe_keys_stay_in_the_folder(tmp_path: Path) -> None:
    """A key that tries to climb out makes a harmless name; one that is no key is rejected."""
    sandbox = Sandbox(object(), tmp_path / "pruebas")
    await sandbox.send(MESSAGE._replace(publication="../..\\x/..@.."), forget)
    with pytest.raises(Rejected):
        await sandbox.send(MESSAGE._replace(publication="../../../x"), forget)
    (kept,) = contents(tmp_path)
    assert kept.resolve().relative_to(tmp_path).parts[0] == "pruebas"


async def test_disk_that_takes_nothing(tmp_path: Path) -> None:
    """Where nothing can be written the account waits for a person, and works again once it can."""
    place = tmp_path / "pruebas"
    place.write_text("")
    sandbox = Sandbox(object(), place)
    with pytest.raises(Unavailable, match="pruebas") as caught:
        await sandbox.send(MESSAGE, forget)
    assert (caught.value.scope, caught.value.needs_person) == (Scope.ACCOUNT, True)
    place.unlink()
    assert (await sandbox.send(MESSAGE, forget)).url is not None


def test_finished_json_is_the_same_everywhere(tmp_path: Path) -> None:
    """Without a form of its own a message is JSON, whatever the machine's folders and the attempt's resumption."""
    assert finished(None, MESSAGE) == finished(None, MESSAGE._replace(resumption="container-1"))
    assert json.loads(finished(None, MESSAGE).data)["written_at"] == "2027-01-12T07:30:00-05:00"


def test_finished_form_of_an_adapter(tmp_path: Path) -> None:
    """An adapter that composes decides the finished form."""
    surroundings = Surroundings(tmp_path, "emisora", "", "", "genova.gov.co")
    adapter = Manual(ManualOptions.model_validate({"clase": "emisora"}), surroundings)
    assert finished(adapter, MESSAGE) == adapter.compose(MESSAGE)
