"""The fields of a form, made from the shape that the files' own models give an entry: nothing is listed twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from campaigns.campaign import CampaignEntry, MessageEntry
from campaigns.entry import fields_of
from campaigns.reading.tree import PlainValue

MESSAGES = "mensajes"
LONG = frozenset({"texto"})
"""Keys of texts of several lines."""


class Form(StrEnum):
    """What a value is typed into."""

    LINE = "line"
    TEXT = "text"
    """Several lines."""
    CHOICE = "choice"
    TRUTH = "truth"
    NAMES = "names"
    """Names, one or several."""
    LINES = "lines"
    """Texts, one on each line."""
    PAIRS = "pairs"
    """A name and a text, one pair on each line."""
    GROUP = "group"
    """Fields of its own."""
    ITEMS = "items"
    """Several groups, one after the other."""
    KEYED = "keyed"
    """Several groups, each under a name."""


@dataclass(frozen=True, slots=True)
class Field:
    """One key of an entry."""

    key: str
    form: Form
    required: bool
    choices: tuple[str, ...] = ()
    """The words that it takes; empty: any."""
    fields: tuple["Field", ...] = ()
    """Of a group, or of each of several."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Of its own fields, in the usual order."""
        return tuple(each.key for each in self.fields)


@cache
def campaign_fields() -> tuple[Field, ...]:
    """Of a campaign, without its messages."""
    return tuple(each for each in _fields(CampaignEntry) if each.key != MESSAGES)


@cache
def message_fields() -> tuple[Field, ...]:
    """Of one message."""
    return _fields(MessageEntry)


def is_fit(field: Field, value: PlainValue | None) -> bool:
    """Whether a form can show what a file says: else it is left to the plain text."""
    if value is None:
        return True
    if field.form in (Form.LINE, Form.TEXT, Form.CHOICE, Form.TRUTH):
        return isinstance(value, str)
    if field.form in (Form.NAMES, Form.LINES):
        return isinstance(value, str) or (isinstance(value, list) and all(_is_line(each) for each in value))
    if field.form is Form.PAIRS:
        return isinstance(value, dict) and all(_is_line(each) for each in value.values())
    if field.form is Form.GROUP:
        return isinstance(value, dict)
    if field.form is Form.ITEMS:
        return isinstance(value, list) and all(isinstance(each, dict) for each in value)
    return isinstance(value, dict) and all(isinstance(each, str | dict) for each in value.values())


def _is_line(value: PlainValue) -> bool:
    return isinstance(value, str) and "\n" not in value


def _fields(shape: object) -> tuple[Field, ...]:
    found = fields_of(shape)
    assert found is not None, shape
    return tuple(_field(info.alias or name, info) for name, info in found.items())


def _field(key: str, info: FieldInfo) -> Field:
    required = info.is_required()
    kind = _bare(info.annotation)
    if (inner := fields_of(kind)) is not None:
        return Field(key, Form.GROUP, required, fields=_fields(kind)) if inner else Field(key, Form.LINE, required)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return Field(key, Form.CHOICE, required, tuple(map(str, arguments)))
    if origin is tuple:
        return _several(key, arguments[0], required=required)
    if origin in (dict, Mapping):
        of = _bare(arguments[1])
        entry = fields_of(of) is not None
        return Field(key, Form.KEYED if entry else Form.PAIRS, required, fields=_fields(of) if entry else ())
    if kind is bool:
        return Field(key, Form.TRUTH, required)
    return Field(key, Form.TEXT if key in LONG else Form.LINE, required)


def _several(key: str, of: Any, *, required: bool) -> Field:  # noqa: ANN401 - any type that a model names
    kind = _bare(of)
    if fields_of(kind) is not None:
        return Field(key, Form.ITEMS, required, fields=_fields(kind))
    if get_origin(kind) is Literal:
        return Field(key, Form.NAMES, required, tuple(map(str, get_args(kind))))
    patterned = any(getattr(each, "pattern", None) for each in getattr(of, "__metadata__", ()))
    return Field(key, Form.NAMES if patterned else Form.LINES, required)


def _bare(kind: Any) -> Any:  # noqa: ANN401 - any type that a model names
    """Without what is said about it, and without None; of alternatives the first."""
    while True:
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
        elif get_origin(kind) in (Union, UnionType):
            kind = next(each for each in get_args(kind) if each is not type(None))
        else:
            return kind
