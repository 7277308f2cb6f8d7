"""Lists of people as files: nothing in them can do more than be read or be refused."""

from contextlib import suppress
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audience.contact_row import BadRow, read_row
from audience.contacts_csv import ContactsCsv
from audience.headings import slug
from audience.line import BadContactsFile

SECRET = b"secreto"


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Vinculación laboral", "vinculacion-laboral"),
        ("  TEMA (de interés) ", "tema-de-interes"),
        ("año_nacimiento", "ano-nacimiento"),
        ("Correo electrónico", "correo-electronico"),
        ("¿?", ""),
    ],
)
def test_a_heading_becomes_the_name_that_conditions_use(heading: str, name: str) -> None:
    """Lower case, no accents, hyphens: a slug of `publicos.yaml`."""
    assert slug(heading) == name


def test_lines_are_numbered_as_an_editor_does(tmp_path: Path) -> None:
    """A record that is several lines long is named by its first; blank lines count."""
    path = tmp_path / "c.csv"
    path.write_text('correo,nota\na@b.co,x\n\n"c@d.co","y\nz"\ne@f.co,w\n', "utf-8")

    with ContactsCsv(path) as lines:
        found = [(line.number, line.cells["correo"], line.cells["nota"]) for line in lines]

    assert found == [(2, "a@b.co", "x"), (4, "c@d.co", "y\nz"), (6, "e@f.co", "w")]


@pytest.mark.parametrize("said", ["sep=;", '"sep=;"', "SEP=;", "\ufeffsep=;"])
def test_the_line_that_tells_excel_the_separator_is_obeyed(tmp_path: Path, said: str) -> None:
    """Spreadsheets write it above the headings; the lines keep the numbers that an editor shows."""
    path = tmp_path / "c.csv"
    path.write_bytes(f"{said}\r\nnombre;correo\r\nRuiz, Ana;a@b.co\r\n".encode())

    with ContactsCsv(path) as lines:
        found = [(line.number, line.cells["nombre"], line.cells["correo"]) for line in lines]

    assert found == [(3, "Ruiz, Ana", "a@b.co")]


def test_headings_below_that_line_are_refused_at_their_own(tmp_path: Path) -> None:
    """What is wrong in the headings is said with the line on which they stand."""
    path = tmp_path / "c.csv"
    path.write_text("sep=|\nnombre|apodo\nAna|Anita\n")

    with pytest.raises(BadContactsFile, match=r"c\.csv:2: falta una columna"):
        ContactsCsv(path)


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: f"nombre,correo,barrio\n{text}".encode()))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Each line becomes a person fit for a header of a mail, or a reason; the file as a whole may be refused."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "c.csv"
        path.write_bytes(data)

        assert not set("\r\n\x00") & set("".join(texts_of(path)))


def texts_of(path: Path) -> list[str]:
    """All that is taken from a file."""
    texts: list[str] = []
    with suppress(BadContactsFile), ContactsCsv(path) as lines:
        for line in lines:
            with suppress(BadRow):
                row = read_row(line, SECRET)
                texts += [row.name, *(found.text for _, found in row.addresses), *chain(*row.attributes.values())]
    return texts
