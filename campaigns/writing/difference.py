"""What is another between two texts of a campaign: in words, value by value, and line by line."""

import difflib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from campaigns.reading.tree import PlainValue
from campaigns.writing.fields import MESSAGES
from campaigns.writing.spots import NotEditable, plain_of, spots_of

AROUND = 2
"""Lines shown before and behind one that changes."""
ID = "id"
CAMPAIGN = "la campaña"


class Change(NamedTuple):
    """One value that is another; empty: there was none, or there is none any more."""

    where: str
    """«mensaje «anuncio»», or `CAMPAIGN`."""
    key: str
    """`variantes › x › texto`; empty for the whole message."""
    was: str
    is_: str


class Line(NamedTuple):
    """One line of the file."""

    kind: str
    """`-` it goes, `+` it comes, a space: it stays, `…`: some that stay are not shown."""
    text: str


def changes(before: str, after: str) -> list[Change]:
    """Value by value; of messages that have changed places, too. Empty also where one cannot be read as YAML."""
    try:
        was, is_ = plain_of(spots_of(before)) if before else {}, plain_of(spots_of(after))
    except NotEditable:
        return []
    if not isinstance(was, dict) or not isinstance(is_, dict):
        return []
    old, new = _by_id(was.get(MESSAGES)), _by_id(is_.get(MESSAGES))
    general = [{key: value for key, value in each.items() if key != MESSAGES} for each in (was, is_)]
    found = [Change(CAMPAIGN, *each) for each in _compared((), *general)]
    for name in dict.fromkeys([*new, *old]):
        where = f"el mensaje «{name}»"
        if name not in new:
            found.append(Change(where, "", "estaba", ""))
        elif name not in old:
            found.append(Change(where, "", "", "nuevo"))
        else:
            found += [Change(where, *each) for each in _compared((), old[name], new[name])]
    kept = [name for name in old if name in new]
    if kept != [name for name in new if name in old]:
        found.append(Change(CAMPAIGN, "orden de los mensajes", ", ".join(old), ", ".join(new)))
    return found


def lines(before: str, after: str) -> list[Line]:
    """The file's lines around what changes."""
    old, new = before.splitlines(), after.splitlines()
    found: list[Line] = []
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND):
        if group[0][1] or group[0][3]:
            found.append(Line("…", ""))
        for does, start, end, since, until in group:
            if does == "equal":
                found += [Line(" ", line) for line in old[start:end]]
                continue
            found += [Line("-", line) for line in old[start:end]]
            found += [Line("+", line) for line in new[since:until]]
    if not found and before != after:
        return [Line("…", "solo cambian los finales de línea")]
    return found


def with_line_ends(typed: str, before: str) -> str:
    """What came back from a browser, which knows one kind of line end, with those that the text had."""
    old, ending = before.splitlines(keepends=True), "\r\n" if "\r\n" in before else "\n"
    *whole, rest = typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ends = [ending] * len(whole)
    bare = [line.rstrip("\r\n") for line in old]
    for block in difflib.SequenceMatcher(None, bare, whole, autojunk=False).get_matching_blocks():
        for each in range(block.size):
            ends[block.b + each] = old[block.a + each].removeprefix(bare[block.a + each]) or ending
    return "".join(f"{line}{end}" for line, end in zip(whole, ends, strict=True)) + rest


def _by_id(messages: PlainValue | None) -> dict[str, dict[str, PlainValue]]:
    found: dict[str, dict[str, PlainValue]] = {}
    for position, each in enumerate(messages if isinstance(messages, list) else ()):
        if isinstance(each, dict):
            found[str(each.get(ID) or f"{position + 1}.º")] = each
    return found


def _compared(path: Sequence[str], was: PlainValue | None, is_: PlainValue | None) -> Iterator[tuple[str, str, str]]:
    if was == is_:
        return
    if isinstance(was, dict | None) and isinstance(is_, dict | None) and (was or is_):
        for key in dict.fromkeys([*(is_ or {}), *(was or {})]):
            yield from _compared((*path, key), (was or {}).get(key), (is_ or {}).get(key))
        return
    yield " › ".join(path), _said(was), _said(is_)


def _said(value: PlainValue | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value or "«»"
    if isinstance(value, list):
        return ", ".join(map(_said, value)) or "ninguno"
    return "; ".join(f"{key}: {_said(each)}" for key, each in value.items())
