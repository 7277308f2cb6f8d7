"""What sheets are called."""

from reports.sheets.names import LONGEST, sheet_names


def test_names_are_what_excel_takes_and_no_two_are_alike() -> None:
    """Also where they differ in capitals alone, or in what is cut away; the cover and Excel's own keep theirs."""
    long = "a" * 40
    keys = ["Uno", "uno", long, long, "a/b:c*d?e[f]g\\h", "'", "portada", "History", "Núm. 1"]
    found = sheet_names(keys)
    cut = "a" * LONGEST
    assert found == [
        "Uno",
        "uno-2",
        cut,
        cut[:-2] + "-2",
        "a-b-c-d-e-f-g-h",
        "Tabla",
        "portada-2",
        "History-2",
        "Núm. 1",
    ]
