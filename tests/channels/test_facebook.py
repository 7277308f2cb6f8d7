"""Facebook, against a Graph API server in a process of its own."""

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from channels.facebook import Facebook, FacebookOptions
from channels.message import NotSent, Rejected, Scope, Unavailable, Uncertain
from tests.channels.meta import KEYS, Memory, Open, paths, picture
from tests.channels.service import Service, failure, message, remember, surroundings
from tests.servers.graph import TOKEN
from tests.servers.process import Server

OPTIONS = {"pagina": "1020", **KEYS}
UPLOAD, POST = "POST /1020/photos", "POST /1020/feed"


@pytest.fixture
def service(start_server: Callable[..., Server], tmp_path: Path) -> Service:
    return Service.start(start_server, "tests.servers.facebook_api", tmp_path)


@pytest.fixture
async def open_account(service: Service, tmp_path: Path) -> AsyncIterator[Open]:
    """Opens accounts at the server; closes them after the test."""
    opened: list[Facebook] = []

    def open_(options: dict[str, str] | None = None, **deadlines: float) -> Facebook:
        given = {**OPTIONS, "servidor": service.address, "plazos": deadlines, **(options or {})}
        opened.append(Facebook(FacebookOptions.model_validate(given), surroundings(tmp_path)))
        return opened[-1]

    yield open_
    for each in opened:
        await each.close()


async def test_a_post_bears_its_text_and_link(open_account: Open, service: Service) -> None:
    """One call, under the token in its header and the app's proof; Facebook's number makes the post's address."""
    link = "https://municipio.gov.co/matriculas"
    sent = await open_account().send(message("Matrículas abiertas", "")._replace(link=link), remember)
    (call,) = service.calls()
    assert (call["path"], call["authorised"], call["proven"]) == ("/v26.0/1020/feed", True, True)
    assert call["said"] == {"message": "Matrículas abiertas", "published": True, "link": link}
    assert (sent.remote_id, sent.url) == ("1020_1", "https://www.facebook.com/1020_1")


async def test_without_a_secret_there_is_no_proof(open_account: Open, service: Service) -> None:
    """Not every app asks for one."""
    options = {"pagina": "1020", "token": TOKEN, "servidor": service.address}
    account = Facebook(FacebookOptions.model_validate(options), surroundings(Path()))
    await account.send(message("Hola", ""), remember)
    await account.close()
    assert [(call["authorised"], call["proven"]) for call in service.calls()] == [(True, False)]


@pytest.mark.parametrize("names", [("a.jpg",), ("a.jpg", "b.jpg")])
async def test_photos_go_up_unseen_and_described(
    open_account: Open, service: Service, tmp_path: Path, names: tuple[str, ...]
) -> None:
    """Each by itself, with what it shows in words; then one post names them all, and no link beside them."""
    photos = tuple(picture(tmp_path, name) for name in names)
    memory = Memory()
    post = message("Hola", "", photos)._replace(link="https://municipio.gov.co/x")
    sent = await open_account().send(post, memory)
    assert paths(service) == [*[UPLOAD] * len(names), POST]
    uploads, said = service.calls()[:-1], service.calls()[-1]["said"]
    assert [call["said"]["source"].split(":")[1] for call in uploads] == list(names)
    assert all((call["said"]["published"], call["said"]["alt_text_custom"]) == ("false", "Niños") for call in uploads)
    numbers = [{"media_fbid": str(9001 + place)} for place in range(len(names))]
    assert said == {"message": "Hola", "published": True, "attached_media": numbers}
    assert all(call["authorised"] and call["proven"] for call in service.calls())
    assert (sent.remote_id, memory.times) == ("1020_1", len(names))


def test_what_is_composed_is_what_the_page_gets(tmp_path: Path) -> None:
    """The sandbox shows the call with its photos by name, and no token."""
    account = Facebook(FacebookOptions.model_validate(OPTIONS), surroundings(tmp_path))
    photo = picture(tmp_path)
    composed = account.compose(message("Hola", "", (photo,)))
    named = {"file": "cartel.jpg", "sha256": photo.sha256, "alt_text_custom": "Niños"}
    body = {"message": "Hola", "published": True, "attached_media": [named]}
    assert json.loads(composed.data) == {"path": "/v26.0/1020/feed", "body": body}
    assert b"canario" not in composed.data


async def test_after_a_crash_photos_do_not_go_up_again(open_account: Open, service: Service, tmp_path: Path) -> None:
    """What was remembered is used; only the photo that was on its way when the program died goes up."""
    photos = (picture(tmp_path, "a.jpg"), picture(tmp_path, "b.jpg"))
    memory = Memory()
    service.then("good", "drop")
    await failure(open_account().send(message("Hola", "", photos), memory))
    again = message("Hola", "", photos)._replace(resumption=memory.token)
    await open_account().send(again, memory)
    assert paths(service) == [UPLOAD, UPLOAD, UPLOAD, POST]
    assert [call["said"]["source"].split(":")[1] for call in service.calls()[:3]] == ["a.jpg", "b.jpg", "b.jpg"]


async def test_photos_that_facebook_forgot_go_up_anew(open_account: Open, service: Service, tmp_path: Path) -> None:
    """A refusal after a crash may be theirs: they are tried once more before the post is given up."""
    photo = picture(tmp_path)
    memory = Memory()
    old = message("Hola", "", (photo,))._replace(resumption=json.dumps([[photo.sha256, "8000"]]))
    found = await failure(open_account().send(old, memory))
    assert isinstance(found, Unavailable)
    await open_account().send(old._replace(resumption=memory.token), memory)
    assert paths(service) == [POST, UPLOAD, POST]


@pytest.mark.parametrize("token", ["", "x", "[1]", '[["ab"]]', '[["otra", "1"]]', "[" * 5000])
async def test_a_token_of_another_make_is_no_hindrance(
    open_account: Open, service: Service, tmp_path: Path, token: str
) -> None:
    """What cannot be read, or is of another picture, remembers nothing."""
    await open_account().send(message("Hola", "", (picture(tmp_path),))._replace(resumption=token), Memory())
    assert paths(service) == [UPLOAD, POST]


async def test_eleven_photos_and_a_text_too_long_never_leave(
    open_account: Open, service: Service, tmp_path: Path
) -> None:
    """Facebook takes ten, and 63,206 characters."""
    photos = tuple(picture(tmp_path, f"{number}.jpg") for number in range(11))
    for post in (message("x", "", photos), message("x" * 63_207, "")):
        assert isinstance(await failure(open_account().send(post, remember)), Rejected)
    assert service.calls() == []


async def test_a_photo_that_is_gone_can_be_put_back(open_account: Open, tmp_path: Path) -> None:
    """The post stays unsent, for a person to mend."""
    photo = picture(tmp_path)
    photo.path.unlink()
    found = await failure(open_account().send(message("x", "", (photo,)), remember))
    assert isinstance(found, Unavailable)
    assert found.needs_person


async def test_the_same_text_twice_is_a_duplicate(open_account: Open) -> None:
    """It proves nothing by itself, so it is a refusal under the code that proofs are looked for by."""
    account = open_account()
    await account.send(message("Hoy hay jornada", ""), remember)
    found = await failure(account.send(message("Hoy hay jornada", ""), remember))
    assert (type(found), found.code) == (Rejected, "duplicate")


@pytest.mark.parametrize(
    ("faults", "kind"),
    [
        (["hang"], Unavailable),
        (["drop"], Unavailable),
        (["empty"], Unavailable),
        (["page-502"], Unavailable),
        (["moved"], Unavailable),
        (["error:1:500"], Unavailable),
        (["good", "drop"], Unavailable),
        (["error:324"], Rejected),
        (["error:190:463"], Unavailable),
        (["good", "good", "drop"], Uncertain),
    ],
)
async def test_only_the_post_itself_can_be_uncertain(
    open_account: Open, service: Service, tmp_path: Path, faults: list[str], kind: type[NotSent]
) -> None:
    """Whatever became of a photo, a post that was never asked for did not go out."""
    service.then(*faults)
    photos = (picture(tmp_path, "a.jpg"), picture(tmp_path, "b.jpg"))
    found = await failure(open_account(lectura=1).send(message("Hola", "", photos), Memory()))
    assert type(found) is kind
    assert len(service.calls()) == len(faults)


@pytest.mark.parametrize(
    ("fault", "kind", "said"),
    [
        ("error:100", Rejected, "no acepta la publicación"),
        ("error:1609005", Rejected, "enlace"),
        ("error:100:1609005", Rejected, "enlace"),
        ("error:506:1455006", Rejected, "igual"),
        ("error:100:33", Unavailable, "«pagina»"),
        ("error:200", Unavailable, "pages_manage_posts"),
        ("error:210", Unavailable, "token de la página"),
        ("error:283", Unavailable, "pages_read_engagement"),
    ],
)
async def test_errors_of_facebooks_own(
    open_account: Open, service: Service, fault: str, kind: type[NotSent], said: str
) -> None:
    """Each in words that say what to do; what is the page's or the token's stops the account for a person."""
    service.then(fault)
    found = await failure(open_account().send(message("Hola", ""), remember))
    assert type(found) is kind
    assert said in found.reason
    if isinstance(found, Unavailable):
        assert (found.scope, found.needs_person) == (Scope.ACCOUNT, True)


def test_accounts_of_one_page_share_a_lane() -> None:
    """The page is the sender."""
    assert Facebook.sender(FacebookOptions.model_validate(OPTIONS)) == "facebook:1020"


@pytest.mark.parametrize(
    "wrong",
    [
        {"pagina": "alcaldia"},
        {"version": "26"},
        {"servidor": "http://graph.facebook.com"},
        {"token": "EAA\n"},
        {"token": "EAAñ"},
    ],
)
def test_wrong_options_are_refused(wrong: dict[str, str]) -> None:
    """A page is named by its number, a version as `v26.0`, a server by https; a token holds no break or accent."""
    with pytest.raises(ValidationError, match=r"; (copie|cópiela|escriba|el nombre|la dirección)"):
        FacebookOptions.model_validate(OPTIONS | wrong)
