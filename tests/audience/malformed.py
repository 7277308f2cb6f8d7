"""Files that people, programs and attackers send in the place of a list, made here one by one."""

import gzip
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

HEADINGS = ("nombre", "correo", "telefono", "barrio")
FIRST = ("Uno", "uno@correo.co", "", "Centro")
LAST = ("Dos", "dos@correo.co", "3001234567", "La Peña")

HIDDEN = (
    *("\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1b", "\x1e", "\x7f", "\x85", "\u2028", "\u2029", "\u202d", "\u202e"),
    *("\u2066", "\u2069", "\u200b", "\u200e", "\u2060", "\ufffd", "\ue000", "\U000e0041", "\x00", "\n", "\r\n", "\r"),
)
MAILS = (
    *("ana", "@", "ana@", "@correo.co", "a@@correo.co", "a b@correo.co", "a@correo", "a@correo..co", "a@-correo.co"),
    *(".a@correo.co", "a.@correo.co", "a..b@correo.co", "a@correo.test", "a@[1.2.3.4]", '"a b"@correo.co', "a@.co"),
    *("Ana <a@correo.co>", "a@correo.co,b@correo.co", "a@correo.co;b@correo.co", "a@cor_reo.co", "a@localhost", "a@b."),
    *(
        "a@correo.co\r\nBcc: b@correo.co",
        "a@correo.co\nTo: b@correo.co",
        "a@correo.co%0aBcc:b@correo.co",
        "a＠correo.co",
    ),
    *("a@" + "b" * 64 + ".co", "a" * 400 + "@correo.co", "a@co rreo.co", "a@xn--.co", "=1+1"),
    *("a@correo.co\x00", "\u202ea@correo.co", "a\u200b@correo.co", "a\ufffd@correo.co", "|".join(["a@b.co"] * 21)),
)
PHONES = (
    *("123", "+", "+57", "300123456789012345", "abc", "300 123 4567 ext. 5", "0000000000", "+999 123 456 789", "3001"),
    *("300-123-45-6", "tel:", "-", "N/A", "300 123 4567 / 310 123 4567", "=3001234567+1", "300 123\n4567", "3" * 400),
)
ZONES = (
    *("Rural", "UTC+5", "-05:00", "GMT -5", "Europe/Nowhere", "europa/madrid", "Hora de Colombia", "America", "5"),
    *("../../etc/passwd", "/etc/localtime", "America/Bogotana", "America, Bogota", "America/Bogota/Centro"),
)
LANGUAGES = (
    "español de aquí",
    "e",
    "12",
    "es-",
    "-es",
    "1a",
    "e s",
    "es_CO",
    "klingonés",
    "es-CO-Antioquia",
    "esp.",
    "¿?",
)
EVERYBODY = frozenset({"Uno", "Malo", "Dos"})
SEPARATED = {"commas": ",", "tabs": "\t"}
"""What stands between the cells of a list, where it is no semicolon."""
WRITTEN = {"cp1252": "cp1252", "utf-16": "utf-16", "utf-8-sig": "utf-8-sig", "utf-16-be": "utf-16-be"}
"""How a list is written, where it is not in plain UTF-8."""


File = bytes | Callable[[], bytes]
"""What is sent, or what makes it: hundreds of workbooks are made by who needs them, not by who counts the tests."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file and what has to become of it."""

    name: str
    file: File
    told: tuple[int, ...] | None = ()
    """Lines that are refused, each with its reason; None: the file may be refused as a whole, or not."""
    taken: frozenset[str] | None = frozenset({"Uno", "Dos"})
    """Names of those who are in afterwards; None: nobody, for the file is refused as a whole."""
    column: str = ""
    """Which column is named as the wrong one; empty: it is the line."""
    all_the_same: bool = False
    """The lines that are told come in, without what is wrong in them."""

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        return self.file if isinstance(self.file, bytes) else self.file()


def cases() -> Iterator[Sent]:
    """More than two hundred texts, and a hundred workbooks."""
    for number, cells in enumerate(_bad_rows()):
        column = next(
            name for name, cell in zip(HEADINGS, cells, strict=True) if cell not in ("Malo", "x@correo.co", "")
        )
        yield Sent(f"csv-{column}-{number}", _csv([FIRST, cells, LAST]), (3,), column=column)
        if not set("".join(cells)) & set(HIDDEN) - {"\n", "\u202e", "\u200b", "\ufffd"}:
            rows = [HEADINGS, FIRST, cells, LAST]
            yield Sent(f"xlsx-{column}-{number}", partial(workbook, rows), (3,), column=column)
    yield from _odd_lines()
    yield from _odd_columns()
    yield from _otherwise_written()
    yield from _no_lists()
    yield from _broken_workbooks()


def workbook(rows: Sequence[tuple[object, ...]]) -> bytes:
    """A workbook of Excel with these rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Lista")
    for row in rows:
        sheet.append(row)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return kept.getvalue()


def _bad_rows() -> Iterator[tuple[str, str, str, str]]:
    for hidden in HIDDEN:
        yield f"Ma{hidden}lo", "x@correo.co", "", ""
        yield "Malo", "x@correo.co", "", f"Cen{hidden}tro"
    yield "M" * 201, "x@correo.co", "", ""
    yield "M" * 15_000, "x@correo.co", "", ""
    yield "Malo", "x@correo.co", "", "|".join(map(str, range(21)))
    for mail in MAILS:
        yield "Malo", mail, "", ""
    for phone in PHONES:
        yield "Malo", "", phone, ""


def _csv(rows: list[tuple[str, ...]]) -> bytes:
    lines = [";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [HEADINGS, *rows]]
    return ("\n".join(lines) + "\n").encode()


def _odd_lines() -> Iterator[Sent]:
    """Lines that are no lines of a table."""
    head, first, last = "nombre;correo;telefono;barrio\n", "Uno;uno@correo.co;;\n", "Dos;dos@correo.co;;\n"
    for name, line in {
        "open-quote": '"Malo;malo@correo.co;;\n',
        "open-quote-late": 'Malo;malo@correo.co;;"\n',
        "surplus": "Malo;malo@correo.co;;;sobra\n",
        "much-surplus": "Malo;malo@correo.co" + ";x" * 5_000 + "\n",
        "too-long": "Malo;malo@correo.co;;" + "x" * 1_000_000 + "\n",
        "only-a-name": "Malo\n",
        "other-separator": "Malo,malo@correo.co,,\n",
        "no-address": "Malo;;;Centro\n",
        "bytes": "\x00\x01\x02\x03\n",
        "html": "<tr><td>Malo</td></tr>\n",
        "sums": "Total: 2 personas\n",
    }.items():
        yield Sent(f"line-{name}", (head + first + line + last).encode(), (3,))
    for name, line in {
        "blank": "\n\n   \n;;;\n\t\n",
        "quoted-blank": '"";"";"";""\n',
        "no-break-spaces": "\u00a0;\u00a0;;\n",
        "carriage-returns": "\r\r\r\n",
    }.items():
        yield Sent(f"line-{name}", (head + first + line + last).encode(), ())
    yield Sent("no-last-line-end", (head + first + last).rstrip("\n").encode())
    yield Sent("all-one-quote", (head + first + last + '"' + "x;y\n" * 3_000).encode(), None)
    yield Sent("quotes-only", (head + first + last + '"\n' * 2_000).encode(), ())


def _odd_columns() -> Iterator[Sent]:
    """Columns that take certain words alone: the person comes in without the word."""
    for column, words in {"zona": ZONES, "idioma": LANGUAGES}.items():
        for number, word in enumerate(words):
            rows = [
                f"nombre;correo;{column}",
                "Uno;uno@correo.co;",
                f"Malo;malo@correo.co;{word}",
                "Dos;dos@correo.co;",
            ]
            yield Sent(f"csv-{column}-{number}", "\n".join(rows).encode(), (3,), EVERYBODY, column, True)


def _otherwise_written() -> Iterator[Sent]:
    """The same mistakes between other separators and in other encodings: they are found there too."""
    wrong = {
        "mail": ("Malo", "malo@", "", ""),
        "phone": ("Malo", "", "12", ""),
        "nobody": ("Malo", "", "", "Peñón"),
        "surplus": ("Malo", "malo@correo.co", "", "", "sobra"),
        "name": ("M" * 250, "malo@correo.co", "", ""),
    }
    for what, cells in wrong.items():
        rows: list[tuple[str, ...]] = [HEADINGS, FIRST, cells, LAST]
        for name, between in SEPARATED.items():
            yield Sent(f"{name}-{what}", "\n".join(between.join(row) for row in rows).encode(), (3,))
        for name, encoding in WRITTEN.items():
            text = "\n".join(";".join(row) for row in rows)
            mark = "\ufeff" if encoding == "utf-16-be" else ""
            yield Sent(f"{name}-{what}", f"{mark}{text}".encode(encoding), (3,))


def _no_lists() -> Iterator[Sent]:
    """Files that are refused as a whole."""
    shuffled = random.Random(5).randbytes(5_000)
    files: dict[str, File] = {
        "empty": b"",
        "mark-only": b"\xef\xbb\xbf",
        "mark-of-utf-16-only": b"\xff\xfe",
        "line-ends": b"\n" * 1_000,
        "zeros": bytes(10_000),
        "noise": shuffled,
        "utf-16-unmarked": "nombre;correo\nAna;ana@correo.co\n".encode("utf-16-le"),
        "utf-32": "nombre;correo\nAna;ana@correo.co\n".encode("utf-32"),
        "png": b"\x89PNG\r\n\x1a\n" + shuffled,
        "pdf": b"%PDF-1.7\n" + shuffled,
        "gzip": gzip.compress(_csv([FIRST, LAST])),
        "xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        "json": b'{"correo": "ana@correo.co"}',
        "html": b"<html><table><tr><td>correo</td></tr></table></html>",
        "vcard": b"BEGIN:VCARD\nFN:Ana\nEMAIL:ana@correo.co\nEND:VCARD\n",
        "no-address-column": b"nombre;barrio\nAna;Centro\n",
        "twice": b"correo;correo\nana@correo.co;eva@correo.co\n",
        "twice-by-alias": b"correo;E-mail\nana@correo.co;eva@correo.co\n",
        "nameless-column": b"correo;;barrio\nana@correo.co;;Centro\n",
        "long-heading": b"correo;" + b"b" * 61 + b"\nana@correo.co;x\n",
        "endless-heading": b"correo;" * 1_000_000,
        "no-headings": b"Ana;ana@correo.co;Centro\n",
        "said-separator-alone": b"sep=;\n",
        "zip": partial(packed, {"contactos.csv": _csv([FIRST, LAST])}),
        "ods": partial(packed, {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}),
        "docx": partial(packed, {"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}),
        "xlsx-empty": partial(packed, {}),
        "xlsx-hollow": partial(packed, {"xl/workbook.xml": b"<workbook/>"}),
        "xlsx-no-xml": partial(packed, {"xl/workbook.xml": b"hola"}),
        "xlsx-bomb": partial(packed, {"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": bytes(130_000_000)}),
        "xlsx-many-parts": partial(packed, {"xl/workbook.xml": b"<a/>"} | {f"x{n}": b"" for n in range(2_100)}),
        "xlsx-laughs": partial(packed, {"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'}),
        "xlsx-blank": partial(workbook, []),
        "xlsx-no-address-column": partial(workbook, [("nombre",), ("Ana",)]),
        "xlsx-twice": partial(workbook, [("correo", "email"), ("a@correo.co", "b@correo.co")]),
        "xlsx-wide": partial(workbook, [tuple(f"c{n}" for n in range(300))]),
    }
    for name, data in files.items():
        yield Sent(f"whole-{name}", data, None, None)


def _broken_workbooks() -> Iterator[Sent]:
    """Workbooks that were cut off or whose bytes changed: refused, or read as what they still say."""
    whole = workbook([HEADINGS, FIRST, LAST])
    for part in range(1, 11):
        yield Sent(f"xlsx-cut-{part}", whole[: len(whole) * part // 11], None, None)
    chance = random.Random(7)
    for number in range(20):
        spoilt = bytearray(whole)
        for _ in range(5):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        yield Sent(f"xlsx-spoilt-{number}", bytes(spoilt), None, frozenset())
