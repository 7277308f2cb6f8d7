"""What `canales.yaml` may say of a mail account."""

from typing import Any

import pytest

from channels.email import Email
from channels.email.options import EmailOptions


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
