"""A verb carried out: its call made, its function loaded, what goes wrong told in a sentence."""

import gc
import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from importlib import import_module
from types import TracebackType
from typing import Any

from logs import configure, hide
from storage.refused_files import refusal_words
from verbs.answer import Answer
from verbs.call import Call, Failure, WrongCall
from verbs.printed import spoken, whole, whole_parts
from verbs.verb import Verb

OFTEN = (700, 10, 10)
"""How many objects come between two searches for cycles, by Python's own measure."""
STAYS = frozenset({"run", "panel"})
"""Verbs that go on for months, and so have cycles cleared as often as Python does by itself."""
LOGS = frozenset({"run", "panel"})
"""Verbs whose log is kept where nobody looks on; on a terminal, and for all others, only warnings, unless asked."""


def perform(verb: Verb, values: dict[str, Any]) -> int:
    """The exit code: 0, 1 where it failed, 2 where the call or the configuration is wrong."""
    garbled = _garbled(values.values())
    shared = {"url": None, "tenant": None, "person": None, "as_json": False, "verbose": False}
    given = {name: values.pop(name, default) for name, default in shared.items()}
    config = {"config": values.pop("config")} if "config" in values else {}
    call = Call(
        environment=os.environ,
        url=given["url"],
        tenant=given["tenant"],
        person=given["person"],
        json=given["as_json"],
        verbose=given["verbose"],
        **config,
    )
    if garbled:
        call.tell(f"«{garbled}» no está en UTF-8. Escríbalo otra vez en una terminal que use UTF-8 (LANG=es_CO.UTF-8).")
        return 2
    if verb.name in STAYS:
        gc.set_threshold(*OFTEN)
    configure(level="DEBUG" if call.verbose else "INFO" if _logs(verb) else "WARNING")
    if not call.verbose:
        sys.excepthook = _tell
    module = import_module(verb.does.partition(":")[0])
    try:
        answer: Answer | None = getattr(module, verb.does.partition(":")[2])(call, **values)
    except (WrongCall, *module.WRONG) as error:
        call.tell(spoken(whole(call, _sentence(error))))
        return 2
    except (Failure, *module.FAILED) as error:
        call.tell(spoken(whole(call, _sentence(error))))
        return 1
    if answer is None:
        return 0
    if not call.json:
        shown = whole_parts(call, answer.shown)
        answer = replace(answer, shown=[spoken(part) if isinstance(part, str) else part for part in shown])
    answer.print(as_json=call.json)
    return answer.code


def _garbled(values: Iterable[object]) -> str:
    """The first value with bytes that no database, log or page would take, as it can be shown; empty where none has.

    Python hands such bytes on as surrogates (PEP 383).
    """
    for value in values:
        for word in value if isinstance(value, tuple) else (value,):
            shown = str(word).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            if shown != str(word):
                return shown
    return ""


def _sentence(error: Exception) -> str:
    """Our own errors speak Spanish already."""
    return refusal_words(error) if isinstance(error, OSError) else str(error)


def _logs(verb: Verb) -> bool:
    return verb.name in LOGS and not sys.stderr.isatty()


def _tell(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """What nobody foresaw, in a line: a page of code helps no operator."""
    print(
        f"Ocurrió algo imprevisto ({kind.__name__}: {hide(str(error))}). Repita el mismo comando con -v para ver "
        "el detalle, y envíelo a quien mantiene Pregonero.",
        file=sys.stderr,
    )
