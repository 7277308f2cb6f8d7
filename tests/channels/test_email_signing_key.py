"""Which keys an account may sign with, and what is said of those that will not do."""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateNumbers, RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from channels.email.options import EmailOptions
from channels.email.signing_key import read_key
from tests.channels.signing import OPTIONS, PrivateKey, ed25519, rsa


def pem(key: Any) -> str:
    """A private key as a file has it."""
    text: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return text.decode()


def numbers(prime: int, other: int, inverse: int = 3) -> str:
    """An RSA key that no library would make."""
    public = RSAPublicNumbers(65537, prime * other)
    private = RSAPrivateNumbers(prime, other, inverse, inverse, inverse, inverse, public)
    return pem(private.private_key(unsafe_skip_rsa_key_validation=True))


def damaged() -> str:
    """A key whose halves do not belong together."""
    key = rsa().key.private_numbers()  # type: ignore[union-attr]
    return numbers(key.p, key.q, key.d + 2)


@pytest.mark.parametrize(
    "form",
    [
        lambda key: key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        lambda key: key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode(),
        lambda key: pem(key).replace("\n", "\\n"),
        lambda key: b64encode(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())).decode(),
        lambda key: "\n".join(pem(key).splitlines()[1:-1]),
    ],
    ids=["pkcs8", "pkcs1", "one line", "base64", "without its frame"],
)
def test_a_key_is_read_in_every_usual_form(form: Any) -> None:
    """As files have it, and as the variables of an environment, in one line."""
    assert read_key(form(rsa().key)).sign(b"x") == read_key(pem(rsa().key)).sign(b"x")


def test_an_ed25519_key_is_read() -> None:
    """It names its algorithm (RFC 8463) and signs a hash of what it is given."""
    key = read_key(ed25519().text)
    assert (key.algorithm, len(key.sign(b"x"))) == (b"ed25519-sha256", 64)


def public() -> str:
    """The half that goes to the DNS."""
    text: bytes = rsa().key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return text.decode()


def protected() -> str:
    """A key that wants a password."""
    return rsa().key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")).decode()


WRONG: dict[str, tuple[Callable[[], str], str]] = {
    "no key": (lambda: "PREGONERO_DKIM", "no es una llave privada en formato PEM"),
    "accents": (lambda: "contraseña", "no es una llave privada en formato PEM"),
    "torn": (lambda: rsa().text[:400], "no es una llave privada en formato PEM"),
    "public": (public, "esa es la llave pública"),
    "with a password": (protected, "pide una contraseña"),
    "of another kind": (lambda: pem(generate_private_key(SECP256R1())), "no es de una clase que firme correos"),
    "short": (lambda: numbers(2**255 + 95, 2**256 - 189), "tiene 512 bits"),
    "long": (lambda: numbers(2**2100 + 1, 2**2100 + 3), "tiene 4201 bits"),
    "damaged": (damaged, "está dañada"),
}


@pytest.mark.parametrize(("written", "said"), WRONG.values(), ids=WRONG)
def test_a_key_that_will_not_do_is_refused(written: Callable[[], str], said: str) -> None:
    """With the reason and what to do, and without a word of the key."""
    text = written()
    with pytest.raises(ValueError, match=said) as refused:
        EmailOptions.model_validate({**OPTIONS, "dkim": {**rsa().block, "clave": text}})
    assert "; " in str(refused.value)
    assert text[-60:-40] not in str(refused.value) or len(text) < 60


def advice(key: PrivateKey) -> tuple[str, ...]:
    """What an account that signs with it is told."""
    return EmailOptions.model_validate({**OPTIONS, "dkim": {**rsa().block, "clave": pem(key)}}).advice


def test_a_fair_key_could_be_better() -> None:
    """1024 bits work and are told of (RFC 8301 §3.2); a key of today's length gets no advice."""
    assert advice(rsa().key) == advice(ed25519().key) == EmailOptions.model_validate(OPTIONS).advice == ()
    (said,) = advice(rsa(1024).key)
    assert "1024 bits y sirve" in said
