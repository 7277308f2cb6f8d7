"""Coming in with the account of the entity's own directory: the way there and back, and words that are not believed."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from campaigns.directory import Directory
from panel.entrance.openid import Journey, NoWord, Provider, departure, mail_in
from panel.entrance.roles import Role
from storage.database import Database
from storage.users import change_user
from tests.panel.staffed import NOON, OFFICE, TOWN, Office, office
from tests.servers.process import Server

ISSUER = "https://cuentas.villaclara.gov.co"
KEY = RSAKey.generate_key(2048, {"kid": "1", "alg": "RS256", "use": "sig"})
OTHER = RSAKey.generate_key(2048, {"kid": "1", "alg": "RS256", "use": "sig"})
PROVIDER = Provider(ISSUER, f"{ISSUER}/ir", f"{ISSUER}/palabra", (), KeySet([RSAKey.import_key(KEY.as_dict(False))]))
JOURNEY = Journey("estado", "una vez", "secreto", "https://participe.villaclara.gov.co/panel/x", "hoy")
NOW = int(NOON.timestamp())
WORD: Mapping[str, Any] = {
    "iss": ISSUER,
    "aud": "pregonero",
    "sub": "1",
    "iat": NOW,
    "exp": NOW + 300,
    "nonce": JOURNEY.nonce,
    "email": "ana@villaclara.gov.co",
    "email_verified": True,
}


def directory(trusted: bool = False) -> Directory:
    """As `municipio.yaml` has it."""
    written = {"emisor": ISSUER, "cliente": "pregonero", "clave": "llave", "correos-del-administrador": trusted}
    return Directory.model_validate(written)


def signed(changes: Mapping[str, Any], key: RSAKey = KEY) -> str:
    """A word of the directory; None takes a claim away."""
    claims = {name: value for name, value in {**WORD, **changes}.items() if value is not None}
    return jwt.encode({"alg": "RS256", "kid": "1"}, claims, key)


def forged() -> str:
    """The right word, its signature made with the public key as if it were a secret that both share."""
    head = urlsafe_b64encode(b'{"alg":"HS256","kid":"1"}').rstrip(b"=")
    said = head + b"." + signed({}).split(".")[1].encode()
    mark = hmac.new(KEY.as_pem(private=False), said, "sha256").digest()
    return (said + b"." + urlsafe_b64encode(mark).rstrip(b"=")).decode()


def test_a_word_names_a_mail_address() -> None:
    """Signed, for us, for this visit, in time, and with an address that was verified."""
    assert mail_in(PROVIDER, directory(), JOURNEY, signed({}), NOON) == "ana@villaclara.gov.co"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://cuentas.example.com"},
        {"aud": "otro"},
        {"aud": ["pregonero", "otro"], "azp": "otro"},
        {"aud": ["pregonero", "otro"]},
        {"azp": "otro"},
        {"nonce": "otra"},
        {"nonce": None},
        {"exp": NOW - 61},
        {"exp": None},
        {"iat": NOW + 3600},
        {"sub": None},
        {"email": None},
        {"email": ["ana@villaclara.gov.co"]},
        {"email_verified": None},
        {"email_verified": False},
        {"email": None, "preferred_username": "ana@villaclara.gov.co"},
    ],
    ids=str,
)
def test_a_word_that_is_not_for_us_is_not_believed(changes: Mapping[str, Any]) -> None:
    """Each check by itself: the rest of the word is right."""
    with pytest.raises(NoWord):
        mail_in(PROVIDER, directory(), JOURNEY, signed(changes), NOON)


@pytest.mark.parametrize(
    "word",
    [
        signed({}, OTHER),
        signed({})[:-4],
        "",
        "a.b.c",
        # No signature, and one made with what everybody knows of the key.
        "eyJhbGciOiJub25lIn0." + signed({}).split(".")[1] + ".",
        forged(),
    ],
    ids=["another key", "cut", "empty", "no word", "unsigned", "public key as a secret"],
)
def test_a_word_that_the_directory_did_not_sign_is_not_believed(word: str) -> None:
    """Whatever it says."""
    with pytest.raises(NoWord):
        mail_in(PROVIDER, directory(), JOURNEY, word, NOON)


def test_addresses_that_only_an_administrator_writes_count_unverified() -> None:
    """Where `municipio.yaml` says so: some directories verify none and name the account itself."""
    trusting = directory(trusted=True)
    word = signed({"email": None, "email_verified": None, "preferred_username": "ana@villaclara.gov.co"})
    assert mail_in(PROVIDER, trusting, JOURNEY, word, NOON) == "ana@villaclara.gov.co"


def test_the_browser_takes_no_secret_along() -> None:
    """What proves later that it is the same visit goes as a digest (RFC 7636 §4.2)."""
    told = parse_qs(urlsplit(departure(PROVIDER, directory(), JOURNEY)).query)
    assert JOURNEY.verifier not in str(told)
    assert (told["state"], told["nonce"], told["redirect_uri"]) == (["estado"], ["una vez"], [JOURNEY.back])
    assert told["code_challenge_method"] == ["S256"]


@pytest.fixture(scope="module")
def accounts() -> Iterator[str]:
    """A directory that others wrote."""
    people = [
        {"sub": "ana", "email": "ANA@villaclara.gov.co", "email_verified": True},
        {"sub": "eva", "email": "eva@villaclara.gov.co", "email_verified": True},
        {"sub": "luis", "email": "luis@villaclara.gov.co"},
        {"sub": "otro"},
    ]
    server = Server.start("tests.servers.accounts", json.dumps(people))
    yield f"http://localhost:{server.port}"
    server.stop()


def files(issuer: str) -> Mapping[str, str | bytes | None]:
    """The town with its directory."""
    block = f'directorio: {{emisor: "{issuer}", cliente: pregonero, clave: "${{PREGONERO_CLAVE}}", nombre: Correo}}\n'
    return {"municipio.yaml": f"{TOWN}{block}"}


async def away(town: Office, wanted: str = "") -> str:
    """Where the entrance's link leads."""
    assert "Entrar con Correo" in (await town.get("entrar")).text
    answer = await town.get(f"directorio{wanted}")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def there(address: str, who: str) -> str:
    """The directory's own page, filled in: the path back, behind the office's."""
    async with httpx.AsyncClient() as client:
        answer = await client.post(address, data={"sub": who})
    back = urlsplit(answer.headers["location"])
    return f"{back.path.removeprefix(OFFICE)}?{back.query}"


async def test_somebody_comes_in_with_the_accounts_of_the_entity(
    accounts: str, database: Database, tmp_path: Path
) -> None:
    """To the page that was asked for; the mail address is that of `municipio.yaml`, in any case."""
    async with office(database, tmp_path, files(accounts)) as town:
        town.user("ana", Role.COMMUNICATOR, None)
        back = await there(await away(town, "?siguiente=cuenta"), "ana")
        arrived = await town.get(back)
        assert (arrived.status_code, arrived.headers["location"]) == (303, f"{OFFICE}cuenta")
        assert (await town.get("cuenta")).status_code == 200
        [row] = [row for row in town.desk.rows("audit") if row.verb == "sign_in"]
        assert (row.actor, row.detail) == ("ana", {"by": "directory"})
        # The way back is good once, and for the browser that went.
        assert (await town.get(back)).status_code == 403


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("eva", "no es el correo de nadie que tenga usuario"),
        ("luis", "no ha comprobado que"),
        ("otro", "cuál es su correo"),
    ],
)
async def test_nobody_else_does(who: str, said: str, accounts: str, database: Database, tmp_path: Path) -> None:
    """Somebody without a user here, an address that nobody verified, an account without one."""
    async with office(database, tmp_path, files(accounts)) as town:
        town.user("luis", Role.COMMUNICATOR)
        answer = await town.get(await there(await away(town), who))
        assert answer.status_code in (403, 502)
        assert said in answer.text
        assert (await town.get("cuenta")).status_code == 303


async def test_whoever_comes_in_no_more_does_not_by_a_directory(
    accounts: str, database: Database, tmp_path: Path
) -> None:
    """The office decides who comes in; a directory only says who somebody is."""
    async with office(database, tmp_path, files(accounts)) as town:
        ana = town.user("ana")
        with database.write() as connection:
            change_user(connection, ana.id, disabled_at=town.desk.clock.now())
        assert (await town.get(await there(await away(town), "ana"))).status_code == 403


async def test_a_second_factor_is_asked_for_all_the_same(accounts: str, database: Database, tmp_path: Path) -> None:
    """The directory vouches for the first one."""
    async with office(database, tmp_path, files(accounts)) as town:
        ana = town.user("ana")
        with database.write() as connection:
            change_user(connection, ana.id, totp_secret="algo", totp_step=0)
        answer = await town.get(await there(await away(town), "ana"))
        assert "Código" in answer.text
        assert (await town.get("cuenta")).status_code == 303


async def test_another_browser_is_not_let_in_by_ones_way_back(
    accounts: str, database: Database, tmp_path: Path
) -> None:
    """Nobody is signed in as somebody else by a link (login CSRF): without its cookie the way back is none."""
    async with office(database, tmp_path, files(accounts)) as town:
        town.user("ana")
        back = await there(await away(town), "ana")
        kept = dict(town.browser.cookies)
        town.browser.cookies.clear()
        assert (await town.get(back)).status_code == 403
        town.browser.cookies.update({name: f"{value[:-4]}AAA=" for name, value in kept.items()})
        assert (await town.get(back)).status_code == 403
        town.browser.cookies.clear()
        await away(town)
        assert (await town.get(back)).status_code == 403, "another visit's"
        assert town.told("sign_in") == []


async def test_a_visit_that_took_too_long_begins_again(accounts: str, database: Database, tmp_path: Path) -> None:
    """After a quarter of an hour."""
    async with office(database, tmp_path, files(accounts)) as town:
        town.user("ana")
        back = await there(await away(town), "ana")
        town.desk.clock.pass_(minutes=16)
        assert "pasó mucho tiempo" in (await town.get(back)).text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("state={state}&error=access_denied", "no se terminó de entrar"),
        ("state={state}&code=1&iss=https://x.co", "otra"),
        ("state={state}&code=mala", "no aceptó la pregunta"),
        ("state=otro&code=1", "no es de la visita"),
        ("", "no es de la visita"),
    ],
)
async def test_what_else_may_come_back(
    query: str, said: str, accounts: str, database: Database, tmp_path: Path
) -> None:
    """Somebody said no; another directory's answer (RFC 9207); a made-up code; another visit's; nothing."""
    async with office(database, tmp_path, files(accounts)) as town:
        state = parse_qs(urlsplit(await away(town)).query)["state"][0]
        answer = await town.get(f"directorio/vuelta?{query.format(state=state)}")
        assert answer.status_code in (403, 502)
        assert said in answer.text


async def test_a_directory_that_is_away_is_told(database: Database, tmp_path: Path) -> None:
    """And the other ways in stay open."""
    async with office(database, tmp_path, files("http://localhost:9")) as town:
        answer = await town.get("directorio")
        assert (answer.status_code, "Con Correo no se pudo: no contestó" in answer.text) == (502, True)
        assert "con su clave" in answer.text


async def test_without_a_directory_there_is_no_way_to_one(database: Database, tmp_path: Path) -> None:
    """Neither there nor back."""
    async with office(database, tmp_path) as town:
        assert [(await town.get(path)).status_code for path in ("directorio", "directorio/vuelta")] == [404, 404]
        assert "Entrar con" not in (await town.get("entrar")).text
