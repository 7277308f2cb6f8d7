"""A file that is not written yet, looked through as `check` would."""

from collections.abc import Mapping
from pathlib import Path

from campaigns.loader import load
from campaigns.writing.checking import Desk, check, glance
from tests.campaigns.town import CAMPAIGN, INDICATORS, PLAN, build

NAME = "campanas/matriculas.yaml"


def desk(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Desk:
    """The small town's."""
    loaded = load(build(folder / "config", changes), {})
    return Desk(loaded.tenants[0], folder / "var", {})


def test_it_says_what_check_says_of_the_written_file(tmp_path: Path) -> None:
    """Each problem at the value that it speaks of; the folder stays as it is."""
    found, text = desk(tmp_path), CAMPAIGN.replace("canales: [correo, web]", "canales: [coreo, web]")
    said = check(found, NAME, text.encode())
    assert [(each.path, each.hint) for each in said.own] == [("mensajes[0].canales[0]", "¿quiso decir «correo»?")]
    (found.tenant.folder / NAME).write_text(text)
    assert load(found.tenant.folder, {}).problems == said.stops


def test_a_file_that_is_right_gives_the_municipality_as_it_would_be(tmp_path: Path) -> None:
    """With the new campaign in it, too."""
    found = desk(tmp_path)
    text = CAMPAIGN.replace("campaña: matriculas", "campaña: otras")
    said = check(found, "campanas/otras.yaml", text.encode())
    assert said.stops == said.lacking == ()
    assert said.tenant is not None
    assert sorted(said.tenant.campaigns) == ["matriculas", "otras"]


def test_what_it_breaks_elsewhere_is_told(tmp_path: Path) -> None:
    """Another campaign that waits for its message; and a row of the plan that nothing serves any more."""
    waiting = CAMPAIGN.replace("campaña: matriculas", "campaña: otras").replace(
        "cuando: 15 días antes a las 08:00", "cuando: 1 día después de publicar matriculas/anuncio a las 08:00"
    )
    plan = PLAN + "  - {clave: SE-8, texto: Otra, responsable: educacion, indicadores: [contenidos]}\n"
    both = CAMPAIGN.replace("accion: SE-7", "accion: [SE-7, SE-8]")
    changes = {"campanas/otras.yaml": waiting, "plan.yaml": plan, NAME: both, "indicadores.yaml": INDICATORS}
    found = desk(tmp_path, changes)
    said = check(found, NAME, both.replace("id: anuncio", "id: aviso").replace(", SE-8", "").encode())
    assert said.own == ()
    assert [each.file.name for each in said.broken] == ["otras.yaml"]
    assert [each.file.name for each in said.lacking] == ["plan.yaml"]


def test_what_is_wrong_elsewhere_anyway_is_not_told(tmp_path: Path) -> None:
    """It is not this edit's."""
    found = desk(tmp_path)
    (found.tenant.folder / "campanas" / "rota.yaml").write_text("campaña: [\n")
    said = check(found, NAME, CAMPAIGN.encode())
    assert said.stops == said.lacking == ()


def test_a_glance_shows_the_one_message_whatever_is_wrong_with_others(tmp_path: Path) -> None:
    """And says what is wrong with all."""
    text = CAMPAIGN + "  - id: roto\n    cuando: nunca\n    canales: [web]\n    texto: Hola\n"
    found = glance(desk(tmp_path), NAME, text.encode(), 0)
    assert found.campaign is not None
    assert [each.id for each in found.campaign.messages] == ["anuncio"]
    assert [each.path for each in found.problems] == ["mensajes[1].cuando"]
    assert glance(desk(tmp_path), NAME, text.encode(), 1).campaign is None
