"""Anybody's copy of a report is compared with what was published."""

from pathlib import Path

from click.testing import CliRunner

from delivery.publishing.freeze import media_folder
from storage.database import Database
from storage.files import file_path
from tests.delivery.reporting.town import reporting, turn
from tests.verbs.operator import VARIABLES
from verbs.commands import application


async def test_a_copy_is_known(database: Database, tmp_path: Path) -> None:
    """It says when and where it came out; one octet more, and it is no copy."""
    async with reporting(database, tmp_path) as (desk, making):
        await turn(desk, making)
        [row] = [row for row in desk.rows("report_file") if row.mime == "application/pdf"]
        copy, other = tmp_path / "copia.pdf", tmp_path / "otra.pdf"
        data = file_path(media_folder(desk.folder), row.sha256).read_bytes()
        copy.write_bytes(data)
        other.write_bytes(data + b" ")
        words = ["verify", "-c", str(desk.config), "--db", database.url]
        known = CliRunner().invoke(application(), [*words, str(copy)], env=VARIABLES)
        assert known.exit_code == 0
        assert "Es la copia publicada el 1 de febrero de 2027" in known.output
        unknown = CliRunner().invoke(application(), [*words, str(copy), str(other)], env=VARIABLES)
        assert unknown.exit_code == 1
        assert "No coincide con ningún informe publicado" in unknown.output
