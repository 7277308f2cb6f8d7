"""Lists that others keep: told when the file is read, not when nobody brings them."""

from pathlib import Path

import pytest

from campaigns.advice import advice
from tests.campaigns.town import ACCOUNTS, AUDIENCES, CAMPAIGN, MUNICIPALITY, loaded, problems

GOOD = "listas: {familias: {nombre: Familias, de: educacion, vigencia: 8 días}}\n"
PUBLIC = "condicion: {alguna: [{con: {barrio: centro}}, {lista: familias}]}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("familias", "familias", []),
        ("de: educacion", "de: ana", []),
        ("de: educacion", "de: salud", ["no existe quien entrega la lista «salud»"]),
        ("8 días", "8 dias", []),
        ("8 días", "una semana", []),
        ("8 días", "8 días hábiles", ["aquí no sirven los días hábiles"]),
        ("8 días", "a veces", ["«a veces» no es una duración"]),
        (", vigencia: 8 días", "", ["falta «vigencia»"]),
        ("{familias:", "{familia:", ["no existe la lista «familias»"]),
    ],
)
def test_what_is_wrong_with_a_list_is_said(tmp_path: Path, old: str, new: str, said: list[str]) -> None:
    """Who owes it, for how long it holds, and that there is one of the name that a public says."""
    found = problems(
        tmp_path,
        {
            "municipio.yaml": MUNICIPALITY + GOOD.replace(old, new),
            "publicos.yaml": AUDIENCES.replace("condicion: {}", PUBLIC),
        },
    )
    assert [each.partition(": ")[2] for each in found] == said


def test_a_list_for_nobody_is_advised_against(tmp_path: Path) -> None:
    """It is brought in for nothing; one that a public names, also among alternatives, is not."""
    [tenant] = loaded(tmp_path / "a", {"municipio.yaml": MUNICIPALITY + GOOD}).tenants
    assert "listas: ningún público dice «condicion: {lista: familias}»: a nadie se le escribe por ella." in advice(
        tenant
    )
    named = {"municipio.yaml": MUNICIPALITY + GOOD, "publicos.yaml": AUDIENCES.replace("condicion: {}", PUBLIC)}
    [tenant] = loaded(tmp_path / "b", named).tenants
    assert not [said for said in advice(tenant) if said.startswith("listas")]


@pytest.mark.parametrize(
    ("options", "public", "said"),
    [
        ("personas: sí", "ciudadania", []),
        ("personas: no", "transeuntes", []),
        (
            "personas: sí",
            "transeuntes",
            ["«visitas» escribe a personas, y el público «transeuntes» no dice quiénes son"],
        ),
        (
            "personas: sí, lugares: [La Palma, El Salto]",
            "ciudadania",
            ["«visitas» tiene «personas» y también «lugares», y la lista de personas es una sola"],
        ),
    ],
)
def test_visits_to_persons_need_to_know_whom(tmp_path: Path, options: str, public: str, said: list[str]) -> None:
    """A public without condition names nobody; a list of persons is one, wherever they live."""
    account = f"visitas: {{tipo: manual, modo: pruebas, responsable: ana, opciones: {{clase: visita, {options}}}}}\n"
    text = CAMPAIGN.replace("publico: ciudadania", f"publico: {public}").replace("[correo, web]", "[web, visitas]")
    found = problems(tmp_path, {"canales.yaml": ACCOUNTS + account, "campanas/matriculas.yaml": text})
    assert [each.partition(": ")[2] for each in found] == said
