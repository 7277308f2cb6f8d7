"""`report --format pdf`: a file that a mayor signs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pieces.paper import pages
from tests.verbs.operator import ROOT, Operator, surroundings

REPORT = ("report", "--period", "2030", "--format", "pdf")


@pytest.fixture(autouse=True)
def _database(town: Operator) -> None:
    """The municipality has run before."""
    town.people("ana@example.com")


def test_a_report_is_written_as_pdf(town: Operator) -> None:
    """In the folder that is named, which is made; it is the report of that period."""
    written = town.types(*REPORT, "--out", "informes/2030.pdf")
    assert (written.exit_code, written.stdout) == (0, "")
    assert "Informe escrito en informes/2030.pdf" in written.stderr
    cover = pages((town.folder / "informes" / "2030.pdf").read_bytes())[0].text
    assert "Alcaldía de Villa Clara" in cover
    assert "Año 2030" in cover


@pytest.mark.parametrize(
    ("name", "begins"), [("a.pdf", b"%PDF-"), ("a.XLSX", b"PK"), ("a.html", b"<!DOCTYPE html>"), ("a.json", b"{")]
)
def test_a_name_says_what_a_file_is(town: Operator, name: str, begins: bytes) -> None:
    """A table under the name of a PDF would open in no program."""
    town.does("report", "--period", "2030", "--out", name)
    assert (town.folder / name).read_bytes().startswith(begins)


def test_without_a_file_it_goes_to_another_program(town: Operator) -> None:
    """Bytes on standard output, and nothing else; what there is to tell is on the other one."""
    assert town.types(*REPORT).stdout_bytes.startswith(b"%PDF-")


def test_a_terminal_gets_no_bytes(town: Operator) -> None:
    """It says what to write instead."""
    terminal, ours = os.openpty()
    try:
        command = [sys.executable, str(ROOT / "cli.py"), *REPORT]
        ran = subprocess.run(
            command, cwd=town.folder, env=surroundings(), stdout=ours, stderr=subprocess.PIPE, text=True, check=False
        )
    finally:
        os.close(ours)
        os.close(terminal)
    assert ran.returncode == 2
    assert "Diga dónde guardarlo: --out informe-villa-clara-2030.pdf." in ran.stderr


def test_rows_behind_a_figure_are_not_printed(town: Operator) -> None:
    """They are for a spreadsheet."""
    refused = town.types(*REPORT, "--why", "contenidos", "--out", "filas.pdf")
    assert (refused.exit_code, "--why muestra filas" in refused.stderr) == (2, True)
    assert not Path(town.folder / "filas.pdf").exists()
