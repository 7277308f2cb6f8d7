"""Money as staff write it and read it: Colombian pesos, with points between thousands."""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

_WRITTEN = re.compile(r"\$?\s*(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?", re.ASCII)
MOST = Decimal(10) ** 12
"""More than any municipality has."""


def read_pesos(text: str) -> Decimal:
    """The sum that a person wrote, «25000», «$25.000» or «12,50»: a point never parts the cents.

    Raises ValueError, in Spanish, for anything else.
    """
    found = _WRITTEN.fullmatch(text.strip())
    amount = Decimal(f"{found[1].replace('.', '')}.{found[2] or '0'}") if found else MOST
    if amount >= MOST:
        raise ValueError(f"«{text}» no es una suma en pesos; escriba, por ejemplo, 25000, 25.000 o 12,50")
    return amount


def _read(value: object) -> object:
    return read_pesos(value) if isinstance(value, str) else value


Pesos = Annotated[
    Decimal, BeforeValidator(_read), Field(ge=0), WithJsonSchema({"type": ["string", "number"], "minimum": 0})
]
"""A sum that is not negative, as `read_pesos` reads it."""


def pesos(amount: Decimal) -> str:
    """«$25.000», «$12,50»; cents are told where there are any."""
    whole, _, cents = f"{amount:,.2f}".partition(".")
    told = f"${whole.replace(',', '.')}"
    return told if cents == "00" else f"{told},{cents}"
