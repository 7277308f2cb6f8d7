"""A file that breaks goes on as it last was, also after a restart, and the problem stays in sight."""

from pathlib import Path

import pytest

from campaigns.last_good import load_with_memory
from campaigns.loader import Loaded
from tests.campaigns.town import CAMPAIGN, TEXTS, build, edited

FILE = "campanas/matriculas.yaml"
TEXT = "    texto: Empiezan las matrículas."


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A municipality that has loaded once, rightly."""
    folder = build(tmp_path / "town")
    assert _load(folder).problems == ()
    return folder


def _load(town: Path) -> Loaded:
    """What a daemon that starts now would load: nothing is kept in the process."""
    return load_with_memory(town, town.parent / "var", {})


def _text(found: Loaded) -> str | None:
    return found.tenants[0].campaigns["matriculas"].messages[0].entry.text


def test_a_good_folder_runs_from_its_own_files(town: Path) -> None:
    """Memory is used for nothing while all is well."""
    found = _load(town)
    assert (found.remembered, found.problems) == ((), ())
    assert _text(found) == "Empiezan las matrículas."


@pytest.mark.parametrize("broken", ["campaña: [", "", "\x00", CAMPAIGN.replace("[correo, web]", "[radio]")])
def test_a_broken_campaign_runs_from_its_last_good_text(town: Path, broken: str) -> None:
    """Whatever is wrong with it; its problem is told, and which file runs from memory."""
    build(town, {FILE: broken})
    found = _load(town)
    assert found.remembered == (town / FILE,)
    assert {problem.file for problem in found.problems} == {town / FILE}
    assert _text(found) == "Empiezan las matrículas."
    assert _text(_load(town)) == "Empiezan las matrículas."


def test_a_municipality_bears_what_is_wrong_in_its_files(town: Path) -> None:
    """Also of what goes on from its last good text; whoever shows a campaign says so beside it."""
    assert [tenant.problems for tenant in _load(town).tenants] == [()]
    build(town, {FILE: CAMPAIGN.replace("[correo, web]", "[radio]")})
    found = _load(town)
    assert [tenant.problems for tenant in found.tenants] == [found.problems]
    assert found.problems
    build(town, {FILE: CAMPAIGN})
    assert [tenant.problems for tenant in _load(town).tenants] == [()]


def test_what_is_mended_runs_at_once(town: Path) -> None:
    """The next good text takes the place of the remembered one."""
    build(town, {FILE: "campaña: ["})
    _load(town)
    build(town, edited(FILE, "Empiezan", "Ya empiezan"))
    found = _load(town)
    assert (found.remembered, _text(found)) == ((), "Ya empiezan las matrículas.")


@pytest.mark.parametrize("name", ["municipio.yaml", "plan.yaml", "canales.yaml", "publicos.yaml", "indicadores.yaml"])
@pytest.mark.parametrize("broken", ["a: [", None])
def test_a_broken_or_missing_base_file_runs_from_memory(town: Path, name: str, broken: str | None) -> None:
    """The municipality goes on; only what may be left out may really be gone."""
    build(town, {name: broken})
    found = _load(town)
    assert [tenant.slug for tenant in found.tenants] == ["villa-clara"]
    assert found.problems
    assert list(found.tenants[0].campaigns) == ["matriculas"]
    assert town / name in found.remembered


def test_a_broken_template_runs_from_memory(town: Path) -> None:
    """A text of `plantillas/` that breaks, or goes away, is read as it was."""
    build(town, {**edited(FILE, TEXT, "    plantilla: carta.txt"), "plantillas/carta.txt": "Vengan todos."})
    assert _load(town).problems == ()
    for text in ("{{ nada }}", None):
        build(town, {**edited(FILE, TEXT, "    plantilla: carta.txt"), "plantillas/carta.txt": text})
        found = _load(town)
        assert found.tenants[0].templates == {"carta.txt": "Vengan todos."}
        assert found.remembered == (town / "plantillas" / "carta.txt",)
        assert found.problems


def test_a_campaign_that_staff_remove_is_gone(town: Path) -> None:
    """Removing a file is a decision, not a mistake."""
    build(town, {"campanas/otra.yaml": CAMPAIGN.replace("campaña: matriculas", "campaña: otra")})
    assert list(_load(town).tenants[0].campaigns) == ["matriculas", "otra"]
    (town / "campanas" / "otra.yaml").unlink()
    found = _load(town)
    assert (list(found.tenants[0].campaigns), found.remembered, found.problems) == (["matriculas"], (), ())


def test_what_was_never_good_is_left_out(town: Path) -> None:
    """A new file that is wrong has nothing to run from; the others run."""
    build(town, {"campanas/nueva.yaml": "campaña: ["})
    found = _load(town)
    assert (list(found.tenants[0].campaigns), found.remembered) == (["matriculas"], ())
    assert len(found.problems) == 1


def test_folders_of_one_name_do_not_share_memory(tmp_path: Path) -> None:
    """Two municipalities in folders called `config` never lend each other texts."""
    first, second = build(tmp_path / "a" / "config"), build(tmp_path / "b" / "config", {"municipio.yaml": "a: ["})
    load_with_memory(first, tmp_path / "var", {})
    assert load_with_memory(second, tmp_path / "var", {}).tenants == ()


def test_memory_holds_the_bytes_of_good_files(town: Path) -> None:
    """Each file as it was, whole."""
    (kept,) = (town.parent / "var" / "config").iterdir()
    assert {path.relative_to(kept).as_posix(): path.read_text() for path in kept.rglob("*.yaml")} == dict(TEXTS)
