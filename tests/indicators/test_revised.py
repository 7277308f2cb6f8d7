"""A closed report that is corrected: what the correction changes is shown anew, all else as it was."""

import pytest

from indicators.revised import revised
from indicators.sections.closing import FIGURES, seal_of
from indicators.shown import Shown
from reports.chart import Chart, ChartKind, Series
from reports.document import Document, Seal, Section, Signature
from reports.table import Cell, Table
from tests.indicators.rows import at

Rows = tuple[tuple[Cell, ...], ...]
JANUARY: Rows = (("correo", 4, "Ana"), ("radio", 7, "Ana"))
OTHER_NAME: Rows = (("correo", 4, "Luis"), ("radio", 7, "Luis"))
CORRECTED: Rows = (("correo", 4, "Luis"), ("radio", 9, "Luis"))


def table(rows: Rows, columns: tuple[str, ...] = ("Medio", "Cifra", "Quién")) -> Table:
    """Figures by medium."""
    return Table("cifras", "Cifras", columns, rows)


def chart(rows: Rows) -> Chart:
    """The same drawn."""
    values = tuple(float(row[1]) for row in rows if isinstance(row[1], float | int))
    says = f"En total {sum(values)}."
    return Chart("barras", ChartKind.BARS, "Barras", says, "cuñas", ("a", "b"), (Series("Cifra", values),), table(rows))


def document(*sections: Section, signer: str = "Ana", warnings: tuple[str, ...] = ()) -> Document:
    """A report with those sections."""
    signatures, seals = (Signature(signer, ""),), (Seal(FIGURES, "-"), Seal("Registro", signer))
    made = at("2027-02-11 05:00")
    return Document(
        "informe",
        "Villa Clara",
        "Informe",
        "Plan",
        "enero",
        "",
        made,
        warnings=warnings,
        sections=sections,
        signatures=signatures,
        seals=seals,
    )


def merged(kept: Document, before: Document, after: Document) -> Document:
    """Their data alike in all."""
    return revised(*(Shown(each, {"period": "2027-01"}) for each in (kept, before, after))).document


@pytest.mark.parametrize(
    ("kept", "before", "after", "shown"),
    [
        (JANUARY, OTHER_NAME, OTHER_NAME, JANUARY),
        (JANUARY, OTHER_NAME, CORRECTED, (("correo", 4, "Ana"), ("radio", 9, "Ana"))),
        (JANUARY, JANUARY, CORRECTED[1:], CORRECTED[1:]),
        (JANUARY, OTHER_NAME, CORRECTED[::-1], CORRECTED[::-1]),
        (JANUARY[:1], OTHER_NAME, CORRECTED, CORRECTED),
    ],
    ids=["nothing", "a cell", "a row less", "another order", "rows that it did not have"],
)
def test_of_a_table_only_the_cells_that_are_corrected_change(
    kept: Rows, before: Rows, after: Rows, shown: Rows
) -> None:
    """Where rows do not match the whole table is the corrected one: no cell may come to stand in another's row."""
    [section] = merged(*(document(Section("a", "A", (), (table(rows),))) for rows in (kept, before, after))).sections
    assert section.exhibits == (table(shown),)


def test_a_chart_keeps_its_table_s_words() -> None:
    """What is drawn follows the figures; who answers for them stays."""
    [section] = merged(
        *(document(Section("a", "A", (), (chart(rows),))) for rows in (JANUARY, OTHER_NAME, CORRECTED))
    ).sections
    [drawn] = section.exhibits
    assert isinstance(drawn, Chart)
    assert (drawn.says, drawn.series[0].values) == ("En total 13.0.", (4.0, 9.0))
    assert drawn.table.rows == (("correo", 4, "Ana"), ("radio", 9, "Ana"))


def test_sections_stay_as_they_were_made_then() -> None:
    """One that only today's program writes stays out, one that only then's wrote stays, one that the correction makes
    comes to its place, one that it empties goes."""
    first, old, gone = Section("a", "A"), Section("vieja", "Vieja"), Section("hueco", "Hueco")
    now, new, last = Section("nueva", "Nueva"), Section("dinero", "Dinero"), Section("z", "Z")
    found = merged(document(first, old, gone, last), document(first, now, gone, last), document(first, now, new, last))
    assert found.sections == (first, new, old, last)


@pytest.mark.parametrize(
    ("kept", "before", "after", "shown"),
    [
        (("Uno.", "Falta una."), ("1.", "Falta una."), ("1.", "No falta."), ("Uno.", "No falta.")),
        (("Uno.", "Falta una."), ("Uno.", "Falta una."), ("Uno.",), ("Uno.",)),
        (("Uno.", "Dos."), ("1.",), ("1.",), ("Uno.", "Dos.")),
    ],
)
def test_sentences_change_one_by_one(
    kept: tuple[str, ...], before: tuple[str, ...], after: tuple[str, ...], shown: tuple[str, ...]
) -> None:
    """Under a heading, and what each page says at its top."""
    found = merged(*(document(Section("a", "A", lines), warnings=lines) for lines in (kept, before, after)))
    assert (found.sections[0].paragraphs, found.warnings) == (shown, shown)


def test_who_signed_and_where_the_record_stood_stay() -> None:
    """The seal of the figures is that of what is shown."""
    kept = Shown(document(), {"period": "2027-01", "closed": {"version": 1}, "list": [1, 2], "old": 1})
    before = Shown(document(signer="Luis"), {"period": "2027-01", "closed": {"version": 1}, "list": [1, 3], "more": 0})
    after = Shown(document(signer="Luis"), before.data | {"closed": {"version": 2, "why": "x"}, "list": [5, 3]})

    found = revised(kept, before, after)

    assert found.data == {"period": "2027-01", "closed": {"version": 2, "why": "x"}, "list": [5, 2], "old": 1}
    assert found.document.signatures == (Signature("Ana", ""),)
    assert found.document.seals == (seal_of(found.data), Seal("Registro", "Ana"))
