"""Text to tree: a small, safe part of YAML in which every value is a text.

Reads libyaml's events one by one, so that what is refused is refused before anything is built of it: anchors and
aliases (alias bombs), tags, directives, merge keys, repeated keys, several documents, depth over 20.
"""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import yaml

from campaigns.problem import Problem
from campaigns.tree import Document, Location, Mapping, Node, Place, Scalar, Sequence, written
from campaigns.yaml_errors import in_spanish

MAXIMUM_BYTES = 1_000_000
"""A file of the staff is never near it: the five real plans have less than 0.2 MB each."""
MAXIMUM_DEPTH = 20
MAXIMUM_VALUES = 50_000
"""Bounds memory: a file of 1 MB could hold half a million one-letter values."""

CONTROL = re.compile("[\x00-\x08\t\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
"""Control characters, tabs, line ends that editors do not count, and marks that turn the direction of a text."""
ESCAPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
"""The same once quotes are resolved; a tab that was written `\\t` is meant."""


class Refused(Exception):
    """The rest of the file cannot be read. Its problem says why."""

    def __init__(self, place: Place, message: str, hint: str, location: Location = ()) -> None:
        super().__init__(message)
        self.place = place
        self.message = message
        self.hint = hint
        self.location = location


def read(file: Path, data: bytes) -> tuple[Document | None, tuple[Problem, ...]]:
    """The file's tree, and what was refused in it; no tree where the rest cannot be understood."""
    if len(data) > MAXIMUM_BYTES:
        return None, (too_big(file, len(data)),)
    try:
        text = _decoded(data)
        reader = _Reader(text)
        root = reader.document()
    except Refused as refusal:
        line, column = refusal.place
        return None, (Problem(file, line, column, written(refusal.location), refusal.message, refusal.hint),)
    places = frozenset(refusal.place for refusal in reader.refusals)
    document = Document(file, root, tuple(text.splitlines()), places)
    found = tuple(
        Problem(file, *refusal.place, written(refusal.location), refusal.message, refusal.hint)
        for refusal in reader.refusals
    )
    return document, found


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


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "ignore").lstrip("\ufeff")) + 1
        raise Refused(
            Place(line, column),
            "aquí hay un carácter que no está en UTF-8",
            "guarde el archivo con codificación UTF-8 (en el Bloc de notas: Guardar como, Codificación, UTF-8)",
        ) from error
    found = CONTROL.search(text)
    if found:
        raise _control(text, found.start())
    return text


def _control(text: str, start: int) -> Refused:
    place = Place(text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
    if text[start] == "\t":
        return Refused(place, "hay una tabulación", "use espacios: dos por cada nivel de sangría")
    return Refused(
        place,
        f"hay un carácter de control invisible (U+{ord(text[start]):04X})",
        "bórrelo y vuelva a escribir la palabra; suele venir de copiar y pegar",
    )


class _Reader:
    """One pass over libyaml's events."""

    def __init__(self, text: str) -> None:
        self._events = self._read(text)
        self._values = 0
        self._location: list[str | int] = []
        self.refusals: list[Refused] = []

    @staticmethod
    def _read(text: str) -> Iterator[yaml.Event]:
        try:
            yield from yaml.parse(text, Loader=yaml.CSafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = _place(mark) if mark else Place(1, 1)
            raise Refused(place, *in_spanish(error.problem or "")) from error
        except yaml.YAMLError as error:
            raise Refused(Place(1, 1), *in_spanish("")) from error

    def document(self) -> Node:
        next(self._events)
        start = next(self._events)
        if isinstance(start, yaml.StreamEndEvent):
            raise Refused(Place(1, 1), "el archivo está vacío", "vea un ejemplo completo en docs/guia.md")
        if isinstance(start, yaml.DocumentStartEvent) and (start.version or start.tags):
            raise Refused(_place(start.start_mark), *in_spanish("found unknown directive name"))
        root = self._node(next(self._events), 0)
        next(self._events)
        end = next(self._events)
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
        self._refuse_marks(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, depth)
        return Scalar("", _place(event.start_mark), event.start_mark.line + 1, "'")

    def _refuse_marks(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, "los alias de YAML («*nombre») no se admiten", "repita el valor donde lo necesita")
            return
        if event.anchor is not None:
            self._refuse(event, "las anclas de YAML («&nombre») no se admiten", "bórrela y repita el valor")
        if event.tag is not None:
            self._refuse(
                event, "las etiquetas de YAML («!algo») no se admiten", "borre la etiqueta y deje solo el valor"
            )

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        style = event.style or ""
        found = ESCAPED.search(event.value) if style == '"' else None
        if found:
            self._refuse(
                event,
                f"el texto contiene un carácter de control (U+{ord(found.group()):04X})",
                "quite la secuencia que empieza con «\\»",
            )
        text = unicodedata.normalize("NFC", event.value)
        end = event.end_mark
        return Scalar(text, _place(event.start_mark), end.line + (1 if end.column else 0), style)

    def _sequence(self, event: yaml.SequenceStartEvent, depth: int) -> Sequence:
        items: list[Node] = []
        while not isinstance(following := next(self._events), yaml.SequenceEndEvent):
            self._location.append(len(items))
            items.append(self._filled(self._node(following, depth + 1)))
            self._location.pop()
        return Sequence(tuple(items), _place(event.start_mark))

    def _mapping(self, event: yaml.MappingStartEvent, depth: int) -> Mapping:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not isinstance(following := next(self._events), yaml.MappingEndEvent):
            key = self._key(following)
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
            value = self._filled(self._node(next(self._events), depth + 1))
            entries.setdefault(key, value)
            keys.setdefault(key, place)
            self._location.pop()
        return Mapping(entries, keys, _place(event.start_mark))

    def _key(self, event: yaml.Event) -> str:
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_marks(event)
            return self._scalar(event).text
        if isinstance(event, yaml.AliasEvent):
            self._refuse_marks(event)
            return f"*{event.anchor}"
        raise Refused(
            _place(event.start_mark),
            "una clave no puede ser una lista ni un grupo",
            "un texto que empieza con «{{» o con «[» va entre comillas",
            self._location,
        )

    def _filled(self, node: Node) -> Node:
        if isinstance(node, Scalar) and not node.style and node.text in ("", "~"):
            key = next((part for part in reversed(self._location) if isinstance(part, str)), "")
            self.refusals.append(
                Refused(
                    node.place,
                    f"«{key}» no tiene valor" if key else "falta el valor",
                    'escriba un valor o borre la línea; para un texto vacío a propósito, escriba ""',
                    tuple(self._location),
                )
            )
        return node

    def _refuse(self, event: yaml.Event, message: str, hint: str) -> None:
        self.refusals.append(Refused(_place(event.start_mark), message, hint, tuple(self._location)))


def _place(mark: yaml.Mark) -> Place:
    return Place(mark.line + 1, mark.column + 1)
