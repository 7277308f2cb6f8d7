"""Text to tree: a small, safe part of YAML in which every value is a text.

Reads libyaml's events one by one, so that what is refused is refused before anything is built of it: anchors and
aliases (alias bombs), tags, directives, merge keys, repeated keys, several documents, depth over 20.
"""

import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Sequence as Items
from pathlib import Path
from typing import Protocol

import yaml

from campaigns.problem import Problem
from campaigns.reading.file_text import Refused, decoded
from campaigns.reading.loose import gathered, stands_alone
from campaigns.reading.tree import Document, Mapping, Node, Place, Scalar, Sequence, written
from campaigns.reading.unread import unread
from campaigns.reading.yaml_errors import in_spanish, syntax_refused

MAXIMUM_BYTES = 1_000_000
"""A file of the staff is never near it: the five real plans have less than 0.2 MB each."""
MAXIMUM_DEPTH = 20
MAXIMUM_VALUES = 20_000
"""Bounds memory: a file of 1 MB could hold half a million one-letter values."""

NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
"""What YAML 1.2 (§10.3.2) reads as no value: whoever writes it means none, and as a text it would be sent."""

ESCAPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
"""What `CONTROL` has, once quotes are resolved; a tab that was written `\\t` is meant."""


def read(file: Path, data: bytes) -> tuple[Document | None, tuple[Problem, ...]]:
    """The file's tree, and what was refused in it; no tree where the rest cannot be understood."""
    if len(data) > MAXIMUM_BYTES:
        return None, (too_big(file, len(data)),)
    refusals: list[Refused] = []
    try:
        text = decoded(data)
        lines = tuple(text.splitlines())
        root = _Reader(text, lines, refusals).document()
    except Refused as refusal:
        return None, _problems(file, [*refusals, refusal])
    places = frozenset(place for refusal in refusals for place in (refusal.place, refusal.value) if place)
    return Document(file, root, lines, places), _problems(file, refusals)


def _problems(file: Path, refusals: Iterable[Refused]) -> tuple[Problem, ...]:
    return tuple(
        Problem(file, *refusal.place, written(refusal.location), refusal.message, refusal.hint) for refusal in refusals
    )


def too_big(file: Path, size: int) -> Problem:
    """The problem of a file over the limit."""
    return Problem(
        file,
        1,
        1,
        "",
        f"el archivo pesa {size / 1_000_000:.1f} MB y el máximo es 1 MB".replace(".", ",", 1),
        "reparta las campañas en varios archivos; las imágenes y documentos van en archivos/",
    )


class _Reader:
    """One pass over libyaml's events."""

    def __init__(self, text: str, lines: Items[str], refusals: list[Refused]) -> None:
        """What is refused and leaves the rest readable is added to `refusals`."""
        self._parser = _loader()(text)
        self._lines = lines
        self._signs = " #" in text
        self._refusals = refusals
        self._values = 0
        self._location: list[str | int] = []
        self._brackets = 0
        self._cut: Refused | None = None
        """What a « #» hid last: the end of the brackets that are open, or a text that went on below."""

    def _next(self) -> yaml.Event:
        try:
            event = self._parser.get_event()
        except yaml.MarkedYAMLError as error:
            refused = syntax_refused(error, self._lines)
            if self._cut is not None and (self._brackets or self._follows(self._cut, refused)):
                self._refusals.remove(self._cut)
                raise self._cut from error
            raise refused from error
        except yaml.YAMLError as error:
            raise Refused(Place(1, 1), *in_spanish("")) from error
        assert event is not None, "read past the end of the stream"
        return event

    def document(self) -> Node:
        self._next()
        start = self._next()
        if isinstance(start, yaml.StreamEndEvent):
            raise Refused(Place(1, 1), "el archivo está vacío", "vea un ejemplo completo en docs/guia.md")
        if isinstance(start, yaml.DocumentStartEvent) and (start.version or start.tags):
            raise Refused(_place(start.start_mark), *in_spanish("found unknown directive name"))
        root = self._node(self._next(), 0)
        self._next()
        end = self._next()
        if isinstance(end, yaml.DocumentStartEvent):
            raise Refused(
                _place(end.start_mark),
                "el archivo tiene varios documentos separados por «---»",
                "deje un solo documento: cada campaña va en su propio archivo",
            )
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        self._values += 1
        if self._values > MAXIMUM_VALUES:
            raise Refused(
                _place(event.start_mark),
                "el archivo tiene demasiados valores",
                "reparta su contenido en varios archivos",
            )
        if depth > MAXIMUM_DEPTH:
            raise Refused(
                _place(event.start_mark),
                f"hay más de {MAXIMUM_DEPTH} niveles de anidación",
                "revise los corchetes y la sangría: ningún archivo necesita tantos",
            )
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor is not None or event.tag is not None:
                self._refuse_marks(event)
            return self._scalar(event)
        self._refuse_marks(event)
        if isinstance(event, yaml.CollectionStartEvent):
            return self._collection(event, depth)
        place = _place(event.start_mark)
        return Scalar("", place, place.line, "'")

    def _collection(self, event: yaml.CollectionStartEvent, depth: int) -> Sequence | Mapping:
        self._brackets += bool(event.flow_style)
        made: Sequence | Mapping
        if isinstance(event, yaml.SequenceStartEvent):
            made = self._sequence(event, depth)
        else:
            assert isinstance(event, yaml.MappingStartEvent)
            made = self._mapping(event, depth)
        self._brackets -= bool(event.flow_style)
        if event.flow_style and not self._brackets:
            self._cut = None
        return made

    def _refuse_marks(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, "los alias de YAML («*nombre») no se admiten", "repita el valor donde lo necesita")
            return
        if not isinstance(event, yaml.NodeEvent):
            return
        if event.anchor is not None:
            self._refuse(event, "las anclas de YAML («&nombre») no se admiten", "bórrela y repita el valor")
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None:
            self._refuse(
                event, "las etiquetas de YAML («!algo») no se admiten", "borre la etiqueta y deje solo el valor"
            )

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        end = event.end_mark
        last = end.line + 1 - (end.column == 0) if end else 1
        return Scalar(self._text(event), _place(event.start_mark), last, event.style or "")

    def _text(self, event: yaml.ScalarEvent) -> str:
        found = ESCAPED.search(event.value) if event.style == '"' else None
        if found:
            self._refuse(
                event,
                f"el texto contiene un carácter de control (U+{ord(found.group()):04X})",
                "quite la secuencia que empieza con «\\»",
            )
        return unicodedata.normalize("NFC", event.value)

    def _sequence(self, event: yaml.SequenceStartEvent, depth: int) -> Sequence:
        items: list[Node] = []
        while not isinstance(following := self._next(), yaml.SequenceEndEvent):
            self._location.append(len(items))
            items.append(self._filled(self._node(following, depth + 1), following))
            self._location.pop()
        return Sequence(tuple(items), _place(event.start_mark))

    def _mapping(self, event: yaml.MappingStartEvent, depth: int) -> Mapping:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        loose: dict[str, list[Scalar]] = {}
        last = ""
        while not isinstance(following := self._next(), yaml.MappingEndEvent):
            key, named = self._key(following), following
            place = _place(following.start_mark)
            self._location.append(key)
            if key in entries:
                self._refuse(
                    following,
                    f"la clave «{key}» está repetida (ya está en la línea {keys[key].line})",
                    "deje una sola",
                )
            if key == "<<":
                self._refuse(following, "la clave de mezcla «<<» no se admite", "repita los valores donde los necesita")
            following = self._next()
            value = self._node(following, depth + 1)
            if event.flow_style and stands_alone(self._lines, entries.get(last), named, following):
                loose.setdefault(last, []).append(Scalar(key, place, place.line, ""))
            else:
                entries.setdefault(key, self._filled(value, following))
                keys.setdefault(key, place)
                last = key
            self._location.pop()
        for key, figures in loose.items():
            entries[key], refused = gathered(self._lines, (*self._location, key), entries[key], figures)
            self._refusals.append(refused)
        return Mapping(entries, keys, _place(event.start_mark))

    def _key(self, event: yaml.Event) -> str:
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor is not None or event.tag is not None:
                self._refuse_marks(event)
            return self._text(event)
        if isinstance(event, yaml.AliasEvent):
            self._refuse_marks(event)
            return f"*{event.anchor}"
        raise Refused(
            _place(event.start_mark),
            "una clave no puede ser una lista ni un grupo",
            "un texto que empieza con «{{» o con «[» va entre comillas",
            self._location,
        )

    def _filled(self, node: Node, event: yaml.Event) -> Node:
        """The value, once what it lacks is noted."""
        if not isinstance(node, Scalar) or node.style or (self._signs and self._is_cut(event)):
            return node
        if node.text not in NOTHING:
            return node
        key = next((part for part in reversed(self._location) if isinstance(part, str)), "")
        quoted = f'; para la palabra, "{node.text}"' if node.text.isalpha() else ""
        self._refusals.append(
            Refused(
                node.place,
                f"«{key}» no tiene valor" if key else "falta el valor",
                f'escriba un valor o borre la línea; para un texto vacío a propósito, escriba ""{quoted}',
                tuple(self._location),
            )
        )
        return node

    def _is_cut(self, event: yaml.Event) -> bool:
        """Whether a « #» hides the rest of a bare value; notes it."""
        end = event.end_mark
        if end is None or end.line >= len(self._lines) or not self._lines[end.line].startswith(" ", end.column):
            return False
        refusal = unread(self._lines[end.line], _place(end), _place(event.start_mark), tuple(self._location))
        if refusal is None:
            return False
        self._refusals.append(refusal)
        self._cut = refusal
        return True

    def _follows(self, first: Refused, second: Refused) -> bool:
        """Whether nothing but empty lines parts two places."""
        between = self._lines[first.place.line : second.place.line - 1]
        return first.place.line < second.place.line and not any(line.strip() for line in between)

    def _refuse(self, event: yaml.Event, message: str, hint: str) -> None:
        self._refusals.append(Refused(_place(event.start_mark), message, hint, tuple(self._location)))


def _loader() -> type[yaml.CSafeLoader]:
    """libyaml's. PyYAML's own parser in Python is thirty times slower, and recurses without a bound."""
    if not yaml.__with_libyaml__:
        raise Refused(
            Place(1, 1),
            "no se pueden leer los archivos: a la instalación de PyYAML le falta libyaml",
            "reinstale con: pip install --only-binary :all: --force-reinstall PyYAML",
        )
    return yaml.CSafeLoader


class _Mark(Protocol):
    """A place as libyaml counts: from 0."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


def _place(mark: _Mark | None) -> Place:
    """Events that libyaml makes always bear marks; its types only allow that they might not."""
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
