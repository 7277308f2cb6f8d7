"""What all entries of the configuration share: Spanish keys, nothing unknown, nothing that changes."""

from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints


class Entry(BaseModel):
    """A mapping of the staff's files. Read by its Spanish alias only."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, str_strip_whitespace=True)


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""A name in keys and addresses: lower case letters, digits and single hyphens."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=50_000)]
"""Something to read: never empty."""


def _zone(value: object) -> ZoneInfo:
    if isinstance(value, ZoneInfo):
        return value
    try:
        return ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"no existe la zona horaria «{value}»; escriba, por ejemplo, America/Bogota") from error


Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
"""An IANA zone by name, `America/Bogota`."""


def _list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[Slug, ...], BeforeValidator(_list)]
"""One name or a list of them."""

Lines = Annotated[tuple[Text, ...], BeforeValidator(_list)]
"""One text or a list of them."""
