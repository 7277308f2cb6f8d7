"""OpenID Connect: somebody is sent to where the entity keeps its accounts, and comes back with its signed word.

The authorization code flow with PKCE (OpenID Connect Core 1.0 §3.1, RFC 7636). Loads httpx and joserfc; only whoever
comes in this way imports this file.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import SecretStr

from campaigns.directory import Directory

SETTINGS = "/.well-known/openid-configuration"
"""Under the issuer (OpenID Connect Discovery 1.0 §4)."""
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Those of a key that the directory alone has: neither none at all nor one that we could make ourselves."""
PATIENCE = 8.0
"""Seconds for each call: somebody waits at a browser."""
LARGEST = 262_144
"""Octets of an answer."""
LEEWAY = 60
"""Seconds that clocks may differ."""
SCOPES = "openid email profile"


class NoWord(Exception):
    """The directory gave no word that is believed; the text says why, in Spanish."""


class UnknownKey(NoWord):
    """The word was signed with a key that was not among those read: newer ones may be."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A directory's settings, and the keys with which it signs."""

    issuer: str
    authorization: str
    token: str
    methods: Collection[str]
    """How a program proves itself there."""
    keys: KeySet


class Journey(NamedTuple):
    """What somebody takes along on the way there, so that only the same browser comes back with it."""

    state: str
    nonce: str
    verifier: str
    back: str
    """The address that the directory sends the browser back to."""
    wanted: str
    """The page of the office that was asked for."""


async def settings_of(directory: Directory) -> Provider:
    """What the directory says of itself. Raises `NoWord`."""
    async with _client() as client:
        told = await _asked(client, client.build_request("GET", f"{directory.issuer.rstrip('/')}{SETTINGS}"))
        issuer = _text(told, "issuer")
        if issuer.rstrip("/") != directory.issuer.rstrip("/"):
            raise NoWord(f"se llama a sí misma «{issuer}», y municipio.yaml dice «{directory.issuer}»")
        ends = {name: _address(directory, _text(told, name)) for name in ("authorization_endpoint", "token_endpoint")}
        keys = await _asked(client, client.build_request("GET", _address(directory, _text(told, "jwks_uri"))))
    methods = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Provider(
        issuer,
        ends["authorization_endpoint"],
        ends["token_endpoint"],
        tuple(each for each in methods if isinstance(each, str)) if isinstance(methods, list) else (),
        _keys(keys),
    )


def departure(provider: Provider, directory: Directory, journey: Journey) -> str:
    """The address to which the browser is sent."""
    challenge = urlsafe_b64encode(sha256(journey.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": directory.client,
        "redirect_uri": journey.back,
        "scope": SCOPES,
        "state": journey.state,
        "nonce": journey.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    sign = "&" if urlsplit(provider.authorization).query else "?"
    return f"{provider.authorization}{sign}{urlencode(asked)}"


async def word_of(provider: Provider, directory: Directory, journey: Journey, code: str) -> str:
    """The signed word that the directory gives for a code, once. Raises `NoWord`."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": journey.back,
        "code_verifier": journey.verifier,
        "client_id": directory.client,
    }
    key, proof = _key(directory.key), None
    if "client_secret_basic" in provider.methods or not provider.methods:
        # RFC 6749 §2.3.1: both are form-encoded before they become a header.
        proof = httpx.BasicAuth(urlencode({"": directory.client})[1:], urlencode({"": key})[1:])
    else:
        form["client_secret"] = key
    async with _client() as client:
        told = await _asked(client, client.build_request("POST", provider.token, data=form), proof)
    return _text(told, "id_token")


def mail_in(provider: Provider, directory: Directory, journey: Journey, word: str, now: datetime) -> str:
    """Whose mail address a word vouches for. Raises `NoWord`, and `UnknownKey` where newer keys may tell.

    Its checks are those of OpenID Connect Core 1.0 §3.1.3.7.
    """
    claims = _claims(provider, directory, journey, word, now)
    parties = claims["aud"]
    if isinstance(parties, list) and len(parties) > 1 and claims.get("azp") != directory.client:
        raise NoWord("su palabra era para otro programa")
    if claims.get("azp") not in (None, directory.client):
        raise NoWord("su palabra era para otro programa")
    mail = claims.get("email") or (claims.get("preferred_username") if directory.writes_mails else None)
    if not isinstance(mail, str) or "@" not in mail:
        raise NoWord("no dijo cuál es su correo")
    if claims.get("email_verified") not in (True, "true") and not directory.writes_mails:
        raise NoWord(f"no ha comprobado que «{mail}» sea su correo")
    return mail


def _claims(provider: Provider, directory: Directory, journey: Journey, word: str, now: datetime) -> dict[str, Any]:
    rules = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=LEEWAY,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": directory.client},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": journey.nonce},
    )
    try:
        token = jwt.decode(word, provider.keys, algorithms=list(SIGNATURES))
    except (JoseError, ValueError) as error:
        raise UnknownKey("la firma de su palabra no es la suya") from error
    try:
        rules.validate(token.claims)
    except JoseError as error:
        raise NoWord("su palabra no era para esta visita, o llegó tarde") from error
    return token.claims


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=PATIENCE, follow_redirects=False, trust_env=True)


async def _asked(
    client: httpx.AsyncClient, request: httpx.Request, proof: httpx.Auth | None = None
) -> Mapping[str, Any]:
    """A JSON object, of a size that one may read. Raises `NoWord`."""
    body = bytearray()
    try:
        answer = await client.send(request, auth=proof, stream=True)
        try:
            async for piece in answer.aiter_bytes():
                body += piece
                if len(body) > LARGEST:
                    raise NoWord("contestó demasiado")
        finally:
            await answer.aclose()
    except httpx.HTTPError as error:
        raise NoWord("no contestó") from error
    if answer.status_code != httpx.codes.OK:
        raise NoWord(f"no aceptó la pregunta (HTTP {answer.status_code})")
    try:
        told = json.loads(bytes(body))
    except ValueError as error:
        raise NoWord("contestó algo que no se entiende") from error
    if not isinstance(told, dict):
        raise NoWord("contestó algo que no se entiende")
    return told


def _text(told: Mapping[str, Any], name: str) -> str:
    found = told.get(name)
    if not isinstance(found, str) or not found:
        raise NoWord(f"en lo que contestó falta «{name}»")
    return found


def _address(directory: Directory, told: str) -> str:
    """An end of the directory's: encrypted wherever the directory itself is. Raises `NoWord`."""
    if urlsplit(told).scheme != "https" and urlsplit(told).scheme != urlsplit(directory.issuer).scheme:
        raise NoWord(f"dice que la siguiente pregunta vaya sin cifrar, a «{told}»")
    return told


def _keys(told: Mapping[str, Any]) -> KeySet:
    try:
        return KeySet.import_key_set({"keys": told["keys"]})
    except (JoseError, KeyError, TypeError, ValueError) as error:
        raise NoWord("sus llaves no se entienden") from error


def _key(secret: SecretStr) -> str:
    key = secret.get_secret_value()
    if not key:
        raise NoWord("falta la clave: la variable o el archivo que nombra «directorio» no está en este equipo")
    return key
