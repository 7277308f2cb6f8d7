"""What all entries of the configuration share: Spanish keys, nothing unknown, nothing that changes."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Annotated, Any, TypeVar, cast, dataclass_transform
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, TypeAdapter
from pydantic.dataclasses import dataclass, is_pydantic_dataclass
from pydantic.fields import FieldInfo

STRICT = ConfigDict(extra="forbid", arbitrary_types_allowed=True, str_strip_whitespace=True)
Written = TypeVar("Written")


class Entry(BaseModel):
    """A mapping of the staff's files. Read by its Spanish alias only."""

    model_config = STRICT | ConfigDict(frozen=True)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(Field,))
def entry(shape: type[Written]) -> type[Written]:
    """An `Entry` of which thousands are held: in slots, a sixth of a model's memory."""
    made = dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)(shape)
    return cast(type[Written], made)


def fields_of(shape: object) -> Mapping[str, FieldInfo] | None:
    """English name to field, of an entry of either making; None of anything else."""
    if not isinstance(shape, type):
        return None
    if issubclass(shape, BaseModel):
        return shape.model_fields
    return shape.__pydantic_fields__ if is_pydantic_dataclass(shape) else None


@cache
def adapter(shape: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - any type that pydantic can read
    """The reader of an entry or of a mapping of entries, built once."""
    return TypeAdapter(shape)


def as_written(entry: Any, without: Collection[str] = ()) -> dict[str, Any]:  # noqa: ANN401 - of either making
    """An entry as its file has it, by Spanish keys and in plain values; without what is absent and some fields."""
    shape = adapter(entry.__class__)
    found: dict[str, Any] = shape.dump_python(
        entry, mode="json", by_alias=True, exclude_none=True, exclude=set(without)
    )
    return found


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""A name in keys and addresses: lower case letters, digits and single hyphens."""

MessageReference = Annotated[
    str, StringConstraints(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*/)?[a-z0-9]+(-[a-z0-9]+)*$", max_length=161)
]
"""A message of the same campaign, or `campaign/message` of another."""

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


def one_or_many(value: object) -> object:
    """One text as a list of it; all else as it is."""
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[Slug, ...], BeforeValidator(one_or_many)]
"""One name or a list of them."""

Lines = Annotated[tuple[Text, ...], BeforeValidator(one_or_many)]
"""One text or a list of them."""
