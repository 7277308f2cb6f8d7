"""An SMS account as the tests open it."""

from collections.abc import Callable
from typing import Any

from channels.sms import Sms
from tests.servers.sms_gateway import TOKEN

NUMBER = "+573001234567"
BODY = '{"to": "{{ numero }}", "text": "{{ texto }}", "flash": false}'
Open = Callable[..., Sms]


def written(server: str, **changes: object) -> dict[str, Any]:
    """What staff write for a gateway that takes JSON."""
    plain: dict[str, Any] = {
        "direccion": f"{server}/v1/sms",
        "claves": {"token": TOKEN},
        "encabezados": {"Authorization": "Bearer {{ claves.token }}"},
        "json": BODY,
        "exito": {"campo": "status", "valores": ["ok"]},
        "numero-inexistente": {"campo": "code", "valores": ["31"]},
        "sin-saldo": {"campo": "code", "valores": ["35"]},
        "identificador": {"campo": "messages.0.id"},
    }
    return {key: value for key, value in {**plain, **changes}.items() if value is not None}
