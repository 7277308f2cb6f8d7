"""Whoever is copied into a rehearsal is nobody there: stand-ins for names, addresses and all that tells of a person."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from audience.addresses import HOME as DWELLING
from audience.answer import BadAnswer, read_answer
from audience.conditions import as_kept
from audience.households import HEAD
from audience.zones import ZONE, zone_named
from campaigns.audience import Condition
from campaigns.entry import as_written
from campaigns.tenant import Tenant
from storage.folding import fold_value

Cells = dict[str, Any]
StandIn = Callable[[Mapping[Any, Any]], Cells]
"""What stands in a row of a rehearsal in place of some of its cells."""

_TAGS = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_QUOTED = re.compile(r"""(["'])(.*?)\1""")
_ADDRESSES: Mapping[str, str] = {
    "correo": "persona{}@example.com",
    "telegram": "9{:09d}",
    "telefono": "+573{:09d}",
    DWELLING: "Dirección supuesta {}",
}


def named_values(tenant: Tenant) -> frozenset[str]:
    """The values of attributes that the staff's own files name, folded: by these publics and texts differ."""
    found = {value for audience in tenant.audiences.values() for value in _of_condition(audience.condition)}
    for campaign in tenant.campaigns.values():
        for text in _texts(as_written(campaign.entry)):
            found |= {quoted for tag in _TAGS.findall(text) for _, quoted in _QUOTED.findall(tag)}
    return frozenset(fold_value(as_kept(value)) for value in found)


def of_contact(row: Mapping[Any, Any]) -> Cells:
    """A name that is nobody's, where there is one."""
    return {"batch": None, "name": f"Persona {row['id']}" if row["name"] else ""}


def of_address(row: Mapping[Any, Any]) -> Cells:
    """An address of its kind at which nobody is; its key stays, by which consents and suppressions find it."""
    written = None if row["address"] is None else _ADDRESSES[row["kind"]].format(row["id"])
    return {"address": written}


class Attributes:
    """Of rows in the order of their names and values: the same value has the same stand-in, in the same order."""

    def __init__(self, kept: Collection[str]) -> None:
        """`kept`: folded values that stay as they are."""
        self._kept = kept
        self._last: tuple[str, str] | None = None
        self._number = 0

    def __call__(self, row: Mapping[Any, Any]) -> Cells:
        """What stays: the values that staff have written themselves, hours' zones and plain answers to a question."""
        name, value = row["name"], row["value"]
        if self._last != (name, value):
            self._last, self._number = (name, value), self._number + 1
        return {} if self._stays(name, value) else {"value": f"dato {self._number:09d}"}

    def _stays(self, name: str, value: str) -> bool:
        if fold_value(as_kept(value)) in self._kept:
            return True
        return zone_named(value) is not None if name == ZONE else name == HEAD and _is_answer(value)


def _is_answer(value: str) -> bool:
    try:
        return isinstance(read_answer(value), bool)
    except BadAnswer:
        return False


def _of_condition(condition: Condition | None) -> Iterator[str]:
    if condition is None:
        return
    for values in (*condition.having.values(), *condition.lacking.values()):
        yield from values
    for alternative in condition.any_of:
        yield from _of_condition(alternative)


def _texts(value: object) -> Iterator[str]:
    """All texts within plain values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
