"""A country's holidays, from its module alone.

`holidays.country_holidays` loads the modules of all two hundred countries to answer for one: 15 MB and a sixth of a
second in each process of ours.
"""

import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import ModuleType

from holidays.holiday_base import HolidayBase
from holidays.registry import COUNTRIES

_PACKAGE = "holidays.countries"


@cache
def country(code: str) -> type[HolidayBase]:
    """The calendar of a country by its code in ISO 3166: `CO`. Raises NotImplementedError for one without calendar."""
    for module, (name, *codes) in COUNTRIES.items():
        if code in codes:
            found: type[HolidayBase] = getattr(_alone(module), name)
            return found
    raise NotImplementedError(f"Country {code} not available")


def _alone(module: str) -> ModuleType:
    """A module of the package, without what the package itself would load."""
    found = find_spec(_PACKAGE)
    if found is None or _PACKAGE in sys.modules:
        return import_module(f"{_PACKAGE}.{module}")
    # The package unexecuted stands in for itself meanwhile; whoever imports it later gets it whole.
    sys.modules[_PACKAGE] = module_from_spec(found)
    try:
        return import_module(f"{_PACKAGE}.{module}")
    finally:
        del sys.modules[_PACKAGE]
