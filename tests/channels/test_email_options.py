"""What `canales.yaml` may say of a mail account."""

from contextlib import nullcontext
from typing import Any

import pytest

from channels.email import Email
from channels.email.options import EmailOptions
from tests.channels.signing import OPTIONS

SIGNING = {"dominio": "genova.gov.co", "selector": "pregonero", "clave": ""}
"""Without a key, as in an account in `pruebas` that has none yet."""


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({"remitente": "Alcaldía <noreply@genova.gov.co>"}, "Ley 1755 de 2015"),
        ({"remitente": "sinrespuesta@genova.gov.co"}, "Ley 1755 de 2015"),
        ({"remitente": "NO REPLY <prensa@genova.gov.co>"}, "«NO REPLY <prensa@genova.gov.co>» dice a la ciudadanía"),
        ({"remitente": "prensa@noreply.genova.gov.co"}, "Ley 1755 de 2015"),
        ({"remitente": "no-responder@genova.gov.co"}, "Ley 1755 de 2015"),
        ({"responder-a": "Do.Not.Reply@genova.gov.co"}, "Ley 1755 de 2015"),
        ({"remitente": "Alcaldía\r\nBcc: x <a@b.co>"}, "saltos de línea"),
        ({"remitente": "Alcaldía"}, "no es una dirección"),
        ({"responder-a": None}, "responder-a"),
        ({"seguridad": "ninguna"}, "esta misma máquina"),
        ({"seguridad": "oportunista"}, "starttls"),
        ({"usuario": "prensa"}, "van juntos"),
        ({"servidor": "smtp genova"}, "nombre de un servidor"),
        ({"puerto": "70000"}, "65535"),
        ({"host": "x"}, "host"),
        ({"plazos": {"final": 0}}, "final"),
    ],
    ids=repr,
)
def test_wrong_options(change: dict[str, Any], hint: str) -> None:
    """Options that cannot work, or that close the door to answers, are refused with a reason."""
    right = {"servidor": "smtp.genova.gov.co", "remitente": "a@genova.gov.co", "responder-a": "b@genova.gov.co"}
    written = {key: value for key, value in (right | change).items() if value is not None}
    with pytest.raises(ValueError, match=hint):
        EmailOptions.model_validate(written)


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465)])
def test_default_port(security: str, port: int) -> None:
    """Without `puerto` the port is that of the chosen security, and it names the lane."""
    options = EmailOptions.model_validate(
        {"servidor": "s.co", "remitente": "a@b.co", "responder-a": "a@b.co", "seguridad": security}
    )
    assert Email.sender(options) == f"smtp:s.co:{port}:"


@pytest.mark.parametrize(
    ("domain", "sender", "hint"),
    [
        ("genova.gov.co", "genova.gov.co", ""),
        ("GENOVA.gov.co", "genova.gov.co", ""),
        ("genova.gov.co", "prensa.genova.gov.co", ""),
        ("correo.genova.gov.co", "genova.gov.co", ""),
        ("alcaldía.gov.co", "xn--alcalda-dza.gov.co", ""),
        ("otra.gov.co", "genova.gov.co", "escriba «dominio: genova.gov.co»"),
        ("nova.gov.co", "genova.gov.co", "escriba «dominio: genova.gov.co»"),
        ("gov.co", "genova.gov.co", "no es el dominio de una entidad"),
        ("genova", "genova.gov.co", "no es el dominio de una entidad"),
        ("génova gov co", "genova.gov.co", "no es el dominio de una entidad"),
    ],
)
def test_whose_signature_an_account_may_bear(domain: str, sender: str, hint: str) -> None:
    """That of the sender's domain, or of one above or below it; receivers relate no other to the sender."""
    written = {**OPTIONS, "remitente": f"a@{sender}", "dkim": {**SIGNING, "dominio": domain}}
    with nullcontext() if not hint else pytest.raises(ValueError, match=hint):
        EmailOptions.model_validate(written)


@pytest.mark.parametrize("selector", ["", "_domainkey", "a..b", "año", "pregonero._domainkey", "a b", "-a", "a" * 64])
def test_a_selector_is_part_of_a_name_in_the_dns(selector: str) -> None:
    """RFC 6376 §3.1: labels of letters, digits and hyphens."""
    with pytest.raises(ValueError, match="no sirve de selector"):
        EmailOptions.model_validate({**OPTIONS, "dkim": {**SIGNING, "selector": selector}})


@pytest.mark.parametrize("key", ["dominio", "selector", "clave"])
def test_a_signature_wants_all_its_lines(key: str) -> None:
    """None has a default that could be meant."""
    with pytest.raises(ValueError, match=f"dkim.{key}"):
        EmailOptions.model_validate({**OPTIONS, "dkim": {name: SIGNING[name] for name in SIGNING if name != key}})
