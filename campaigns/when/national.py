"""A country's holidays, from its module alone.

`holidays.country_holidays` loads the modules of all two hundred countries to answer for one: 15 MB and a sixth of a
second in each process of ours; and `import holidays` the calendars of all religions, some 3 MB more.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays.holiday_base import HolidayBase

_GROUPS = "holidays.groups"
_PACKAGES = ("holidays", "holidays.calendars", _GROUPS, "holidays.countries")


@cache
def country(code: str) -> "type[HolidayBase]":
    """The calendar of a country by its code in ISO 3166: `CO`. Raises NotImplementedError for one without calendar."""
    try:
        with _unexecuted():
            return _found(code)
    except ImportError:
        # It needs more of the packages than single modules.
        return _found(code)


def _found(code: str) -> "type[HolidayBase]":
    for module, (name, *codes) in import_module("holidays.registry").COUNTRIES.items():
        if code in codes:
            found: type[HolidayBase] = getattr(import_module(f"holidays.countries.{module}"), name)
            return found
    raise NotImplementedError(f"Country {code} not available")


@contextmanager
def _unexecuted() -> Iterator[None]:
    """The packages stand in for themselves without what each would load; whoever imports them later gets them whole."""
    standing: list[str] = []
    try:
        for package in _PACKAGES:
            spec = None if package in sys.modules else find_spec(package)
            if spec is not None:
                sys.modules[package] = module_from_spec(spec)
                standing.append(package)
        if _GROUPS in standing:
            sys.modules[_GROUPS].__getattr__ = _group  # type: ignore[method-assign] # PEP 562
        yield
    finally:
        for package in standing:
            del sys.modules[package]


def _group(name: str) -> object:
    """`ChristianHolidays` stands in the module `christian`. Raises AttributeError where there is no such module."""
    words = re.findall(r"[A-Z][a-z]*", name.removesuffix("Holidays"))
    module = f"{_GROUPS}.{'_'.join(words).lower()}"
    if not words or find_spec(module) is None:
        raise AttributeError(name)
    holder: ModuleType = import_module(module)
    return getattr(holder, name)
