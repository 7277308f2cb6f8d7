"""A form that was sent back into the text that it was made of: each value that is another is written, no other is."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from campaigns.reading.figures import FALSE, TRUE
from campaigns.reading.tree import Keys, PlainValue
from campaigns.writing.edits import drop, insert, put
from campaigns.writing.fields import Field, Form, is_fit
from campaigns.writing.spots import plain_of, spot_at, spots_of

Typed = Mapping[str, Sequence[str]]
"""By a field's name, what it holds; a field that the form did not have is not there."""
NAME = "nombre-nuevo"
"""Under it a row that is new says how it is called."""
_SEPARATORS = re.compile(r"[,;\s]+")


def name_of(location: Keys) -> str:
    """What a form calls the field of a location: `mensajes.0.texto`."""
    return ".".join(map(str, location))


def filled(text: str, location: Keys, fields: Sequence[Field], typed: Typed, beside: Sequence[Field] = ()) -> str:
    """The text with what was typed for the group at a location. Raises `NotEditable`.

    `beside`: all fields of the group, where `fields` are some of them.
    """
    for field in fields:
        text = _filled(text, (*location, field.key), field, typed, tuple(each.key for each in beside or fields))
    return text


def value_at(text: str, location: Keys) -> PlainValue | None:
    """What a text says at a location; None where it says nothing."""
    spot = spot_at(spots_of(text), location)
    return None if spot is None else plain_of(spot)


def lines_of(value: PlainValue | None) -> tuple[str, ...]:
    """One text or a list of them, as a list."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(str(each) for each in value)


def paired(value: PlainValue | None) -> str:
    """Names and texts as they are typed: one pair on each line."""
    return "\n".join(f"{name}: {said}" for name, said in value.items()) if isinstance(value, dict) else ""


def grouped(value: PlainValue) -> dict[str, PlainValue]:
    """A variant, which may be its text alone."""
    return {"texto": value} if isinstance(value, str) else dict(value) if isinstance(value, dict) else {}


def _filled(text: str, location: Keys, field: Field, typed: Typed, order: Sequence[str]) -> str:
    before = value_at(text, location)
    if not is_fit(field, before):
        return text
    if field.form is Form.GROUP:
        return _group(text, location, field, typed, order)
    if field.form is Form.ITEMS:
        return _items(text, location, field, typed, order)
    if field.form is Form.KEYED:
        return _keyed(text, location, field, typed, order)
    name = name_of(location)
    if name not in typed:
        return text
    after = read_value(field, typed[name])
    if same(field, before, after):
        return text
    if after in ("", [], {}) and not (field.required and before is not None):
        return drop(text, location)
    if isinstance(after, list) and isinstance(before, list) and before:
        return _listed(text, location, [str(each) for each in before], [str(each) for each in after])
    if isinstance(after, dict) and isinstance(before, dict) and before:
        return _pairs(text, location, before, after)
    if isinstance(after, list) and len(after) == 1 and isinstance(before, str):
        return put(text, location, after[0], order)
    return put(text, location, after, order)


def read_value(field: Field, said: Sequence[str]) -> PlainValue:
    """What was typed into a field, as its file would have it."""
    texts = [clean(each) for each in said]
    if field.form is Form.NAMES:
        return [*dict.fromkeys(name for each in texts for name in _SEPARATORS.split(each) if name)]
    if field.form is Form.LINES:
        return [line.strip() for each in texts for line in each.split("\n") if line.strip()]
    if field.form is Form.PAIRS:
        pairs = (line.partition(":") for each in texts for line in each.split("\n") if line.strip())
        return {name.strip(): value.strip() for name, _, value in pairs}
    return texts[0] if texts else ""


def same(field: Field, before: PlainValue | None, after: PlainValue) -> bool:
    """Whether what was typed says what the file says, in whatever words."""
    if field.form in (Form.NAMES, Form.LINES):
        return list(lines_of(before)) == after
    if field.form is Form.PAIRS:
        return (before or {}) == after
    if field.form is Form.TRUTH:
        return truth(before) == truth(after)
    return (before or "") == after


def truth(value: PlainValue | None) -> str:
    """«sí», «no», or what stands there where it is neither; empty for nothing."""
    word = str(value or "").lower()
    return "sí" if word in TRUE | {"true"} else "no" if word in FALSE | {"false"} else word


def clean(text: str) -> str:
    """A text as browsers send it, as files have it: its line ends, its accents, no spaces around it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _group(text: str, location: Keys, field: Field, typed: Typed, order: Sequence[str]) -> str:
    if value_at(text, location) is None:
        made = _made(location, field.fields, typed)
        return put(text, location, made, order) if made else text
    text = filled(text, location, field.fields, typed)
    return drop(text, location) if _is_hollow(value_at(text, location)) else text


def _items(text: str, location: Keys, field: Field, typed: Typed, order: Sequence[str]) -> str:
    there = value_at(text, location)
    count = len(there) if isinstance(there, list) else 0
    for position in range(count):
        text = filled(text, (*location, position), field.fields, typed)
    new = _made((*location, count), field.fields, typed)
    if new and there is None:
        text = put(text, location, [new], order)
    elif new:
        text = insert(text, location, count, new)
    for position in reversed(range(count)):
        gone = typed.get(name_of((*location, position, "quitar")))
        if gone or _is_hollow(value_at(text, (*location, position))):
            text = drop(text, (*location, position))
    return drop(text, location) if value_at(text, location) == [] else text


def _keyed(text: str, location: Keys, field: Field, typed: Typed, order: Sequence[str]) -> str:
    there = value_at(text, location)
    before = there if isinstance(there, dict) else {}
    stem = f"{name_of(location)}."
    named = [name.removeprefix(stem).partition(".")[0] for name in typed if name.startswith(stem)]
    for key in dict.fromkeys(named):
        text = _one_keyed(text, location, key, before.get(key), field, typed, order)
    return drop(text, location) if value_at(text, location) == {} else text


def _one_keyed(
    text: str, location: Keys, key: str, before: PlainValue | None, field: Field, typed: Typed, order: Sequence[str]
) -> str:
    here = (*location, key)
    if isinstance(before, dict):
        text = filled(text, here, field.fields, typed)
        return drop(text, here) if _is_hollow(value_at(text, here)) else text
    made = _made(here, field.fields, typed)
    if grouped(before or {}) == made:
        return text
    if not made:
        return drop(text, here)
    value: PlainValue = made["texto"] if [*made] == ["texto"] else made
    if value_at(text, location) is None:
        return put(text, location, {key: value}, order)
    return put(text, here, value)


def _made(location: Keys, fields: Sequence[Field], typed: Typed) -> dict[str, PlainValue]:
    """A group that is not there yet, of what was typed for it."""
    made: dict[str, PlainValue] = {}
    for field in fields:
        here = (*location, field.key)
        if field.form is Form.GROUP:
            value: PlainValue = _made(here, field.fields, typed)
        elif field.form is Form.ITEMS:
            one = _made((*here, 0), field.fields, typed)
            value = [one] if one else []
        elif field.form is Form.KEYED:
            value = ""
        else:
            value = read_value(field, typed.get(name_of(here), ()))
        if value:
            made[field.key] = value
    return made


def _is_hollow(value: PlainValue | None) -> bool:
    """Nothing is said in it, at any depth."""
    if isinstance(value, str) or value is None:
        return not value
    return all(map(_is_hollow, value if isinstance(value, list) else value.values()))


def _listed(text: str, location: Keys, before: list[str], after: list[str]) -> str:
    """One item at a time, from the end, so that what stays keeps its place and its comment."""
    for does, start, end, since, until in reversed(SequenceMatcher(None, before, after, autojunk=False).get_opcodes()):
        if does == "equal":
            continue
        shared = min(end - start, until - since)
        for each in range(shared):
            text = put(text, (*location, start + each), after[since + each])
        for each in reversed(range(start + shared, end)):
            text = drop(text, (*location, each))
        for each in range(since + shared, until):
            text = insert(text, location, start + each - since, after[each])
    return text


def _pairs(text: str, location: Keys, before: Mapping[str, PlainValue], after: Mapping[str, PlainValue]) -> str:
    for key, value in after.items():
        text = put(text, (*location, key), value)
    for key in before:
        if key not in after:
            text = drop(text, (*location, key))
    return text
