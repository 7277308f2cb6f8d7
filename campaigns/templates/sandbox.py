"""The environment that texts run in: whatever the checker should ever miss ends here."""

from typing import Any, NoReturn

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from campaigns.filters import FILTERS, Filter
from campaigns.record import Record

LOOP_NAMES = ("first", "last", "index")
"""What a text may ask of `loop`."""


class Missing(StrictUndefined):
    """A value that is not there: any use but `default` and `is defined` fails, naming it."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        owner = self._undefined_obj
        name = f"{owner.path}.{self._undefined_name}" if isinstance(owner, Record) else str(self._undefined_name)
        return f"falta el dato «{name}»"


class Sandbox(ImmutableSandboxedEnvironment):
    """Names of records and three of `loop`; no attribute of Python, no item, no call, no arithmetic."""

    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)
    intercepted_unops = frozenset(ImmutableSandboxedEnvironment.default_unop_table)

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - the signature is the library's
        """A record's value, or `Missing`."""
        if type(obj) is Record:
            value = obj.fields.get(attribute, self)
            return Missing(obj=obj, name=attribute) if value is self else value
        if isinstance(obj, LoopContext) and attribute in LOOP_NAMES:
            return getattr(obj, attribute)
        if isinstance(obj, Missing):
            return Missing(name=f"{obj._undefined_name}.{attribute}")
        raise SecurityError(f"el texto pide «{attribute}», que no se puede usar")

    def getitem(self, obj: Any, argument: Any) -> NoReturn:  # noqa: ANN401 - the signature is the library's
        """Refused."""
        raise SecurityError("el texto usa corchetes, que no se pueden usar")

    def call(self, *_: Any, **__: Any) -> NoReturn:  # noqa: ANN401 - the signature is the library's
        """Refused."""
        raise SecurityError("el texto llama a una función, y eso no se puede")

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> NoReturn:  # noqa: ANN401 - the same
        """Refused."""
        raise SecurityError("el texto hace cuentas, y eso no se puede")

    def call_unop(self, context: Any, operator: str, arg: Any) -> NoReturn:  # noqa: ANN401 - the same
        """Refused."""
        raise SecurityError("el texto hace cuentas, y eso no se puede")


def _guarded(each: Filter) -> Any:  # noqa: ANN401 - a filter as Jinja takes it
    """The filter, failing with the missing value's own words where there is none."""
    write = each.write
    if each.name == "default":
        return write

    def guarded(value: object, *arguments: str) -> object:
        if isinstance(value, Undefined):
            value._fail_with_undefined_error()
        return write(value, *arguments)

    return guarded


def sandbox() -> Sandbox:
    """A fresh environment with our filters alone."""
    environment = Sandbox(undefined=Missing, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    environment.filters = {name: _guarded(each) for name, each in FILTERS.items()}
    environment.tests = {"defined": environment.tests["defined"]}
    environment.globals = {}
    return environment


ENVIRONMENT = sandbox()
