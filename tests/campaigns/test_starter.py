"""A new municipality's folder runs as it is."""

import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest

from campaigns.calendar import occurrences
from campaigns.loader import load
from campaigns.starter import create


def test_a_new_folder_loads_without_problems(tmp_path: Path) -> None:
    """Nothing in it waits to be mended, and no account sends in earnest."""
    create(tmp_path / "nuevo")
    found = load(tmp_path / "nuevo", {})
    assert found.problems == ()
    assert {account.mode for account in found.tenants[0].accounts.values()} == {"pruebas"}


def test_a_new_folder_has_messages_in_any_month(tmp_path: Path) -> None:
    """Its campaigns repeat, so it never goes stale."""
    create(tmp_path / "nuevo")
    tenant = load(tmp_path / "nuevo", {}).tenants[0]
    for year in (2027, 2031):
        since, until = datetime(year, 3, 1, tzinfo=UTC), datetime(year, 4, 1, tzinfo=UTC)
        found = [each for campaign in tenant.campaigns.values() for each in occurrences(tenant, campaign, since, until)]
        assert len(found) >= 5


def test_new_folders_side_by_side_load_without_problems(tmp_path: Path) -> None:
    """In a folder of several municipalities each names its own variables: what is checked alone holds there too."""
    for name in ("Alta Vista", "baja"):
        create(tmp_path / name)
    found = load(tmp_path, {})
    assert found.problems == ()
    assert [tenant.slug for tenant in found.tenants] == ["alta-vista", "baja"]
    assert "clave: ${PREGONERO_ALTA_VISTA_CORREO_CLAVE}" in (tmp_path / "Alta Vista" / "canales.yaml").read_text()
    assert load(tmp_path / "baja", {}).problems == ()


def test_personal_data_and_secrets_stay_out_of_git(tmp_path: Path) -> None:
    """Contacts, secrets, and what the program keeps are named in `.gitignore`."""
    written = create(tmp_path / "nuevo")
    ignored = (tmp_path / "nuevo" / ".gitignore").read_text().splitlines()
    assert {"contactos.csv", "secretos/", "var/"} <= set(ignored)
    assert sorted(written) == sorted(path for path in (tmp_path / "nuevo").rglob("*") if path.is_file())
    assert not any(path.suffix in (".py", ".pyc") for path in written)


def test_the_commands_that_it_tells_name_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a shell takes them, from where the folder was made: there lies its `var/`, whatever it is called."""
    monkeypatch.chdir(tmp_path)
    create(Path("Mi Pueblo Ñame"))
    told = (tmp_path / "Mi Pueblo Ñame" / "LEAME.md").read_text(encoding="utf-8")
    commands = [shlex.split(each) for each in re.findall("`(pregonero [^`]*)`", told)]
    assert len(commands) == 4
    assert {command[command.index("-c") + 1] for command in commands} == {"Mi Pueblo Ñame"}


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    """A folder that was just made serves."""
    (tmp_path / "nuevo").mkdir()
    assert create(tmp_path / "nuevo")


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path: Path) -> None:
    """Nothing of anyone is overwritten."""
    (tmp_path / "nota.txt").write_text("mía")
    with pytest.raises(FileExistsError, match="no está vacía"):
        create(tmp_path)
    with pytest.raises(FileExistsError, match="no está vacía"):
        create(tmp_path / "nota.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["nota.txt"]
